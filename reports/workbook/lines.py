"""The printed lines of a year: twelve months, each block below its last month, and what was counted beside a block."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

from reports.figures import Block, Month, Status, YearFigures
from reports.progress import own_visits
from reports.workbook import indonesian, looks
from reports.workbook.live import Live, Span
from reports.workbook.looks import Look
from reports.workbook.writer import Sheet

FIRST_ROW = 10
# Bulanan's columns, (1) to (12). Behind them, hidden: O to Q, Z and AA where the target is passed, R to V and AE what
# facts compare, W to Y numbers behind texts, AB to AD how the target is split, AF and AG notes, AJ onwards the charts'.
NUMBER, LABEL, OPEN_DAYS, TARGET, VISITS, SHARE, PLAN, CUMULATIVE, SHARE_OF_PLAN, SHARE_OF_YEAR, DIFFERENCE, STATUS = (
    "ABCDEFGHIJKL"
)


class Kind(Enum):
    MONTH = "month"
    HIDDEN_MONTH = "hidden"  # known only as part of a block
    BLOCK = "block"
    BESIDE = "beside"  # visits recorded in a block's months on days outside the block


@dataclass(frozen=True)
class Line:
    row: int
    kind: Kind
    label: str
    months: range
    month: Month | None = None
    block: Block | None = None

    @property
    def is_month(self) -> bool:
        return self.month is not None


def lines_of(figures: YearFigures) -> tuple[Line, ...]:
    """In the order printed, the first in row ``FIRST_ROW``."""
    own = own_visits(figures)
    found: list[tuple] = []
    for month in figures.months:
        name, itself = indonesian.MONTHS[month.number - 1], range(month.number, month.number + 1)
        is_hidden = month.status is Status.UNAVAILABLE
        found.append((Kind.HIDDEN_MONTH if is_hidden else Kind.MONTH, name, itself, month, None))
        if is_hidden and own.get(month.number):
            found.append((Kind.BESIDE, f"{name} (di luar gabungan)", itself, None, None))
        for block in figures.blocks:
            if block.last_day.month == month.number:
                found.append((Kind.BLOCK, f"{block_name(block)} (gabungan)", block.months, None, block))
    return tuple(Line(FIRST_ROW + n, *line) for n, line in enumerate(found))


def block_name(block: Block) -> str:
    return indonesian.months(block.months[0], block.months[-1])


class Grid:
    """A sheet's cells by column and line, each a reference for the formulas written after it."""

    def __init__(self, sheet: Sheet, lines: tuple[Line, ...]):
        self.sheet, self.lines = sheet, lines
        self._cells: dict[tuple[str, int], Live] = {}

    def column(self, letter: str, make: Callable[[Line], object], look: Look = looks.HELPER) -> None:
        """Write one column from the first line to the last; what ``make`` leaves out stays an empty cell."""
        for line in self.lines:
            its_look = look if line.is_month or look is looks.HELPER else look.but(italic=True)
            self._cells[letter, line.row] = self.sheet.put(f"{letter}{line.row}", make(line), its_look)

    def month_column(self, letter: str, make: Callable[[Line], object], look: Look = looks.HELPER) -> None:
        """As ``column``, with nothing in the lines that are no month."""
        self.column(letter, lambda line: make(line) if line.is_month else None, look)

    def at(self, letter: str, line: Line) -> Live:
        return self._cells[letter, line.row]

    def month(self, letter: str, number: int) -> Live:
        return self.at(letter, next(line for line in self.lines if line.is_month and line.month.number == number))

    def months(self, letter: str, numbers: range) -> list[Live]:
        return [self.month(letter, number) for number in numbers]

    def blocks(self, letter: str, end: int, month: int) -> list[Live]:
        """Of the blocks whose first (0) or last (-1) month is not after this one."""
        return [self.at(letter, line) for line in self.lines if line.block and line.months[end] <= month]

    def span(self, letter: str) -> Span:
        return Span(self.sheet.title, letter, FIRST_ROW, tuple(self.at(letter, line).value for line in self.lines))

    @property
    def next_row(self) -> int:
        return FIRST_ROW + len(self.lines)


class Notes:
    """Hidden cells of Bulanan below one another, each with its name beside it."""

    WORDS, VALUES = "AF", "AG"

    def __init__(self, sheet: Sheet, first_row: int):
        self._sheet, self._row = sheet, first_row

    def put(self, words: str, value) -> Live:
        self._sheet.put(f"{self.WORDS}{self._row}", words, looks.HELPER)
        reference = self._sheet.put(f"{self.VALUES}{self._row}", value, looks.HELPER)
        self._row += 1
        return reference

    def column(self, words: Sequence[str], values: Sequence) -> tuple[Span, Span]:
        """Several at once, the names and the values as columns to look up in."""
        row, self._row = self._row, self._row + len(words)
        spans = (self._sheet.down(letter, row, cells) for letter, cells in ((self.WORDS, words), (self.VALUES, values)))
        return tuple(spans)
