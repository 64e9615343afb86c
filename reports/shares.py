"""Who came: each kind of visitor's part of a year, and how that part has changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from reports.figures import Cell, YearFigures, ratio
from reports.progress import UNKNOWN_CATEGORY


@dataclass(frozen=True)
class Share:
    code: str
    label: str
    visits: int
    share: Fraction | None
    change: Fraction | None  # of the share since last year: 0.02 is two points more

    @property
    def is_unknown(self) -> bool:
        return self.code == UNKNOWN_CATEGORY


def category_shares(
    figures: YearFigures, labels: Mapping[str, str], last_year: Iterable[Cell] = ()
) -> tuple[Share, ...]:
    """Most first, as the figures have them. Shares compare fairly even while one year is still running."""
    before = _shares_before(figures, last_year)
    shares = []
    for code, visits in figures.categories:
        part = ratio(visits, figures.visits)
        change = None if before is None or part is None else part - before.get(code, 0)
        shares.append(Share(code, labels[code], visits, part, change))
    return tuple(shares)


def _shares_before(figures: YearFigures, last_year: Iterable[Cell]) -> dict[str, Fraction] | None:
    """Last year's shares, where every one of its visits has a category; else they cannot be compared."""
    visits: dict[str, int] = {}
    for cell in last_year:
        visits[cell.category] = visits.get(cell.category, 0) + cell.visits
    whole = sum(visits.values())
    if not whole or UNKNOWN_CATEGORY in dict(figures.categories) or whole != figures.previous_year.visits:
        return None
    return {code: Fraction(number, whole) for code, number in visits.items()}
