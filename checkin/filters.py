"""Narrowing the desk's lists to what the front desk is looking for."""

import django_filters
from django.db import models
from django.utils.translation import gettext_lazy as _

from checkin.forms import LineField, WholeNumberField
from checkin.models import Visit, VisitorCategory

MOST_CHARACTERS = 100
HIGHEST_NUMBER = 2_147_483_647  # of a database integer; PostgreSQL refuses to compare with more


class State(models.TextChoices):
    """Where a visit stands; each names a word of ``VisitQuerySet``."""

    INSIDE = "inside", _("Inside")
    DEPARTED = "departed", _("Left")
    VOIDED = "voided", _("Cancelled")


# Only the ways by which visits can come in today.
SOURCES = [(source.value, source.label) for source in (Visit.Source.KIOSK, Visit.Source.DESK, Visit.Source.IMPORT)]


class NumberFilter(django_filters.Filter):
    field_class = WholeNumberField


class LineFilter(django_filters.Filter):
    field_class = LineField


class VisitFilter(django_filters.FilterSet):
    """By number, category, source, state and institution; whatever else an address says is ignored."""

    number = NumberFilter(label=_("Number"), least=1, most=HIGHEST_NUMBER)
    category = django_filters.ChoiceFilter(field_name="category__code", label=_("Category"), empty_label=_("All"))
    state = django_filters.ChoiceFilter(
        choices=State.choices, label=_("State"), empty_label=_("All"), method="in_state"
    )
    source = django_filters.ChoiceFilter(choices=SOURCES, label=_("Source"), empty_label=_("All"))
    organisation = LineFilter(label=_("Institution"), lookup_expr="icontains", most=MOST_CHARACTERS)

    def __init__(self, *args, categories: list[VisitorCategory], **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["category"].extra["choices"] = [(category.code, category.text) for category in categories]

    def in_state(self, visits, name, value):
        return getattr(visits, value)()

    def narrow(self, visits):
        """The visits that were asked for: all where nothing was asked, none where the question was not understood."""
        if not self.is_bound:
            return visits
        return self.filter_queryset(visits) if self.is_valid() else visits.none()

    @property
    def is_understood(self) -> bool:
        return not self.is_bound or self.is_valid()

    @property
    def is_asked(self) -> bool:
        """Whether the lists show less than everything."""
        return self.is_bound and any(self.data.get(name) for name in self.filters)
