"""Narrowing the desk's lists to what the front desk is looking for."""

from datetime import date

import django_filters
from django.db import models
from django.utils.translation import gettext_lazy as _

from checkin.fields import DayField, LineField, WholeNumberField
from checkin.models import Visit, VisitorCategory

MOST_CHARACTERS = 100
HIGHEST_NUMBER = 2_147_483_647  # of a database integer; PostgreSQL refuses to compare with more


class State(models.TextChoices):
    """Where a visit stands; each names a word of ``VisitQuerySet``."""

    INSIDE = "inside", _("Inside")
    DEPARTED = "departed", _("Left")
    VOIDED = "voided", _("Cancelled")


class NumberFilter(django_filters.Filter):
    field_class = WholeNumberField


class LineFilter(django_filters.Filter):
    field_class = LineField


class DayFilter(django_filters.Filter):
    field_class = DayField


class Narrowing(django_filters.FilterSet):
    """What an address asks of a list; whatever else it says is ignored."""

    def narrow(self, rows):
        """The rows that were asked for: all where nothing was asked, none where the question was not understood."""
        if not self.is_bound:
            return rows
        return self.filter_queryset(rows) if self.is_valid() else rows.none()

    @property
    def is_understood(self) -> bool:
        return not self.is_bound or self.is_valid()

    @property
    def is_asked(self) -> bool:
        """Whether the list shows less than everything."""
        return self.is_bound and any(self.data.get(name) for name in self.filters)

    def in_state(self, rows, name, value):
        """Each state names a word of the rows' queryset."""
        return getattr(rows, value)()


class VisitFilter(Narrowing):
    """By number, card, category, source, state and institution; and which day's visits are listed."""

    number = NumberFilter(label=_("Number"), least=1, most=HIGHEST_NUMBER)
    card = NumberFilter(field_name="card__number", label=_("Card"), least=1, most=HIGHEST_NUMBER)
    category = django_filters.ChoiceFilter(field_name="category__code", label=_("Category"), empty_label=_("All"))
    state = django_filters.ChoiceFilter(
        choices=State.choices, label=_("State"), empty_label=_("All"), method="in_state"
    )
    source = django_filters.ChoiceFilter(choices=Visit.Source.choices, label=_("Source"), empty_label=_("All"))
    organisation = LineFilter(label=_("Institution"), method="of_institution", most=MOST_CHARACTERS)
    day = DayFilter(label=_("Day"), method="of_any_day")

    def __init__(self, *args, categories: list[VisitorCategory], **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["category"].extra["choices"] = [(category.code, category.text) for category in categories]

    @property
    def asked_day(self) -> date | None:
        return self.form.cleaned_data.get("day") if self.is_bound and self.is_valid() else None

    def of_any_day(self, visits, name, value):
        """Who is inside is so whichever day is listed beside them."""
        return visits

    def of_institution(self, visits, name, value):
        """Compared here: SQLite and some PostgreSQL know capitals of ASCII only. A list's institutions are few."""
        known = visits.exclude(organisation="").order_by().values_list("organisation", flat=True).distinct()
        wanted = value.casefold()
        return visits.filter(organisation__in=[text for text in known if wanted in text.casefold()])
