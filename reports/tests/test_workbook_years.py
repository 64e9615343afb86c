"""Any year of any site makes a workbook whose two editions and whose control sheet agree."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from reports.tests.workbooks import (
    TODAY,
    YEARS,
    a_word,
    a_year,
    block,
    column,
    control,
    differences,
    edition,
    opened,
    report_of,
    report_of_random,
    shown,
    the_words,
    weekdays,
    written,
)
from reports.workbook.indonesian import UNKNOWN
from reports.workbook.lines import lines_of

LONGEST_FORMULA = 8192  # Excel's limit


@pytest.fixture(params=YEARS)
def name(request):
    return request.param


def test_both_editions_show_the_same(name):
    assert differences(edition(name), edition(name, is_live=False)) == {}


def test_a_preview_that_cannot_calculate_shows_the_numbers():
    """Calamine reads what the file holds, as a phone or a mail programme does."""
    sheet = CalamineWorkbook.from_filelike(BytesIO(written(report_of(YEARS["ksp-2019"])))).get_sheet_by_name(
        "Ringkasan"
    )
    rows = sheet.to_python()

    assert rows[9][4:7] == [1000, 1015, "101,50%"]
    assert rows[14][0].startswith("Realisasi kunjungan s.d. Oktober 2019 sebanyak 1.015 kunjungan")


def test_every_figure_of_the_server_is_reached_by_a_formula(name):
    checks = control(edition(name))

    assert set(checks.values()) == {"COCOK"}
    assert len(checks) > 50


@pytest.mark.parametrize("seed", range(30))
def test_no_year_is_too_strange(seed):
    report = report_of_random(seed)
    live, values = shown(written(report)), shown(written(report, is_live=False))

    assert {name for name, outcome in control(values).items() if outcome != "COCOK"} == set()
    assert differences(live, values) == {}


def test_the_months_are_those_of_the_figures(name):
    cells = edition(name)

    for line in lines_of(YEARS[name]):
        if line.month:
            known = line.month.visits, line.month.cumulative
            printed = [cells["Bulanan", f"{letter}{line.row}"] for letter in "EH"]
            assert printed == [UNKNOWN if number is None else number for number in known]


def test_no_formula_is_longer_than_a_cell_may_hold():
    crossings = [block(date(2019, month, 1), date(2019, month + 1, 28), 10**6) for month in range(1, 12, 2)]
    most_blocks = written(report_of(a_year(totals=crossings, target=500)))
    formulas = [cell.value for sheet in opened(most_blocks) for row in sheet for cell in row]

    assert max(len(value) for value in formulas if isinstance(value, str)) < LONGEST_FORMULA


def test_a_wrong_server_figure_is_told():
    """The twin: the control sheet compares, it does not repeat."""
    figures = YEARS["ksp-2019"]
    wrong = replace(figures, visits=(figures.visits or 0) + 1)

    assert control(shown(written(report_of(wrong))))["Realisasi"] == "BEDA"


def test_visits_beside_a_block_have_a_line_of_their_own():
    figures = YEARS["beside-a-block"]
    cells = edition("beside-a-block")

    printed = {cells.get(("Bulanan", f"B{line.row}")): cells["Bulanan", f"E{line.row}"] for line in lines_of(figures)}

    assert printed["April"] == printed["Mei"] == printed["Juni"] == UNKNOWN
    assert printed["April (di luar gabungan)"] == 5
    assert printed["April–Juni (gabungan)"] == 30
    assert figures.visits == 38
    assert figures.quarters[1].visits == 35


def test_a_crossing_inside_a_block_is_told_as_the_block():
    cells = edition("two-blocks")

    assert cells["Bulanan", "A26"] == "Target tahunan tercapai pada: Mei–Agustus (gabungan)"


def test_the_running_month_is_provisional():
    cells = edition("running")

    assert cells["Bulanan", "L20"] == "sementara *"
    assert cells["Bulanan", "L21"] == "belum berjalan"
    assert cells["Bulanan", "AJ20"] == "Nov*"
    assert {cells["Data", f"H{row}"] for row in range(6, 17)} == {"tetap", "sementara"}


def test_the_running_month_is_provisional_beside_a_block_too():
    cells = edition("running-beside-a-block")

    status = {cells.get(("Bulanan", f"B{row}")): cells.get(("Bulanan", f"L{row}")) for row in range(10, 24)}
    assert (status["September"], status["November (di luar gabungan)"]) == ("tetap", "sementara *")
    assert {cells["Data", f"H{row}"] for row in range(6, 9)} == {"tetap", "sementara", "gabungan"}


def test_the_rating_of_a_running_year_is_against_the_plan_so_far():
    """73 of 110 by the plan, 73 of 1,320 by the year: one is a day in January, the other would be a scandal."""
    figures = a_year({1: 73}, target=1320, year=2026, today=date(2026, 1, 31), open_days=weekdays(2026))
    cells = shown(written(report_of(figures, open_days_passed=22)))

    assert cells["Bulanan", "A23"] == "Predikat capaian s.d. Januari 2026: Sedang (66,36% dari rencana 110 kunjungan)"
    assert cells["Ringkasan", "G10"] == "5,53%"


def test_the_rating_of_a_year_that_is_over_is_against_its_target():
    cells = edition("over")

    assert "157,20% dari rencana 500 kunjungan" in cells["Bulanan", "A23"]


def test_without_a_target_nothing_is_divided():
    cells = edition("running-without-target")

    assert cells["Ringkasan", "E10"] == UNKNOWN
    assert cells["Ringkasan", "G10"] == "target belum ditetapkan"
    assert "target belum ditetapkan" in cells["Ringkasan", "A15"]
    assert set(column(cells, "Bulanan", "F", range(10, 22))) == {UNKNOWN}


def test_ten_million_visits_keep_their_dots():
    cells = edition("ten-million")

    assert "sebanyak 11.234.567 kunjungan atau 124,83% dari target 9.000.000 kunjungan" in cells["Ringkasan", "A15"]


def test_a_retired_category_keeps_its_column_in_the_years_it_was_used():
    words = the_words(
        MHS=a_word("MHS", "Mahasiswa lama", is_offered=False), PLJ=a_word("PLJ", "Siswa", is_offered=False)
    )
    cells = shown(written(report_of(YEARS["running"], words=words)))

    headings = column_heads(cells)

    assert "Mahasiswa lama" in headings
    assert "Siswa" not in headings


def test_a_category_added_later_counts_nobody_in_a_year_that_says_categories():
    words = the_words(BRU=a_word("BRU", "Kategori baru"))
    cells = shown(written(report_of(YEARS["running"], words=words)))

    letter = next(
        place[:-1] for (sheet, place), value in cells.items() if sheet == "Kategori" and value == "Kategori baru"
    )

    assert column(cells, "Kategori", letter, range(10, 22)) == [*[0] * 11, UNKNOWN]


def test_no_category_is_zero_where_no_row_says_any():
    cells = edition("ksp-2019")

    assert set(column(cells, "Kategori", "C", range(10, 24))) == {UNKNOWN}
    assert column(cells, "Kategori", "L", range(10, 13)) == [97, 119, 311]


def column_heads(cells) -> set[str]:
    return {value for (sheet, place), value in cells.items() if sheet == "Kategori" and place[1:] == "8"}


def test_blocks_are_never_split_into_data_rows():
    cells = edition("two-blocks")

    rows = [tuple(cells.get(("Data", f"{letter}{row}")) for letter in "ABGHI") for row in range(6, 11)]

    assert rows[-2:] == [
        (None, 1, 90, "gabungan", "2019-02-01/2019-03-31"),
        (None, None, 700, "gabungan", "2019-05-01/2019-08-31"),
    ]


def test_two_totals_within_a_month_are_one_row():
    halves = [block(date(2019, 1, 1), date(2019, 1, 15), 4), block(date(2019, 1, 16), date(2019, 1, 31), 5)]
    cells = shown(written(report_of(a_year(totals=halves))))

    assert cells["Data", "G6"] == 9
    assert ("Data", "G7") not in cells


def test_another_day_of_export_changes_no_figure():
    figures = YEARS["running"]

    assert figures.as_of == TODAY
    assert report_of(figures).file_name == "Laporan_Kunjungan_KSP_2026_sd_2026-11-21.xlsx"
