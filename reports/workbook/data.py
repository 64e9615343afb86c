"""Data: the rows everything else is summed from, aggregated and without names; and formulas over them."""

from collections import Counter
from collections.abc import Callable
from hashlib import sha256
from operator import eq, ge, le, ne

from reports.workbook import looks, paper
from reports.workbook.lines import Line
from reports.workbook.live import Live, added, when
from reports.workbook.report import Report
from reports.workbook.rows import Row, period_key
from reports.workbook.writer import Sheet

TITLE = "Data"
TABLE, HEADER_ROW = "tblData", 5
WIDTHS = dict(zip("ABCDEFGHIJ", (7, 9, 11, 26, 20, 26, 10, 12, 24, 14), strict=True))
LOOKS = {"bulan": looks.TABLE_MONTH, "triwulan": looks.TABLE_MONTH, "jumlah": looks.TABLE_COUNT}
OPERATORS: dict[str, Callable] = {"=": eq, "<>": ne, "<=": le, ">=": ge}
EVERY_ROW = ("jumlah", ">=", 0)  # but not the one empty row of an empty table


def fill(sheet: Sheet, report: Report) -> None:
    its_looks = [LOOKS.get(column) for column in Row._fields]
    sheet.put("A1", f"Data kunjungan {report.site.name} tahun {report.year}, dijumlahkan, tanpa nama", looks.SECTION)
    sheet.put("A2", report.as_of_words, looks.NOTE)
    sheet.put("A3", paper.ribbon(report), looks.RIBBON.but(across="left"))
    sheet.table(TABLE, HEADER_ROW, Row._fields, report.rows, its_looks)
    sheet.widths(WIDTHS)
    last = HEADER_ROW + max(1, len(report.rows))
    paper.set_up(sheet, report, area=f"A1:J{last}", titles=f"{HEADER_ROW}:{HEADER_ROW}", landscape=True, one_page=False)


class DataTable:
    """Sums and tests over the rows, as formulas; a condition is a column, an operator and a value or cell."""

    def __init__(self, rows: tuple[Row, ...]):
        # Origins, purposes and labels never stand in a condition: some hundred groups answer for all the rows.
        self._sums, self._counts = Counter(), Counter()
        for row in rows:
            group = row._replace(kategori="", asal="", keperluan="", jumlah=0)
            self._sums[group] += row.jumlah
            self._counts[group] += 1

    def total(self, *conditions) -> Live:
        value = sum(self._sums[group] for group in self._matching(conditions))
        return Live(f"SUMIFS({TABLE}[jumlah],{_arguments(conditions)})", value)

    def up_to(self, month: int, *blocks: Live) -> Live:
        """Months until this one, and the blocks that are told to be over by then."""
        return added(self.total(("bulan", "<=", month)), *blocks)

    def rows(self, *conditions) -> Live:
        value = sum(self._counts[group] for group in self._matching(conditions))
        return Live(f"COUNTIFS({_arguments(conditions)})", value)

    def has(self, *conditions) -> Live:
        rows = self.rows(*conditions)
        return Live(f"{rows.formula}>0", rows.value > 0)

    def known_total(self, *conditions) -> Live:
        """The sum, or … where no row says anything: unknown is not zero."""
        return when(self.has(*conditions), self.total(*conditions))

    def _matching(self, conditions) -> list[Row]:
        return [row for row in self._sums if all(_holds(row, *condition) for condition in conditions)]


def conditions_of(line: Line) -> list[tuple]:
    """Which rows a printed line adds up."""
    if line.block:
        return [("periode", "=", period_key(line.block))]
    return [("bulan", "=", line.months[0])]


def fingerprint(rows: tuple[Row, ...]) -> str:
    """SHA-256 of the rows: values joined by tabs, rows by line feeds, UTF-8, empty cells as nothing."""
    lines = ("\t".join("" if value is None else str(value) for value in row) for row in rows)
    return sha256("\n".join(lines).encode("utf-8", "replace")).hexdigest()


def _holds(row: Row, column: str, operator: str, value) -> bool:
    held = getattr(row, column)
    wanted = value.value if isinstance(value, Live) else value
    return held is not None and OPERATORS[operator](held, wanted)


def _arguments(conditions) -> str:
    return ",".join(f"{TABLE}[{column}],{_criterion(operator, value)}" for column, operator, value in conditions)


def _criterion(operator: str, value) -> str:
    if isinstance(value, Live):
        return value.formula
    if operator == "=" and isinstance(value, int):
        return str(value)
    return f'"{"" if operator == "=" else operator}{value}"'
