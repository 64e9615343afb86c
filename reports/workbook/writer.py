"""The one place that knows openpyxl. What is text stays text: a name that begins with ``=`` is never a formula."""

from collections.abc import Iterable, Sequence
from copy import copy
from fractions import Fraction
from itertools import chain
from typing import BinaryIO

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.chart import BarChart, LineChart
from openpyxl.chart import Series as Plot
from openpyxl.chart.data_source import AxDataSource, NumData, NumDataSource, NumRef, NumVal, StrData, StrRef, StrVal
from openpyxl.chart.label import DataLabel, DataLabelList
from openpyxl.chart.marker import Marker
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.fill import ColorChoice, PatternFillProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties
from openpyxl.drawing.text import Font as DrawnFont
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter as letter
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo
from openpyxl.writer.excel import ExcelWriter

from reports.workbook.archive import PreviewableFile, ResultMissing, number
from reports.workbook.charts import Chart, Series, Stroke
from reports.workbook.live import COUNT_FORMAT, Live, Span, absolute
from reports.workbook.looks import PLAIN, TABLE_HEAD, Look
from reports.workbook.plain import LOOKS_LIKE_A_FORMULA, plain

SOLID_COLOUR, HATCH_COLOUR, DASH_COLOUR = "0B5270", "5C6F78", "9B2C22"


class Book:
    """A workbook of formulas with their results, or of the results alone."""

    def __init__(self, *, is_live: bool, titles: Sequence[str], subject: str):
        self.is_live = is_live
        self._book = Workbook()
        # openpyxl's default of Calibri would be the unit of every column width; few Linux offices have it.
        self._book._fonts = IndexedList([Font(name="Arial", size=10)])
        self._book._named_styles["Normal"].font = Font(name="Arial", size=10)
        self._book.remove(self._book.active)
        self._book.calculation.fullCalcOnLoad = is_live
        self._book.properties.creator = "KSP Visits"
        self._book.properties.title = plain(subject)
        self._styles: dict[Look, object] = {}
        self.sheets = {title: Sheet(self, self._book.create_sheet(title)) for title in titles}

    def name(self, name: str, place: str) -> None:
        """Give a cell, such as ``Ringkasan!$E$10``, a name for formulas."""
        self._book.defined_names[name] = DefinedName(name, attr_text=place)

    def save(self, target: BinaryIO) -> None:
        results = {f"xl/worksheets/sheet{n}.xml": sheet.results for n, sheet in enumerate(self.sheets.values(), 1)}
        ExcelWriter(self._book, PreviewableFile(target, results)).save()

    def style(self, look: Look):
        """Built once a look; building a font for every cell would cost more than everything else."""
        if look not in self._styles:
            cell = Cell(self._book.worksheets[0])
            cell.font = Font(
                name="Arial", size=look.size, bold=look.bold, italic=look.italic, color=look.colour,
                underline="single" if look.underlined else None,
            )  # fmt: skip
            cell.alignment = Alignment(look.across, look.down, wrap_text=look.wraps, indent=look.indent)
            cell.number_format = look.format
            if look.fill:
                cell.fill = PatternFill("solid", fgColor=look.fill)
            if look.lines == "all":
                thin = Side(style="thin", color="8A8A8A")
                cell.border = Border(left=thin, right=thin, top=thin, bottom=thin)
            elif look.lines == "under":
                cell.border = Border(bottom=Side(style="thick"))
            self._styles[look] = cell._style
        return self._styles[look]


class Sheet:
    """One sheet; whatever is put into a cell comes back as a reference to it."""

    def __init__(self, book: Book, sheet):
        self._book, self._sheet, self.title = book, sheet, sheet.title
        self.results: dict[str, int | Fraction | str] = {}

    def put(self, place: str, value, look: Look = PLAIN) -> Live:
        """Write text, a number, a day, nothing (None) or a ``Live`` formula."""
        cell = self._sheet[place]
        cell._style = copy(self._book.style(look))
        self._write(cell, value)
        return Live(f"{self.title}!{place}", _shown(value))

    def across(self, area: str, value, look: Look = PLAIN) -> Live:
        """Write into the first cell of an area and merge it."""
        first, _, last = area.partition(":")
        if last:
            for cell in chain.from_iterable(self._sheet[area]):
                cell._style = copy(self._book.style(look))
            # merge_cells() would draw every border anew, at a third of the whole workbook's cost.
            self._sheet.merged_cells.add(area)
        return self.put(first, value, look)

    def down(self, column: str, first_row: int, values: Iterable, look: Look = PLAIN) -> Span:
        """Write a column of cells below one another."""
        shown = [self.put(f"{column}{row}", value, look).value for row, value in enumerate(values, first_row)]
        return Span(self.title, column, first_row, tuple(shown))

    def table(self, name: str, row: int, header: Sequence[str], rows: Sequence[Sequence], looks: Sequence[Look | None]):
        """An Excel table; one empty row where there is nothing, for a table cannot be without.

        A look of None is the workbook's own font: thousands of cells need no style of their own.
        """
        for column, word in enumerate(header, 1):
            self.put(f"{letter(column)}{row}", word, TABLE_HEAD)
        styles = [look and self._book.style(look) for look in looks]
        for offset, values in enumerate(rows, row + 1):
            for column, (value, style) in enumerate(zip(values, styles, strict=True), 1):
                if value is not None:
                    cell = self._sheet.cell(offset, column)
                    if style:
                        cell._style = copy(style)
                    self._write(cell, value)
        area = f"A{row}:{letter(len(header))}{row + max(1, len(rows))}"
        columns = [TableColumn(id=n, name=word) for n, word in enumerate(header, 1)]
        table = Table(displayName=name, ref=area, tableColumns=columns, autoFilter=AutoFilter(ref=area))
        table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
        self._sheet.add_table(table)
        self._sheet.freeze_panes = f"A{row + 1}"

    def widths(self, widths: dict[str, float]) -> None:
        for column, width in widths.items():
            self._sheet.column_dimensions[column].width = width

    def height(self, row: int, points: float) -> None:
        self._sheet.row_dimensions[row].height = points

    def hide(self, columns: Iterable[str] = (), row: int | None = None) -> None:
        for column in columns:
            self._sheet.column_dimensions[column].hidden = True
        if row:
            self._sheet.row_dimensions[row].hidden = True

    def whole_number(self, place: str, message: str) -> None:
        """Let a reader of the live edition type nothing but a whole number here."""
        rule = DataValidation(
            type="whole", operator="greaterThanOrEqual", formula1="0", allow_blank=True, sqref=place,
            error=message, prompt=message, showErrorMessage=True, showInputMessage=True,
        )  # fmt: skip
        if self._book.is_live:
            self._sheet.add_data_validation(rule)

    def redden(self, area: str, word: str) -> None:
        """Show cells that say the word white on red."""
        red, white = PatternFill("solid", bgColor=DASH_COLOUR), Font(color="FFFFFF", bold=True)
        self._sheet.conditional_formatting.add(area, CellIsRule("equal", [f'"{word}"'], fill=red, font=white))

    def print_as(self, *, area: str, titles: str, landscape: bool, one_page: bool, footer: str, ribbon: str = ""):
        """A4, everything as wide as the page; ``titles`` are the rows repeated on each page, as ``1:9``."""
        sheet, page = self._sheet, self._sheet.page_setup
        sheet.print_area, sheet.print_title_rows = area, titles
        page.paperSize, page.orientation = 9, "landscape" if landscape else "portrait"  # 9 is A4
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        page.fitToWidth, page.fitToHeight = 1, 1 if one_page else 0
        sheet.print_options.horizontalCentered = True
        sheet.sheet_view.showGridLines = False
        sheet.page_margins.left = sheet.page_margins.right = 0.7
        sheet.page_margins.top = sheet.page_margins.bottom = 0.75
        sheet.oddHeader.center.text = ribbon.replace("&", "&&") or None
        sheet.oddFooter.left.text = plain(footer)[:90].replace("&", "&&")
        sheet.oddFooter.right.text = "Halaman &P dari &N"
        for part in (sheet.oddHeader.center, sheet.oddFooter.left, sheet.oddFooter.right):
            part.font, part.size = "Arial,Regular", 8

    def draw(self, chart: Chart, anchor: str) -> None:
        self._sheet.add_chart(drawn(chart), anchor)

    def _write(self, cell, value) -> None:
        if isinstance(value, Live):
            if value.value is None:
                raise ResultMissing(f"{self.title}!{cell.coordinate} would show an error: {value.formula}")
            if self._book.is_live:
                cell.value = "=" + value.formula.replace(f"{self.title}!", "")
                self.results[cell.coordinate] = value.value
                return
            value = value.value
        if not isinstance(value, str):
            cell.value = number(value) if isinstance(value, Fraction) else value
        elif words := plain(value):
            cell.value = words
            cell.data_type = "s"
            if words.startswith(LOOKS_LIKE_A_FORMULA):
                cell.quotePrefix = True


def _shown(value):
    """What a cell will hold."""
    if isinstance(value, Live):
        return value.value
    return plain(value) if isinstance(value, str) else value


def drawn(chart: Chart):
    """The native chart: bars first, lines over them, nothing drawn where nothing is known."""
    main = BarChart() if chart.bars else LineChart()
    main.title = _title(chart.title)
    main.width, main.height = chart.width_cm, chart.height_cm
    main.legend.position, main.display_blanks = "b", "gap"
    main.visible_cells_only = False  # the numbers stand in hidden columns
    for part in (main.x_axis, main.y_axis, main.legend):
        part.txPr = _letters(800)
    main.x_axis.delete = main.y_axis.delete = False
    main.y_axis.number_format, main.y_axis.scaling.min = COUNT_FORMAT, 0
    main.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill="D9D9D9"))
    if chart.bars:
        main.type = "bar" if chart.is_horizontal else "col"
        main.overlap, main.gapWidth = 100, 40
        main.series = [_bar(series, chart.labels) for series in chart.bars]
    if chart.is_horizontal:
        main.x_axis.scaling.orientation, main.y_axis.crosses = "maxMin", "max"  # the first row on top
        main.legend = None
    over = LineChart() if chart.bars and chart.lines else main
    for series in chart.lines:
        over.series.append(_line(series, chart.labels))
    if over is not main:
        main += over
    return main


def _bar(series: Series, labels: Span) -> Plot:
    plot = _plot(series, labels, "outEnd")
    plot.invertIfNegative = False
    properties = GraphicalProperties(ln=LineProperties(solidFill=SOLID_COLOUR))
    if series.stroke is Stroke.HATCHED:
        white, stripes = ColorChoice(srgbClr="FFFFFF"), ColorChoice(srgbClr=HATCH_COLOUR)
        properties.pattFill = PatternFillProperties(prst="wdUpDiag", fgClr=stripes, bgClr=white)
        properties.ln.solidFill = HATCH_COLOUR
    else:
        properties.solidFill = SOLID_COLOUR
    plot.spPr = properties
    return plot


def _line(series: Series, labels: Span) -> Plot:
    plot = _plot(series, labels, "b" if series.is_labelled_below else "t")
    plot.smooth = False
    is_dashed = series.stroke is Stroke.DASHED
    colour = DASH_COLOUR if is_dashed else SOLID_COLOUR
    plot.spPr = GraphicalProperties(
        ln=LineProperties(solidFill=colour, w=22_000, prstDash="dash" if is_dashed else None)
    )
    plot.marker = Marker("none") if is_dashed else Marker("circle", size=7)
    if not is_dashed:
        plot.marker.spPr = GraphicalProperties(solidFill=colour)
    return plot


def _plot(series: Series, labels: Span, label_place: str) -> Plot:
    """References to cells with the numbers found there, so that a preview draws the chart as well."""
    points = [NumVal(idx=n, v=number(value)) for n, value in enumerate(series.values.values) if value is not None]
    words = [StrVal(idx=n, v=plain(str(word))) for n, word in enumerate(labels.values)]
    numbers = NumData(formatCode=COUNT_FORMAT, ptCount=len(series.values.values), pt=points)
    plot = Plot(absolute(series.values), title=series.title)
    plot.val = NumDataSource(numRef=NumRef(f=absolute(series.values), numCache=numbers))
    plot.cat = AxDataSource(strRef=StrRef(f=absolute(labels), strCache=StrData(ptCount=len(words), pt=words)))
    if series.is_labelled:
        plot.dLbls = _labels(series, label_place)
    return plot


def _labels(series: Series, place: str) -> DataLabelList:
    """The numbers at their bars and points, on white; where a point lies low its number would cover the axis."""
    look = {
        "showVal": True, "showSerName": False, "showCatName": False, "showLegendKey": False, "showPercent": False,
        "numFmt": COUNT_FORMAT, "txPr": _letters(800),
        "spPr": GraphicalProperties(solidFill="FFFFFF", ln=LineProperties(noFill=True)),
    }  # fmt: skip
    top = max(series.values.numbers(), default=0)
    low = [n for n, value in enumerate(series.values.values) if place == "b" and value is not None and 8 * value < top]
    return DataLabelList(dLbl=[DataLabel(idx=n, dLblPos="t", **look) for n in low], dLblPos=place, **look)


def _title(words: Live) -> Title:
    """The words of a cell, so that they follow the numbers."""
    cached = StrData(ptCount=1, pt=[StrVal(idx=0, v=words.value)])
    return Title(
        tx=Text(strRef=StrRef(f=absolute(words), strCache=cached)), overlay=False, txPr=_letters(1000, bold=True)
    )


def _letters(size: int, bold: bool = False) -> RichText:
    properties = ParagraphProperties(defRPr=CharacterProperties(sz=size, b=bold, latin=DrawnFont(typeface="Arial")))
    return RichText(p=[Paragraph(pPr=properties, endParaRPr=CharacterProperties(sz=size))])
