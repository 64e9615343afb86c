"""Years made up for tests of what is drawn and said of them."""

from datetime import date

from reports.figures import Cell, Total, YearCounts, YearFigures
from reports.progress import year_figures
from reports.targets import even

LONG_AFTER = date(2026, 11, 21)
KSP_2019 = [
    Total(date(2019, 1, 1), date(2019, 1, 31), 97, "absen"),
    Total(date(2019, 2, 1), date(2019, 2, 28), 119, "absen"),
    Total(date(2019, 3, 1), date(2019, 3, 31), 311, "absen"),
    Total(date(2019, 4, 1), date(2019, 9, 30), 346, "absen"),
    Total(date(2019, 10, 1), date(2019, 10, 31), 142, "absen"),
]


def a_year(
    visits=None, *, totals=(), target=None, year=2019, today=LONG_AFTER, open_days=(), previous=None
) -> YearFigures:
    """Figures from visits by month (solo students), sums of periods and a target split evenly or as given."""
    cells = tuple(Cell(month, "MHS", "batam", "KERJA", number, number) for month, number in (visits or {}).items())
    return year_figures(
        site="ksp",
        year=year,
        counts=YearCounts(cells, tuple(totals), tuple(open_days), previous),
        target=tuple(even(target)) if isinstance(target, int) else target,
        today=today,
    )


def ksp_2019(**changed) -> YearFigures:
    return a_year(**{"totals": KSP_2019, "target": 1000, "previous": 42, **changed})
