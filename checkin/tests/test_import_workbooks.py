"""Workbooks that are broken or traps, and what a good one may hold besides plain cells."""

import re
import shutil
import zipfile
from pathlib import Path

import openpyxl
import pytest
from django.utils import translation

from checkin.importing import archives
from checkin.models import Visit
from checkin.tests.spreadsheets import DAMAGED, HEADINGS, refusal, row, run, write, write_workbook

SHEET = "xl/worksheets/sheet1.xml"
CALCULATED_NEVER = b'<sheetData><row r="1"><c r="A1"><f>1</f></c></row></sheetData>'

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def good(tmp_path, site) -> Path:
    """A workbook that would be imported."""
    return write(tmp_path / "absen.xlsx", [row()])


def rebuilt(source: Path, *, replace: dict | None = None, add: dict | None = None, leave_out: tuple = ()) -> Path:
    """The same archive with members changed: ``replace`` maps a name to a function of its bytes."""
    target = source.with_name("rebuilt.xlsx")
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in leave_out:
                new.writestr(name, (replace or {}).get(name, bytes)(old.read(name)))
        for member, content in (add or {}).items():
            new.writestr(member, content)
    return target


def with_cells(source: Path, xml: bytes) -> Path:
    """The same workbook with rows of raw XML after the last."""
    return rebuilt(source, replace={SHEET: lambda sheet: sheet.replace(b"</sheetData>", xml + b"</sheetData>")})


@pytest.mark.parametrize("share", [0.3, 0.5, 0.9, 0.99])
def test_half_a_workbook_is_refused(good, share):
    content = good.read_bytes()
    good.write_bytes(content[: int(len(content) * share)])

    assert DAMAGED in refusal(good)


def test_a_workbook_with_a_flipped_byte_is_refused_or_read_as_it_was(good):
    content = good.read_bytes()
    for position in range(0, len(content), 97):
        good.write_bytes(content[:position] + bytes([content[position] ^ 0x55]) + content[position + 1 :])

        assert run("import_visits", good, "--dry-run").code in (0, 1)


def test_a_workbook_with_macros_is_refused(good):
    assert "macros" in refusal(rebuilt(good, add={"xl/vbaProject.bin": b"x"}))
    assert "macros" in refusal(
        rebuilt(good, replace={"[Content_Types].xml": lambda types: types.replace(b"sheet.main", b"macroEnabled.main")})
    )


def test_a_workbook_with_a_password_is_refused(tmp_path, site):
    encrypted = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1_000 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 99
    )
    for name in ("absen.xlsx", "absen.xls"):
        (tmp_path / name).write_bytes(encrypted)

        assert "password" in refusal(tmp_path / name)


@pytest.mark.parametrize(
    "member", ["../../etc/passwd", "/etc/passwd", "xl\\..\\..\\x", "xl/inner.zip", "xl/embedded.xlsx"]
)
def test_members_that_reach_outside_or_nest_are_refused(good, member):
    assert "no spreadsheet program writes" in refusal(rebuilt(good, add={member: b"x"}))


def test_a_link_and_a_second_sheet_of_the_same_name_are_refused(good):
    link = zipfile.ZipInfo("xl/media/link.xml")
    link.external_attr = 0o120777 << 16

    assert "no spreadsheet program writes" in refusal(rebuilt(good, add={link: b"/etc/passwd"}))
    assert "no spreadsheet program writes" in refusal(rebuilt(good, add={SHEET.upper(): b"<worksheet/>"}))


def test_ten_thousand_members_are_refused(good):
    assert "too large" in refusal(rebuilt(good, add={f"xl/media/{n}.xml": b"" for n in range(10_000)}))


def test_a_zip_bomb_is_refused_by_its_directory_before_it_is_unpacked(good):
    bomb = rebuilt(good, add={"xl/media/bomb.xml": b" " * 1_234_567})
    claimed = bomb.read_bytes().replace((1_234_567).to_bytes(4, "little"), (2_000_000_000).to_bytes(4, "little"))
    bomb.write_bytes(claimed)

    assert "too large" in refusal(bomb)


def test_a_member_that_unpacks_to_more_than_it_says_is_refused(good):
    bomb = rebuilt(good, add={"xl/media/bomb.xml": b"<" * 10_000_000})
    content = bomb.read_bytes().replace((10_000_000).to_bytes(4, "little"), (100).to_bytes(4, "little"))
    bomb.write_bytes(content)

    assert DAMAGED in refusal(bomb)


@pytest.mark.parametrize(
    "xml",
    [
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        b"<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>",
        b'<row r="1048576">' + b"<c><v>1</v></c>" * 300 + b"</row>",
        b'<row><c x=">" r="XFD1048576"><v>1</v></c></row>',
        b'<row><c t="n" s="1" r="XFD1048576"><f>1</f><v>1</v></c></row>',
        b'<x:row xmlns:x="x"><x:c r="XFD1048576"><x:v>1</x:v></x:c></x:row>',
        b'<row><c r="ZZZ9999999"><v>1</v></c></row>',
        b'<row><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>',
    ],
    ids=range(8),
)
def test_a_cell_a_million_rows_down_cannot_take_the_memory(good, xml):
    assert "too large" in refusal(with_cells(good, xml))


@pytest.mark.parametrize("reference", [b"A", b"1", b"A&#49;", b"AAAAAA1", b"A99999999999", b"", b"a1"])
def test_a_cell_without_a_proper_place_is_refused_without_a_traceback(good, reference):
    path = with_cells(good, b'<row><c r="' + reference + b'"><v>1</v></c></row>')

    assert run("import_visits", path).code == 1


def test_one_long_text_repeated_in_every_cell_cannot_take_the_memory(good):
    cells = b"".join(b'<row><c t="s"><v>0</v></c></row>' for _ in range(5_000))
    shared = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>%s</t></si></sst>'
    path = with_cells(good, cells)
    path = shutil.copy(path, path.with_name("again.xlsx"))

    bomb = rebuilt(
        Path(path), leave_out=("xl/sharedStrings.xml",), add={"xl/sharedStrings.xml": shared % (b"x" * 32_000)}
    )

    assert "too large" in refusal(bomb)


def test_one_cell_written_again_and_again_cannot_take_the_memory(good, monkeypatch):
    monkeypatch.setattr(archives, "MOST_CELLS", 1_000)

    assert "too large" in refusal(with_cells(good, b'<row r="2">' + b'<c r="A2"><v>1</v></c>' * 2_000 + b"</row>"))


def test_more_shared_text_than_any_file_has_is_refused(good, monkeypatch):
    monkeypatch.setattr(archives, "MOST_SHARED", 1_000)

    assert "too large" in refusal(rebuilt(good, add={"xl/sharedStrings.xml": b"<sst>" + b"<si/>" * 300 + b"</sst>"}))


def test_empty_rows_with_a_style_down_to_the_last_are_nothing(good):
    rows = [*range(3, 50_000), 1_048_576]

    path = with_cells(good, b"".join(b'<row r="%d"><c r="XFD%d" s="1"/></row>' % (n, n) for n in rows))

    assert run("import_visits", path).code == 0
    assert Visit.objects.count() == 1


def test_formulas_give_their_values(good):
    calculated = [("A", "TODAY()", "31/10/2019"), ("B", "NOW()", "09.15"), ("D", '"M"&amp;"HS"', "MHS")]
    cells = "".join(
        f'<c r="{column}3" t="str"><f>{formula}</f><v>{value}</v></c>' for column, formula, value in calculated
    )

    run("import_visits", with_cells(good, f'<row r="3">{cells}<c r="E3"><f>1+23</f><v>24</v></c></row>'.encode()))

    assert sorted(Visit.objects.values_list("persons", flat=True)) == [2, 24]


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (b'<c r="E3"><f>1+1</f><v></v></c>', "This formula has no result."),
        (b'<c r="E3"><f>1+1</f><v /></c>', "This formula has no result."),
        (b'<c r="E3"><f>1+1</f></c>', "This formula has no result."),
        (b'<c r="E3"><f t="shared" si="0"/></c>', "This formula has no result."),
        (b'<c r="E3" t="e"><v>#N/A</v></c>', "This cell shows an error."),
        (b'<c r="E3" t="e"><f>1/0</f><v>#DIV/0!</v></c>', "This cell shows an error."),
    ],
)
def test_an_error_and_a_formula_never_calculated_are_not_taken_for_empty(good, cell, said):
    path = with_cells(
        good,
        b'<row r="3"><c r="A3" t="inlineStr"><is><t>31/10/2019</t></is></c>'
        b'<c r="B3" t="inlineStr"><is><t>09.15</t></is></c><c r="D3" t="inlineStr"><is><t>MHS</t></is></c>'
        + cell + b"</row>",
    )  # fmt: skip

    assert run("import_visits", path).err.startswith(f"Row 3, jumlah: {said}")
    assert Visit.objects.count() == 0


@pytest.mark.parametrize(("number", "is_below"), [(b"-0.25", True), (b"-1E-7", True), (b"-1.5", True), (b"-0", False)])
def test_a_time_below_zero_is_refused_by_its_row_and_no_evening(good, number, is_below):
    """The parser takes -6:00 for 18:00 of the day before."""
    path = with_cells(
        good,
        b'<row r="3"><c r="A3" t="inlineStr"><is><t>31/10/2019</t></is></c><c r="B3" s="1"><v>' + number + b"</v></c>"
        b'<c r="D3" t="inlineStr"><is><t>MHS</t></is></c></row>',
    )

    said = run("import_visits", path).err

    assert said.startswith("Row 3, jam_masuk: A number below zero") == is_below
    assert (Visit.objects.count() == 0) or not is_below


@pytest.mark.parametrize("cell", [b'<c r="A3" t="e"><v>#REF!</v></c>', b'<c r="A3"><f>TODAY()</f><v/></c>'])
def test_a_row_of_nothing_but_errors_is_no_empty_row(good, cell):
    assert run("import_visits", with_cells(good, b'<row r="3">' + cell + b"</row>")).err.startswith("Row 3, tanggal:")


def test_a_sheet_of_nothing_but_formulas_without_results_is_refused(good):
    nothing = rebuilt(
        good, replace={SHEET: lambda sheet: re.sub(rb"<sheetData>.*</sheetData>", CALCULATED_NEVER, sheet, flags=re.S)}
    )

    assert "no visible sheet with rows" in refusal(nothing)


def test_places_are_right_where_a_sheet_begins_further_in(tmp_path, site):
    shifted = [[], *([None, None, *line] for line in (HEADINGS, row(), row(jumlah=0)))]
    path = write_workbook(tmp_path / "absen.xlsx", shifted)

    assert run("import_visits", path).err.startswith("Row 4, jumlah:")

    path = with_cells(path, b'<row r="5"><c r="C5" t="e"><v>#N/A</v></c></row>')
    assert "Row 5, tanggal: This cell shows an error." in run("import_visits", path).err


def test_hidden_sheets_are_not_read_and_a_second_visible_one_is_not_forgotten(tmp_path, site):
    path = write(tmp_path / "absen.xlsx", [row()])
    workbook = openpyxl.load_workbook(path)
    hidden = workbook.create_sheet("Rahasia", 0)
    hidden.append(["nama", "NIK"])
    hidden.sheet_state = "hidden"
    workbook.create_sheet("Kosong")
    workbook.save(path)
    assert run("import_visits", path, "--dry-run").code == 0

    workbook.create_sheet("November").append(row())
    workbook.save(path)
    assert "Sheet, November" in refusal(path)


def test_a_workbook_with_only_hidden_or_empty_sheets_is_refused(tmp_path, site):
    workbook = openpyxl.Workbook()
    workbook.create_sheet("Rahasia").sheet_state = "hidden"
    workbook["Rahasia"].append(HEADINGS)
    workbook.save(tmp_path / "absen.xlsx")

    assert "no visible sheet" in refusal(tmp_path / "absen.xlsx")


def test_merged_cells_are_named_and_never_guessed(tmp_path, site):
    path = write(tmp_path / "absen.xlsx", [row(), row(tanggal=None), row()])
    workbook = openpyxl.load_workbook(path)
    workbook.active.merge_cells("A2:A3")
    workbook.save(path)

    lines = run("import_visits", path).err.splitlines()

    assert lines[0].startswith("Row 2: Cells are merged here.")
    assert lines[1].startswith("Row 3, tanggal:")
    assert lines[2].startswith("2 rows")
