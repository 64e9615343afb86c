"""Which visit of the day and of the year an entry is, counted in persons, at the moment of reading."""

from dataclasses import dataclass
from datetime import date

from reports import counts
from reports.targets import target_of


@dataclass(frozen=True)
class Span:
    """The visits that an entry makes, first to last; a group makes several."""

    first: int
    last: int

    @property
    def is_several(self) -> bool:
        return self.first != self.last


@dataclass(frozen=True)
class Ordinals:
    today: Span
    year: Span
    target: int | None

    @property
    def reaches_target(self) -> bool:
        """Whether the year's target is crossed within this entry."""
        return self.target is not None and self.year.first <= self.target <= self.year.last


def ordinals_of(visit) -> Ordinals | None:
    """The place of a numbered visit among those of its site; None for an entry that adds none."""
    if visit.is_voided or not visit.number or not visit.counted_persons:
        return None
    today = counts.visits_up_to(visit)
    year = today + counts.visits_between(visit.site, date(visit.day.year, 1, 1), before=visit.day)
    target = target_of(visit.site, visit.day.year)
    return Ordinals(
        today=_span(today, visit.counted_persons),
        year=_span(year, visit.counted_persons),
        target=target.total if target else None,
    )


def _span(last: int, visits: int) -> Span:
    return Span(last - visits + 1, last)
