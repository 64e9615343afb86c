"""Files that are not what they say, empty, cut off or too long: one clear sentence and nothing saved."""

import pytest
from django.utils import translation

from checkin.importing import reading
from checkin.models import Visit
from checkin.tests.spreadsheets import DAMAGED, HEADINGS, refusal, row, run, write, write_csv

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_csv_comes_with_three_delimiters_and_with_or_without_a_mark(tmp_path, site, delimiter, encoding):
    path = write_csv(tmp_path / "absen.csv", [HEADINGS, row()], delimiter=delimiter, encoding=encoding)

    assert run("import_visits", path).code == 0
    assert Visit.objects.get().organisation == "UMRAH"


def test_a_quoted_line_break_is_inside_its_row(tmp_path, site):
    path = write_csv(tmp_path / "absen.csv", [HEADINGS, row(instansi="SMA\nNegeri;1"), row(jumlah=0)])

    assert run("import_visits", path).err.startswith("Row 3, jumlah:")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("absen.csv", b"", "empty"),
        ("absen.xlsx", b"", "empty"),
        ("absen.csv", b"\n\n;;;\n", "no rows"),
        ("absen.csv", b"tanggal;jam_masuk;kategori\n", "a heading and no rows"),
        ("absen.csv", "tanggal;jam_masuk;kategori\n31/10/2019;09.15;Caf\xe9".encode("latin-1"), "UTF-8"),
        ("absen.csv", "tanggal;jam_masuk;kategori\n".encode("utf-16"), "UTF-8"),
        ("absen.csv", b"tanggal;jam\x00masuk;kategori\n", "not a CSV"),
        ("absen.csv", b"<html><table><tr><td>tanggal</td></tr></table></html>", "not a CSV"),
        ("absen.csv", b"\n <?xml version='1.0'?><Workbook/>", "not a CSV"),
        ("absen.csv", b'tanggal;jam_masuk;kategori\n"31/10/2019;09.15;MHS\n', "quotation marks"),
        ("absen.csv", b"tanggal;jam_masuk;kategori\n" + b"x" * 200_000, "too long"),
        ("absen.csv", b"PK\x03\x04", "not what .csv promises"),
        ("absen.xlsx", b"tanggal;jam_masuk;kategori\n31/10/2019;09.15;MHS\n", "not what .xlsx promises"),
        ("absen.xlsx", b"<html><table></table></html>", "not what .xlsx promises"),
        ("absen.xls", b"<html><table></table></html>", "not what .xls promises"),
        ("absen.xls", b"PK\x03\x04" + b"\0" * 100, "not what .xls promises"),
        ("absen.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2_000, DAMAGED),
        ("absen.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 2_000, DAMAGED),
        ("absen.xlsx", b"PK\x03\x04" + b"\0" * 2_000, DAMAGED),
        ("absen.xlsm", b"PK\x03\x04", "Only .xlsx, .xls and .csv"),
        ("absen.ods", b"PK\x03\x04", "Only .xlsx, .xls and .csv"),
        ("absen", b"tanggal", "Only .xlsx, .xls and .csv"),
    ],
    ids=lambda value: ascii(value)[:30],
)
def test_content_decides_and_not_the_name(tmp_path, site, name, content, said):
    path = tmp_path / name
    path.write_bytes(content)

    assert said in refusal(path)


def test_a_file_that_is_not_there_or_a_folder_is_refused(tmp_path, site):
    (tmp_path / "folder.csv").mkdir()

    for name in ("missing.csv", "folder.csv", "x" * 300 + ".csv", "nul\0.csv"):
        assert "no readable file" in refusal(tmp_path / name)


@pytest.mark.parametrize("name", ["=cmd.csv", "con.csv", "\u202egnp.csv", "a b'\"$(x);.csv"])
def test_the_name_of_a_file_is_only_a_name(tmp_path, site, name):
    assert run("import_visits", write(tmp_path / name, [row()])).code == 0


def test_a_hundred_empty_rows_end_the_file_and_nothing_below_is_forgotten(tmp_path, site):
    hundred = write(tmp_path / "absen.csv", [row(), *[[]] * 100, row(jumlah=3)])
    assert run("import_visits", hundred, "--dry-run").code == 0

    for name in ("absen.csv", "absen.xlsx"):
        more = write(tmp_path / name, [row(), *[[]] * 101, row(jumlah=3)])
        assert "Row 104 stands below" in refusal(more)


@pytest.mark.parametrize("name", ["absen.csv", "absen.xlsx"])
def test_more_rows_than_a_file_may_hold_are_refused(tmp_path, site, monkeypatch, name):
    monkeypatch.setattr(reading, "MOST_ROWS", 3)

    assert run("import_visits", write(tmp_path / name, [row()] * 3), "--dry-run").code == 0
    assert "too large" in refusal(write(tmp_path / name, [row()] * 4))
