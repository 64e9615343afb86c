"""The dashboard of a year put together: answer, tiles, charts with their findings and numbers, tables."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from reports import charts, paths, sentences, tables
from reports.drawing import FRAMES
from reports.figures import Cell, Status, YearFigures
from reports.names import until
from reports.shares import category_shares
from reports.tables import Table
from reports.tiles import Tile, tiles


@dataclass(frozen=True)
class Chart:
    """One question, the sentence that answers it, the drawing in two widths, and the same numbers as a table."""

    question: str
    finding: str
    notes: tuple[str, ...]
    template: str
    drawings: tuple
    table: Table


@dataclass(frozen=True)
class Dashboard:
    until: str
    answer: sentences.Answer
    voyages: tuple[paths.Voyage, ...]
    tiles: list[Tile]
    charts: tuple[Chart, ...]
    monthly: Table
    quarters: Table
    has_running_month: bool


def dashboard_of(
    figures: YearFigures, labels: Mapping[str, str], last_year: Iterable[Cell], *, is_running: bool
) -> Dashboard:
    """Everything the page shows of a year that has visits. ``labels`` name the categories by their codes."""
    return Dashboard(
        until=until(figures),
        answer=sentences.answer(figures, is_running=is_running),
        voyages=voyages(figures),
        tiles=tiles(figures, is_running=is_running),
        charts=(_months(figures), _path(figures), _shares(figures, labels, last_year)),
        monthly=tables.monthly(figures),
        quarters=tables.quarters(figures),
        has_running_month=any(month.status is Status.RUNNING for month in figures.months),
    )


def voyages(figures: YearFigures) -> tuple[paths.Voyage, ...]:
    drawn = (paths.voyage(figures, frame) for frame in (paths.SEA_WIDE, paths.SEA_NARROW))
    return tuple(voyage for voyage in drawn if voyage)


def table_of(name: str, figures: YearFigures, labels: Mapping[str, str], last_year: Iterable[Cell]) -> Table | None:
    """The table that a CSV address names, or None for a name there is none of."""
    if name == "categories":
        return tables.shares(_who_comes(), category_shares(figures, labels, last_year))
    known = {
        "monthly": tables.monthly,
        "months": tables.months,
        "cumulative": tables.cumulative,
        "quarters": tables.quarters,
    }
    return known[name](figures) if name in known else None


def _months(figures: YearFigures) -> Chart:
    return Chart(
        question=_("Does each month reach its target?"),
        finding=sentences.finding_of_months(figures),
        notes=tuple(sentences.block_captions(figures)),
        template="reports/_month_bars.html",
        drawings=tuple(charts.month_bars(figures, frame) for frame in FRAMES),
        table=tables.months(figures),
    )


def _path(figures: YearFigures) -> Chart:
    return Chart(
        question=_("Are we ahead of the path or behind it?"),
        finding=sentences.finding_of_path(figures),
        notes=tuple(sentences.veil_captions(figures)),
        template="reports/_path.html",
        drawings=tuple(paths.cumulative_path(figures, frame) for frame in FRAMES),
        table=tables.cumulative(figures),
    )


def _shares(figures: YearFigures, labels: Mapping[str, str], last_year: Iterable[Cell]) -> Chart:
    shares = category_shares(figures, labels, last_year)
    return Chart(
        question=_who_comes(),
        finding=sentences.finding_of_shares(shares),
        notes=(),
        template="reports/_share_bars.html",
        drawings=tuple(charts.share_bars(shares, frame) for frame in FRAMES),
        table=tables.shares(_who_comes(), shares),
    )


def _who_comes() -> str:
    return _("Who comes?")
