"""On paper: A4, one page wide, headings repeated, charts that say the same in black and white."""

from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest

from reports.tests.workbooks import TODAY, YEARS, opened, report_of, shown, written

DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
LYING = {"Ringkasan": "portrait", "Bulanan": "landscape", "Kategori": "landscape", "Metadata": "portrait"}
PRINTED = list(LYING)


@pytest.fixture(scope="module")
def content():
    return written(report_of(YEARS["ksp-2019"]))


@pytest.fixture(scope="module")
def book(content):
    return opened(content)


@pytest.fixture(scope="module")
def charts(content):
    return drawn(content)


def drawn(content: bytes) -> list[ElementTree.Element]:
    with ZipFile(BytesIO(content)) as archive:
        names = sorted(name for name in archive.namelist() if name.startswith("xl/charts/chart"))
        return [ElementTree.fromstring(archive.read(name)) for name in names]


def values(element, tag: str) -> list[str]:
    return [found.get("val") for found in element.iter(f"{CHART}{tag}")]


def test_the_sheets_stand_in_the_order_of_the_report(book):
    assert book.sheetnames == ["Ringkasan", "Bulanan", "Kategori", "Metadata", "Data", "Kontrol"]


@pytest.mark.parametrize("title", [*PRINTED, "Data", "Kontrol"])
def test_every_sheet_fits_the_width_of_a4(book, title):
    sheet = book[title]

    assert sheet.page_setup.paperSize == 9
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToWidth == 1
    assert sheet.print_options.horizontalCentered
    assert not sheet.sheet_view.showGridLines
    assert (sheet.page_margins.left, sheet.page_margins.top) == (0.7, 0.75)
    assert sheet.print_area
    assert sheet.print_title_rows


@pytest.mark.parametrize("title", PRINTED)
def test_every_printed_sheet_has_letterhead_title_and_column_numbers(book, title):
    sheet = book[title]

    assert sheet["A1"].value == "PEMERINTAH PROVINSI"
    assert sheet["A2"].font.size == 14
    assert sheet["A5"].value.endswith("KEPRI SMART PROVINCE TAHUN 2019")
    assert sheet["A6"].value == "keadaan s.d. 31 Oktober 2019"
    assert sheet["A9"].value == "(1)"
    assert sheet.print_title_rows == "$1:$9"
    assert sheet.oddFooter.left.text == "Kepri Smart Province · Laporan Kunjungan 2019"
    assert sheet.oddFooter.right.text == "Halaman &P dari &N"


@pytest.mark.parametrize(("title", "orientation"), list(LYING.items()))
def test_each_sheet_lies_as_its_table_needs(book, title, orientation):
    assert book[title].page_setup.orientation == orientation


@pytest.mark.parametrize("title", ["Ringkasan", "Bulanan", "Kategori"])
def test_tables_with_charts_stay_on_one_page(book, title):
    assert book[title].page_setup.fitToHeight == 1


def test_the_helpers_are_hidden_and_outside_the_print_area(book):
    sheet = book["Bulanan"]

    assert sheet.print_area.startswith("'Bulanan'!$A$1:$L$")
    assert all(sheet.column_dimensions[letter].hidden for letter in ("R", "X", "Z", "AG", "AK", "AO"))


def test_the_target_has_a_name_and_a_yellow_cell(book):
    assert book.defined_names["TARGET_TAHUN"].attr_text == "Ringkasan!$E$10"
    assert book["Ringkasan"]["E10"].value == 1000
    assert {book["Ringkasan"][place].fill.fgColor.rgb for place in ("E10", "F11")} == {"00FFF4B8"}


def test_the_data_are_an_excel_table_without_names(book):
    table = book["Data"].tables["tblData"]

    assert [column.name for column in table.tableColumns][:8] == [
        "bulan", "triwulan", "situs", "kategori", "asal", "keperluan", "jumlah", "status",
    ]  # fmt: skip
    assert table.ref == "A5:J10"


def test_counts_have_dots_on_any_computer(book):
    assert book["Bulanan"]["H20"].number_format == '[>=1000000]0"."000"."000;[>=1000]0"."000;0'
    day = next(row[2] for row in book["Metadata"].iter_rows(min_row=10) if row[1].value == "Tanggal ekspor")
    assert day.number_format == "[$-421]dddd, d mmmm yyyy"
    assert day.value.date() == TODAY


def test_a_live_workbook_is_worked_out_when_opened(book):
    assert book.calculation.fullCalcOnLoad


def test_what_differs_is_shown_on_red(book):
    [rule] = book["Kontrol"].conditional_formatting["D2:D57"]

    assert rule.formula == ['"BEDA"']
    assert rule.dxf.fill.bgColor.rgb == "009B2C22"


def test_the_three_charts_are_told_apart_without_colour(charts):
    months, sums, categories = charts

    assert [fill.get("prst") for fill in months.iter(f"{DRAWING}pattFill")] == ["wdUpDiag"]
    assert lines_dashed(months) == lines_dashed(sums) == 1
    assert values(categories, "barDir") == ["bar"]


def lines_dashed(chart) -> int:
    return sum(dash.get("val") == "dash" for dash in chart.iter(f"{DRAWING}prstDash"))


def test_charts_leave_gaps_and_show_their_axes(charts):
    for chart in charts:
        assert values(chart, "dispBlanksAs") == ["gap"]
        assert values(chart, "plotVisOnly") == ["0"]
        assert set(values(chart, "delete")) == {"0"}
        assert set(values(chart, "smooth")) <= {"0"}


def test_the_block_is_its_monthly_mean_over_its_months(charts):
    hatched = next(
        series for series in charts[0].iter(f"{CHART}ser") if series.find(f".//{DRAWING}pattFill") is not None
    )
    points = {
        point.get("idx"): float(point.find(f"{CHART}v").text)
        for point in hatched.find(f"{CHART}val").iter(f"{CHART}pt")
    }

    assert list(points) == ["3", "4", "5", "6", "7", "8"]
    assert sum(points.values()) == pytest.approx(346)
    assert hatched.find(f"{CHART}tx").find(f".//{CHART}v").text == "April–September: 346 dalam 6 bulan (gabungan)"


def test_unknown_months_are_empty_and_never_bridged(book, charts):
    line = next(charts[1].iter(f"{CHART}ser"))

    assert [point.get("idx") for point in line.find(f"{CHART}val").iter(f"{CHART}pt")] == ["0", "1", "2", "8", "9"]
    assert [book["Bulanan"][f"AN{row}"].value for row in range(10, 22)] == [
        "=H10", "=H11", "=H12", *[None] * 5, "=H18", "=H20", None, None,
    ]  # fmt: skip


def test_chart_titles_answer_their_question():
    cells = shown(written(report_of(YEARS["ksp-2019"])))
    titles = {cells["Bulanan", f"AJ{row}"] for row in (23, 24)}

    assert titles == {
        "4 dari 4 bulan yang diketahui mencapai targetnya",
        "Di depan jalur: 121,70% dari rencana s.d. Oktober 2019",
    }


def test_a_demo_says_so_on_every_sheet():
    book = opened(written(report_of(YEARS["running"], is_demo=True)))
    ribbon = "ILUSTRASI — bukan data resmi"

    for sheet in book:
        assert sheet.oddHeader.center.text == ribbon
        assert ribbon in [cell.value for row in sheet["A1:F4"] for cell in row]


def test_a_real_site_carries_no_ribbon(content):
    assert "ILUSTRASI — bukan data resmi" not in shown(content).values()
