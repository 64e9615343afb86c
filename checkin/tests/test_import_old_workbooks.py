"""Workbooks of Excel 97, as LibreOffice writes them: read, and refused where they are broken or traps."""

import subprocess
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from django.utils import translation

from checkin.models import Visit
from checkin.tests.spreadsheets import DAMAGED, HEADINGS, refusal, row, run, write_workbook

pytestmark = [pytest.mark.django_db, pytest.mark.office]


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def old_workbook(tmp_path, site):
    """The .xls that LibreOffice makes of some lines."""

    def old_workbook(*lines, formulas: dict | None = None) -> Path:
        path = write_workbook(tmp_path / "absen.xlsx", list(lines))
        workbook = openpyxl.load_workbook(path)
        for cell, formula in (formulas or {}).items():
            workbook.active[cell] = formula
        workbook.save(path)
        command = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to", "xls"]
        subprocess.run([*command, "--outdir", tmp_path, path], check=True, capture_output=True)
        return tmp_path / "absen.xls"

    return old_workbook


def test_a_workbook_of_excel_97_is_read_as_well(old_workbook):
    rows = [row(tanggal=date(2019, 10, 31), jumlah=24), *[row(jumlah=2)] * 100]

    assert run("import_visits", old_workbook(HEADINGS, *rows)).code == 0
    assert (Visit.objects.count(), Visit.objects.counted()) == (101, 224)


def test_errors_in_a_workbook_of_excel_97_are_not_taken_for_empty(old_workbook):
    path = old_workbook(HEADINGS, row(), row(), row(), formulas={"E2": "=1+1", "E3": "=1/0", "E4": "=NA()"})

    lines = run("import_visits", path).err.splitlines()

    assert [line.partition(".")[0] for line in lines[:2]] == [
        "Row 3, jumlah: This cell shows an error", "Row 4, jumlah: This cell shows an error",
    ]  # fmt: skip
    assert lines[2].startswith("2 rows")


def test_numbers_below_zero_in_a_workbook_of_excel_97_are_refused_by_their_rows(old_workbook):
    below = [row(jam_masuk=-0.25), row(jam_masuk=-1 / 3), row(jam_masuk=-1), row(jumlah=-3, ruang=-4)]
    path = old_workbook(HEADINGS, row(jumlah=3), *below, row(), formulas={"B7": "=-1/4"})

    lines = run("import_visits", path).err.splitlines()

    assert [line.partition(":")[0] for line in lines if "below zero" in line] == [
        "Row 3, jam_masuk", "Row 4, jam_masuk", "Row 5, jam_masuk", "Row 6, jumlah", "Row 6, ruang", "Row 7, jam_masuk",
    ]  # fmt: skip


def test_a_workbook_of_excel_97_with_a_password_is_refused(old_workbook):
    path = old_workbook(HEADINGS, row())
    code_page, file_pass = b"\x42\x00\x02\x00", b"\x2f\x00\x02\x00"
    assert code_page in path.read_bytes()

    path.write_bytes(path.read_bytes().replace(code_page, file_pass, 1))

    assert "password" in refusal(path)


def test_a_broken_workbook_of_excel_97_is_refused_and_never_hangs(old_workbook):
    path = old_workbook(HEADINGS, *[row()] * 50)
    content = path.read_bytes()

    for share in (0.1, 0.5, 0.9):
        path.write_bytes(content[: int(len(content) * share)])
        assert DAMAGED in refusal(path)
    for position in range(0, len(content), 499):
        path.write_bytes(content[:position] + b"\xff\xff" + content[position + 2 :])
        assert run("import_visits", path, "--dry-run").code in (0, 1)


def test_cells_far_apart_in_a_workbook_of_excel_97_cannot_take_the_memory(old_workbook):
    assert "too large" in refusal(old_workbook(HEADINGS, formulas={"IV65536": "x"}))
