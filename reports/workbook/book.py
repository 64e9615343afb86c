"""The workbook as a whole: its sheets in their order, each resting on the ones before it."""

from typing import BinaryIO

from reports.workbook import bulanan, data, kategori, kontrol, metadata, ringkasan, target
from reports.workbook.report import Report
from reports.workbook.writer import Book

TITLES = (ringkasan.TITLE, bulanan.TITLE, kategori.TITLE, metadata.TITLE, data.TITLE, kontrol.TITLE)


def write(report: Report, file: BinaryIO, *, is_live: bool) -> None:
    """Write the .xlsx: live formulas with their results, or the same cells with the results alone."""
    book = Book(is_live=is_live, titles=TITLES, subject=f"Laporan Kunjungan {report.site.name} {report.year}")
    sheets = book.sheets
    table = data.DataTable(report.rows)
    year_target, previous = target.target_of(report.figures), ringkasan.previous_of(report)
    book.name(target.NAME, target.PLACE)
    data.fill(sheets[data.TITLE], report)
    grid, key = bulanan.fill(sheets[bulanan.TITLE], report, table, year_target, previous)
    categories = kategori.fill(sheets[kategori.TITLE], report, grid.lines, table)
    ringkasan.fill(sheets[ringkasan.TITLE], report, grid, key)
    checked = kontrol.fill(sheets[kontrol.TITLE], report, grid, key, categories, table)
    metadata.fill(sheets[metadata.TITLE], report, checked)
    book.save(file)
