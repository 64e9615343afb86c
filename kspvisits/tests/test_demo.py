"""What a newcomer finds, and that running it again keeps every row."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.test import override_settings
from django.utils import timezone

from checkin.models import CalendarDay, Departure, HistoricalTotal, OpeningHours, Site, SiteDay, Visit
from checkin.services.hours import is_open
from checkin.services.occupancy import Word, occupancy
from kspvisits import demo
from reports.models import AnnualTarget
from reports.targets import target_of
from reports.year import figures_of

pytestmark = pytest.mark.django_db
NOW = timezone.now()
KEPT = (Site, Visit, Departure, SiteDay, AnnualTarget, HistoricalTotal, CalendarDay, OpeningHours)


def test_ksp_holds_its_published_history_and_no_invented_row():
    demo.seed(now=NOW)

    ksp = Site.objects.get(code="ksp")
    assert figures_of(ksp, 2019, NOW.date()).visits == 1015
    assert figures_of(ksp, 2018, NOW.date()).visits == 42
    assert not Visit.objects.filter(site=ksp).exists()
    assert not ksp.is_demo


def test_running_it_again_keeps_every_row_and_adds_none():
    demo.seed(now=NOW)
    before = everything()

    demo.seed(now=NOW)

    assert everything() == before


def test_a_target_that_the_office_has_changed_stays(capsys):
    demo.seed(now=NOW)
    call_command("set_target", site="ksp", year=2019, total=1100)

    demo.seed(now=NOW)

    assert target_of(Site.objects.get(code="ksp"), 2019).total == 1100


def test_a_total_entered_anew_in_other_words_stays():
    demo.seed(now=NOW)
    HistoricalTotal.objects.filter(site__code="ksp").update(source="Laporan tahunan", note="dicek ulang")
    before = everything()

    demo.seed(now=NOW)

    assert everything() == before


def test_whoever_tries_the_kiosk_finds_the_invented_site_open_at_any_hour():
    demo.seed(now=NOW)
    contoh = Site.objects.get(code="contoh")
    CalendarDay.objects.filter(site=contoh, day=contoh.day_of(NOW)).delete()  # on a national holiday too it is closed

    for hour in range(24):
        assert is_open(site=contoh, at=contoh.moment_of(contoh.day_of(NOW), time(hour, 30)))

    demo.seed(now=NOW + timedelta(days=30))
    assert OpeningHours.objects.filter(site=contoh, label=demo.INVENTED).count() == 7


def test_the_invented_site_can_be_shown_closed_and_opens_again():
    demo.seed(now=NOW, closed=True)
    contoh, ksp = Site.objects.get(code="contoh"), Site.objects.get(code="ksp")
    before = CalendarDay.objects.filter(site=ksp).count()
    assert not is_open(site=contoh, at=NOW)

    demo.seed(now=NOW)

    assert not CalendarDay.objects.filter(site=contoh, note=demo.INVENTED).exists()
    assert CalendarDay.objects.filter(site=ksp).count() == before


def everything() -> list:
    return [list(model.objects.order_by("pk").values()) for model in KEPT]


def test_days_that_passed_since_are_filled_in():
    demo.seed(now=NOW - timedelta(days=10))
    before = Visit.objects.count()

    demo.seed(now=NOW)

    assert Visit.objects.count() > before


def test_the_invented_site_has_a_target_a_year_and_people_inside():
    demo.seed(now=NOW)

    contoh = Site.objects.get(code="contoh")
    year = figures_of(contoh, contoh.day_of(NOW).year, contoh.day_of(NOW))
    assert contoh.is_demo
    assert year.target == demo.DEMO_TARGET
    assert year.visits == sum(contoh.days.values_list("visits", flat=True))
    assert Visit.objects.filter(site=contoh).people_inside() > 0


def test_the_invented_rooms_stand_at_every_word():
    a_saturday = datetime(2026, 11, 21, 12, tzinfo=ZoneInfo("Asia/Jakarta"))  # each day has its own dice
    demo.seed(now=a_saturday)

    house = occupancy(Site.objects.get(code="contoh"), at=a_saturday)
    assert {now.word for now in house.spaces} == set(Word)


def test_todays_numbers_follow_each_other_so_that_the_next_is_free():
    demo.seed(now=NOW)

    today = SiteDay.objects.filter(site__code="contoh").latest("day")
    numbers = Visit.objects.filter(site__code="contoh", day=today.day).values_list("number", flat=True)
    assert sorted(numbers) == list(range(1, today.last_number + 1))


def test_the_accounts_open_with_the_printed_password(rf):
    demo.seed(now=NOW)

    for name in ("petugas", "pelaporan", "kabid", "admin"):
        assert authenticate(rf.post("/login/"), username=name, password=demo.PASSWORD)


@override_settings(PRODUCTION=True)
def test_known_passwords_are_refused_in_production():
    with pytest.raises(demo.DemoRefused):
        demo.seed(now=NOW)

    assert not Site.objects.exists()
