"""The year's target as a cell that a reader may change, and its twelve months as formulas that follow it."""

from reports.figures import YearFigures
from reports.targets import split
from reports.workbook.indonesian import UNKNOWN
from reports.workbook.lines import Grid
from reports.workbook.live import Live, at_least, divide, floor, minus, plus, rank, times, total, when
from reports.workbook.looks import COUNT

NAME, PLACE = "TARGET_TAHUN", "Ringkasan!$E$10"
WEIGHT, WHOLE_SHARE, REMAINDER = "AB", "AC", "AD"


def target_of(figures: YearFigures) -> Live:
    return Live(NAME, figures.target if figures.target else UNKNOWN)


def is_set(target: Live) -> Live:
    """Without a target, or with words in its cell, nothing may be divided by it."""
    return Live(f"N({target.formula})>0", target.value != UNKNOWN)


def write_months(grid: Grid, letter: str, figures: YearFigures, target: Live) -> None:
    """Split the target by largest remainder, ties to the earlier month, as the stored months were."""
    weights = weights_of(figures)
    whole = sum(weights)
    has_target = is_set(target)
    grid.month_column(WEIGHT, lambda line: weights[line.month.number - 1])

    def share(line):
        return when(has_target, floor(divide(times(target, grid.at(WEIGHT, line)), whole)), "")

    def remainder(line):
        left = minus(times(target, grid.at(WEIGHT, line)), times(whole, grid.at(WHOLE_SHARE, line)))
        return when(has_target, left, "")

    def month(line):
        not_yet_shared = minus(target, total(grid.span(WHOLE_SHARE)))
        one_more = when(at_least(not_yet_shared, rank(grid.span(REMAINDER), grid.lines.index(line))), 1, 0)
        return when(has_target, plus(grid.at(WHOLE_SHARE, line), one_more))

    grid.month_column(WHOLE_SHARE, share)
    grid.month_column(REMAINDER, remainder)
    grid.column(letter, lambda line: month(line) if line.is_month else _of_block(grid, letter, line, has_target), COUNT)


def weights_of(figures: YearFigures) -> list[int]:
    """Even, by open days, or as typed: whichever makes the months as they are stored."""
    stored = [month.target for month in figures.months]
    if figures.target is None:
        return [1] * 12
    open_days = [month.open_days for month in figures.months]
    rules = [[1] * 12, *([open_days] if any(open_days) else []), stored]
    return next(rule for rule in rules if split(figures.target, rule) == stored)


def _of_block(grid: Grid, letter: str, line, has_target: Live):
    return when(has_target, plus(*grid.months(letter, line.months))) if line.block else None
