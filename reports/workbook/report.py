"""Everything the workbook prints, gathered before the first cell is written."""

from dataclasses import dataclass
from datetime import datetime

from reports import counts
from reports.figures import YearFigures
from reports.models import AnnualTarget
from reports.progress import UNKNOWN_CATEGORY
from reports.targets import target_of
from reports.workbook import indonesian
from reports.workbook.rows import UNKNOWN_WORD, Row, Words, rows_of
from reports.year import figures_of


@dataclass(frozen=True)
class Category:
    code: str
    label: str


@dataclass(frozen=True)
class Report:
    """One site's year with its words, its rows and who asked when."""

    site: object  # a ``Site``; only ``counts`` knows its class
    figures: YearFigures
    target: AnnualTarget | None
    categories: tuple[Category, ...]  # columns, the unknown last
    rows: tuple[Row, ...]
    open_days_passed: int  # in the month of ``as_of``
    exported_at: datetime  # in the site's zone
    exported_by: str  # a role, never a name

    @property
    def year(self) -> int:
        return self.figures.year

    @property
    def as_of_words(self) -> str:
        return f"keadaan s.d. {indonesian.day(self.figures.as_of)}"

    @property
    def days_passed(self) -> tuple[int, int]:
        """Of the month of ``as_of``: open days passed and all of them; days of the calendar where none is open."""
        as_of = self.figures.as_of
        open_days = self.figures.months[as_of.month - 1].open_days
        last_day = indonesian.last_day(as_of.year, as_of.month)
        return (self.open_days_passed, open_days) if open_days else (as_of.day, last_day.day)

    @property
    def until(self) -> str:
        """``Oktober 2019``, or ``21 November 2026`` within a month."""
        as_of = self.figures.as_of
        if indonesian.is_month_end(as_of):
            return f"{indonesian.MONTHS[as_of.month - 1]} {as_of.year}"
        return indonesian.day(as_of)

    @property
    def sources(self) -> list[str]:
        """Where the numbers come from, in the words of whoever entered them."""
        named = dict.fromkeys(total.source for total in self.figures.totals)
        recorded = ["catatan kunjungan harian"] if self.figures.cells else []
        return [source for source in named if source] + recorded

    @property
    def file_name(self) -> str:
        """Nothing anyone typed but the site's code, which is a slug."""
        return f"Laporan_Kunjungan_{self.site.code.upper()}_{self.year}_sd_{self.figures.as_of.isoformat()}.xlsx"


def gather(site, year: int, *, at: datetime, by: str) -> Report:
    """What the workbook of a site's year says at a moment, for a reader in the role ``by``."""
    moment = at.astimezone(site.zone)
    figures = figures_of(site, year, moment.date())
    return compose(
        site=site,
        figures=figures,
        target=target_of(site, year),
        words=Words(counts.category_words(), counts.origin_words(), counts.purpose_words()),
        open_days_passed=len(counts.open_days(site, figures.as_of.replace(day=1), figures.as_of)),
        at=moment,
        by=by,
    )


def compose(
    *,
    site,
    figures: YearFigures,
    target: AnnualTarget | None,
    words: Words,
    open_days_passed: int,
    at: datetime,
    by: str,
) -> Report:
    """The same from what is already fetched."""
    offered = [code for code, word in words.categories.items() if _has_a_column(word, figures)]
    categories = [Category(code, words.categories[code].label) for code in offered]
    return Report(
        site=site,
        figures=figures,
        target=target,
        categories=(*categories, Category(UNKNOWN_CATEGORY, UNKNOWN_WORD)),
        rows=rows_of(figures, words),
        open_days_passed=open_days_passed,
        exported_at=at,
        exported_by=by,
    )


def _has_a_column(word, figures: YearFigures) -> bool:
    """Categories that are asked for, and retired ones that this year still has visits of."""
    return (word.is_offered and word.is_counted) or any(c.category == word.code and c.visits for c in figures.cells)
