"""How far a running year has come, for screens that ask every few seconds: the slow half kept, the quick half asked."""

from dataclasses import dataclass
from datetime import date

from reports import counts
from reports.figures import YearSoFar
from reports.paths import SEA_LOBBY, SEA_LOBBY_UPRIGHT, Voyage, voyage
from reports.targets import target_of


@dataclass(frozen=True)
class Aim:
    """What changes some times a year: the target, and the visits known only as totals of old reports."""

    year: int
    target: int | None
    totals: int | None


def aim_of(site, year: int) -> Aim:
    """Two queries."""
    target = target_of(site, year)
    totals = counts.visits_by_total(site, date(year, 1, 1), before=date(year + 1, 1, 1))
    return Aim(year, target.total if target else None, totals)


def so_far(site, aim: Aim) -> YearSoFar:
    """One query over the year's days, at most 366 small rows whatever the visits."""
    days = counts.visits_by_day(site, date(aim.year, 1, 1), before=date(aim.year + 1, 1, 1))
    known = [visits for visits in (days, aim.totals) if visits is not None]
    return YearSoFar(visits=sum(known) if known else None, target=aim.target)


def voyages(year: YearSoFar) -> list[Voyage]:
    """The way to the target for a lying and for an upright screen; none where there is no target."""
    drawn = (voyage(year, frame) for frame in (SEA_LOBBY, SEA_LOBBY_UPRIGHT))
    return [each for each in drawn if each]
