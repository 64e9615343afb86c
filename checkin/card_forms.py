"""The desk's forms for cards: how many to issue and for whom, why one ends, and which the list shows."""

import django_filters
from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from checkin.fields import SubmissionField, WholeNumberField
from checkin.filters import HIGHEST_NUMBER, Narrowing, NumberFilter
from checkin.models import Card, Origin, VisitorCategory
from checkin.services.card_codes import new_sheet
from checkin.services.card_issuing import MOST_CARDS


class IssueForm(forms.Form):
    """Cards of one kind. What is left empty the tablet asks at a card's first use."""

    how_many = WholeNumberField(least=1, most=MOST_CARDS, initial=1, label=_("How many cards"))
    category = forms.ModelChoiceField(
        VisitorCategory.objects.offered().filter(is_always_group=False),
        to_field_name="code",
        required=False,
        empty_label=_("Ask at the first use"),
        label=_("Category"),
    )
    origin = forms.ModelChoiceField(
        Origin.objects.offered().filter(is_on_kiosk=True),
        to_field_name="slug",
        required=False,
        empty_label=_("Ask at the first use"),
        label=_("Origin"),
    )
    sheet = SubmissionField()

    @classmethod
    def blank(cls) -> "IssueForm":
        return cls(initial={"sheet": new_sheet()})


class RevokeForm(forms.Form):
    """Why a card ends, and whether its visits shall forget it."""

    reason = forms.ChoiceField(
        choices=Card.RevokeReason.choices,
        widget=forms.RadioSelect,
        label=_("Why is this card revoked?"),
        error_messages={"required": _("Please choose a reason.")},
    )
    forget = forms.BooleanField(required=False, label=_("Also remove the link between its visits"))


class CardState(models.TextChoices):
    """Each names a word of ``CardQuerySet``."""

    GOOD = "good", pgettext_lazy("a card", "In use")
    REVOKED = "revoked", pgettext_lazy("a card", "Revoked")


class CardFilter(Narrowing):
    """By number and state."""

    number = NumberFilter(label=_("Card number"), least=1, most=HIGHEST_NUMBER)
    state = django_filters.ChoiceFilter(
        choices=CardState.choices, label=_("State"), empty_label=_("All"), method="in_state"
    )
