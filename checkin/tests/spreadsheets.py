"""Files of old attendance for tests, and the command as a person runs it."""

import csv
import io
from dataclasses import dataclass
from pathlib import Path

import openpyxl
from django.core.management import CommandError, call_command

from checkin.models import Visit

DAMAGED = "damaged"
HEADINGS = ["tanggal", "jam_masuk", "jam_keluar", "kategori", "jumlah", "asal", "keperluan", "ruang", "instansi"]
ROW = ["31/10/2019", "09.15", "11.30", "MHS", "2", "batam", "KERJA", "COW", "UMRAH"]


@dataclass
class Run:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str


def run(command: str, *arguments, site: str = "ksp") -> Run:
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command(command, *map(str, arguments), "--site", site, stdout=out, stderr=err)
        code = 0
    except CommandError as error:
        err.write(str(error))
        code = error.returncode
    except SystemExit as stop:
        code = stop.code
    return Run(code, out.getvalue(), err.getvalue())


def row(**cells) -> list:
    """A good row with some cells changed."""
    return [cells.get(heading, usual) for heading, usual in zip(HEADINGS, ROW, strict=True)]


def write(path: Path, rows: list[list], headings: list | None = None) -> Path:
    """A .csv or .xlsx with a heading and rows; text that looks like a formula stays text."""
    return (write_csv if path.suffix == ".csv" else write_workbook)(path, [headings or HEADINGS, *rows])


def write_csv(path: Path, lines: list[list], *, delimiter: str = ";", encoding: str = "utf-8") -> Path:
    with path.open("w", newline="", encoding=encoding) as file:
        csv.writer(file, delimiter=delimiter).writerows(lines)
    return path


def write_workbook(path: Path, lines: list[list]) -> Path:
    workbook = openpyxl.Workbook()
    for number, line in enumerate(lines, start=1):
        for column, value in enumerate(line, start=1):
            cell = workbook.active.cell(number, column, value)
            if isinstance(value, str):
                cell.data_type = "s"
    workbook.save(path)
    return path


def refusal(path: Path) -> str:
    """The one sentence with which a file is refused."""
    done = run("import_visits", path)
    assert (done.code, done.out, Visit.objects.count()) == (1, "", 0)
    assert "Traceback" not in done.err
    assert len(done.err.splitlines()) == 1
    return done.err
