"""What the annual workbook costs, as a ratio to a bare openpyxl loop that writes the same cells.

The bare loop has the values of the finished workbook at hand and writes them cell by cell: no styles, no formulas, no
charts, no print set-up. Both write in turns, in one process. Run it with ``make bench`` or
``python -m benchmarks.workbook``.
"""

import os
import statistics
import time
from collections.abc import Callable
from datetime import date, datetime, timezone
from io import BytesIO
from itertools import product
from types import SimpleNamespace

import django
from openpyxl import Workbook, load_workbook

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kspvisits.settings")
django.setup()

from checkin.vocabulary import CATEGORIES, ORIGINS, PURPOSES  # noqa: E402
from reports.figures import Cell, YearCounts  # noqa: E402
from reports.progress import year_figures  # noqa: E402
from reports.targets import even  # noqa: E402
from reports.workbook import book  # noqa: E402
from reports.workbook.report import Report, compose  # noqa: E402
from reports.workbook.rows import Words  # noqa: E402

ROUNDS = 9


def main() -> None:
    for name, share in (("sums alone", 0), ("every 20th combination", 20), ("every combination there is", 1)):
        for is_live in (True, False):
            measure(f"{name}, {'live' if is_live else 'values'}", year(every=share), is_live)


def measure(name: str, report: Report, is_live: bool) -> None:
    sheets = cells_of(ours(report, is_live))
    cells = sum(len(row) for rows in sheets.values() for row in rows)
    turns = [(seconds(lambda: bare(sheets)), seconds(lambda: ours(report, is_live))) for _ in range(ROUNDS)]
    ratios = sorted(of_bare / of_ours for of_bare, of_ours in turns)
    print(
        f"{name}: {statistics.median(ratios):.2f}x the speed of a bare loop (quartiles {ratios[ROUNDS // 4]:.2f} to "
        f"{ratios[3 * ROUNDS // 4]:.2f}; {cells} cells, {1000 * statistics.median(t[1] for t in turns):.0f} ms)"
    )


def year(every: int) -> Report:
    """2025 with each ``every``-th combination of month, category, origin and purpose; with none of them for 0."""
    words = [{code: word(code, label) for code, label, *_ in rows} for rows in (CATEGORIES, ORIGINS, PURPOSES)]
    combinations = list(product(range(1, 13), *words))[:: every or 10**6]
    cells = tuple(Cell(*combination, 3 + n % 50, 2) for n, combination in enumerate(combinations))
    counts = YearCounts(cells, totals=(), open_days=(), previous_year=42)
    figures = year_figures(site="ksp", year=2025, counts=counts, target=tuple(even(1000)), today=date(2026, 1, 5))
    return compose(
        site=SimpleNamespace(
            code="ksp", name="KSP", agency="Dinas", letterhead="", is_demo=False, timezone="Asia/Jakarta",
            zone_name="WIB", place="", signatory_title="", signatory_name="", signatory_rank="", signatory_number="",
        ),
        figures=figures, target=None, words=Words(*words), open_days_passed=0, at=datetime.now(timezone.utc), by="",
    )  # fmt: skip


def word(code: str, label: str) -> SimpleNamespace:
    return SimpleNamespace(code=code, label=label, is_offered=True, is_counted=True)


def ours(report: Report, is_live: bool) -> bytes:
    file = BytesIO()
    book.write(report, file, is_live=is_live)
    return file.getvalue()


def cells_of(content: bytes) -> dict[str, list[list[tuple]]]:
    """Row, column and value of every filled cell, by sheet."""
    workbook = load_workbook(BytesIO(content), data_only=True)
    return {
        sheet.title: [[(c.row, c.column, c.value) for c in row if c.value is not None] for row in sheet.iter_rows()]
        for sheet in workbook
    }


def bare(sheets: dict[str, list[list[tuple]]]) -> bytes:
    workbook = Workbook()
    for title, rows in sheets.items():
        sheet = workbook.create_sheet(title)
        for row in rows:
            for place in row:
                sheet.cell(*place)
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
