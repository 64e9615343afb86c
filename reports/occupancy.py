"""How full it was between opening and closing: people at each moment, person-hours, mean and peak. Pure arithmetic."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from reports.figures import Movement, ratio


@dataclass(frozen=True)
class Level:
    """A stretch of time in which the same number of people was inside."""

    start: datetime
    end: datetime
    people: int

    @property
    def hours(self) -> Fraction:
        return Fraction(round((self.end - self.start).total_seconds()), 3600)


@dataclass(frozen=True)
class Occupancy:
    """Opening hours of a day; shares are None where the capacity is not known."""

    levels: tuple[Level, ...]
    capacity: int | None
    automatic_share: Fraction | None = None  # of the persons who left; None where nobody did
    open_ended: int = 0  # visits with people of whom nobody knows when they left; these are in no level
    is_known: bool = True  # false where there are no others: the levels are then empty and say nothing

    @property
    def person_hours(self) -> Fraction:
        return sum((level.people * level.hours for level in self.levels), Fraction(0))

    @property
    def mean_people(self) -> Fraction | None:
        return ratio(self.person_hours, sum(level.hours for level in self.levels))

    @property
    def mean_share(self) -> Fraction | None:
        return ratio(self.mean_people, self.capacity)

    @property
    def peak(self) -> Level | None:
        """The first stretch with the most people."""
        return max(self.levels, key=lambda level: level.people, default=None)

    @property
    def peak_share(self) -> Fraction | None:
        return ratio(self.peak.people, self.capacity) if self.peak else None


def occupancy(
    movements: Iterable[Movement], *, stretches: Iterable[tuple[datetime, datetime]], capacity: int | None = None
) -> Occupancy:
    """People inside in the ``stretches`` of opening hours, which follow one another; who came earlier is inside then.

    A departure that only the end of the day wrote down ends a stay like any other, and says so in
    ``automatic_share``: person-hours and mean lean on a guess by as much. A stay of which nobody knows the end is
    left out and counted in ``open_ended``: drawn until closing it would fill the house with people long gone.
    """
    movements = sorted(movements, key=lambda movement: movement.at)
    known = [movement for movement in movements if not movement.is_open_ended]
    open_ended = len(movements) - len(known)
    levels = [level for opens, closes in stretches for level in _levels(known, opens, closes)]
    return Occupancy(tuple(levels), capacity, _automatic_share(known), open_ended, bool(known) or not open_ended)


def _levels(movements: Iterable[Movement], opens: datetime, closes: datetime) -> Iterator[Level]:
    people, start = 0, opens
    for movement in movements:
        at = min(max(movement.at, opens), closes)
        if at > start:
            yield Level(start, at, people)
            start = at
        people += movement.persons
    if closes > start:
        yield Level(start, closes, people)


def _automatic_share(movements: Iterable[Movement]) -> Fraction | None:
    """Persons, wherever in the day they left: the last go after closing, when nobody looks any more."""
    left = [movement for movement in movements if movement.persons < 0]
    return ratio(
        sum(movement.persons for movement in left if movement.is_automatic), sum(movement.persons for movement in left)
    )
