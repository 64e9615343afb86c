"""The page of a day's occupancy: the worked morning as printed, rooms, hours, and days without figures."""

import re
from datetime import date, time, timezone
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils.translation import override

from checkin.models import CalendarDay, OpeningHours, Space
from checkin.services import closing
from checkin.services.visits import check_out
from checkin.tests.desk_screens import BOTH, complaints_about
from checkin.tests.spreadsheets import row, run, write
from reports import counts

pytestmark = pytest.mark.django_db
DAY = date(2019, 11, 7)  # a Thursday
QUERIES = 10


@pytest.fixture
def read(client, reporter, site):
    """The page's words, tags and spaces left out."""
    client.force_login(reporter)

    def read(day=DAY, status=200) -> str:
        answer = client.get(reverse("reports-occupancy", args=["ksp"]), {"day": day} if day else {})
        assert answer.status_code == status
        return re.sub(r"(<[^>]*>|\s)+", " ", answer.content.decode())

    return read


@pytest.fixture
def morning(enter, site, local):
    """The worked morning, in a co-working room of twenty seats, open from eight to twelve."""
    OpeningHours.objects.filter(site=site).delete()
    OpeningHours.objects.create(site=site, weekday=DAY.weekday(), start=time(8), end=time(12))
    Space.objects.filter(site=site, code="COW").update(capacity=20)
    room = site.spaces.get(code="COW")

    def at(hour, minute=0):
        return local(2019, 11, 7, hour, minute)

    one, group = enter(at=at(8), space=room), enter(at=at(8, 30), persons=4, space=room)
    for visit, persons, hour, source in ((one, 1, 10, "desk"), (group, 2, 11, "desk"), (group, 2, 12, "automatic")):
        check_out(visit=visit, submission=uuid4(), persons=persons, at=at(hour), source=source)


def test_the_worked_morning_as_printed(read, morning):
    page = read()

    assert "Ruang co‑working 14,00 3,50 17,50% 5 25,00% 08.30–10.00 40,00%" in page


def test_each_opening_hour_has_its_mean_and_peak(read, morning):
    page = read()

    for line in ("08.00–09.00 3,00 · 5", "09.00–10.00 5,00 · 5", "10.00–11.00 4,00 · 4", "11.00–12.00 2,00 · 2"):
        assert line in page


def test_a_room_of_unknown_places_has_people_and_no_share(read, morning):
    assert "Seluruh gedung 14,00 3,50 … 5 … 08.30–10.00" in read()


def test_who_is_without_a_room_is_said(read, enter, local, morning):
    enter(at=local(2019, 11, 7, 9), space=None)

    assert "Tanpa ruang" in read()


def test_visits_without_a_time_of_leaving_are_left_out_and_said(read, tmp_path, morning):
    run("import_visits", write(tmp_path / "absen.csv", [row(tanggal="07/11/2019", jam_keluar="", jumlah="30")]))

    page = read()

    assert "Ruang co‑working 14,00 3,50 17,50% 5 25,00% 08.30–10.00 40,00%" in page
    assert "1 kunjungan tidak diketahui jam keluarnya; orangnya tidak ikut dalam orang-jam" in page
    assert "tidak diketahui jam keluarnya" not in read(date(2019, 11, 14))


def test_a_day_of_which_nobodys_leaving_is_known_shows_no_zero(read, tmp_path):
    run("import_visits", write(tmp_path / "absen.csv", [row(tanggal="08/11/2019", jam_keluar="", ruang="COW")]))

    assert "Ruang co‑working … … … … … … …" in read(date(2019, 11, 8))


@pytest.fixture
def end(site, officer, local):
    """The desk ends a day of November 2019 with its count on paper."""

    def end(day: int, paper_visits):
        at = local(2019, 11, day, 17)
        closing.close_day(site=site, day=at.date(), paper_visits=paper_visits, note="", by=officer, at=at)

    return end


def test_zero_closed_and_no_data_are_three_states(read, site, morning, end):
    CalendarDay.objects.create(site=site, day=date(2019, 11, 14), kind="closed")
    end(28, 0)

    zero = read(date(2019, 11, 28))
    assert "Tidak ada yang datang pada hari ini: 0 orang." in zero
    assert "Meja depan menutup hari ini dengan hitungan nol." in zero
    assert "Lokasi ini tutup." in read(date(2019, 11, 14))
    assert "Data yang belum tercatat tidak sama dengan nol." in read(date(2019, 11, 21))


def test_people_counted_on_paper_alone_are_no_zero(read, morning, end):
    end(28, 5)

    assert "Data yang belum tercatat tidak sama dengan nol." in read(date(2019, 11, 28))


def test_people_on_a_closed_day_are_said_to_have_been_there(read, site, morning):
    CalendarDay.objects.create(site=site, day=DAY, kind="closed")

    assert "di luar jam buka" in read()


def test_where_no_hours_are_known_the_whole_day_counts(read, site, morning):
    OpeningHours.objects.filter(site=site).delete()

    page = read()

    assert "dihitung dari tengah malam ke tengah malam" in page
    assert "00.00–01.00" in page


def test_the_running_day_counts_until_now(read, enter, site, open_all_day):
    enter()

    assert "Orang-jam" in read(day=None)


@pytest.mark.parametrize("day", ["2019-02-30", "07/11/2019", "9999-01-01", "1999-12-31", "kemarin", "\0"])
def test_a_day_that_is_none_shows_today_and_says_so_by_its_status(read, day):
    read(day, status=400)


def test_the_page_asks_the_same_few_queries_however_many_came(read, enter, local, morning, django_assert_num_queries):
    for visits in (0, 30):
        for _each in range(visits):
            enter(at=local(2019, 11, 7, 9))
        with django_assert_num_queries(QUERIES):
            read()


@pytest.mark.browser
@BOTH
def test_the_page_can_be_used_by_everybody(live_server, client, reporter, context, morning, width, language):
    client.force_login(reporter)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 900})
    with override(language):
        page.goto(live_server.url + reverse("reports-occupancy", args=["ksp"]) + "?day=2019-11-07")

    assert complaints_about(page) == []


def test_a_running_day_ends_in_local_time(site, local):
    now = local(2026, 11, 23, 10, 7).astimezone(timezone.utc)

    record = counts.day_record(site, date(2026, 11, 23), until=now)

    assert [end.strftime("%H.%M") for _begin, end in record.open] == ["10.07"]
