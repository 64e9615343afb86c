"""The year's key numbers: plan so far, predikat, the month of the target, quarters. In hidden columns of Bulanan."""

from dataclasses import dataclass

from reports.figures import Quarter, Status
from reports.workbook import indonesian, target
from reports.workbook.data import DataTable
from reports.workbook.indonesian import UNKNOWN
from reports.workbook.lines import FIRST_ROW, PLAN, TARGET, VISITS, Grid, Line, Notes
from reports.workbook.live import (
    Live,
    Span,
    at_least,
    both,
    count,
    decimal,
    equal,
    if_error,
    item,
    known,
    minus,
    percent,
    plus,
    position,
    positive,
    rating,
    text,
    times,
    when,
)
from reports.workbook.report import Report

NAME, NAME_FROM_HERE, PASSED, SURELY_PASSED = "O", "P", "Z", "AA"
NOT_PASSED, NO_TARGET = "belum tercapai", "target belum ditetapkan"


@dataclass(frozen=True)
class Key:
    """References to single cells."""

    visits: Live
    target: Live
    previous: Live
    plan: Live  # over ``plan_parts``: two whole numbers, so that a rating is never decided by a rounded quotient
    plan_parts: Live
    plan_words: Live
    plan_share: Live
    rating: Live
    rating_words: Live
    passed: Live
    quarters: Span
    quarter_names: Span


def write_key(grid: Grid, report: Report, table: DataTable, visits: Live, year_target: Live, previous: Live) -> Key:
    notes = Notes(grid.sheet, FIRST_ROW)
    put = notes.put
    plan, parts = _plan(grid, report, year_target)
    plan, parts = put("rencana, pembilang", plan), put("rencana, penyebut", parts)
    is_planned = both(known(visits), positive(plan))
    share = put("capaian thd. rencana", when(is_planned, percent(times(visits, parts), plan)))
    plan_words = put("rencana", when(positive(plan), count(plan) if parts.value == 1 else decimal(plan, parts)))
    word = put("predikat", when(is_planned, rating(times(visits, parts), plan)))
    said = when(is_planned, text(word, " (", share, " dari rencana ", plan_words, " kunjungan)"))
    names, quarters = notes.column(
        indonesian.QUARTERS, [_quarter(quarter, table) for quarter in report.figures.quarters]
    )
    return Key(
        visits=visits,
        target=year_target,
        previous=previous,
        plan=plan,
        plan_parts=parts,
        plan_words=plan_words,
        plan_share=share,
        rating=word,
        rating_words=put("kalimat predikat", when(target.is_set(year_target), said, NO_TARGET)),
        passed=put("target tercapai", _write_passed(grid, table, year_target)),
        quarters=quarters,
        quarter_names=names,
    )


def _write_passed(grid: Grid, table: DataTable, year_target: Live) -> Live:
    """Where the target is passed: a month, or a block as a whole, never one of the months it hides.

    With every block counted from its first month the target is passed in the earliest month possible, with every
    block counted at its last month in the latest.
    """

    def is_passed(line: Line, end: int) -> Live:
        so_far = table.up_to(line.month.number, *grid.blocks(VISITS, end, line.month.number))
        return when(target.is_set(year_target), when(at_least(so_far, year_target), 1, 0), 0)

    blocks = [line for line in grid.lines if line.block]
    in_a_block = {month: line.label for line in reversed(blocks) for month in line.months}
    from_here = {line.months[0]: line.label for line in blocks}
    grid.month_column(PASSED, lambda line: is_passed(line, 0))
    grid.month_column(SURELY_PASSED, lambda line: is_passed(line, -1))
    grid.month_column(NAME, lambda line: in_a_block.get(line.month.number, line.label))
    grid.month_column(NAME_FROM_HERE, lambda line: from_here.get(line.month.number, line.label))
    earliest, latest = (position(1, grid.span(column)) for column in (PASSED, SURELY_PASSED))
    names, names_from_here = grid.span(NAME), grid.span(NAME_FROM_HERE)
    found = when(equal(earliest, latest), item(names, latest), item(names_from_here, earliest))
    return when(target.is_set(year_target), if_error(found, NOT_PASSED), NO_TARGET)


def _plan(grid: Grid, report: Report, year_target: Live) -> tuple[Live, int]:
    """The plan up to ``as_of``: whole months, and of a month under way the share of its open days that have passed."""
    has_target = target.is_set(year_target)
    if report.figures.is_over:
        return when(has_target, year_target), 1
    month = report.figures.as_of.month
    passed, of = report.days_passed
    whole, own = grid.month(PLAN, month), grid.month(TARGET, month)
    if passed == of:
        return when(has_target, whole), 1
    return when(has_target, plus(times(minus(whole, own), of), times(own, passed))), of


def _quarter(quarter: Quarter, table: DataTable) -> Live | str:
    """A quarter that a block cuts through has no figure, whatever else was recorded in it."""
    if quarter.status is Status.UNAVAILABLE:
        return UNKNOWN
    return table.known_total(("triwulan", "=", quarter.number))
