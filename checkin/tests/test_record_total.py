"""A period known only as a sum, entered by command; and that a day is never counted twice, however it is raced."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier, Event

import pytest
from django.db import connection
from django.utils import timezone, translation

from checkin import errors
from checkin.models import HistoricalTotal, SiteDay, Visit
from checkin.services.imports import import_visits
from checkin.services.totals import record_total
from checkin.services.visits import void
from checkin.tests.spreadsheets import row, run, write

HALF_YEAR = ["--from", "2019-04-01", "--to", "2019-09-30", "--visits", "346", "--source", "absen elektronik"]


@pytest.fixture
def in_english():
    with translation.override("en"):
        yield


@pytest.mark.django_db
def test_a_half_year_is_entered_as_one_sum(site, in_english):
    done = run("record_total", *HALF_YEAR, "--note", "rincian per bulan tidak tersedia")

    total = HistoricalTotal.objects.get()
    assert (total.site, total.first_day, total.last_day) == (site, date(2019, 4, 1), date(2019, 9, 30))
    assert (total.visits, total.source, total.note) == (346, "absen elektronik", "rincian per bulan tidak tersedia")
    assert done.out == (
        "Kepri Smart Province: 346 visits from 1 April 2019 to 30 September 2019 are recorded as one sum.\n"
    )


@pytest.mark.django_db
def test_the_same_sum_again_changes_nothing(site):
    assert [run("record_total", *HALF_YEAR).code for _ in range(2)] == [0, 0]
    assert HistoricalTotal.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("other", [{"source": "Laporan 2020"}, {"note": "dihitung ulang"}])
def test_the_same_sum_with_another_source_or_note_is_refused_and_not_dropped(site, in_english, other):
    said = {"first_day": date(2019, 4, 1), "last_day": date(2019, 9, 30), "visits": 346, "source": "absen"}
    total = record_total(site=site, today=date(2026, 1, 1), **said)

    with pytest.raises(errors.DayCovered, match="1 April 2019 to 30 September 2019"):
        record_total(site=site, today=date(2026, 1, 1), **{**said, **other})

    assert HistoricalTotal.objects.get() == total


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2019-09-30", "2019-10-31"),
        ("2019-01-01", "2019-04-01"),
        ("2019-06-01", "2019-06-30"),
        ("2019-01-01", "2019-12-31"),
    ],
)
def test_an_overlapping_sum_is_refused_with_the_standing_period(site, in_english, first, last):
    run("record_total", *HALF_YEAR)

    done = run("record_total", "--from", first, "--to", last, "--visits", 1, "--source", "absen")

    assert (done.code, HistoricalTotal.objects.count()) == (1, 1)
    assert done.err == "A historical total already stands for 1 April 2019 to 30 September 2019."


@pytest.mark.django_db
def test_the_days_beside_a_sum_are_free(site):
    run("record_total", *HALF_YEAR)

    for first, last in [("2019-03-31", "2019-03-31"), ("2019-10-01", "2019-10-01")]:
        assert run("record_total", "--from", first, "--to", last, "--visits", 1, "--source", "absen").code == 0


@pytest.mark.django_db
def test_a_sum_over_standing_visits_is_refused_and_over_voided_ones_is_not(site, enter, local, in_english):
    visit = enter(at=local(2019, 8, 17, 9))

    refused = run("record_total", *HALF_YEAR)
    void(visit=visit, reason="salah", at=timezone.now())

    assert (refused.code, refused.err) == (1, "Visits are already recorded on 17 August 2019.")
    assert run("record_total", *HALF_YEAR).code == 0


@pytest.mark.django_db
def test_an_import_into_a_covered_period_is_refused(tmp_path, site, in_english):
    run("record_total", *HALF_YEAR)

    done = run("import_visits", write(tmp_path / "absen.csv", [row(tanggal="30/09/2019"), row(tanggal="01/10/2019")]))

    assert (done.code, Visit.objects.count()) == (1, 0)
    assert done.err.splitlines()[0] == (
        "Row 2, tanggal: A historical total already stands for 1 April 2019 to 30 September 2019."
    )


@pytest.mark.django_db
def test_two_sites_do_not_cover_each_other(tmp_path, site, other_site):
    run("record_total", *HALF_YEAR)
    path = write(tmp_path / "absen.csv", [row(tanggal="17/08/2019")])

    assert run("import_visits", path, site="contoh").code == 0
    assert run("record_total", *HALF_YEAR, site="contoh").code == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("option", "value"),
    [
        *(("--from", value) for value in ("", "30/02/2019", "2019-13-01", "kemarin", "2018-12-31", "2019-10-01")),
        *(("--to", value) for value in ("2019-02-30", "1999-12-31", "9999-12-31")),
        *(("--visits", value) for value in ("-1", "1.5", "NaN", "9" * 5_000, "=1+1", "", "10000001")),
        *(("--source", value) for value in ("", "\u200b", "x" * 121, "a\x1bb", "2172014509900001")),
        *(("--note", value) for value in ("x" * 201, "a\x00b", "2172 0145 0990 0001")),
        ("--site", "batam"),
    ],
    ids=lambda value: ascii(value)[:25],
)
def test_what_cannot_be_a_sum_is_refused_in_words(site, option, value):
    told = dict(zip(HALF_YEAR[::2], HALF_YEAR[1::2], strict=True)) | {option: value}
    place = told.pop("--site", "ksp")

    done = run("record_total", *(f"{name}={given}" for name, given in told.items()), site=place)

    assert (done.code, HistoricalTotal.objects.count()) == (1, 0)
    assert done.err.endswith(".")


@pytest.mark.django_db
def test_a_period_that_is_not_over_is_refused(site):
    today = site.day_of(timezone.now())

    done = run("record_total", "--from", today, "--to", today, "--visits", 1, "--source", "absen")

    assert (done.code, HistoricalTotal.objects.count()) == (1, 0)


@pytest.fixture
def august(tmp_path):
    """A file with a visit on each day of August 2019, which the half year covers."""
    return write(tmp_path / "absen.csv", [row(tanggal=f"{day:02}/08/2019") for day in range(1, 29)])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", range(6))
def test_an_import_and_a_sum_let_go_together_never_both_stand(august, site, attempt):
    gate = Barrier(2)

    def reading(rows, height):
        yield from rows
        gate.wait(20)

    def a_sum():
        gate.wait(20)
        half_year(site)

    refusals = all_at_once(lambda: import_visits(site=site, path=august, at=timezone.now(), progress=reading), a_sum)

    assert refusals == [errors.DayCovered]
    assert (Visit.objects.count() > 0) != (HistoricalTotal.objects.count() > 0)


@pytest.mark.django_db(transaction=True)
def test_a_sum_waits_for_an_import_that_has_looked_and_not_yet_committed(august, site):
    assert all_at_once(*sum_between_look_and_commit(august, site)) == [errors.DayCovered]

    assert (Visit.objects.count(), HistoricalTotal.objects.count()) == (28, 0)


@pytest.mark.django_db(transaction=True)
def test_without_the_site_s_lock_the_same_drill_counts_august_twice(august, site, monkeypatch):
    for module in ("imports", "totals"):
        monkeypatch.setattr(f"checkin.services.{module}.lock_site", lambda site: None)

    all_at_once(*sum_between_look_and_commit(august, site))

    # SQLite has one writer and is blind to this defect.
    both_stand = (28, 1) if connection.vendor == "postgresql" else (28, 0)
    assert (Visit.objects.count(), HistoricalTotal.objects.count()) == both_stand


@pytest.mark.django_db(transaction=True)
def test_the_same_file_imported_by_four_at_once_is_recorded_once(tmp_path, site):
    rows = [row(jumlah=n % 50 + 1) for n in range(300)]
    paths = [write(tmp_path / f"{n}.csv", rows if n % 2 else rows[::-1]) for n in range(4)]
    gate = Barrier(4)

    def reading(rows, height):
        yield from rows
        gate.wait(20)

    def an_import(path):
        return lambda: import_visits(site=site, path=path, at=timezone.now(), progress=reading)

    assert all_at_once(*map(an_import, paths)) == []
    assert Visit.objects.count() == 300
    assert SiteDay.objects.get().visits == Visit.objects.counted()


@pytest.mark.django_db(transaction=True)
def test_check_ins_go_on_during_an_import_of_the_same_day(tmp_path, site, enter):
    today = site.day_of(timezone.now())
    path = write(tmp_path / "absen.csv", [row(tanggal=today, jam_masuk="00.00", jam_keluar="")] * 500)
    gate = Barrier(3)

    def reading(rows, height):
        yield from rows
        gate.wait(20)

    def taps():
        gate.wait(20)
        return [enter() for _ in range(30)]

    refusals = all_at_once(
        lambda: import_visits(site=site, path=path, at=timezone.now() + timedelta(minutes=1), progress=reading),
        taps,
        taps,
    )

    assert refusals == []
    assert Visit.objects.count() == 560
    assert SiteDay.objects.get().visits == Visit.objects.counted() == 1_060
    assert sorted(Visit.objects.exclude(number=None).values_list("number", flat=True)) == list(range(1, 61))


def half_year(site):
    return record_total(
        site=site, first_day=date(2019, 4, 1), last_day=date(2019, 9, 30), visits=346, source="absen",
        today=date(2026, 1, 1),
    )  # fmt: skip


def sum_between_look_and_commit(path, site):
    """Two tasks: an import that pauses after it has looked for sums, and a sum entered in that pause."""
    looked, entered = Event(), Event()

    def pause(execute, sql, params, many, context):
        answer = execute(sql, params, many, context)
        if "checkin_siteday" in str(sql) and not looked.is_set():
            looked.set()
            entered.wait(1)
        return answer

    def slow_import():
        with connection.execute_wrapper(pause):
            import_visits(site=site, path=path, at=timezone.now())

    def a_sum():
        looked.wait(20)
        try:
            half_year(site)
        finally:
            entered.set()

    return slow_import, a_sum


def all_at_once(*tasks) -> list[type]:
    """Run every task in a thread of its own; the classes of the refusals."""

    def one(task):
        try:
            task()
        except errors.Refusal as refusal:
            return type(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return [refusal for refusal in pool.map(one, tasks) if refusal]
