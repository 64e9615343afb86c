"""The end of a day at the desk: who is still open, and everyone out at once."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from checkin.models import DayClose, Departure, OpeningHours, Visit
from checkin.services.automatic import tick
from checkin.services.closing import let_all_out
from checkin.services.visits import check_out
from checkin.tests.pages import page_of

pytestmark = pytest.mark.django_db
QUERIES = 10


@pytest.fixture
def today(site):
    return site.day_of(timezone.now())


@pytest.fixture
def all_out(desk, today):
    """Press "everyone out"; answers the page that follows."""

    def all_out(day=None, time="00:00", submission=None, follow=True):
        said = {"day": f"{day or today}", "time": time, "submission": submission or uuid4()}
        return desk.post(reverse("desk-all-out", args=["ksp"]), said, follow=follow)

    return all_out


@pytest.fixture
def long_ago(enter, local):
    """A group of 24 who came on Thursday 7 November 2019 at nine, of whom ten left by hand."""
    visit = enter(persons=24, at=local(2019, 11, 7, 9))
    check_out(visit=visit, submission=uuid4(), persons=10, at=local(2019, 11, 7, 12), source="desk")
    return visit


def of_2019(desk, day="2019-11-07", **args) -> str:
    return desk.get(reverse("desk-close-day", args=["ksp"]), {"day": day, **args}).content.decode()


def test_the_desk_leads_there(desk):
    assert f'href="{reverse("desk-close-day", args=["ksp"])}">Tutup hari' in page_of(desk)


def test_the_open_visits_of_the_day_are_listed(desk, long_ago, enter):
    enter(category=long_ago.category)

    page = of_2019(desk)

    assert "14 dari 24" in page
    assert page.count('<th scope="row"') == 1
    assert "Kamis, 7 November 2019" in page


def test_a_day_on_which_everyone_left_says_so(desk):
    assert "Semua yang datang pada hari ini sudah keluar." in of_2019(desk)
    assert "Catat semua keluar" not in of_2019(desk)


def test_the_time_is_the_days_closing_time_once_that_is_over(desk, long_ago):
    assert 'name="time" value="16:00"' in of_2019(desk)


def test_before_closing_the_time_is_now(desk, enter, site, today):
    OpeningHours.objects.filter(site=site).delete()
    enter()

    page = desk.get(reverse("desk-close-day", args=["ksp"]))

    now = page.context["now"].astimezone(site.zone)
    assert f'name="time" value="{now:%H:%M}"' in page.content.decode()


def test_of_an_earlier_day_without_hours_it_is_its_last_minute(desk, enter, local):
    enter(at=local(2019, 11, 10, 9))

    assert 'name="time" value="23:59"' in of_2019(desk, day="2019-11-10")


def test_one_button_lets_everyone_of_the_day_out(all_out, long_ago, enter, local):
    single, other_day = enter(at=local(2019, 11, 7, 10)), enter(at=local(2019, 11, 8, 10))

    page = all_out("2019-11-07", "16:00").content.decode()

    assert "15 orang dicatat keluar pukul 16.00." in page
    left = Departure.objects.filter(left_at=local(2019, 11, 7, 16), source="desk")
    assert set(left.values_list("visit", "persons")) == {(long_ago.pk, 14), (single.pk, 1)}
    assert list(Visit.objects.inside()) == [other_day]


def test_pressed_twice_it_lets_nobody_out_twice(all_out, long_ago):
    said = uuid4()
    all_out("2019-11-07", "16:00", submission=said)
    before = list(Departure.objects.values())

    page = all_out("2019-11-07", "16:00", submission=said).content.decode()

    assert list(Departure.objects.values()) == before
    assert "Tidak ada yang ditambahkan." in page


def test_who_came_after_the_time_stays_inside(all_out, enter, local):
    late = enter(at=local(2019, 11, 7, 16, 10))

    all_out("2019-11-07", "16:00")

    assert list(Visit.objects.inside()) == [late]


def test_a_time_in_the_future_is_refused(all_out, enter, today):
    enter()

    answer = all_out(today + timedelta(days=1), "08:00")

    assert answer.status_code == 400
    assert Visit.objects.people_inside() == 1


@pytest.mark.parametrize("time", ["", "25:00", "16", "enam belas", "16:00\x00", "9" * 5000])
def test_a_time_that_is_none_is_refused_beside_the_field(all_out, long_ago, time):
    answer = all_out("2019-11-07", time)

    assert answer.status_code == 400
    assert "Isi jamnya, misalnya 16.00." in answer.content.decode()
    assert Departure.objects.count() == 1


@pytest.mark.parametrize(
    "day", ["", "2019-13-01", "07/11/2019", "1999-01-01", "9999-12-31", "2019-11-07\x00", "x" * 999]
)
def test_a_day_that_is_none_is_refused_and_the_page_is_todays(desk, all_out, close_by_hand, today, day):
    assert all_out(day or " ", "16:00").status_code == 400
    assert close_by_hand(5, day=day or " ").status_code == 400
    assert desk.get(reverse("desk-close-day", args=["ksp"]), {"day": day}).context["day"] == today
    assert not DayClose.objects.exists()


def test_another_sites_visits_are_not_let_out(all_out, enter, other_site, local):
    enter(site=other_site, at=local(2019, 11, 7, 9))

    all_out("2019-11-07", "16:00")

    assert Visit.objects.people_inside() == 1


def test_letting_one_visit_out_asks_when_and_leads_back_to_this_page(desk, long_ago, local):
    address = f"{reverse('desk-check-out', args=['ksp', long_ago.pk])}?back=close-day"
    assert address in of_2019(desk)
    assert 'name="time" value="16:00"' in desk.get(address).content.decode()

    answer = desk.post(address, {"persons": 14, "time": "15:20", "submission": uuid4()})

    assert answer.url == f"{reverse('desk-close-day', args=['ksp'])}?day=2019-11-07#open"
    assert long_ago.departures.get(persons=14).left_at == local(2019, 11, 7, 15, 20)


def test_who_came_after_closing_has_not_left_at_closing_time(desk, enter, local):
    late = enter(at=local(2019, 11, 7, 16, 10))

    assert 'name="time" value="23:59"' in page_of(desk, "desk-check-out", visit=late.pk)


@pytest.mark.parametrize(("time", "told"), [("08:59", "Jam keluar"), ("25:00", "Isi jamnya"), ("x\x00", "Isi jamnya")])
def test_a_time_at_which_it_cannot_have_left_is_refused(desk, long_ago, time, told):
    address = reverse("desk-check-out", args=["ksp", long_ago.pk])

    answer = desk.post(address, {"persons": 14, "time": time, "submission": uuid4()})

    assert answer.status_code == 400
    assert told in answer.content.decode()
    assert long_ago.departures.count() == 1


def test_the_minute_of_the_arrival_is_not_before_it(desk, enter, local):
    visit = enter(at=local(2019, 11, 7, 9, 5, 30))

    desk.post(reverse("desk-check-out", args=["ksp", visit.pk]), {"persons": 1, "time": "09:05", "submission": uuid4()})

    assert visit.departures.get().left_at == visit.arrived_at


def test_whom_the_clock_let_out_is_listed_and_can_still_be_recorded(desk, long_ago, local):
    tick(at=local(2019, 11, 7, 17))
    page = of_2019(desk)
    assert "Keluar otomatis 16.30" in page
    leave = reverse("desk-check-out", args=["ksp", long_ago.pk])
    assert 'name="persons" value="14"' in desk.get(leave).content.decode()

    desk.post(leave, {"persons": 5, "time": "15:20", "submission": uuid4()})

    assert long_ago.departures.get(persons=5).left_at == local(2019, 11, 7, 15, 20)
    assert sorted(long_ago.departures.values_list("source", "persons")) == [("automatic", 9), ("desk", 5), ("desk", 10)]


def test_letting_out_reads_each_visit_anew(site, long_ago, local):
    """Somebody at the tablet lets five out in just that moment."""
    told = {"site": site, "day": long_ago.day, "left_at": local(2019, 11, 7, 16)}
    check_out(visit=long_ago, submission=uuid4(), persons=5, at=local(2019, 11, 7, 15), source="kiosk")

    assert let_all_out(**told, submission=uuid4()) == 9
    long_ago.refresh_from_db()
    assert long_ago.departures.people() == 24


def test_wrong_methods_are_refused(desk):
    assert desk.get(reverse("desk-all-out", args=["ksp"])).status_code == 405
    assert desk.delete(reverse("desk-close-day", args=["ksp"])).status_code == 405


def queries_of(desk) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert page_of(desk, "desk-close-day")
    return len(asked)


def test_the_page_asks_the_same_queries_however_many_are_inside(desk, enter, close_by_hand):
    close_by_hand(1)
    close_by_hand(2)
    enter(persons=3)
    few = queries_of(desk)

    for _ in range(40):
        enter()

    assert queries_of(desk) == few == QUERIES
