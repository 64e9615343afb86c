"""The rows of the Data sheet: month by category by origin by purpose, and one row for each block."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from reports.figures import Block, Cell, YearFigures
from reports.progress import UNKNOWN_CATEGORY
from reports.workbook import indonesian

UNKNOWN_WORD = "Tidak diketahui"
FINAL, RUNNING, COMBINED = "tetap", "sementara", "gabungan"
PROVISIONAL = f"{RUNNING} *"  # as printed


class Row(NamedTuple):
    """Named as the sheet's columns are. A block has no month, and across quarters no quarter."""

    bulan: int | None
    triwulan: int | None
    situs: str
    kategori: str
    asal: str
    keperluan: str
    jumlah: int
    status: str
    periode: str
    kode_kategori: str


@dataclass(frozen=True)
class Words:
    """The vocabulary by its codes and slugs."""

    categories: dict
    origins: dict
    purposes: dict


def rows_of(figures: YearFigures, words: Words) -> tuple[Row, ...]:
    """In the order of the months, blocks last."""
    sums = Counter()
    for total in figures.totals:
        if total.first_day.month == total.last_day.month:
            sums[total.first_day.month] += total.visits
    months = [_month_row(figures, month, visits, *_unknown()) for month, visits in sums.items()]
    months += [_month_row(figures, cell.month, cell.visits, *_said(cell, words)) for cell in figures.cells]
    return (*sorted(months, key=lambda row: row.bulan), *_block_rows(figures))


def period_key(block: Block) -> str:
    """``2019-04-01/2019-09-30``: what tells one block's row from another's."""
    return f"{block.first_day}/{block.last_day}"


def _month_row(figures: YearFigures, month: int, visits: int, code: str, kind: str, origin: str, purpose: str) -> Row:
    is_running = figures.months[month - 1].is_running
    first, last = date(figures.year, month, 1), indonesian.last_day(figures.year, month)
    return Row(
        month, (month + 2) // 3, figures.site, kind, origin, purpose, visits, RUNNING if is_running else FINAL,
        f"{first}/{last}", code,
    )  # fmt: skip


def _block_rows(figures: YearFigures) -> Iterator[Row]:
    for block in figures.blocks:
        quarters = {(month + 2) // 3 for month in block.months}
        quarter = quarters.pop() if len(quarters) == 1 else None
        code, *words = _unknown()
        yield Row(None, quarter, figures.site, *words, block.visits, COMBINED, period_key(block), code)


def _unknown() -> tuple[str, str, str, str]:
    """Old reports give sums alone."""
    return UNKNOWN_CATEGORY, UNKNOWN_WORD, UNKNOWN_WORD, UNKNOWN_WORD


def _said(cell: Cell, words: Words) -> tuple[str, str, str, str]:
    kind, origin, purpose = words.categories[cell.category], words.origins[cell.origin], words.purposes[cell.purpose]
    return cell.category, kind.label, origin.label, purpose.label
