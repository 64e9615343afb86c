"""Years made up in the plainest way, without a database."""

from datetime import date

from reports.figures import Cell, YearCounts
from reports.progress import year_figures

TODAY = date(2026, 11, 21)


def seen(visits_by_month=None, totals=(), open_days=(), previous=None) -> YearCounts:
    """Counts of a year as plain as can be: solo students from Batam."""
    cells = tuple(
        Cell(month, "MHS", "batam", "KERJA", visits, visits) for month, visits in (visits_by_month or {}).items()
    )
    return YearCounts(cells=cells, totals=tuple(totals), open_days=tuple(open_days), previous_year=previous)


def figures(counts_, *, year=2019, target=None, today=TODAY):
    return year_figures(site="ksp", year=year, counts=counts_, target=target, today=today)
