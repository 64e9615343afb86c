"""The shapes that figures travel in, from the counts to the screens, the API and the workbook."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from fractions import Fraction


def ratio(part: int | Fraction | None, whole: int | Fraction | None) -> Fraction | None:
    """``part / whole``, or None where either is unknown or the whole is nothing."""
    return Fraction(part) / Fraction(whole) if part is not None and whole else None


@dataclass(frozen=True)
class Cell:
    """Visits of one month, category, origin and purpose; months are the site's local ones."""

    month: int
    category: str
    origin: str
    purpose: str
    visits: int
    records: int


@dataclass(frozen=True)
class Total:
    """A period's visits known only as a sum; both days included."""

    first_day: date
    last_day: date
    visits: int
    source: str


@dataclass(frozen=True)
class Movement:
    """Persons coming in (above zero) or going out (below zero) at one instant.

    ``is_automatic``: nobody saw them go, the end of the day wrote it down. ``is_open_ended``: they came in and are
    gone, and nobody knows since when.
    """

    at: datetime
    persons: int
    is_automatic: bool = False
    is_open_ended: bool = False


@dataclass(frozen=True)
class YearCounts:
    """Everything recorded of one site's year, and its open days (ascending)."""

    cells: tuple[Cell, ...]
    totals: tuple[Total, ...]
    open_days: tuple[date, ...]
    previous_year: int | None


class Status(str, Enum):
    """How far a month's or a quarter's figure may be trusted."""

    FINAL = "final"
    RUNNING = "running"
    UNAVAILABLE = "unavailable"  # inside a block, known only as part of its sum
    NO_DATA = "no_data"  # nothing covers it; not the same as zero


class Rating(Enum):
    """The achievement scale: at least so many per cent, tested on integers and never on a rounded text."""

    VERY_HIGH = (91, "Sangat tinggi")
    HIGH = (76, "Tinggi")
    MEDIUM = (66, "Sedang")
    LOW = (51, "Rendah")
    VERY_LOW = (0, "Sangat rendah")

    @property
    def floor(self) -> int:
        return self.value[0]

    @property
    def label(self) -> str:
        """The official Indonesian word; it is the rating's name in reports of either language."""
        return self.value[1]


@dataclass(frozen=True)
class Month:
    number: int
    visits: int | None
    status: Status
    is_over: bool
    cumulative: int | None
    target: int | None
    target_cumulative: int | None
    open_days: int

    @property
    def is_running(self) -> bool:
        """Its figures may still grow. Not a matter of ``status`` alone: a block may reach into the running month."""
        return not self.is_over and self.status is not Status.NO_DATA

    @property
    def achievement(self) -> Fraction | None:
        return ratio(self.visits, self.target)


@dataclass(frozen=True)
class Block:
    """A sum over several months that is never split."""

    first_day: date
    last_day: date
    visits: int
    source: str

    @property
    def months(self) -> range:
        return range(self.first_day.month, self.last_day.month + 1)

    @property
    def monthly_mean(self) -> Fraction:
        return Fraction(self.visits, len(self.months))


@dataclass(frozen=True)
class Quarter:
    number: int
    visits: int | None
    target: int | None
    status: Status


@dataclass(frozen=True)
class PreviousYear:
    year: int
    visits: int
    growth: Fraction | None  # 0.25 is a quarter more


@dataclass(frozen=True)
class Pace:
    """Visits per open day so far, and what each open day left must bring."""

    open_days: int
    per_open_day: Fraction | None
    days_left: int
    needed_per_open_day: Fraction | None


@dataclass(frozen=True)
class YearSoFar:
    """As little of a running year as a screen in the lobby says; ``visits`` is None where nothing was recorded."""

    visits: int | None
    target: int | None

    @property
    def is_reached(self) -> bool:
        return self.target is not None and (self.visits or 0) >= self.target


@dataclass(frozen=True)
class YearFigures:
    """One site's year; ``None`` always means not known, never zero."""

    site: str
    year: int
    as_of: date
    is_over: bool
    target: int | None
    visits: int | None
    achievement: Fraction | None
    remaining: int | None
    excess: int | None
    plan_to_date: Fraction | None
    rating: Rating | None
    target_reached_in: tuple[int, int] | None  # first and last month of the crossing
    records: int
    months: tuple[Month, ...]
    blocks: tuple[Block, ...]
    quarters: tuple[Quarter, ...]
    pace: Pace
    previous_year: PreviousYear | None
    categories: tuple[tuple[str, int], ...]  # code and visits, most first; they sum to ``visits``
    origins: tuple[tuple[str, int], ...]
    cells: tuple[Cell, ...]
    totals: tuple[Total, ...]

    @property
    def achievement_to_date(self) -> Fraction | None:
        return ratio(self.visits, self.plan_to_date)
