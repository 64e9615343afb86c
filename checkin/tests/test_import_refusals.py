"""All or nothing: bad rows and columns are named, covered days and interruptions leave no trace."""

from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone as clock

from checkin import errors
from checkin.importing.refusals import MOST_NAMED, RowsRefused
from checkin.models import Departure, SiteDay, Visit
from checkin.services.imports import import_visits
from checkin.services.totals import record_total
from checkin.tests.spreadsheets import HEADINGS, row, run, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path):
    """Write rows to a file; ``file(row(), row(jumlah=3))``."""

    def file(*rows, headings=None, name="absen.csv") -> Path:
        return write(tmp_path / name, list(rows), headings)

    return file


def test_every_bad_row_is_named_and_none_is_saved(file, site):
    done = run("import_visits", file(row(), row(kategori="XXX", jumlah=0), row(), row(tanggal="30/02/2019")))

    assert done.code == 1
    assert (Visit.objects.count(), SiteDay.objects.count()) == (0, 0)
    lines = done.err.splitlines()
    assert [line.split(":")[0] for line in lines[:3]] == ["Baris 3, kategori", "Baris 3, jumlah", "Baris 5, tanggal"]
    assert "2 baris" in lines[3]


def test_row_numbers_are_the_spreadsheet_s_own(tmp_path, site):
    path = write(tmp_path / "absen.xlsx", [HEADINGS, [], row(), [], row(jumlah=-1)], headings=[""])

    assert run("import_visits", path).err.startswith("Baris 6, jumlah:")


def test_of_many_bad_rows_the_first_are_named_and_the_rest_counted(file, site):
    done = run("import_visits", file(*[row(jumlah=0)] * (MOST_NAMED + 5)))

    lines = done.err.splitlines()
    assert len(lines) == MOST_NAMED + 2
    assert lines[-2].startswith("5 baris")
    assert lines[-1].startswith(f"{MOST_NAMED + 5} baris")


@pytest.mark.parametrize(
    ("headings", "named"),
    [
        ([*HEADINGS[:8], "nomor_hp"], "nomor_hp"),
        ([*HEADINGS[:8], "<img src=x onerror=alert(1)>"], "<img src=x onerror=alert(1)>"),
        ([*HEADINGS[:8], "\x1b[31mmerah"], "…"),
        ([*HEADINGS[:8], "2172014509900001"], "…"),
        (["tanggal", "jam_masuk", "jam_keluar", "golongan"], "golongan"),
        (["tanggal", "jam_keluar"], "jam_masuk, kategori"),
        ([*HEADINGS[:8], "date"], "tanggal, date"),
    ],
)
def test_columns_that_are_unknown_missing_or_twice_are_named(tmp_path, site, headings, named):
    done = run("import_visits", write(tmp_path / "absen.csv", [row()], headings))

    assert (done.code, Visit.objects.count()) == (1, 0)
    assert named in done.err


def test_a_covered_day_is_refused_with_its_period(file, history):
    done = run("import_visits", file(row(tanggal="17/08/2019"), row(tanggal="15/11/2019")))

    assert (done.code, Visit.objects.count()) == (1, 0)
    assert "Baris 2, tanggal" in done.err
    assert "1 April 2019 s.d. 30 September 2019" in done.err
    assert "Baris 3" not in done.err


def test_a_total_entered_while_the_file_is_read_wins(file, site, other_site):
    def slow_reader(rows, height):
        yield from rows
        record_total(
            site=site, first_day=date(2019, 10, 1), last_day=date(2019, 10, 31), visits=142, source="absen",
            today=date(2026, 1, 1),
        )  # fmt: skip

    with pytest.raises(errors.DayCovered) as refused:
        import_visits(site=site, path=file(row()), at=clock.now(), progress=slow_reader)

    assert "1 Oktober 2019" in refused.value.message
    assert (Visit.objects.count(), Departure.objects.count(), SiteDay.objects.count()) == (0, 0, 0)


def test_the_total_of_another_site_covers_nothing_here(file, history, other_site):
    assert run("import_visits", file(row()), site="contoh").code == 0


def test_a_dry_run_names_bad_rows_too(file, site):
    assert run("import_visits", file(row(jumlah="x")), "--dry-run").code == 1


def test_an_interruption_while_reading_leaves_nothing(file, site):
    def interrupted(rows, height):
        yield from [next(rows), next(rows)]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_visits(site=site, path=file(row(), row()), at=clock.now(), progress=interrupted)

    assert Visit.objects.count() == 0
    assert import_visits(site=site, path=file(row()), at=clock.now()).rows == 1  # and nothing stands in the way


@pytest.mark.parametrize("moment", ["checkin_visit", "checkin_departure", "checkin_siteday"])
def test_an_interruption_while_writing_leaves_nothing(file, site, moment):
    def interrupt(execute, sql, params, many, context):
        if str(sql).startswith("INSERT") and moment in str(sql).split("(")[0]:
            raise KeyboardInterrupt
        return execute(sql, params, many, context)

    with connection.execute_wrapper(interrupt):
        done = run("import_visits", file(row(), row()))

    assert done.code == 130
    assert (Visit.objects.count(), Departure.objects.count(), SiteDay.objects.count()) == (0, 0, 0)


def test_an_unknown_site_is_refused_with_the_known_ones(file, site, other_site):
    done = run("import_visits", file(row()), site="batam")

    assert done.code == 1
    assert "ksp, contoh" in done.err


def test_the_service_refuses_with_every_bad_cell(file, site):
    with pytest.raises(RowsRefused) as refused:
        import_visits(site=site, path=file(row(jumlah=0, kategori="")), at=clock.now())

    assert [(cell.row, cell.column) for cell in refused.value.bad.cells] == [(2, "kategori"), (2, "jumlah")]
