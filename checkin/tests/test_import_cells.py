"""What bad input gets in each kind of cell: its row and column named, nothing saved, the same in .csv and .xlsx."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from checkin.models import Departure, Visit
from checkin.tests.spreadsheets import row, run, write
from checkin.tests.test_validation import KEPT_EXACTLY

pytestmark = pytest.mark.django_db

NIK = "2172014509900001"
REFUSED = [
    # column, what is typed
    *(
        ("tanggal", typed)
        for typed in ("", "30/02/2019", "29/02/2019", "07/13/2019", "31/12/1999", "2019-1-5", "besok")
    ),
    *(("tanggal", typed) for typed in ("31/10/19", "31.10.2019", "31/10-2019", "٣١/١٠/٢٠١٩", "43769", "9999-12-31")),
    *(
        ("tanggal", typed)
        for typed in ("2019-10-31T23:59:59-12:00", "2019-10-31; drop table", "=TODAY()", "0000-01-01")
    ),
    *(
        ("jam_masuk", typed)
        for typed in ("", "24.00", "9", "9.5", "09.60", "23.59.61", "09:15.30", "9.15 pagi", "-1.00")
    ),
    *(("jam_masuk", typed) for typed in ("09:15:30.5", "٠٩.١٥", "12:00 AM", "09.15 WIB", "0915")),
    *(("jam_keluar", typed) for typed in ("09.14", "25.00", "sore")),
    *(("jumlah", typed) for typed in ("0", "-1", "1.9", "1,9", "1e400", "NaN", "true", "10001", "9" * 5_000, "dua")),
    *(("jumlah", typed) for typed in ("=1+1", "1.000", "٢", "1_0", "null", "[1]", "24 orang", "{{7*7}}")),
    *(
        ("kategori", typed)
        for typed in ("", "XXX", "MHS,PLJ", "' OR 1=1--", "{{7*7}}", "%s", "<img src=x>", "\x1b[31m")
    ),
    *(("asal", typed) for typed in ("jakarta-pusat", "2172", "%", "_", "@SUM", "=1+1", "\u202ebatam2")),
    *(("keperluan", typed) for typed in ("tidur", "x" * 32_768, NIK)),
    *(("ruang", typed) for typed in ("GA4", "COW;ESP", "javascript:alert(1)")),
    *(("instansi", typed) for typed in ("x" * 81, "x" * 32_768, NIK, "21.72.01.450990.0001", "a" + "\u0301" * 60)),
    *(("instansi", typed) for typed in ("a\x07b", "\x1b[31mmerah", "a\x7f")),
]
#: XML itself cannot hold these, so a workbook never does.
NOT_IN_XML = ("\x07", "\x1b")


@pytest.mark.parametrize(("column", "typed"), REFUSED, ids=lambda value: ascii(value)[1:25])
def test_a_bad_cell_is_named_and_nothing_is_saved(tmp_path, site, column, typed):
    files = ["absen.csv"] + ["absen.xlsx"] * (not any(character in typed for character in NOT_IN_XML))
    for name in files:
        typed_here = typed[:32_767] if name.endswith("xlsx") else typed  # what a cell of Excel can hold

        done = run("import_visits", write(tmp_path / name, [row(), row(**{column: typed_here})]))

        assert (done.code, Visit.objects.count(), Departure.objects.count()) == (1, 0, 0)
        assert done.err.startswith(f"Baris 3, {column}: ")
        assert len(done.err) < 400
        assert NIK not in done.err
        assert "\x1b" not in done.err


@pytest.mark.parametrize("name", ["absen.csv", "absen.xlsx"])
def test_any_text_of_an_institution_comes_back_exactly(tmp_path, site, name):
    texts = [text for text in KEPT_EXACTLY if len(text) <= 80]

    done = run("import_visits", write(tmp_path / name, [row(instansi=text) for text in texts]))

    assert done.err == ""
    assert list(Visit.objects.order_by("id").values_list("organisation", flat=True)) == texts


@pytest.mark.parametrize("name", ["absen.csv", "absen.xlsx"])
@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("SMA\nNegeri\t1", "SMA Negeri 1"),
        ("  SMA\u00a0Negeri  1 ", "SMA Negeri 1"),
        ("\u202eSMA\u202c Ne\u200bgeri 1\ufeff", "SMA Negeri 1"),
        ("\u3164\u2800\u200b", ""),
        ("\u200b", ""),
        ("Cafe\u0301", "Café"),
    ],
    ids=ascii,
)
def test_what_cannot_be_seen_is_taken_out_of_an_institution(tmp_path, site, name, typed, kept):
    run("import_visits", write(tmp_path / name, [row(instansi=typed)]))

    assert Visit.objects.get().organisation == kept


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("31/10/2019", "2019-10-31"),
        ("31-10-2019", "2019-10-31"),
        ("2019-10-31", "2019-10-31"),
        (" 1/2/2019 ", "2019-02-01"),
        ("29/02/2020", "2020-02-29"),
        (date(2019, 10, 31), "2019-10-31"),
        (datetime(2019, 10, 31, 13, 30), "2019-10-31"),
    ],
    ids=str,
)
def test_days_are_read_day_first(tmp_path, site, typed, read):
    run("import_visits", write(tmp_path / "absen.xlsx", [row(tanggal=typed)]))

    assert Visit.objects.get().day.isoformat() == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("9.15", (9, 15, 0)),
        ("09:15", (9, 15, 0)),
        ("09:15:30", (9, 15, 30)),
        ("09.15.30", (9, 15, 30)),
        ("10.59.60", (10, 59, 59)),
        (time(9, 15), (9, 15, 0)),
        (time(9, 14, 59, 999_000), (9, 15, 0)),
        (timedelta(hours=9, minutes=15), (9, 15, 0)),
        (datetime(2019, 10, 31, 9, 15), (9, 15, 0)),
    ],
    ids=str,
)
def test_times_are_read_to_the_second(tmp_path, site, local, typed, read):
    run("import_visits", write(tmp_path / "absen.xlsx", [row(jam_masuk=typed)]))

    assert Visit.objects.get().arrived_at == local(2019, 10, 31, *read)


@pytest.mark.parametrize(
    ("column", "typed"),
    [
        ("tanggal", 43769),
        ("tanggal", 43769.5),
        ("tanggal", True),
        ("tanggal", time(9, 15)),
        ("jam_masuk", 0.385),
        ("jam_masuk", 9.15),
        ("jam_masuk", datetime(2019, 11, 1, 9, 15)),
        ("jam_masuk", timedelta(hours=30)),
        ("jam_keluar", False),
        ("jumlah", True),
        ("jumlah", 1.9),
        ("jumlah", 10_001),
        ("jumlah", 1e300),
        ("jumlah", date(2019, 10, 31)),
        ("kategori", 1),
        ("asal", 2172),
        ("keperluan", False),
        ("ruang", datetime(2019, 10, 31)),
        ("instansi", 2019),
    ],
    ids=str,
)
def test_a_cell_of_the_wrong_type_is_named_and_never_converted(tmp_path, site, column, typed):
    done = run("import_visits", write(tmp_path / "absen.xlsx", [row(), row(**{column: typed})]))

    assert (done.code, Visit.objects.count()) == (1, 0)
    assert done.err.startswith(f"Baris 3, {column}: ")


def test_leaving_the_moment_one_arrives_is_no_contradiction(tmp_path, site):
    run("import_visits", write(tmp_path / "absen.csv", [row(jam_keluar="09.15")]))

    assert Departure.objects.count() == 1


def test_tomorrow_cannot_be_imported_and_this_morning_can(tmp_path, site):
    today = site.day_of(timezone.now())

    tomorrow = run("import_visits", write(tmp_path / "absen.csv", [row(tanggal=today + timedelta(days=1))]))
    morning = run("import_visits", write(tmp_path / "absen.csv", [row(tanggal=today, jam_masuk="00.00")]))

    assert tomorrow.err.startswith("Baris 2, tanggal: ")
    assert (morning.code, Visit.objects.get().day) == (0, today)


def test_something_beside_the_named_columns_is_not_dropped(tmp_path, site):
    done = run("import_visits", write(tmp_path / "absen.csv", [[*row(), "", "catatan"], row()]))

    assert done.err.startswith("Baris 2: ")


def test_a_short_line_leaves_its_last_columns_empty(tmp_path, site):
    run("import_visits", write(tmp_path / "absen.csv", [row()[:4]]))

    assert (Visit.objects.get().persons, Departure.objects.count()) == (1, 1)


def test_two_words_of_one_label_are_refused_and_their_codes_are_not(tmp_path, site, category):
    category.label = "Pelajar"
    category.save()

    done = run("import_visits", write(tmp_path / "absen.csv", [row(kategori="pelajar"), row(kategori="PLJ")]))

    assert done.err.startswith("Baris 2, kategori: ")
    assert "Baris 3" not in done.err
