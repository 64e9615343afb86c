"""Whatever anyone typed is text in the workbook: never a formula, a link or a damaged file."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import Workbook

from reports.tests.workbooks import YEARS, a_word, a_year, block, opened, report_of, shown, the_words, written
from reports.workbook.looks import PLAIN
from reports.workbook.plain import CUT, MOST_CHARACTERS, plain
from reports.workbook.writer import Book

TYPED = [
    "=1+1",
    '=HYPERLINK("http://x","Klik")',
    "=cmd|' /C calc'!A0",
    "+1",
    "-1",
    "@SUM(A1)",
    "{=1}",
    "＝1+1",
    "http://evil",
    "\t=1",
    "\r\n=1",
    "#N/A",
    "TRUE",
    "007",
    "1e5",
    "<img src=x onerror=alert(1)>&amp;",
    "a\x00b",
    "\x1b[31m",
    "محمد 黄小明 👩‍💻",
    "_x0041_",
    " ujung berspasi ",
]


@pytest.fixture(params=TYPED)
def typed(request):
    return request.param


def full_of(text: str):
    """A report in which everything that people type is this text."""
    figures = a_year({1: 5, 2: 6}, totals=[block(YEARS["ksp-2019"].blocks[0].first_day, *LAST_AND_VISITS)], target=9)
    names = ("name", "agency", "letterhead", "place", "signatory_title", "signatory_name", "signatory_rank")
    words = the_words(MHS=a_word("MHS", text), BRU=a_word("BRU", text))
    for word in (*words.origins.values(), *words.purposes.values()):
        word.label = text
    return report_of(figures, words=words, document=text, **dict.fromkeys((*names, "signatory_number"), text))


LAST_AND_VISITS = (YEARS["ksp-2019"].blocks[0].last_day, 346)


@pytest.mark.parametrize("is_live", [True, False])
def test_typed_text_stays_text(typed, is_live):
    book = opened(written(full_of(typed), is_live=is_live))

    kept = [book["Kategori"]["C8"], book["Data"]["D6"], book["Data"]["E6"], book["Data"]["F6"]]

    assert [cell.value for cell in kept] == [plain(typed)] * 4
    assert {cell.data_type for cell in kept} == {"s"}


def test_typed_text_adds_no_formula_and_no_link(typed):
    harmless, content = written(full_of("biasa")), written(full_of(typed))

    assert formulas(content) == formulas(harmless)
    assert not any("hyperlink" in part.lower() for part in parts(content))


def formulas(content: bytes) -> int:
    return sum(cell.data_type == "f" for sheet in opened(content) for row in sheet for cell in row)


def parts(content: bytes) -> list[str]:
    """Every file of the workbook but its shared theme, as text; typed text is not in question here."""
    with ZipFile(BytesIO(content)) as archive:
        return [archive.read(name).decode() for name in archive.namelist() if name.endswith(".rels")]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@A1", "\t=1", "＝1"])
def test_text_that_looks_like_a_formula_is_marked_as_text_once_more(text):
    cell = opened(written(full_of(text)))["Kategori"]["C8"]

    assert cell.quotePrefix


def test_harmless_text_is_not_marked():
    assert not opened(written(full_of("Mahasiswa")))["Kategori"]["C8"].quotePrefix


def test_the_library_alone_would_make_a_formula():
    """The twin without our writer: this is what the tests above are about."""
    sheet = Workbook().active
    sheet["A1"] = "=1+1"

    assert sheet["A1"].data_type == "f"


@pytest.mark.parametrize("character", ["a", "😀"])
def test_over_long_text_is_cut_with_a_note(character):
    cut = plain(character * 40_000)

    assert cut.endswith(CUT)
    assert MOST_CHARACTERS - 2 <= len(cut.encode("utf-16-le")) // 2 <= MOST_CHARACTERS


def test_the_longest_text_that_fits_is_kept():
    assert plain("a" * MOST_CHARACTERS) == "a" * MOST_CHARACTERS


def test_characters_that_no_file_can_hold_are_left_out():
    assert plain("a\x00b\x1bc\ud800d\ufffee") == "abcde"


def test_a_surrogate_in_a_name_does_not_break_the_file():
    assert shown(written(full_of("a\ud800b")))["Kategori", "C8"] == "ab"


def test_an_ampersand_in_the_name_stays_in_the_footer():
    footer = opened(written(report_of(YEARS["ksp-2019"], name="Kopi & Data")))["Ringkasan"].oddFooter

    assert footer.left.text == "Kopi && Data · Laporan Kunjungan 2019"


def test_numbers_of_officials_stay_text():
    site = {"signatory_name": "SITI AMINAH", "signatory_number": "19700101 199003 2 001"}
    cells = shown(written(report_of(YEARS["ksp-2019"], **site)))

    assert "NIP. 19700101 199003 2 001" in cells.values()
    assert "SITI AMINAH" in cells.values()


def test_what_nobody_has_said_is_a_dotted_line():
    said = shown(written(report_of(YEARS["ksp-2019"], place="", signatory_title=""))).values()

    assert sum(isinstance(value, str) and "…………" in value for value in said) == 5


def test_without_a_letterhead_the_agency_stands_there():
    assert shown(written(report_of(YEARS["ksp-2019"], letterhead="")))["Bulanan", "A2"] == "DINAS KOMINFO"


def test_a_number_stays_a_number():
    book = Book(is_live=False, titles=["Satu"], subject="")
    book.sheets["Satu"].put("A1", 1015, PLAIN)
    file = BytesIO()
    book.save(file)

    assert opened(file.getvalue())["Satu"]["A1"].value == 1015
