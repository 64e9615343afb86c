"""Kontrol: every figure twice, as the server worked it out and as the sheets' formulas do now."""

from collections.abc import Iterator
from fractions import Fraction

from reports.workbook import indonesian, looks, paper
from reports.workbook.data import EVERY_ROW, DataTable
from reports.workbook.indonesian import MONTHS, QUARTERS, UNKNOWN
from reports.workbook.kategori import Categories
from reports.workbook.key import NO_TARGET, NOT_PASSED, Key
from reports.workbook.lines import CUMULATIVE, NUMBER, TARGET, VISITS, Grid, block_name
from reports.workbook.live import (
    Live,
    at_least,
    at_least_zero,
    both,
    count,
    decimal,
    equal,
    known,
    minus,
    percent,
    positive,
    size,
    text,
    total_up_to,
    when,
)
from reports.workbook.report import Report
from reports.workbook.target import is_set
from reports.workbook.writer import Sheet

TITLE = "Kontrol"
SAME, OTHER = "COCOK", "BEDA"
Check = tuple[str, object, Live]


def fill(sheet: Sheet, report: Report, grid: Grid, key: Key, categories: Categories, table: DataTable) -> Live:
    """Returns the cell that says whether everything agrees."""
    for column, word in zip("ABCD", ("Pemeriksaan", "Nilai server", "Nilai rumus", "Hasil"), strict=True):
        sheet.put(f"{column}1", word, looks.HEADING)
    checks = [*_year(report, key), *_months(report, grid), *_parts(report, grid, key, categories, table)]
    results = [_write(sheet, row, *check) for row, check in enumerate(checks, 2)]
    agreeing = Live(f'COUNTIF({TITLE}!D2:D{len(checks) + 1},"{SAME}")', [r.value for r in results].count(SAME))
    everything = f"SEMUA {SAME}: {len(checks)} dari {len(checks)}"
    some = text("ADA YANG ", OTHER, ": ", count(agreeing), f" dari {len(checks)} {SAME.lower()}")
    checked = sheet.put("F1", when(equal(agreeing, len(checks)), everything, some), looks.SECTION)
    sheet.put("F2", "Nilai server ditulis saat ekspor; nilai rumus mengikuti isi lembar sekarang.", looks.NOTE)
    sheet.put("F3", paper.ribbon(report), looks.RIBBON.but(across="left"))
    sheet.widths({"A": 46, "B": 18, "C": 18, "D": 10, "E": 3, "F": 70})
    sheet.redden(f"D2:D{len(checks) + 1}", OTHER)
    paper.set_up(sheet, report, area=f"A1:D{len(checks) + 1}", titles="1:1", one_page=False)
    return checked


def _write(sheet: Sheet, row: int, words: str, server, formula: Live) -> Live:
    sheet.put(f"A{row}", words, looks.WORDS)
    said = UNKNOWN if server is None else server
    left, right = sheet.put(f"B{row}", said, looks.COUNT), sheet.put(f"C{row}", formula, looks.COUNT)
    return sheet.put(f"D{row}", when(equal(left, right), SAME, OTHER), looks.CENTRED)


def _year(report: Report, key: Key) -> Iterator[Check]:
    figures, visits, year = report.figures, key.visits, key.target
    has_target = is_set(year)
    if_both = both(known(visits), has_target)
    yield "Realisasi", figures.visits, visits
    yield "Target tahunan", figures.target, when(has_target, year)
    yield "Capaian target tahunan", _percent(figures.achievement), when(if_both, percent(visits, year))
    left = when(known(visits), at_least_zero(minus(year, visits)), year)
    yield "Sisa target", figures.remaining, when(has_target, left)
    over = when(known(visits), at_least_zero(minus(visits, year)), 0)
    yield "Lebih dari target", figures.excess, when(has_target, over)
    yield "Rencana s.d. keadaan data", _decimal(figures.plan_to_date), _plan(key)
    share = _percent(figures.achievement_to_date)
    yield "Capaian terhadap rencana", share, key.plan_share
    yield "Predikat", figures.rating and figures.rating.label, key.rating
    yield "Target tercapai pada", _reached(report), key.passed
    before = figures.previous_year
    yield f"Realisasi tahun {report.year - 1}", before and before.visits, when(known(key.previous), key.previous)
    growth = when(both(known(visits), positive(key.previous)), _growth(visits, key.previous))
    yield f"Perubahan dari tahun {report.year - 1}", before and _signed_percent(before.growth), growth


def _months(report: Report, grid: Grid) -> Iterator[Check]:
    for month in report.figures.months:
        name = MONTHS[month.number - 1]
        yield f"{name}: realisasi", month.visits, grid.month(VISITS, month.number)
        yield f"{name}: realisasi s.d.", month.cumulative, grid.month(CUMULATIVE, month.number)
        yield f"{name}: target", month.target, grid.month(TARGET, month.number)
    targets = total_up_to(12, grid.span(NUMBER), grid.span(TARGET))
    has_target = known(grid.month(TARGET, 1))
    yield "Jumlah target bulanan", report.figures.target, when(has_target, targets)


def _parts(report: Report, grid: Grid, key: Key, categories: Categories, table: DataTable) -> Iterator[Check]:
    figures = report.figures
    for line in grid.lines:
        if line.block:
            yield f"{block_name(line.block)} (gabungan)", line.block.visits, grid.at(VISITS, line)
    for n, quarter in enumerate(figures.quarters):
        yield QUARTERS[n], quarter.visits, key.quarters.at(n)
    labels = {category.code: category.label for category in report.categories}
    for code, visits in figures.categories:
        if code in categories.sums:
            yield f"Kategori {labels[code]}", visits, categories.sums[code]
    yield "Jumlah semua kategori", figures.visits, when(known(categories.total), categories.sum_of_columns)
    yield "Jumlah baris Data", len(report.rows), table.rows(EVERY_ROW)


def _plan(key: Key) -> Live:
    return when(known(key.plan), decimal(key.plan, key.plan_parts))


def _growth(visits: Live, before: Live) -> Live:
    sign = when(at_least(visits, before), "", "−")
    return text(sign, percent(size(minus(visits, before)), before))


def _signed_percent(growth: Fraction | None) -> str | None:
    return None if growth is None else ("−" if growth < 0 else "") + _percent(abs(growth))


def _percent(share: Fraction | None) -> str | None:
    return None if share is None else f"{indonesian.decimal(100 * share)}%"


def _decimal(number: Fraction | None) -> str | None:
    return None if number is None else indonesian.decimal(number)


def _reached(report: Report) -> str:
    """The month, or the months of the block where the crossing hides, in the words of Bulanan."""
    months = report.figures.target_reached_in
    if report.figures.target is None:
        return NO_TARGET
    if months is None:
        return NOT_PASSED
    hides = any((block.months[0], block.months[-1]) == months for block in report.figures.blocks)
    return f"{indonesian.months(*months)} (gabungan)" if hides else indonesian.months(*months)
