"""When a site is open: its weekly hours, within their validity, and its calendar of days that differ."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.core.cache import cache

from checkin.models import CalendarDay, OpeningHours, Site
from checkin.services.statements import hours_and_kind

#: How far ahead "open again on Monday" looks; a longer break has no sentence.
LOOK_AHEAD = 31
#: Whoever changes the hours sees the kiosk follow within a minute.
REMEMBERED_SECONDS = 60


@dataclass(frozen=True)
class Period:
    """A stretch of open doors; the end is outside it."""

    opens: datetime
    closes: datetime

    def __contains__(self, moment: datetime) -> bool:
        return self.opens <= moment < self.closes


class Weekly(NamedTuple):
    """A row of ``OpeningHours``."""

    weekday: int
    start: time
    end: time
    valid_from: date | None
    valid_to: date | None

    @property
    def bounds(self) -> int:
        """How narrowly they are valid: always 0, from or until a day 1, in a period 2."""
        return (self.valid_from is not None) + (self.valid_to is not None)


@dataclass(frozen=True)
class Hours:
    """What was written down about some days; looked up once, asked often."""

    site: Site
    weekly: list[Weekly]
    calendar: dict[date, str | None]

    def periods(self, first: date, days: int) -> list[Period]:
        ahead = [first + timedelta(days=number) for number in range(days)]
        return [period for day in ahead for period in self.on(day)]

    def on(self, day: date) -> list[Period]:
        """A day's stretches of open doors, in their order and apart from each other.

        A day opened by exception has the hours of its weekday or, at a weekend, of the week's first day.
        """
        kind = self.calendar.get(day)
        if kind and kind != CalendarDay.Kind.OPEN:
            return []
        hours = self._of_weekday(day, day.weekday())
        if not hours and kind == CalendarDay.Kind.OPEN:
            weekdays = sorted({hours.weekday for hours in self.weekly})
            hours = self._of_weekday(day, weekdays[0]) if weekdays else []
        return _merged(Period(self.site.moment_of(day, one.start), self.site.moment_of(day, one.end)) for one in hours)

    def opens_on(self, day: date) -> bool:
        """Whether a target may count on the day; one opened by exception counts even where no hours are known."""
        kind = self.calendar.get(day)
        return kind == CalendarDay.Kind.OPEN if kind else bool(self._of_weekday(day, day.weekday()))

    def is_open(self, at: datetime) -> bool:
        """Where no hours were written down the doors are never closed."""
        return not self.weekly or any(at in period for period in self.on(self.site.day_of(at)))

    def are_known(self) -> bool:
        return bool(self.weekly)

    def is_out_of_hours(self, at: datetime) -> bool | None:
        """For the record of an arrival; None where nobody can say."""
        return not self.is_open(at) if self.are_known() else None

    def opens_next(self, at: datetime) -> datetime | None:
        """The next time the doors open after this moment, within a month; look so far up first."""
        ahead = self.periods(self.site.day_of(at), LOOK_AHEAD)
        return next((period.opens for period in ahead if period.opens > at), None)

    def closes(self, at: datetime) -> datetime | None:
        """When the doors close today, if they are open and hours are known."""
        today = self.on(self.site.day_of(at))
        return next((period.closes for period in today if at in period), None)

    def last_closing(self, day: date) -> datetime | None:
        """When the doors close for the last time on a day; None where they stay shut or no hours are known."""
        return max((period.closes for period in self.on(day)), default=None)

    def midnight_after(self, day: date) -> datetime:
        """The local midnight that ends a day."""
        return self.site.moment_of(day + timedelta(days=1), time.min)

    def _of_weekday(self, day: date, weekday: int) -> list[Weekly]:
        """The hours of a period stand in for those that hold longer: in Ramadan its own hold, not both."""
        valid = [
            hours
            for hours in self.weekly
            if hours.weekday == weekday
            and (hours.valid_from is None or hours.valid_from <= day)
            and (hours.valid_to is None or day <= hours.valid_to)
        ]
        narrowest = max((hours.bounds for hours in valid), default=0)
        return [hours for hours in valid if hours.bounds == narrowest]


def _merged(periods: Iterable[Period]) -> list[Period]:
    """Hours entered twice over are one stretch: else people count twice in it, and its earlier end is the closing."""
    apart: list[Period] = []
    for period in sorted(periods, key=lambda period: period.opens):
        if apart and period.opens <= apart[-1].closes:
            apart[-1] = Period(apart[-1].opens, max(apart[-1].closes, period.closes))
        else:
            apart.append(period)
    return apart


def hours_of(*, site: Site, first: date, days: int) -> Hours:
    """Two queries, whatever is asked of the answer afterwards."""
    last = first + timedelta(days=days - 1)
    calendar = CalendarDay.objects.filter(site=site, day__range=(first, last)).values_list("day", "kind")
    weekly = OpeningHours.objects.filter(site=site).values_list(*Weekly._fields)
    return Hours(site, [Weekly(*hours) for hours in weekly], dict(calendar))


def hours_on(*, site: Site, day: date) -> Hours:
    """For the tap that records and the page that begins every visit: a cheap query, and that only once a minute."""
    rows = cache.get_or_set(_remembered_as(site, day), lambda: hours_and_kind(site=site, day=day), REMEMBERED_SECONDS)
    kind = rows[0][-1] if rows else None
    return Hours(site, [Weekly(*hours) for *hours, _kind in rows], {day: kind})


def forget(*, site: Site, today: date) -> None:
    """Let this process look anew after a change; another one follows within the minute for which it remembers."""
    cache.delete_many([_remembered_as(site, today + timedelta(days=number)) for number in (-1, 0, 1)])


def _remembered_as(site: Site, day: date) -> str:
    return f"hours-{site.pk}-{day}"


def periods(*, site: Site, first: date, days: int) -> list[Period]:
    return hours_of(site=site, first=first, days=days).periods(first, days)


def is_open(*, site: Site, at: datetime) -> bool:
    return hours_on(site=site, day=site.day_of(at)).is_open(at)


def opens_next(*, site: Site, at: datetime) -> datetime | None:
    """The next time the doors open after this moment, within a month."""
    return hours_of(site=site, first=site.day_of(at), days=LOOK_AHEAD).opens_next(at)


def closes(*, site: Site, at: datetime) -> datetime | None:
    """When the doors close today, if they are open and hours are known."""
    return hours_on(site=site, day=site.day_of(at)).closes(at)
