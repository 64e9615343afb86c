"""How full it was between opening and closing: people at each moment, person-hours, mean and peak. Pure arithmetic."""

from collections.abc import Iterable
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
    """One stretch of opening hours; shares are None where the capacity is not known."""

    levels: tuple[Level, ...]
    capacity: int | None

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
    movements: Iterable[Movement], *, opens: datetime, closes: datetime, capacity: int | None = None
) -> Occupancy:
    """People inside between ``opens`` and ``closes``; who came earlier is inside at opening."""
    people, start = 0, opens
    levels = []
    for movement in sorted(movements, key=lambda movement: movement.at):
        at = min(max(movement.at, opens), closes)
        if at > start:
            levels.append(Level(start, at, people))
            start = at
        people += movement.persons
    if closes > start:
        levels.append(Level(start, closes, people))
    return Occupancy(tuple(levels), capacity)
