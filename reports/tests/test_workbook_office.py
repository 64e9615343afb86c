"""LibreOffice works every formula out anew and must reach what the server wrote, under any locale."""

from fractions import Fraction
from io import BytesIO

import pytest

from reports.targets import even
from reports.tests.workbooks import (
    YEARS,
    a_word,
    cells_of,
    column,
    control,
    differences,
    edition,
    opened,
    recalculated,
    report_of,
    report_of_random,
    shown,
    the_words,
    written,
)
from reports.workbook import live
from reports.workbook.live import Live
from reports.workbook.writer import Book

pytestmark = [pytest.mark.office, pytest.mark.timeout(400)]
STRANGE = range(100, 105)
LOCALES = ["id-ID", "en-US", "de-CH"]  # a comma, a dot, and an apostrophe between thousands


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("office")


@pytest.fixture(scope="module")
def every_year(folder):
    """All made-up years recalculated in one go."""
    named = {name: report_of(figures) for name, figures in YEARS.items()}
    strange = {f"strange-{seed}": report_of_random(seed) for seed in STRANGE}
    return recalculated(folder, {name: written(report) for name, report in {**named, **strange}.items()})


@pytest.fixture(scope="module")
def changed(folder):
    """KSP's live workbook after somebody has typed into it, one change a file."""
    changes = {
        "tampered": ("Data", "G8", 312),
        "removed": ("Data", "G10", None),
        "new-target": ("Ringkasan", "E10", 1200),
        "words-for-a-target": ("Ringkasan", "E10", "seribu"),
        "no-last-year": ("Ringkasan", "F11", None),
        "a-month-more": ("Data", "A10", 11),
    }
    return recalculated(folder, {name: with_change(*change) for name, change in changes.items()})


def with_change(sheet: str, place: str, value) -> bytes:
    book = opened(written(report_of(YEARS["ksp-2019"])))
    book[sheet][place].value = value
    file = BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("name", YEARS)
def test_every_cell_comes_out_as_the_server_wrote_it(every_year, name):
    assert differences(every_year[name], edition(name, is_live=False)) == {}


@pytest.mark.parametrize("seed", STRANGE)
def test_strange_years_come_out_as_well(every_year, seed):
    assert differences(every_year[f"strange-{seed}"], shown(written(report_of_random(seed), is_live=False))) == {}


@pytest.mark.parametrize("name", YEARS)
def test_every_check_agrees(every_year, name):
    assert set(control(every_year[name]).values()) == {"COCOK"}


def test_a_changed_data_row_is_told(changed):
    """The broken twin: one visit more than the server counted."""
    checks = control(changed["tampered"])

    beda = {name for name, outcome in checks.items() if outcome == "BEDA"}
    assert {"Realisasi", "Maret: realisasi", "Maret: realisasi s.d.", "Oktober: realisasi s.d.", "Triwulan I"} <= beda
    assert checks["Januari: realisasi"] == "COCOK"
    assert changed["tampered"]["Kontrol", "F1"].startswith("ADA YANG BEDA")
    assert changed["tampered"]["Metadata", next(hasil(changed["tampered"]))].startswith("ADA YANG BEDA")
    assert "1.016 kunjungan atau 101,60%" in changed["tampered"]["Ringkasan", "A15"]


def hasil(cells):
    return (f"C{place[1:]}" for (sheet, place), value in cells.items() if value == "Hasil lembar Kontrol")


def test_a_removed_sum_is_told(changed):
    assert control(changed["removed"])["April–September (gabungan)"] == "BEDA"


def test_a_row_moved_to_an_empty_month_appears_there(changed):
    """The block's row given a month: November has a figure, the block has none, and both are told."""
    cells = changed["a-month-more"]

    assert cells["Bulanan", "E21"] == 346
    assert control(cells)["November: realisasi"] == "BEDA"


def test_another_target_typed_is_split_over_the_months_and_followed(changed):
    cells = changed["new-target"]
    months = [row for row in range(10, 23) if row != 19]

    assert [cells["Bulanan", f"D{row}"] for row in months] == even(1200)
    assert cells["Bulanan", "D23"] == 1200
    assert cells["Ringkasan", "G10"] == "84,58%"
    assert cells["Ringkasan", "D19"] == "sisa target 185 kunjungan (15,42%)"
    assert cells["Bulanan", "A25"] == "Target tahunan tercapai pada: belum tercapai"
    assert control(cells)["Target tahunan"] == "BEDA"


def test_words_typed_for_a_target_break_nothing(changed):
    cells = changed["words-for-a-target"]

    assert cells["Ringkasan", "G10"] == "target belum ditetapkan"
    assert not any(str(value).startswith("#") for value in cells.values())


def test_an_emptied_last_year_is_not_zero(changed):
    cells = changed["no-last-year"]

    assert cells["Ringkasan", "A15"].endswith("Realisasi tahun 2018 tidak tersedia.")
    assert cells["Ringkasan", "D21"] == "…"


def test_labels_that_look_like_formulas_stay_words(folder):
    typed = {"MHS": "=1+1", "PLJ": '=HYPERLINK("http://x","Klik")', "ASN": "*", "KOM": "<5", "UMM": "Mahasiswa"}
    words = the_words(**{code: a_word(code, label) for code, label in typed.items()})
    report = report_of(YEARS["running"], words=words)

    cells = recalculated(folder, {"labels": written(report)})["labels"]

    assert differences(cells, shown(written(report, is_live=False))) == {}
    assert column(cells, "Kategori", "C", range(8, 9)) == ["=1+1"]


@pytest.mark.parametrize("locale", LOCALES[1:])
def test_a_year_comes_out_the_same_under_every_locale(folder, locale):
    cells = recalculated(folder, {f"year-{locale}": written(report_of(YEARS["ksp-2019"]))}, locale)[f"year-{locale}"]

    assert differences(cells, edition("ksp-2019", is_live=False)) == {}


@pytest.mark.parametrize("locale", LOCALES)
def test_numbers_become_the_same_words_under_every_locale(folder, locale):
    """Halves, thousands, and quotients that no double can hold: rounded and punctuated as the server does."""
    pairs = [(n * 7919 % 10_000_019, 1 + n * n) for n in range(150)] + [(n, 200) for n in range(1, 60)]
    book = Book(is_live=True, titles=["Kata"], subject="")
    sheet = book.sheets["Kata"]
    for row, (part, whole) in enumerate([*pairs, (9_999_999, 1), (1_000_000, 3), (999, 1000)], 1):
        a, b = sheet.put(f"A{row}", part), sheet.put(f"B{row}", whole)
        sheet.put(f"C{row}", live.percent(a, b))
        sheet.put(f"D{row}", live.decimal(a, b))
        sheet.put(f"E{row}", live.count(a))
        sheet.put(f"F{row}", live.signed(live.minus(b, a)))
        sheet.put(f"G{row}", live.rating(a, b))
        sheet.put(f"H{row}", live.divide(a, b))
    file = BytesIO()
    book.save(file)

    cells = recalculated(folder, {f"words-{locale}": file.getvalue()}, locale)[f"words-{locale}"]

    assert differences(cells, shown(file.getvalue())) == {}


def test_a_wrong_result_would_be_found(folder):
    """The twin: a cached result that its formula does not reach."""
    book = Book(is_live=True, titles=["Kata"], subject="")
    book.sheets["Kata"].put("A1", Live("1/3", Fraction(1, 4)))
    file = BytesIO()
    book.save(file)

    cells = recalculated(folder, {"wrong": file.getvalue()})["wrong"]

    assert differences(cells, cells_of(opened(file.getvalue(), data_only=True))) != {}
