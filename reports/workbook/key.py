"""The year's key numbers: plan so far, predikat, the month of the target, quarters. In hidden columns of Bulanan."""

from dataclasses import dataclass

from reports.figures import Quarter, Status
from reports.workbook import indonesian, target
from reports.workbook.data import DataTable
from reports.workbook.indonesian import UNKNOWN
from reports.workbook.lines import CUMULATIVE, FIRST_ROW, LABEL, PLAN, TARGET, Grid, Kind, Line, Notes
from reports.workbook.live import (
    Live,
    Span,
    at_least,
    both,
    count,
    decimal,
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

PASSED, SO_FAR = "Z", "AA"
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
    _write_passed(grid, year_target)
    notes = Notes(grid.sheet, FIRST_ROW)
    put = notes.put
    plan, parts = _plan(grid, report, year_target)
    plan, parts = put("rencana, pembilang", plan), put("rencana, penyebut", parts)
    is_planned = both(known(visits), positive(plan))
    share = put("capaian thd. rencana", when(is_planned, percent(times(visits, parts), plan)))
    plan_words = put("rencana", when(positive(plan), count(plan) if parts.value == 1 else decimal(plan, parts)))
    word = put("predikat", when(is_planned, rating(times(visits, parts), plan)))
    said = when(is_planned, text(word, " (", share, " dari rencana ", plan_words, " kunjungan)"))
    found = item(grid.span(LABEL), position(1, grid.span(PASSED)))
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
        passed=put("target tercapai", when(target.is_set(year_target), if_error(found, NOT_PASSED), NO_TARGET)),
        quarters=quarters,
        quarter_names=names,
    )


def _write_passed(grid: Grid, year_target: Live) -> None:
    """Where the target is passed: in a month, or in a block as a whole, never in one of the months it hides."""

    def so_far(line: Line):
        if line.kind in (Kind.HIDDEN_MONTH, Kind.BESIDE):
            return None
        reached = grid.at(CUMULATIVE, line)
        return when(known(reached), reached, "")

    def has_passed(line: Line):
        so_far = grid.at(SO_FAR, line)
        both_known = both(known(so_far), target.is_set(year_target))
        return when(both_known, when(at_least(so_far, year_target), 1, 0), 0)

    grid.column(SO_FAR, so_far)
    grid.column(PASSED, has_passed)


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
