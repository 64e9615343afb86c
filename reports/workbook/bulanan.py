"""Bulanan: twelve months against their targets, blocks as they are known, and two charts."""

from collections.abc import Callable
from datetime import date

from reports.workbook import looks, monthly_charts, paper, target
from reports.workbook.data import EVERY_ROW, DataTable, conditions_of
from reports.workbook.indonesian import UNKNOWN
from reports.workbook.key import Key, write_key
from reports.workbook.lines import (
    CUMULATIVE,
    DIFFERENCE,
    LABEL,
    NUMBER,
    OPEN_DAYS,
    PLAN,
    SHARE,
    SHARE_OF_PLAN,
    SHARE_OF_YEAR,
    STATUS,
    TARGET,
    VISITS,
    Grid,
    Kind,
    Line,
    lines_of,
)
from reports.workbook.live import (
    Live,
    both,
    divide,
    known,
    minus,
    percent,
    plus,
    positive,
    signed,
    text,
    total_up_to,
    when,
)
from reports.workbook.report import Report
from reports.workbook.rows import COMBINED, FINAL, PROVISIONAL, RUNNING
from reports.workbook.writer import Sheet

TITLE = "Bulanan"
HEADINGS = (
    "No", "Bulan", "Hari buka", "Target bulan", "Realisasi", "Capaian bulan", "Target s.d.", "Realisasi s.d.",
    "Capaian s.d.", "Capaian thd. target tahunan", "Selisih (8)−(7)", "Status data",
)  # fmt: skip
WIDTHS = dict(zip("ABCDEFGHIJKL", (6, 32, 10, 11, 12, 13, 11, 12, 13, 16, 12, 17), strict=True))
# Hidden: the numbers behind texts, so that nothing is ever computed from a text.
SHARE_NUMBER, PLAN_SHARE_NUMBER, DIFFERENCE_NUMBER = "WXY"
NO_ROWS, NOT_YET = "tidak ada data", "belum berjalan"


def fill(sheet: Sheet, report: Report, table: DataTable, year_target: Live, previous: Live) -> tuple[Grid, Key]:
    paper.head(sheet, report, "REALISASI KUNJUNGAN BULANAN", STATUS)
    paper.headings(sheet, HEADINGS, height=38)
    sheet.widths(WIDTHS)
    grid = Grid(sheet, lines_of(report.figures))
    _write_months(grid, report, table, year_target)
    _write_sums(grid, table)
    _write_shares(grid, year_target)
    visits = _write_year(grid, table, year_target)
    key = write_key(grid, report, table, visits, year_target, previous)
    _write_close(grid, report, key)
    return grid, key


def _write_months(grid: Grid, report: Report, table: DataTable, year_target: Live) -> None:
    today = report.exported_at.date()
    grid.column(NUMBER, lambda line: line.month.number if line.is_month else None, looks.CENTRED)
    grid.column(LABEL, lambda line: line.label, looks.WORDS)
    grid.column(OPEN_DAYS, lambda line: _open_days(grid, line), looks.COUNT)
    target.write_months(grid, TARGET, report.figures, year_target)
    grid.column(VISITS, lambda line: _visits(table, line), looks.COUNT)
    grid.column(STATUS, lambda line: _status(table, line, date(report.year, line.months[0], 1) > today), looks.CENTRED)


def _open_days(grid: Grid, line: Line):
    if line.is_month:
        return line.month.open_days
    return plus(*grid.months(OPEN_DAYS, line.months)) if line.block else None


def _visits(table: DataTable, line: Line) -> Live | str:
    """A month inside a block has no figure of its own, whatever was recorded beside the block."""
    return UNKNOWN if line.kind is Kind.HIDDEN_MONTH else table.known_total(*conditions_of(line))


def _status(table: DataTable, line: Line, is_to_come: bool) -> Live | str:
    if line.kind not in (Kind.MONTH, Kind.BESIDE):
        return COMBINED
    rows = conditions_of(line)
    recorded = when(table.has(*rows, ("status", "=", RUNNING)), PROVISIONAL, FINAL)
    return when(table.has(*rows), recorded, NOT_YET if is_to_come else NO_ROWS)


def _write_sums(grid: Grid, table: DataTable) -> None:
    """Plan and visits added up to each month's end; a block stands where its last month does."""

    def plan(line: Line) -> Live | None:
        if line.is_month:
            so_far = total_up_to(line.month.number, grid.span(NUMBER), grid.span(TARGET))
            return when(known(grid.at(TARGET, line)), so_far)
        return grid.month(PLAN, line.months[-1]) if line.block else None

    def cumulative(line: Line) -> Live | str | None:
        if not line.is_month:
            return grid.month(CUMULATIVE, line.months[-1]) if line.block else None
        if line.kind is Kind.HIDDEN_MONTH and line.month.cumulative is None:
            return UNKNOWN  # a block straddles this month's end
        so_far = table.up_to(line.month.number, *grid.blocks(VISITS, -1, line.month.number))
        return so_far if line.kind is Kind.HIDDEN_MONTH else when(known(grid.at(VISITS, line)), so_far)

    grid.column(PLAN, plan, looks.COUNT)
    grid.column(CUMULATIVE, cumulative, looks.COUNT)


def _write_shares(grid: Grid, year_target: Live) -> None:
    has_target = target.is_set(year_target)

    def number(part: str, whole: str, line: Line) -> Live:
        a, b = grid.at(part, line), grid.at(whole, line)
        return when(both(known(a), positive(b)), divide(a, b), "")

    def words(behind: str, part: str, whole: str, line: Line) -> Live:
        return when(known(grid.at(behind, line)), percent(grid.at(part, line), grid.at(whole, line)))

    def share_of_year(line: Line) -> Live:
        so_far = grid.at(CUMULATIVE, line)
        return when(both(known(so_far), has_target), percent(so_far, year_target))

    def difference(line: Line) -> Live:
        sums = grid.at(CUMULATIVE, line), grid.at(PLAN, line)
        return when(known(*sums), minus(*sums), "")

    def signed_difference(line: Line) -> Live:
        behind = grid.at(DIFFERENCE_NUMBER, line)
        return when(known(behind), signed(behind))

    def but_beside(make: Callable[[Line], Live]) -> Callable[[Line], Live | None]:
        """What stands beside a block has visits and no share of anything."""
        return lambda line: None if line.kind is Kind.BESIDE else make(line)

    grid.column(SHARE_NUMBER, lambda line: number(VISITS, TARGET, line))
    grid.column(SHARE, but_beside(lambda line: words(SHARE_NUMBER, VISITS, TARGET, line)), looks.FIGURE)
    grid.column(PLAN_SHARE_NUMBER, lambda line: number(CUMULATIVE, PLAN, line))
    to_date = but_beside(lambda line: words(PLAN_SHARE_NUMBER, CUMULATIVE, PLAN, line))
    grid.column(SHARE_OF_PLAN, to_date, looks.FIGURE)
    grid.column(SHARE_OF_YEAR, but_beside(share_of_year), looks.FIGURE)
    grid.column(DIFFERENCE_NUMBER, difference)
    grid.column(DIFFERENCE, but_beside(signed_difference), looks.FIGURE)


def _write_year(grid: Grid, table: DataTable, year_target: Live) -> Live:
    """The row JUMLAH; blocks are left out of sums over months. Returns the year's visits."""
    sheet, row = grid.sheet, grid.next_row
    total = looks.summed(looks.COUNT)
    for letter in (NUMBER, PLAN, CUMULATIVE, SHARE_OF_PLAN, DIFFERENCE, STATUS):
        sheet.put(f"{letter}{row}", None, total)
    sheet.across(f"{NUMBER}{row}:{LABEL}{row}", "JUMLAH", looks.summed(looks.CENTRED))
    sheet.put(f"{OPEN_DAYS}{row}", total_up_to(12, grid.span(NUMBER), grid.span(OPEN_DAYS)), total)
    months = total_up_to(12, grid.span(NUMBER), grid.span(TARGET))
    sheet.put(f"{TARGET}{row}", when(target.is_set(year_target), months), total)
    visits = sheet.put(f"{VISITS}{row}", table.known_total(EVERY_ROW), total)
    share = when(both(known(visits), target.is_set(year_target)), percent(visits, year_target))
    for letter in (SHARE, SHARE_OF_YEAR):
        sheet.put(f"{letter}{row}", share, looks.summed(looks.FIGURE))
    return visits


def _write_close(grid: Grid, report: Report, key: Key) -> None:
    sheet, row = grid.sheet, grid.next_row + 1
    sheet.across(
        f"A{row}:{STATUS}{row}", text(f"Predikat capaian s.d. {report.until}: ", key.rating_words), looks.SECTION
    )
    sheet.across(f"A{row + 1}:{STATUS}{row + 1}", text("Target tahunan tercapai pada: ", key.passed), looks.SECTION)
    sheet.height(row, 20)
    paper.source(sheet, report, row + 2, STATUS)
    last_row = monthly_charts.draw(grid, report, key, row + 5)
    sheet.hide([*"NOPQRSTUVWXYZ", *(f"A{letter}" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ")])
    paper.set_up(sheet, report, area=f"A1:{STATUS}{last_row}", landscape=True)
