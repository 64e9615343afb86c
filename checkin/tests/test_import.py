"""Old attendance becomes visits: which, when, how many, and never twice."""

import random
from datetime import date, datetime, time, timezone
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone as clock
from django.utils import translation

from checkin.models import Departure, SiteDay, Visit, VisitorCategory
from checkin.services.imports import Outcome, import_visits
from checkin.tests.spreadsheets import row, run, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path):
    """Write rows to a file; ``file(row(), row(jumlah=3))``."""

    def file(*rows, headings=None, name="absen.csv") -> Path:
        return write(tmp_path / name, list(rows), headings)

    return file


@pytest.mark.parametrize("name", ["absen.csv", "absen.xlsx", "ABSEN.XLSX"])
def test_a_row_becomes_a_visit_that_is_over(file, site, name):
    run("import_visits", file(row(), name=name))

    visit = Visit.objects.get()
    assert (visit.site, visit.source, visit.number, visit.day) == (site, "import", None, date(2019, 10, 31))
    assert visit.arrived_at == datetime(2019, 10, 31, 2, 15, tzinfo=timezone.utc)
    assert (visit.category.code, visit.origin.slug, visit.purpose.code) == ("MHS", "batam", "KERJA")
    assert (visit.persons, visit.counted_persons, visit.persons_inside) == (2, 2, 0)
    assert (visit.space.code, visit.organisation) == ("COW", "UMRAH")
    departure = visit.departures.get()
    assert departure.left_at == datetime(2019, 10, 31, 4, 30, tzinfo=timezone.utc)
    assert (departure.persons, departure.source) == (2, "import")


def test_cells_of_a_spreadsheet_are_read_by_their_type(file, site):
    typed = row(tanggal=date(2019, 10, 31), jam_masuk=time(9, 15), jam_keluar=time(11, 30), jumlah=24)

    run("import_visits", file(typed, name="absen.xlsx"))

    visit = Visit.objects.get()
    assert visit.arrived_at == datetime(2019, 10, 31, 2, 15, tzinfo=timezone.utc)
    assert visit.departures.get().left_at == datetime(2019, 10, 31, 4, 30, tzinfo=timezone.utc)
    assert visit.persons == 24


def test_only_date_arrival_and_category_need_be_known(file, site):
    run("import_visits", file(["31/10/2019", "09.15", "MHS"], headings=["tanggal", "jam_masuk", "kategori"]))
    run("import_visits", file(row(jam_keluar="", jumlah="", asal="", keperluan="", ruang="", instansi=" ")))

    visit = Visit.objects.get()  # the second file says the same with empty cells
    assert (visit.persons, visit.origin.slug, visit.purpose.code) == (1, "tidak-diketahui", "LAIN")
    assert (visit.space, visit.organisation, visit.departures.count()) == (None, "", 0)


def test_headings_come_in_either_language_any_order_and_any_case(file, site):
    headings = ["Organisation", "PURPOSE", "Time In", "date", "Category", "persons", "time_out", "origin", "space"]
    cells = ["UMRAH", "KERJA", "09.15", "31/10/2019", "MHS", 2, "11.30", "batam", "COW"]

    run("import_visits", file(cells, headings=headings))
    run("import_visits", file(row()))

    assert Visit.objects.count() == 1


@pytest.mark.parametrize(
    ("kategori", "asal", "keperluan", "ruang"),
    [
        ("mahasiswa", "Batam", "Bekerja atau belajar", "Ruang co‑working"),
        ("University students", "Kota Batam", "Work or study", "CO-WORKING ROOM"),
        (" mhs ", "BATAM", "bekerja  atau belajar", "cow"),
    ],
)
def test_words_may_be_codes_or_labels_in_either_language(file, site, kategori, asal, keperluan, ruang):
    run("import_visits", file(row()))

    run("import_visits", file(row(kategori=kategori, asal=asal, keperluan=keperluan, ruang=ruang)))

    assert Visit.objects.count() == 1


def test_a_hyphen_that_does_not_break_is_a_hyphen(file, site):
    run("import_visits", file(row(kategori="Pemain e-sport"), row(kategori="START UP & KREATIF")))

    assert set(Visit.objects.values_list("category__code", flat=True)) == {"ESP", "STU"}


def test_the_same_file_again_adds_nothing(file, site):
    rows = [row(jumlah=n) for n in range(1, 30)]
    run("import_visits", file(*rows))
    random.Random(1).shuffle(rows)

    again = run("import_visits", file(*rows, name="again.xlsx"))

    assert Visit.objects.count() == Departure.objects.count() == 29
    assert (again.code, again.err) == (0, "")
    assert "29 baris" in again.out


def test_a_longer_file_adds_only_what_is_new(file, site):
    run("import_visits", file(row(), row(jumlah=3)))

    outcome = import_visits(site=site, path=file(row(jumlah=3), row(jumlah=4), row()), at=clock.now())

    assert outcome == Outcome(rows=1, visits=4, days=1, known=2)


def test_twins_in_one_file_are_two_visits_and_stay_two(file, site):
    run("import_visits", file(row(), row()))
    run("import_visits", file(row(), row()))
    assert Visit.objects.count() == 2

    run("import_visits", file(row(), row(), row()))
    assert Visit.objects.count() == Departure.objects.count() == 3


def test_the_same_file_at_another_site_is_other_visits(file, site, other_site):
    run("import_visits", file(row()))
    run("import_visits", file(row()), site="contoh")

    assert {visit.site.code: visit.counted_persons for visit in Visit.objects.all()} == {"ksp": 2, "contoh": 2}


def test_what_was_voided_stays_void_when_its_file_comes_again(file, site, officer):
    run("import_visits", file(row()))
    Visit.objects.update(voided_at=clock.now(), void_reason="salah")
    run("reconcile")

    run("import_visits", file(row()))

    assert (Visit.objects.count(), Visit.objects.counted(), SiteDay.objects.get().visits) == (1, 0, 0)


@pytest.mark.parametrize("zone", ["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"])
def test_one_minute_around_midnight_and_new_year_is_by_the_site_s_clock(file, site, local, zone):
    site.timezone = zone
    site.save()
    ends = [("31/10/2019", "23.59"), ("01/11/2019", "00.00"), ("31/12/2019", "23:59:60"), ("2020-01-01", "0:00:00")]

    run("import_visits", file(*(row(tanggal=day, jam_masuk=hour, jam_keluar="") for day, hour in ends)))

    found = Visit.objects.order_by("arrived_at").values_list("day", "arrived_at")
    assert [str(day) for day, _ in found] == ["2019-10-31", "2019-11-01", "2019-12-31", "2020-01-01"]
    assert [at for _, at in found] == [
        local(2019, 10, 31, 23, 59, zone=zone),
        local(2019, 11, 1, zone=zone),
        local(2019, 12, 31, 23, 59, 59, zone=zone),
        local(2020, 1, 1, zone=zone),
    ]


def test_each_day_s_counter_is_the_sum_of_its_visits(file, site, enter, local):
    enter(at=local(2019, 10, 31, 8), persons=5)

    run("import_visits", file(row(), row(), row(tanggal="01/11/2019", jumlah=7)))

    assert list(SiteDay.objects.values_list("day", "visits", "last_number").order_by("day")) == [
        (date(2019, 10, 31), 9, 1),
        (date(2019, 11, 1), 7, 0),
    ]


def test_a_category_that_does_not_count_adds_nothing(file, site):
    VisitorCategory.objects.filter(code="ASN").update(is_counted=False)

    run("import_visits", file(row(), row(kategori="ASN", jumlah=9)))

    assert (Visit.objects.count(), Visit.objects.counted(), SiteDay.objects.get().visits) == (2, 2, 2)


def test_a_dry_run_says_what_would_be_added_and_saves_nothing(file, site):
    run("import_visits", file(row()))
    rows = [row(), row(jumlah=30), row(tanggal="01/11/2019", jumlah=1)]

    with translation.override("en"):
        done = run("import_visits", file(*rows), "--dry-run")

    assert done.out == (
        "Kepri Smart Province: 31 visits in 2 rows on 2 days would be added; 1 row known already. Nothing was saved.\n"
    )
    assert Visit.objects.count() == 1


def test_success_is_one_line_in_the_language_of_the_house(file, site):
    done = run("import_visits", file(*[row(jumlah=1_000)] * 2))

    assert done.out == (
        "Kepri Smart Province: 2.000 kunjungan dalam 2 baris pada 1 hari ditambahkan; 0 baris sudah tercatat.\n"
    )
    assert done.err == ""  # nobody watches, so no bar is drawn


def test_the_command_takes_a_path(file, site, capsys):
    call_command("import_visits", file(row()), site="ksp")

    assert "1 baris" in capsys.readouterr().out
