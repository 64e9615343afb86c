"""The days and hours on which a site is open: loaded from the published calendar, changed by hand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from functools import cache

import holidays
from django.db import IntegrityError, transaction

from checkin.errors import DayTaken, HoursWrong
from checkin.models import CalendarDay, OpeningHours, Site

ESTIMATED = "(perkiraan)"


@dataclass(frozen=True)
class Published:
    """The days off of one year, as far as they are known: kind and occasion by day."""

    days: dict[date, tuple[str, str]]

    @property
    def has_leave(self) -> bool:
        """Collective leave is decreed year by year; of a year too far ahead, or too long ago, none is known."""
        return any(kind == CalendarDay.Kind.COLLECTIVE_LEAVE for kind, _note in self.days.values())

    @property
    def estimated(self) -> int:
        """Days that hang on the sight of the moon and on a decree still to come."""
        return sum(ESTIMATED in note for _kind, note in self.days.values())


@cache
def published(year: int) -> Published:
    """Indonesia's national holidays and collective leave.

    The legal source is the yearly joint decree of three ministers; the ``holidays`` package follows it.
    """
    national = holidays.Indonesia(years=[year], language="id")
    with_leave = holidays.Indonesia(years=[year], language="id", categories=("public", "government"))
    kinds = dict.fromkeys(national, CalendarDay.Kind.HOLIDAY)
    return Published(
        {
            day: (kinds.get(day, CalendarDay.Kind.COLLECTIVE_LEAVE), note[:120])
            for day, note in sorted(with_leave.items())
        }
    )


def load_calendar(*, site: Site, years: Iterable[int]) -> int:
    """Add the published days of these years; days already entered stay as they are. Returns the days added."""
    days = {day: said for year in years for day, said in published(year).days.items()}
    known = set(CalendarDay.objects.filter(site=site).values_list("day", flat=True))
    new = [
        CalendarDay(site=site, day=day, kind=kind, note=note) for day, (kind, note) in days.items() if day not in known
    ]
    CalendarDay.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def write_day(*, site: Site, day: date, kind: str, note: str = "", entry: CalendarDay | None = None) -> CalendarDay:
    """Enter a day that differs from its weekday, or change the ``entry`` given; the same again changes nothing.

    Raises ``DayTaken`` where another entry stands for the day.
    """
    entry = entry or CalendarDay.objects.filter(site=site, day=day, kind=kind, note=note).first()
    entry = entry or CalendarDay(site=site)
    entry.day, entry.kind, entry.note = day, kind, note
    try:
        with transaction.atomic():
            entry.save()
    except IntegrityError as why:
        raise DayTaken from why
    return entry


def remove_day(*, entry: CalendarDay) -> None:
    """Let the day be like its weekday again; removing it twice changes nothing."""
    CalendarDay.objects.filter(pk=entry.pk).delete()


@transaction.atomic
def write_hours(
    *,
    site: Site,
    weekdays: Iterable[int],
    start: time,
    end: time,
    valid_from: date | None = None,
    valid_to: date | None = None,
    label: str = "",
    entry: OpeningHours | None = None,
) -> list[OpeningHours]:
    """The same hours on each of these weekdays (Monday is 0); the same again adds nothing.

    With an ``entry``, that one becomes the hours of the first weekday. Raises ``HoursWrong`` naming the field.
    """
    if not start < end:
        raise HoursWrong.end_first()
    if valid_from and valid_to and valid_to < valid_from:
        raise HoursWrong.over_before_it_begins()
    said = {"start": start, "end": end, "valid_from": valid_from, "valid_to": valid_to, "label": label}
    weekdays = list(weekdays)
    if entry:
        OpeningHours.objects.filter(pk=entry.pk).update(weekday=weekdays.pop(0), **said)
    return [_hours_of(site=site, weekday=weekday, **said) for weekday in weekdays]


def remove_hours(*, entry: OpeningHours) -> None:
    """Let these hours hold no more; removing them twice changes nothing."""
    OpeningHours.objects.filter(pk=entry.pk).delete()


def _hours_of(**said) -> OpeningHours:
    """The row that says this, a new one where none does; changing a row can have made it like another."""
    return OpeningHours.objects.filter(**said).first() or OpeningHours.objects.create(**said)
