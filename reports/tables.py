"""The numbers behind each chart as tables, for the page and for CSV alike."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kspvisits.numbers import count, in_percent, percent
from reports.figures import Block, Month, Quarter, Status, YearFigures, ratio
from reports.names import block_name, month_name, points, quarters_name, signed, until
from reports.progress import own_visits
from reports.shares import Share

ZERO = "–"


@dataclass(frozen=True)
class Cell:
    """A value for programs and its text for readers."""

    value: int | Decimal | str | None
    text: str
    is_number: bool = True


@dataclass(frozen=True)
class Row:
    cells: tuple[Cell, ...]
    kind: str = "plain"  # or "sum" of several rows, "beside" such a sum, or "total"


@dataclass(frozen=True)
class Table:
    name: str
    title: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def columns(self) -> list[tuple[str, bool]]:
        """Each heading, and whether numbers stand below it."""
        return [(heading, cell.is_number) for heading, cell in zip(self.headings, self.rows[0].cells, strict=True)]


def word(text: str) -> Cell:
    return Cell(text, text, is_number=False)


def number(value: int | None) -> Cell:
    return Cell(value, ZERO if value == 0 else count(value))


def share(value) -> Cell:
    return Cell(percent(value), in_percent(value))


def difference(value: int | None) -> Cell:
    return Cell(value, signed(value))


EMPTY = Cell(None, "", is_number=False)


def status_name(status: Status) -> str:
    return {
        Status.FINAL: pgettext("figure", "final"),
        Status.RUNNING: pgettext("figure", "preliminary*"),
        Status.UNAVAILABLE: pgettext("figure", "not available (…)"),
        Status.NO_DATA: pgettext("figure", "no data yet"),
    }[status]


def monthly(figures: YearFigures) -> Table:
    """The year month by month, with a row for each block after its last month, and the total."""
    return _months_table("monthly", _("Month by month"), _lines(figures), list(_COLUMNS))


def months(figures: YearFigures) -> Table:
    return _months_table(
        "months", _("Visits and target of each month"), _lines(figures), ["month", "target", "visits", "share"]
    )


def cumulative(figures: YearFigures) -> Table:
    columns = ["month", "target_to_date", "visits_to_date", "share_to_date", "difference"]
    lines = [_month_line(month) for month in figures.months]
    return _months_table("cumulative", _("Visits and plan added up"), lines, columns)


@dataclass(frozen=True)
class _Line:
    """A month, a block or the whole year, as one row of the monthly tables."""

    name: str
    open_days: int
    target: int | None
    visits: int | None
    target_to_date: int | None
    visits_to_date: int | None
    status: str
    kind: str = "plain"

    @property
    def lead(self) -> int | None:
        known = self.visits_to_date is not None and self.target_to_date is not None
        return self.visits_to_date - self.target_to_date if known else None


_COLUMNS: dict[str, tuple[Callable[[], str], Callable[[_Line], Cell]]] = {
    "month": (lambda: _("Month"), lambda line: word(line.name)),
    "open_days": (lambda: _("Open days"), lambda line: number(line.open_days)),
    "target": (lambda: _("Target"), lambda line: number(line.target)),
    "visits": (lambda: pgettext("figure", "Visits"), lambda line: number(line.visits)),
    "share": (lambda: _("Achievement"), lambda line: share(ratio(line.visits, line.target))),
    "target_to_date": (lambda: _("Target to date"), lambda line: number(line.target_to_date)),
    "visits_to_date": (lambda: _("Visits to date"), lambda line: number(line.visits_to_date)),
    "share_to_date": (
        lambda: _("Achievement to date"),
        lambda line: share(ratio(line.visits_to_date, line.target_to_date)),
    ),
    "difference": (lambda: _("Difference"), lambda line: difference(line.lead)),
    "status": (lambda: pgettext("figure", "Status"), lambda line: word(line.status)),
}
_RUNNING_SUMS = {"target_to_date", "visits_to_date", "share_to_date", "difference"}
# What a kind of row has no figure for, which is not the same as an unknown one.
_LEFT_OUT = {"total": _RUNNING_SUMS, "beside": {*_COLUMNS} - {"month", "visits"}}


def _months_table(name: str, title: str, lines: Iterable[_Line], columns: list[str]) -> Table:
    headings = tuple(_COLUMNS[column][0]() for column in columns)
    return Table(name, title, headings, tuple(_row(line, columns) for line in lines))


def _row(line: _Line, columns: list[str]) -> Row:
    left_out = _LEFT_OUT.get(line.kind, ())
    return Row(tuple(EMPTY if column in left_out else _COLUMNS[column][1](line) for column in columns), line.kind)


def _lines(figures: YearFigures) -> Iterator[_Line]:
    own = own_visits(figures)
    for month in figures.months:
        yield _month_line(month)
        if month.status is Status.UNAVAILABLE and own.get(month.number):
            yield _beside_line(month, own[month.number])
        for block in figures.blocks:
            if block.last_day.month == month.number:
                yield _block_line(block, figures)
    yield _total_line(figures)


def _month_line(month: Month) -> _Line:
    return _Line(
        month_name(month.number), month.open_days, month.target, month.visits,
        month.target_cumulative, month.cumulative, status_name(month.status),
    )  # fmt: skip


def _beside_line(month: Month, visits: int) -> _Line:
    """What a month that a block covers in part has recorded on its other days."""
    name = _("%(month)s (outside the sum)") % {"month": month_name(month.number)}
    return _Line(name, 0, None, visits, None, None, "", "beside")


def _block_line(block: Block, figures: YearFigures) -> _Line:
    months = [figures.months[number - 1] for number in block.months]
    return _Line(
        _("%(months)s (together)") % {"months": block_name(block)},
        sum(month.open_days for month in months),
        sum(month.target for month in months) if figures.target else None,
        block.visits, months[-1].target_cumulative, months[-1].cumulative, pgettext("figure", "together"), "sum",
    )  # fmt: skip


def _total_line(figures: YearFigures) -> _Line:
    status = status_name(Status.FINAL) if figures.is_over else _("up to %(until)s") % {"until": until(figures)}
    open_days = sum(month.open_days for month in figures.months)
    return _Line(_("Total"), open_days, figures.target, figures.visits, None, None, status, "total")


def quarters(figures: YearFigures) -> Table:
    """The four quarters, and the sum of those that a block ties together."""
    headings = (_("Quarter"), _("Target"), pgettext("figure", "Visits"), _("Achievement"), pgettext("figure", "Status"))
    return Table("quarters", _("Quarter by quarter"), headings, tuple(_quarter_rows(figures)))


def _quarter_rows(figures: YearFigures) -> Iterator[Row]:
    tied = list(tied_quarters(figures))
    for quarter in figures.quarters:
        yield _quarter_row(
            quarters_name(quarter.number, quarter.number), quarter.target, quarter.visits, quarter.status
        )
        for first, last, visits in tied:
            if last == quarter.number:
                name = _("%(quarters)s (together)") % {"quarters": quarters_name(first, last)}
                target = sum(q.target for q in figures.quarters[first - 1 : last]) if figures.target else None
                cells = (word(name), number(target), number(visits), share(ratio(visits, target)))
                yield Row((*cells, word(pgettext("figure", "together"))), "sum")


def _quarter_row(name: str, target: int | None, visits: int | None, status: Status) -> Row:
    shown = number(visits)
    if status is Status.RUNNING:
        shown = Cell(shown.value, f"{shown.text}*")
    return Row((word(name), number(target), shown, share(ratio(visits, target)), word(status_name(status))))


def tied_quarters(figures: YearFigures) -> Iterator[tuple[int, int, int]]:
    """First and last quarter of each run that blocks tie together, and the visits of the run."""
    for run in _runs_of_unavailable(figures.quarters, figures.blocks):
        first, last = run[0].number, run[-1].number
        months = range(3 * first - 2, 3 * last + 1)
        visits = sum(cell.visits for cell in figures.cells if cell.month in months)
        yield first, last, visits + sum(total.visits for total in figures.totals if total.first_day.month in months)


def _runs_of_unavailable(quarters: Iterable[Quarter], blocks: tuple[Block, ...]) -> list[list[Quarter]]:
    runs: list[list[Quarter]] = []
    for quarter in quarters:
        if quarter.status is not Status.UNAVAILABLE:
            continue
        first_month = 3 * quarter.number - 2
        is_tied = any(block.months[0] < first_month <= block.months[-1] for block in blocks)
        if runs and is_tied:
            runs[-1].append(quarter)
        else:
            runs.append([quarter])
    return runs


def shares(title: str, rows: tuple[Share, ...]) -> Table:
    headings = [_("Visitor category"), pgettext("figure", "Visits"), _("Share")]
    has_change = any(row.change is not None for row in rows)
    if has_change:
        headings.append(_("Change since last year, in points"))
    return Table("categories", title, tuple(headings), tuple(_share_row(row, has_change) for row in rows))


def _share_row(row: Share, has_change: bool) -> Row:
    cells = [word(row.label), number(row.visits), share(row.share)]
    if has_change:
        cells.append(Cell(percent(row.change), points(row.change)))
    return Row(tuple(cells))
