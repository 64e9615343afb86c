"""Counts, target, calendar and today make a year's figures. Pure arithmetic: no database, no clock.

Every screen, the API and the workbook print what stands here. Percentages are exact fractions until
they are shown, then rounded half up, as a spreadsheet does.
"""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from reports.figures import (
    Block,
    Month,
    Pace,
    PreviousYear,
    Quarter,
    Rating,
    Status,
    Total,
    YearCounts,
    YearFigures,
    ratio,
)

UNKNOWN_CATEGORY = "unknown"
UNKNOWN_ORIGIN = "tidak-diketahui"


def year_figures(
    *, site: str, year: int, counts: YearCounts, target: tuple[int, ...] | None, today: date
) -> YearFigures:
    """All figures of a year. ``target`` is twelve integers, January first, or None where none is set."""
    blocks = tuple(Block(t.first_day, t.last_day, t.visits, t.source) for t in counts.totals if _is_block(t))
    months = _months(year, counts, blocks, target, today)
    visits = _sum_of_year(counts)
    total_target = sum(target) if target else None
    as_of = _as_of(year, months, counts, today)
    is_over = as_of == date(year, 12, 31) and today.year > year
    plan = _plan_to_date(as_of, months, counts.open_days) if target else None
    return YearFigures(
        site=site, year=year, as_of=as_of, is_over=is_over, target=total_target, visits=visits,
        achievement=ratio(visits, total_target),
        remaining=None if total_target is None else max(0, total_target - (visits or 0)),
        excess=None if total_target is None else max(0, (visits or 0) - total_target),
        plan_to_date=plan,
        rating=rating(visits, total_target if is_over else plan),
        target_reached_in=_reached_in(own_visits(counts), blocks, total_target),
        records=sum(cell.records for cell in counts.cells),
        months=months, blocks=blocks, quarters=_quarters(months, blocks, own_visits(counts), target),
        pace=_pace(visits, total_target, as_of, months, counts.open_days),
        previous_year=_previous_year(year, visits, counts.previous_year),
        categories=_ranked(counts, "category", UNKNOWN_CATEGORY),
        origins=_ranked(counts, "origin", UNKNOWN_ORIGIN),
        cells=counts.cells, totals=counts.totals,
    )  # fmt: skip


def rating(visits: int | None, plan: int | Fraction | None) -> Rating | None:
    if visits is None or not plan:
        return None
    return next(band for band in Rating if 100 * visits >= band.floor * plan)


def _sum_of_year(counts: YearCounts) -> int | None:
    if not counts.cells and not counts.totals:
        return None
    return sum(cell.visits for cell in counts.cells) + sum(total.visits for total in counts.totals)


def _is_block(total: Total) -> bool:
    return total.first_day.month != total.last_day.month


def _months(year, counts, blocks, target, today) -> tuple[Month, ...]:
    own = own_visits(counts)
    months = []
    for number in range(1, 13):
        last_day = date(year, number, monthrange(year, number)[1])
        is_over = last_day < today
        status = _month_status(number, is_over, own, blocks)
        months.append(
            Month(
                number=number,
                visits=own[number] if status in (Status.FINAL, Status.RUNNING) else None,
                status=status,
                is_over=is_over,
                cumulative=_cumulative(number, last_day, status, own, blocks),
                target=target[number - 1] if target else None,
                target_cumulative=sum(target[:number]) if target else None,
                open_days=sum(day.month == number for day in counts.open_days),
            )
        )
    return tuple(months)


def own_visits(counts: YearCounts | YearFigures) -> dict[int, int]:
    """Visits of the months that have rows of their own: visits, or totals within the month."""
    own: dict[int, int] = {}
    for cell in counts.cells:
        own[cell.month] = own.get(cell.month, 0) + cell.visits
    for total in counts.totals:
        if not _is_block(total):
            own[total.first_day.month] = own.get(total.first_day.month, 0) + total.visits
    return own


def _month_status(number, is_over, own, blocks) -> Status:
    if any(number in block.months for block in blocks):
        return Status.UNAVAILABLE
    if number not in own:
        return Status.NO_DATA
    return Status.FINAL if is_over else Status.RUNNING


def _cumulative(number, last_day, status, own, blocks) -> int | None:
    """The sum up to the month's end, unless a block straddles that end or nothing covers the month."""
    straddled = any(block.first_day <= last_day < block.last_day for block in blocks)
    if status is Status.NO_DATA or straddled:
        return None
    return sum(visits for month, visits in own.items() if month <= number) + sum(
        block.visits for block in blocks if block.last_day <= last_day
    )


def _as_of(year: int, months, counts: YearCounts, today: date) -> date:
    """Today while the year runs; of a past year the end of its last month with anything recorded."""
    if year >= today.year:
        return min(max(today, date(year, 1, 1)), date(year, 12, 31))
    covered = [month.number for month in months if month.status is not Status.NO_DATA]
    if not covered:
        return date(year, 12, 31)
    month_end = date(year, covered[-1], monthrange(year, covered[-1])[1])
    if any(cell.month == covered[-1] for cell in counts.cells):
        return month_end
    return max(total.last_day for total in counts.totals)


def _plan_to_date(as_of: date, months, open_days) -> Fraction:
    """The plan of the months that are over plus the running month's share of open days passed."""
    month = months[as_of.month - 1]
    before = month.target_cumulative - month.target
    if month.open_days:
        passed = sum(day.month == as_of.month and day <= as_of for day in open_days)
        return before + Fraction(month.target * passed, month.open_days)
    return before + Fraction(month.target * as_of.day, monthrange(as_of.year, as_of.month)[1])


def _reached_in(own, blocks, target) -> tuple[int, int] | None:
    """The month in which the target was crossed; the months of a block where the crossing hides in one.

    A block counts from its first month for the earliest possible crossing, at its last for the latest.
    """

    def first_month(end_of_block: int) -> int | None:
        def so_far(number: int) -> int:
            known = sum(visits for month, visits in own.items() if month <= number)
            return known + sum(block.visits for block in blocks if block.months[end_of_block] <= number)

        return next((number for number in range(1, 13) if so_far(number) >= target), None)

    if not target or first_month(-1) is None:
        return None
    earliest, latest = first_month(0), first_month(-1)
    block = next((block for block in blocks if earliest == latest and latest in block.months), None)
    return (block.months[0], block.months[-1]) if block else (earliest, latest)


def _quarters(months, blocks, own, target) -> tuple[Quarter, ...]:
    quarters = []
    for quarter in range(1, 5):
        three = months[3 * quarter - 3 : 3 * quarter]
        numbers = {month.number for month in three}
        touching = [block for block in blocks if numbers & set(block.months)]
        is_cut = any(not numbers >= set(block.months) for block in touching)
        status = _quarter_status(is_cut, three)
        known = None
        if status in (Status.FINAL, Status.RUNNING):
            known = sum(own.get(number, 0) for number in numbers) + sum(block.visits for block in touching)
        quarters.append(Quarter(quarter, known, sum(m.target for m in three) if target else None, status))
    return tuple(quarters)


def _quarter_status(is_cut: bool, months: Sequence[Month]) -> Status:
    statuses = {month.status for month in months}
    if is_cut:
        return Status.UNAVAILABLE
    if statuses == {Status.NO_DATA}:
        return Status.NO_DATA
    is_complete = statuses <= {Status.FINAL, Status.UNAVAILABLE} and all(month.is_over for month in months)
    return Status.FINAL if is_complete else Status.RUNNING


def _pace(visits, target, as_of, months, open_days) -> Pace:
    covered = {month.number for month in months if month.status is not Status.NO_DATA}
    passed = sum(day.month in covered and day <= as_of for day in open_days)
    left = sum(day > as_of for day in open_days)
    remaining = None if target is None else max(0, target - (visits or 0))
    return Pace(passed, ratio(visits, passed), left, ratio(remaining, left))


def _previous_year(year: int, visits: int | None, before: int | None) -> PreviousYear | None:
    if before is None:
        return None
    return PreviousYear(year - 1, before, None if visits is None else ratio(visits - before, before))


def _ranked(counts: YearCounts, word: str, unknown: str) -> tuple[tuple[str, int], ...]:
    """Visits by category or origin, most first; sums of old reports stand under the unknown."""
    sums: dict[str, int] = {}
    for cell in counts.cells:
        sums[getattr(cell, word)] = sums.get(getattr(cell, word), 0) + cell.visits
    for total in counts.totals:
        sums[unknown] = sums.get(unknown, 0) + total.visits
    return tuple(sorted(sums.items(), key=lambda item: (-item[1], item[0])))
