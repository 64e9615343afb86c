"""How full a day was, room by room and hour by hour: the same occupancy as tables."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kspvisits.numbers import UNKNOWN, count, in_percent, two_places
from reports.counts import DayRecord, capacity_of
from reports.occupancy import Occupancy, occupancy
from reports.tables import Cell, Row, Table, word

AN_HOUR = timedelta(hours=1)
Stretch = tuple[datetime, datetime]


@dataclass(frozen=True)
class Place:
    """The house or one room on that day; ``whole`` over all its opening hours, ``hours`` one by one."""

    name: str
    whole: Occupancy
    hours: tuple[Occupancy, ...]


def places_of(record: DayRecord) -> tuple[list[Stretch], list[Place]]:
    """The day's hours, and the house and its rooms in each of them."""
    hours = list(_hours(record.open))
    house = [movement for movements in record.movements.values() for movement in movements]
    rooms = [(space.text, record.movements.get(space.pk, ()), space.places) for space in record.spaces]
    capacity = capacity_of(places for _name, _movements, places in rooms)
    if None in record.movements:
        rooms.append((_("Without a room"), record.movements[None], None))
    named = [(_("The whole house"), house, capacity), *rooms]
    return hours, [
        Place(
            name,
            occupancy(movements, stretches=record.open, capacity=places),
            tuple(occupancy(movements, stretches=[hour], capacity=places) for hour in hours),
        )
        for name, movements, places in named
    ]


def day_table(places: Sequence[Place]) -> Table:
    """Person-hours, mean and peak of each room over the day's opening hours."""
    rows = [
        Row((word(place.name), *_cells(place.whole)), "total" if not rank else "plain")
        for rank, place in enumerate(places)
    ]
    headings = (
        _("Room"), _("Person-hours"), _("Mean people"), _("Mean occupancy"), _("Peak"), _("Peak occupancy"),
        _("Peak at"), _("Departures by the clock"),
    )  # fmt: skip
    return Table("occupancy", _("Occupancy in opening hours"), headings, tuple(rows))


def hours_table(hours: Sequence[Stretch], places: Sequence[Place]) -> Table:
    """Mean and peak of each room in each hour."""
    rows = [
        Row((word(_stretch(hour)), *(_mean_and_peak(place.hours[rank]) for place in places)))
        for rank, hour in enumerate(hours)
    ]
    headings = (_("Hour"), *(place.name for place in places))
    return Table("hours", _("Hour by hour: mean and peak"), headings, tuple(rows))


def open_ended(places: Sequence[Place]) -> str:
    """How many visits of the house the figures leave out, or nothing."""
    visits = places[0].whole.open_ended
    said = ngettext(
        "Of %(count)s visit nobody knows when it ended; its people are left out of person-hours, means and peaks.",
        "Of %(count)s visits nobody knows when they ended; their people are left out of person-hours, means and peaks.",
        visits,
    )
    return said % {"count": count(visits)} if visits else ""


def _cells(found: Occupancy) -> Iterator[Cell]:
    if not found.is_known:
        yield from [_text(UNKNOWN)] * 7
        return
    peak = found.peak if found.peak and found.peak.people else None
    yield _text(two_places(found.person_hours))
    yield _text(two_places(found.mean_people))
    yield _text(in_percent(found.mean_share))
    yield _text(count(peak.people) if peak else "–")
    yield _text(in_percent(found.peak_share))
    yield _text(_stretch((peak.start, peak.end)) if peak else "–")
    yield _text(in_percent(found.automatic_share) if found.automatic_share is not None else "–")


def _mean_and_peak(found: Occupancy) -> Cell:
    if not found.is_known:
        return _text(UNKNOWN)
    if not found.peak or not found.peak.people:
        return _text("–")
    return _text(f"{two_places(found.mean_people)} · {count(found.peak.people)}")


def _text(text: str) -> Cell:
    return Cell(text, text)


def _stretch(stretch: Stretch) -> str:
    return "–".join(date_format(moment, "TIME_FORMAT") for moment in stretch)


def _hours(stretches: Sequence[Stretch]) -> Iterator[Stretch]:
    """Full hours of the clock, cut where the doors open or close."""
    for opens, closes in stretches:
        start = opens
        while start < closes:
            end = min(start.replace(minute=0, second=0, microsecond=0) + AN_HOUR, closes)
            yield start, end
            start = end
