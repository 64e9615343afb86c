"""Bulanan's two charts, and the hidden block of numbers that they draw: nothing where nothing is known."""

from collections.abc import Callable

from reports.figures import Block, Month
from reports.workbook import indonesian, looks
from reports.workbook.charts import Chart, Series, Stroke
from reports.workbook.key import Key
from reports.workbook.lines import CUMULATIVE, PLAN, TARGET, VISITS, Grid, block_name
from reports.workbook.live import (
    Live,
    Span,
    at_least,
    both,
    count,
    divide,
    how_many,
    known,
    positive,
    text,
    times,
    total,
    when,
)
from reports.workbook.report import Report
from reports.workbook.writer import letter

FIRST_COLUMN, HEADING_ROW, FIRST_ROW = 36, 9, 10  # AJ
ROWS_OF_A_CHART = 15


def draw(grid: Grid, report: Report, key: Key, row: int) -> int:
    """Draw both charts side by side from the row on; returns the last row they cover."""
    numbers = _Numbers(grid, report)
    grid.sheet.draw(numbers.by_month(), f"A{row}")
    grid.sheet.draw(numbers.so_far(key), f"G{row}")
    return row + ROWS_OF_A_CHART


class _Numbers:
    """Twelve rows, a column a series."""

    def __init__(self, grid: Grid, report: Report):
        self.grid, self.report, self.figures = grid, report, report.figures
        self.has_target = report.figures.target is not None
        self.columns = 0
        self.labels = self._column("bulan", _label)
        self.visits = self._column("realisasi", lambda month: self._known(VISITS, month, month.visits))
        self.targets = self._column("target", lambda month: self._known(TARGET, month, month.target))
        self.reached = self._column("tercapai", self._is_reached)
        self.so_far_column = self._column("kumulatif", lambda month: self._known(CUMULATIVE, month, month.cumulative))
        self.plan = self._column("jalur", lambda month: self._known(PLAN, month, month.target_cumulative))
        self.blocks = [self._block(line.block, grid.at(VISITS, line)) for line in grid.lines if line.block]

    def by_month(self) -> Chart:
        """Did each month reach its target? A block is its monthly mean over its months: the area is the sum."""
        solid = Series("Realisasi", self.visits)
        hatched = [Series(name, means, Stroke.HATCHED, is_labelled=False) for name, means in self.blocks]
        return Chart(self._title(self._answer_by_month()), self.labels, (solid, *hatched), self._dashed(self.targets))

    def so_far(self, key: Key) -> Chart:
        """Ahead of the plan or behind it? Unknown months break the line and are never bridged."""
        is_behind = self.figures.visits and self.figures.visits < (self.figures.plan_to_date or 0)
        solid = Series("Realisasi kumulatif", self.so_far_column, is_labelled_below=bool(is_behind))
        return Chart(
            self._title(self._answer_so_far(key)), self.labels, lines=(solid, *self._dashed(self.plan, "Jalur target"))
        )

    def _answer_by_month(self) -> Live:
        known_months, reached = how_many(self.reached), total(self.reached)
        said = text(count(reached), " dari ", count(known_months), " bulan yang diketahui mencapai targetnya")
        return when(positive(known_months), said, "Realisasi kunjungan per bulan")

    def _answer_so_far(self, key: Key) -> Live:
        where = f" dari rencana s.d. {self.report.until}"
        said = when(
            at_least(times(key.visits, key.plan_parts), key.plan),
            text("Di depan jalur: ", key.plan_share, where),
            text("Di belakang jalur: ", key.plan_share, where),
        )
        return when(both(known(key.visits), positive(key.plan)), said, "Realisasi kumulatif")

    def _title(self, words: Live) -> Live:
        place = f"{letter(FIRST_COLUMN)}{FIRST_ROW + 12 + self.titles}"
        self.titles += 1
        return self.grid.sheet.put(place, words, looks.HELPER)

    titles = 1

    def _dashed(self, values: Span, name: str = "Target") -> tuple[Series, ...]:
        return (Series(name, values, Stroke.DASHED, is_labelled=False),) if self.has_target else ()

    def _column(self, name: str, make: Callable[[Month], object]) -> Span:
        column = letter(FIRST_COLUMN + self.columns)
        self.columns += 1
        self.grid.sheet.put(f"{column}{HEADING_ROW}", name, looks.HELPER)
        return self.grid.sheet.down(column, FIRST_ROW, [make(month) for month in self.figures.months], looks.CHARTED)

    def _known(self, letter_: str, month: Month, number: int | None) -> Live | None:
        """A plain reference, or a truly empty cell: a chart draws even the word … as a zero."""
        return None if number is None else self.grid.month(letter_, month.number)

    def _is_reached(self, month: Month) -> Live | None:
        if month.visits is None or not self.has_target:
            return None
        n = month.number - 1
        return when(at_least(self.visits.at(n), self.targets.at(n)), 1, 0)

    def _block(self, block: Block, visits: Live) -> tuple[str, Span]:
        months = len(block.months)
        name = f"{block_name(block)}: {indonesian.count(block.visits)} dalam {months} bulan (gabungan)"
        return name, self._column(name, lambda month: divide(visits, months) if month.number in block.months else None)


def _label(month: Month) -> str:
    """The running month carries the sign of provisional figures."""
    return indonesian.SHORT_MONTHS[month.number - 1] + ("*" if month.is_running else "")
