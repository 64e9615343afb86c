"""The one door from reports to the visits: what was counted, where, and on which days the doors were open."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, Subquery, Sum, Value, When

from checkin.models import (
    DayClose,
    Departure,
    HistoricalTotal,
    Origin,
    Purpose,
    Site,
    SiteDay,
    Space,
    Visit,
    VisitorCategory,
)
from checkin.services.hours import hours_of
from checkin.services.occupancy import capacity_of as capacity_of
from checkin.services.visits import lock_site as lock_site
from checkin.validation import clean_text as clean_text
from reports.figures import Cell, Movement, Total, YearCounts


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
    days = (last - first).days + 1
    hours = hours_of(site=site, first=first, days=days)
    return tuple(day for day in (first + timedelta(days=n) for n in range(days)) if hours.opens_on(day))


def movements(site: Site, day: date) -> dict[int | None, tuple[Movement, ...]]:
    """Who came in on a local day and when they left again, in local time, by the key of the space or None.

    What was voided never happened. Who is neither inside nor was seen to go, as in old lists without a time of leaving,
    comes in open-ended. Two queries.
    """
    found: dict[int | None, list[Movement]] = {}
    came = Visit.objects.standing().filter(site=site).arrived_on(day).order_by()
    visits = list(came.values_list("pk", "space_id", "arrived_at", "persons", "persons_inside"))
    departures = Departure.objects.filter(visit__in=came).order_by()
    gone = list(departures.values_list("visit_id", "visit__space_id", "left_at", "persons", "source"))
    left: Counter[int] = Counter()
    for visit, _space, _at, persons, _source in gone:
        left[visit] += persons
    for visit, space, at, persons, inside in visits:
        found.setdefault(space, []).extend(_coming(at.astimezone(site.zone), persons, inside + left[visit]))
    for _visit, space, at, persons, source in gone:
        movement = Movement(at.astimezone(site.zone), -persons, source == Departure.Source.AUTOMATIC)
        found.setdefault(space, []).append(movement)  # moved between the two queries
    return {space: tuple(moved) for space, moved in found.items()}


def _coming(at: datetime, persons: int, accounted_for: int) -> Iterator[Movement]:
    """One movement, or two where of some of a visit's persons nobody knows when they left."""
    known = min(persons, accounted_for)  # more than all: somebody left between the two queries
    if known:
        yield Movement(at, known)
    if known < persons:
        yield Movement(at, persons - known, is_open_ended=True)


@dataclass(frozen=True)
class DayRecord:
    """A day of a site: its rooms with their places, who came and went, and the stretches in which it was ``open``."""

    spaces: tuple[Space, ...]
    movements: dict[int | None, tuple[Movement, ...]]
    open: tuple[tuple[datetime, datetime], ...]
    are_hours_known: bool
    is_ended_empty: bool  # somebody said that nobody came: a zero, which an unrecorded day is not

    @property
    def is_anybody_there(self) -> bool:
        return bool(self.movements)

    @property
    def is_closed(self) -> bool:
        return not self.open


def day_record(site: Site, day: date, *, until: datetime) -> DayRecord:
    """A day as recorded, the running one ``until`` now; where no hours are known it is open from midnight."""
    until = until.astimezone(site.zone)  # an end that readers see, like the hours beside it
    hours = hours_of(site=site, first=day, days=1)
    whole = [(site.moment_of(day, time.min), hours.midnight_after(day))]
    closed = DayClose.objects.filter(site=site, day=day)
    stretches = [(period.opens, period.closes) for period in hours.on(day)] if hours.are_known() else whole
    return DayRecord(
        spaces=tuple(Space.objects.filter(site=site).with_places(day)),
        movements=movements(site, day),
        open=tuple((opens, min(closes, until)) for opens, closes in stretches if opens < until),
        are_hours_known=hours.are_known(),
        is_ended_empty=closed.filter(system_visits=0).exclude(paper_visits__gt=0).exists(),
    )


def visits_up_to(visit: Visit) -> int:
    """Standing visits of its day, up to and with this one, in the order in which they came.

    Not by number: two tablets give numbers of their own blocks at the same time.
    """
    before = Q(arrived_at__lt=visit.arrived_at) | Q(arrived_at=visit.arrived_at, pk__lte=visit.pk)
    return Visit.objects.filter(before, site=visit.site_id).arrived_on(visit.day).counted()


def visits_between(site: Site, first: date, *, before: date) -> int:
    """Visits from ``first`` until the day before ``before``: the days' own sums and the totals of old reports."""
    return _sum_of_days(site, first, before=before) + (visits_by_total(site, first, before=before) or 0)


def visits_by_day(site: Site, first: date, *, before: date) -> int | None:
    """The days' own sums; None where nothing stands in them. One query.

    A day's row is there before its first visit: numbers lent to a tablet open it, and closing a day on which
    nobody came. Only a standing visit makes the sum a 0, as in ``year_cells``.
    """
    of_the_days = {"site": OuterRef("pk"), "day__gte": first, "day__lt": before}
    days = SiteDay.objects.filter(**of_the_days).order_by().values("site").values(visits=Sum("visits"))
    standing = Visit.objects.standing().filter(**of_the_days)
    visits, is_recorded = Site.objects.filter(pk=site.pk).values_list(Subquery(days), Exists(standing)).get()
    return visits or (0 if is_recorded else None)


def _sum_of_days(site: Site, first: date, *, before: date) -> int:
    days = SiteDay.objects.filter(site=site, day__gte=first, day__lt=before)
    return days.aggregate(visits=Sum("visits"))["visits"] or 0


def visits_by_total(site: Site, first: date, *, before: date) -> int | None:
    """The totals of old reports; None where there is none."""
    totals = HistoricalTotal.objects.filter(site=site, first_day__gte=first, last_day__lt=before)
    return totals.aggregate(visits=Sum("visits"))["visits"]


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
