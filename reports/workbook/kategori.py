"""Kategori: who came, month by month, and the year's categories from most to fewest."""

from dataclasses import dataclass

from reports.progress import UNKNOWN_CATEGORY
from reports.workbook import looks, paper
from reports.workbook.charts import Chart, Series
from reports.workbook.data import EVERY_ROW, DataTable, conditions_of
from reports.workbook.indonesian import UNKNOWN
from reports.workbook.lines import FIRST_ROW, Grid, Kind, Line
from reports.workbook.live import (
    Live,
    Span,
    both,
    count,
    divide,
    floor,
    is_number,
    item,
    known,
    minus,
    nth_highest,
    percent,
    plus,
    positive,
    text,
    times,
    when,
)
from reports.workbook.report import Report
from reports.workbook.writer import Sheet, letter

TITLE = "Kategori"
CODE_ROW = 7  # hidden: labels may be anything, so the sums look for codes
FIRST_COLUMN = 3
KNOWN_CATEGORY = ("kode_kategori", "<>", UNKNOWN_CATEGORY)
IN_ORDER = 1000  # more than there can be categories
CHART_ROWS = 15


@dataclass(frozen=True)
class Categories:
    """The year's sums by code, and of all."""

    sums: dict[str, Live]
    total: Live
    sum_of_columns: Live

    @property
    def told(self) -> list[str]:
        """Codes with a number, be it 0; the others are not known."""
        return [code for code, total in self.sums.items() if is_number(total.value)]


def fill(sheet: Sheet, report: Report, lines: tuple[Line, ...], table: DataTable) -> Categories:
    return _Categories(sheet, report, lines, table).write()


class _Categories:
    def __init__(self, sheet: Sheet, report: Report, lines: tuple[Line, ...], table: DataTable):
        self.sheet, self.report, self.table = sheet, report, table
        self.grid = Grid(sheet, lines)
        self.letters = {category.code: letter(FIRST_COLUMN + n) for n, category in enumerate(report.categories)}
        self.total_letter = letter(FIRST_COLUMN + len(self.letters))
        self.codes: dict[str, Live] = {}

    def write(self) -> Categories:
        self._write_head()
        self.grid.column("A", lambda line: line.month.number if line.is_month else None, looks.CENTRED)
        self.grid.column("B", lambda line: line.label, looks.WORDS)
        for code, column in self.letters.items():
            self.grid.column(column, lambda line, code=code: self._cell(line, code), looks.COUNT)
        self.grid.column(self.total_letter, self._line_total, looks.COUNT)
        categories = self._write_year()
        row = self.grid.next_row + 2
        paper.source(self.sheet, self.report, row, self.total_letter)
        self._draw(categories, row + 3)
        area = f"A1:{self.total_letter}{row + 3 + CHART_ROWS}"
        paper.set_up(self.sheet, self.report, area=area, landscape=True)
        return categories

    def _write_head(self) -> None:
        paper.head(self.sheet, self.report, "KUNJUNGAN MENURUT KATEGORI PENGUNJUNG", self.total_letter)
        labels = [category.label for category in self.report.categories]
        headings = paper.headings(self.sheet, ["No", "Bulan", *labels, "Jumlah"], height=40)
        self.labels = dict(zip(self.letters, headings[2:], strict=False))
        self.sheet.widths({"A": 5, "B": 28, **dict.fromkeys([*self.letters.values(), self.total_letter], 11)})
        for code, column in self.letters.items():
            self.codes[code] = self.sheet.put(f"{column}{CODE_ROW}", code, looks.HELPER)
        self.sheet.hide(row=CODE_ROW)
        self.sheet.height(6, 26)

    def _cell(self, line: Line, code: str) -> Live | str:
        """Visits of a category, or … where no row of the line says a category at all."""
        if line.kind is Kind.HIDDEN_MONTH:
            return UNKNOWN
        return self._sum_of(code, *conditions_of(line))

    def _sum_of(self, code: str, *rows) -> Live:
        is_told = self.table.has(*rows) if code == UNKNOWN_CATEGORY else self.table.has(*rows, KNOWN_CATEGORY)
        return when(is_told, self.table.total(*rows, ("kode_kategori", "=", self.codes[code])))

    def _line_total(self, line: Line) -> Live | str:
        return UNKNOWN if line.kind is Kind.HIDDEN_MONTH else self.table.known_total(*conditions_of(line))

    def _write_year(self) -> Categories:
        sheet, row = self.sheet, self.grid.next_row
        sheet.across(f"A{row}:B{row}", "JUMLAH", looks.summed(looks.CENTRED))
        sheet.across(f"A{row + 1}:B{row + 1}", "Bagian dari jumlah", looks.italic(looks.CENTRED))
        total = looks.summed(looks.COUNT)
        year = sheet.put(f"{self.total_letter}{row}", self.table.known_total(EVERY_ROW), total)
        sums = {
            code: sheet.put(f"{column}{row}", self._sum_of(code, EVERY_ROW), total)
            for code, column in self.letters.items()
        }
        for column, part in [*zip(self.letters.values(), sums.values(), strict=True), (self.total_letter, year)]:
            share = when(both(known(part), positive(year)), percent(part, year))
            sheet.put(f"{column}{row + 1}", share, looks.italic(looks.FIGURE))
        columns = [*self.letters.values()]
        added = sum(part.value for part in sums.values() if is_number(part.value))
        return Categories(sums, year, Live(f"SUM({TITLE}!{columns[0]}{row}:{columns[-1]}{row})", added))

    def _draw(self, categories: Categories, row: int) -> None:
        """Sorted bars of the year. Sorting is live too: by 1000 times the visits, equals in the columns' order."""
        told = categories.told
        if not told:
            return
        beside = FIRST_COLUMN + len(self.letters) + 3
        label, key, sorted_key, sorted_label, sorted_sum = (letter(beside + n) for n in range(5))
        down = self.sheet.down
        labels = down(label, FIRST_ROW, [self.labels[code] for code in told], looks.HELPER)
        ranks = [plus(times(categories.sums[code], IN_ORDER), IN_ORDER - n) for n, code in enumerate(told, 1)]
        ranks = down(key, FIRST_ROW, ranks, looks.HELPER)
        places = range(1, len(told) + 1)
        ordered = down(sorted_key, FIRST_ROW, [nth_highest(ranks, place) for place in places], looks.HELPER)
        sums = [floor(divide(ordered.at(n), IN_ORDER)) for n in range(len(told))]
        sums = down(sorted_sum, FIRST_ROW, sums, looks.CHARTED)
        found = [minus(IN_ORDER, minus(ordered.at(n), times(sums.at(n), IN_ORDER))) for n in range(len(told))]
        names = down(sorted_label, FIRST_ROW, [item(labels, place) for place in found], looks.HELPER)
        title = self.sheet.put(f"{label}{FIRST_ROW + len(told)}", self._title(names, sums, categories), looks.HELPER)
        chart = Chart(
            title, names, (Series("Kunjungan", sums),), is_horizontal=True, width_cm=24, height_cm=2 + 0.5 * len(told)
        )
        self.sheet.draw(chart, f"B{row}")
        self.sheet.hide(letter(beside + n) for n in range(5))

    def _title(self, names: Span, sums: Span, categories: Categories) -> Live | str:
        if categories.told == [UNKNOWN_CATEGORY]:
            return f"Kategori pengunjung tahun {self.report.year} tidak tercatat"
        most, year = sums.at(0), categories.total
        share = when(positive(year), percent(most, year), UNKNOWN)
        return text("Terbanyak: ", names.at(0), ", ", count(most), " kunjungan (", share, ")")
