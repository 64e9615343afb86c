"""The calendar's page: the desk looks, the head changes, and the kiosk follows."""

from datetime import date, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from checkin.models import CalendarDay, OpeningHours
from checkin.services.calendar import load_calendar
from checkin.services.hours import is_open
from checkin.tests.pages import page_of

pytestmark = pytest.mark.django_db
QUERIES = 7


@pytest.fixture
def office(client, head):
    """A browser in which the head of division has signed in."""
    client.force_login(head)
    return client


@pytest.fixture
def send(office):
    """Send a form of the calendar; answers the page that follows."""

    def send(name, *, follow=True, said=None, **args):
        return office.post(reverse(name, kwargs={"site": "ksp", **args}), said or {}, follow=follow)

    return send


@pytest.fixture
def christmas_eve(site):
    load_calendar(site=site, years=[2026])
    return CalendarDay.objects.get(site=site, day=date(2026, 12, 24))


def of_2026(browser, **asked) -> str:
    return browser.get(reverse("desk-calendar", args=["ksp"]), {"year": 2026, **asked}).content.decode()


def hours(**said) -> dict:
    return {"weekdays": [0], "start": "08:00", "end": "15:00", "valid_from": "", "valid_to": "", "label": "", **said}


def test_the_desk_leads_there_and_looks_only(desk, christmas_eve):
    assert f'href="{reverse("desk-calendar", args=["ksp"])}">Kalender dan jam buka' in page_of(desk)

    page = of_2026(desk)

    assert "Kamis, 24 Desember<" in page
    assert "Cuti Bersama Hari Raya Natal" in page
    assert "08.00–16.00" in page
    assert "/remove/" not in page
    assert "Jam dan hari dapat diubah oleh kepala bidang." in page


def test_a_year_without_special_days_says_so(desk):
    assert "Belum ada hari khusus untuk tahun ini." in of_2026(desk)


def test_each_year_has_its_own_page(desk, christmas_eve):
    assert "Desember<" not in of_2026(desk, year=2027)
    assert 'href="?year=2027#days"' in of_2026(desk)


@pytest.mark.parametrize("year", ["", "1999", "2100", "20x6", "9" * 500, "２０２６", "2026\x00"])
def test_a_year_that_is_none_shows_this_one(desk, year):
    page = desk.get(reverse("desk-calendar", args=["ksp"]), {"year": year})

    assert page.status_code == 200
    assert page.context["year"] == page.context["today"].year


def test_an_empty_year_leads_to_its_holidays_which_are_loaded_with_one_button(office, send, site):
    page = of_2026(office)
    assert "Belum ada hari khusus untuk tahun ini" in page
    assert "Muat hari libur nasional dan cuti bersama 2026" in page

    page = send("desk-calendar-load", year=2026)

    assert page.redirect_chain[-1][0] == f"{reverse('desk-calendar', args=['ksp'])}?year=2026#days"
    assert "25 hari ditambahkan, 0 sudah ada. Tersimpan." in page.content.decode()
    assert CalendarDay.objects.filter(site=site).count() == 25


def test_what_stands_there_stays_and_is_said_to(send, christmas_eve):
    CalendarDay.objects.filter(day__month__lt=12).delete()
    CalendarDay.objects.update(kind="open", note="Bazar")

    page = send("desk-calendar-load", year=2026).content.decode()

    assert "23 hari ditambahkan, 2 sudah ada." in page
    christmas_eve.refresh_from_db()
    assert (christmas_eve.kind, christmas_eve.note) == ("open", "Bazar")
    assert "0 hari ditambahkan, 25 sudah ada." in send("desk-calendar-load", year=2026).content.decode()


def test_a_year_that_is_loaded_offers_it_no_more_until_a_day_is_removed(office, send, christmas_eve):
    assert "Muat hari libur" not in of_2026(office)

    send("desk-day-remove", special_day=christmas_eve.pk)

    assert "Muat hari libur nasional dan cuti bersama 2026" in of_2026(office)


def test_of_a_year_without_decree_no_leave_is_promised(office, send):
    page = of_2026(office, year=2028)

    assert "Muat hari libur nasional 2028" in page
    assert "Cuti bersama 2028 belum ada dalam daftar ini." in page
    assert "8 hari libur 2028 masih perkiraan." in page
    assert "17 hari ditambahkan" in send("desk-calendar-load", year=2028).content.decode()
    assert "belum ada dalam daftar ini" not in of_2026(office)


def test_who_may_only_look_is_offered_no_loading(desk, site):
    assert "Muat hari libur" not in of_2026(desk)
    assert desk.post(reverse("desk-calendar-load", args=["ksp", 2026])).status_code == 403
    assert not CalendarDay.objects.exists()


def test_a_special_day_is_added(send, site):
    page = send("desk-day-add", said={"day": "2026-11-23", "kind": "closed", "note": "Pengecatan ruang"})

    assert page.redirect_chain[-1][0] == f"{reverse('desk-calendar', args=['ksp'])}?year=2026#days"
    assert "Tersimpan. Tablet menyesuaikan dalam satu menit." in page.content.decode()
    assert CalendarDay.objects.get().note == "Pengecatan ruang"


def test_the_kiosk_of_this_process_follows_at_once(send, site):
    now = timezone.now()
    OpeningHours.objects.filter(site=site).delete()
    assert is_open(site=site, at=now)

    today = site.day_of(now)
    send("desk-hours-add", said=hours(weekdays=[(today.weekday() + 3) % 7]))

    assert not is_open(site=site, at=now)


def test_a_day_that_stands_already_is_refused_beside_the_field(send, christmas_eve):
    page = send("desk-day-add", said={"day": "2026-12-24", "kind": "open", "note": ""})

    assert page.status_code == 400
    assert "Hari ini sudah ada di kalender." in page.content.decode()
    christmas_eve.refresh_from_db()
    assert christmas_eve.kind == "leave"


def test_a_day_is_changed_and_loading_again_leaves_it(send, site, christmas_eve):
    said = {"day": "2026-12-24", "kind": "open", "note": "Bazar"}

    assert "Buka khusus" in send("desk-day", special_day=christmas_eve.pk, said=said).content.decode()

    load_calendar(site=site, years=[2026])
    christmas_eve.refresh_from_db()
    assert (christmas_eve.kind, christmas_eve.note) == ("open", "Bazar")


def test_removing_a_day_asks_first(office, send, christmas_eve):
    asked = page_of(office, "desk-day-remove", special_day=christmas_eve.pk)
    assert "Hari libur muncul kembali" in asked
    assert CalendarDay.objects.filter(pk=christmas_eve.pk).exists()

    send("desk-day-remove", special_day=christmas_eve.pk)

    assert not CalendarDay.objects.filter(pk=christmas_eve.pk).exists()


def test_the_hours_of_ramadan_are_added_for_five_days_at_once(send, site):
    period = {"valid_from": "2026-02-18", "valid_to": "2026-03-17", "label": "Ramadan"}

    page = send("desk-hours-add", said=hours(weekdays=[0, 1, 2, 3, 4], **period)).content.decode()

    assert OpeningHours.objects.filter(site=site, label="Ramadan", end=time(15)).count() == 5
    assert page.count("18 Februari 2026 s.d. 17 Maret 2026") == 5


def test_hours_are_changed_and_removed(office, send, site):
    monday = OpeningHours.objects.get(site=site, weekday=0)

    send("desk-hours", hours=monday.pk, said=hours(label="Jam baru"))
    monday.refresh_from_db()
    assert (monday.end, monday.label) == (time(15), "Jam baru")

    assert "Jam baru" in page_of(office, "desk-hours-remove", hours=monday.pk)
    send("desk-hours-remove", hours=monday.pk)
    assert not OpeningHours.objects.filter(site=site, weekday=0).exists()


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"weekdays": []}, "Pilih paling sedikit satu hari."),
        ({"weekdays": [7]}, "weekdays"),
        ({"start": "16:00", "end": "08:00"}, "Jam tutup harus setelah jam buka."),
        ({"start": "25:00"}, "Isi jamnya, misalnya 16.00."),
        ({"valid_from": "2026-02-30"}, "Isi tanggalnya."),
        ({"valid_from": "2026-03-01", "valid_to": "2026-02-01"}, "Hari terakhir tidak boleh sebelum hari pertama."),
        ({"label": "x" * 41}, "paling banyak 40 karakter"),
    ],
)
def test_hours_that_cannot_be_are_refused_beside_the_field(send, site, wrong, told):
    before = list(OpeningHours.objects.values())

    page = send("desk-hours-add", said=hours(**wrong))

    assert page.status_code == 400
    assert told in page.content.decode()
    assert list(OpeningHours.objects.values()) == before


def test_rows_of_another_site_are_not_there(send, other_site):
    load_calendar(site=other_site, years=[2026])
    day, monday = other_site.calendar_days.first(), other_site.opening_hours.first()

    for name, args in (
        ("desk-day", {"special_day": day.pk}),
        ("desk-day-remove", {"special_day": day.pk}),
        ("desk-hours", {"hours": monday.pk}),
        ("desk-hours-remove", {"hours": monday.pk}),
    ):
        assert send(name, **args).status_code == 404


def test_wrong_methods_are_refused(office):
    assert office.post(reverse("desk-calendar", args=["ksp"])).status_code == 405
    assert office.delete(reverse("desk-day-add", args=["ksp"])).status_code == 405


def queries_of(desk) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert of_2026(desk)
    return len(asked)


def test_the_page_asks_the_same_queries_for_a_full_year(desk, site):
    few = queries_of(desk)

    load_calendar(site=site, years=[2025, 2026, 2027])

    assert queries_of(desk) == few == QUERIES
