"""Before, within and after the hours: a greeting, the questions, or the word that the house is closed."""

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

from checkin.models import OpeningHours, Space, Visit
from checkin.services.visits import check_out
from checkin.tests.kiosk_addresses import address
from checkin.tests.kiosk_screens import close_the_house

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed(site, device_and_token):
    """The doors are shut, and open on the day after tomorrow at eight."""
    close_the_house(site)


@pytest.fixture
def always_open(site, device_and_token):
    """Nobody has written the hours down."""
    OpeningHours.objects.filter(site=site).delete()


@pytest.fixture
def welcome(kiosk):
    def welcome(language="id"):
        page = kiosk.get(address("kiosk-welcome", language=language)).text
        return " ".join(
            page.split("data-passing>")[1].split("</p>")[0].replace("<span>", "").replace("</span>", "").split()
        )

    return welcome


@pytest.mark.parametrize("name", ["kiosk-category", "kiosk-category-group"])
def test_outside_the_hours_the_first_page_says_so(kiosk, closed, name, site):
    opens = site.day_of(timezone.now() + timedelta(days=2))
    weekday = ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"][opens.weekday()]

    page = kiosk.get(address(name), follow=True)

    assert page.redirect_chain == [(address("kiosk-closed"), 302)]
    assert "Kami sudah tutup." in page.text
    assert f"Buka lagi {weekday} 08.00." in page.text


def test_who_comes_before_the_doors_open_hears_that_it_is_today(by_day, kiosk, site):
    """At any hour: the doors open in the last minute of today."""
    now = timezone.now().astimezone(site.zone)
    site.opening_hours.all().delete()
    OpeningHours.objects.create(site=site, weekday=now.weekday(), start=time(23, 59), end=time.max)

    page = kiosk.get(address("kiosk-closed", language="en")).text

    assert "We are not open yet." in page
    assert "Open today at 23:59." in page


def test_while_the_doors_are_open_nothing_says_that_they_are_closed(kiosk):
    assert kiosk.get(address("kiosk-closed")).headers["Location"] == address("kiosk-category")


def test_a_house_whose_hours_nobody_wrote_down_is_always_open(kiosk, always_open):
    assert kiosk.get(address("kiosk-category")).status_code == 200


def test_a_house_that_does_not_open_within_a_month_names_no_day(kiosk, closed):
    OpeningHours.objects.update(valid_to=timezone.now() - timedelta(days=30))

    page = kiosk.get(address("kiosk-closed")).text

    assert "Kami sudah tutup." in page
    assert "Buka lagi" not in page


def test_leaving_stays_possible_until_everybody_is_out(kiosk, closed, enter):
    visit = enter()
    assert f'href="{address("kiosk-leave")}"' in kiosk.get(address("kiosk-closed")).text

    check_out(visit=visit, submission=visit.submission, persons=1, at=timezone.now(), source="kiosk")

    assert f'href="{address("kiosk-leave")}"' not in kiosk.get(address("kiosk-closed")).text


def test_who_comes_all_the_same_is_recorded_and_flagged(kiosk, closed, tap):
    assert f'href="{address("kiosk-anyway")}"' in kiosk.get(address("kiosk-closed")).text
    page = kiosk.get(address("kiosk-anyway")).text
    assert f'href="{address("kiosk-origin", "MHS", 1)}"' in page
    assert f'href="{address("kiosk-anyway-group")}"' in page
    assert f'href="{address("kiosk-anyway")}"' in kiosk.get(address("kiosk-anyway-group")).text

    assert tap().status_code == 302

    assert Visit.objects.get().is_out_of_hours is True


def test_within_the_hours_nothing_is_flagged(tap):
    tap()

    assert Visit.objects.get().is_out_of_hours is False


def test_where_nobody_can_say_nothing_is_said(tap, always_open):
    tap()

    assert Visit.objects.get().is_out_of_hours is None


def test_a_visit_at_the_desk_asks_no_hours(enter):
    assert enter(source="desk").is_out_of_hours is None


def test_the_closed_page_asks_few_queries(kiosk, closed, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        kiosk.get(address("kiosk-closed"))


def test_the_screen_at_rest_says_how_full_the_house_is(welcome, enter, always_open):
    Space.objects.update(capacity=20)
    enter(persons=26)

    assert welcome() == f"Sekarang 26 orang di dalam · masih ada {7 * 20 - 26} tempat"
    assert welcome("en") == f"26 people inside now · {7 * 20 - 26} places left"


def test_it_says_until_when_the_doors_are_open(welcome, site, device_and_token):
    OpeningHours.objects.filter(site=site).exclude(label="never").update(end=time(23, 59, 59))

    assert welcome().endswith("· buka sampai 23.59")


def test_what_is_not_known_is_not_said(welcome, enter, always_open):
    enter()
    assert welcome() == "Sekarang 1 orang di dalam"

    Space.objects.exclude(code="COW").update(capacity=20)
    assert "tempat" not in welcome()


def test_more_inside_than_there_is_room_for_leaves_no_places(welcome, enter, always_open):
    Space.objects.update(capacity=1)
    enter(persons=30)

    assert welcome() == "Sekarang 30 orang di dalam · masih ada 0 tempat"


def test_at_rest_while_closed_it_says_when_the_doors_open(welcome, closed):
    assert welcome().startswith("Buka lagi ")


def test_another_sites_people_are_not_counted(welcome, enter, other_site, always_open):
    enter(site=other_site, persons=5)

    assert welcome() == "Sekarang 0 orang di dalam"


@pytest.mark.parametrize(("day", "verse"), [(datetime(2026, 11, 24), "pompong"), (datetime(2026, 11, 23), "Gonggong")])
def test_two_verses_take_turns_by_the_day(kiosk, day, verse):
    """Odd and even days: whichever today is, tomorrow has the other."""
    today = kiosk.get(address("kiosk-welcome")).text

    assert ("pompong" in today) != ("Gonggong" in today)
    assert (verse in today) == (timezone.localdate().toordinal() % 2 == day.toordinal() % 2)


def test_the_first_page_goes_to_rest_and_the_others_ask_who_is_there(kiosk):
    at_rest = f'data-rest="60" data-to="{address("kiosk-welcome")}"'

    assert at_rest in kiosk.get(address("kiosk-category")).text
    for others in (address("kiosk-category", language="en"), address("kiosk-category-group"), address("kiosk-anyway")):
        assert at_rest not in kiosk.get(others).text
        assert "data-idle" in kiosk.get(others).text


def test_the_closed_page_goes_to_rest_too(kiosk, closed):
    assert "data-rest" in kiosk.get(address("kiosk-closed")).text
