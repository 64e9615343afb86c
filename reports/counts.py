"""The one door from reports to the visits: what was counted, where, and on which days the doors were open."""

from datetime import date, timedelta

from django.db.models import Case, Count, IntegerField, Q, Sum, Value, When

from checkin.models import (
    CalendarDay,
    Departure,
    HistoricalTotal,
    OpeningHours,
    Origin,
    Purpose,
    Site,
    SiteDay,
    Visit,
    VisitorCategory,
)
from checkin.services.visits import lock_site as lock_site
from checkin.validation import clean_text as clean_text
from reports.figures import Cell, Movement, Total, YearCounts

CLOSING = {CalendarDay.Kind.HOLIDAY, CalendarDay.Kind.COLLECTIVE_LEAVE, CalendarDay.Kind.CLOSED}


def site_named(code: str) -> Site | None:
    return Site.objects.filter(code=code).first()


def year_counts(site: Site, year: int) -> YearCounts:
    """One site's year as recorded, in six queries whatever its size."""
    totals = _totals(site, year - 1, year)
    last_year = [total.visits for total in totals if total.last_day.year == year - 1]
    visited = Visit.objects.standing().filter(site=site).arrived_in_year(year - 1)
    before = visited.aggregate(visits=Sum("counted_persons"), records=Count("pk"))
    return YearCounts(
        cells=year_cells(site, year),
        totals=tuple(total for total in totals if total.last_day.year == year),
        open_days=open_days(site, date(year, 1, 1), date(year, 12, 31)),
        previous_year=sum(last_year) + (before["visits"] or 0) if last_year or before["records"] else None,
    )


def year_cells(site: Site, year: int) -> tuple[Cell, ...]:
    """Standing visits by month, category, origin and purpose, in that order."""
    rows = (
        Visit.objects.standing()
        .filter(site=site)
        .arrived_in_year(year)
        .values(month=_month_of(year))
        .annotate(visits=Sum("counted_persons"), records=Count("pk"))
        .values_list("month", "category__code", "origin__slug", "purpose__code", "visits", "records")
        .order_by("month", "category__position", "origin__position", "purpose__position")
    )
    return tuple(Cell(*row) for row in rows)


def open_days(site: Site, first: date, last: date) -> tuple[date, ...]:
    """The days from first to last on which the site opens: its weekly hours, less closing days, plus exceptions."""
    hours = list(OpeningHours.objects.filter(site=site))
    calendar = dict(CalendarDay.objects.filter(site=site, day__gte=first, day__lte=last).values_list("day", "kind"))
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return tuple(day for day in days if _is_open(day, hours, calendar.get(day)))


def movements(site: Site, day: date) -> tuple[Movement, ...]:
    """Who came in on a local day and when they left again; what was voided never happened."""
    came = Visit.objects.standing().filter(site=site).arrived_on(day)
    arrivals = came.values_list("arrived_at", "persons")
    departures = Departure.objects.filter(visit__in=came).values_list("left_at", "persons")
    return (*(Movement(at, persons) for at, persons in arrivals), *(Movement(at, -gone) for at, gone in departures))


def visits_up_to_number(site: Site, day: date, number: int) -> int:
    """Standing visits of one day, from its first number to this one; entries without a number stand before all."""
    up_to = Q(number__lte=number) | Q(number=None)
    return Visit.objects.filter(up_to, site=site).arrived_on(day).counted()


def visits_between(site: Site, first: date, *, before: date) -> int:
    """Visits from ``first`` until the day before ``before``: the days' own sums and the totals of old reports."""
    days = SiteDay.objects.filter(site=site, day__gte=first, day__lt=before)
    totals = HistoricalTotal.objects.filter(site=site, first_day__gte=first, last_day__lt=before)
    return sum(rows.aggregate(visits=Sum("visits"))["visits"] or 0 for rows in (days, totals))


def years_of(site: Site) -> list[int]:
    """The years with anything recorded, newest first."""
    standing = Visit.objects.standing().filter(site=site)
    ends = [
        *standing.order_by("day").values_list("day", flat=True)[:1],
        *standing.order_by("-day").values_list("day", flat=True)[:1],
    ]
    visited = set(range(ends[0].year, ends[-1].year + 1)) if ends else set()
    totalled = {day.year for day in HistoricalTotal.objects.filter(site=site).values_list("last_day", flat=True)}
    return sorted(visited | totalled, reverse=True)


def category_words() -> dict[str, VisitorCategory]:
    return {category.code: category for category in VisitorCategory.objects.all()}


def origin_words() -> dict[str, Origin]:
    return {origin.slug: origin for origin in Origin.objects.all()}


def purpose_words() -> dict[str, Purpose]:
    return {purpose.code: purpose for purpose in Purpose.objects.all()}


def _totals(site: Site, first_year: int, last_year: int) -> list[Total]:
    found = HistoricalTotal.objects.filter(site=site).overlapping(date(first_year, 1, 1), date(last_year, 12, 31))
    return [Total(*row) for row in found.values_list("first_day", "last_day", "visits", "source")]


def _month_of(year: int) -> Case:
    """The month of a stored local day, by comparing dates: SQLite's date functions call Python for every row."""
    until = [When(day__lt=date(year, month + 1, 1), then=Value(month)) for month in range(1, 12)]
    return Case(*until, default=Value(12), output_field=IntegerField())


def _is_open(day: date, hours: list[OpeningHours], kind: str | None) -> bool:
    if kind is not None:
        return kind not in CLOSING
    return any(
        hour.weekday == day.weekday()
        and (hour.valid_from is None or hour.valid_from <= day)
        and (hour.valid_to is None or day <= hour.valid_to)
        for hour in hours
    )
