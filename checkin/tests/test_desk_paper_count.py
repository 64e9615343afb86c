"""The count on paper beside the house's, kept when a day is closed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from checkin.errors import DayNotOver
from checkin.models import DayClose, SiteDay
from checkin.services.closing import close_day
from checkin.tests.pages import page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def today(site):
    return site.day_of(timezone.now())


def test_the_count_on_paper_is_kept_beside_the_systems(close_by_hand, enter, officer, today):
    enter(persons=24)

    page = close_by_hand(26, "Dua tamu lewat pintu samping").content.decode()

    kept = DayClose.objects.get()
    assert (kept.day, kept.system_visits, kept.paper_visits, kept.closed_by) == (today, 24, 26, officer)
    assert all(said in page for said in ("Hitungan hari ini tersimpan.", "+2", "Dua tamu lewat pintu samping"))


def test_nobody_has_to_count_on_paper(close_by_hand, enter):
    enter(persons=24)

    close_by_hand()

    assert DayClose.objects.get().difference is None


def test_the_same_again_changes_nothing(close_by_hand):
    for _ in range(3):
        close_by_hand(26, "sama")

    assert DayClose.objects.count() == 1
    assert not DayClose.history.exists()


def test_a_correction_keeps_what_was_said_before(close_by_hand, desk, today):
    close_by_hand(26, "salah lihat")
    page = close_by_hand(24, "dihitung ulang").content.decode()

    assert DayClose.objects.get().paper_visits == 24
    assert list(DayClose.history.order_by("history_id").values_list("history_type", "paper_visits")) == [
        ("+", 26),
        ("~", 24),
    ]
    assert "petugas: sistem 0, manual 26" in page
    assert "(salah lihat)" in page


def test_what_comes_in_after_closing_is_said(close_by_hand, desk, enter):
    enter(persons=24)
    close_by_hand(24)

    enter(persons=2)

    assert "Saat hari ditutup hitungan sistem 24; sekarang 26." in page_of(desk, "desk-close-day")


@pytest.mark.parametrize("paper", ["-1", "1.5", "1e3", "٢", "dua", "1\x00", "9" * 5000])
def test_a_count_that_is_none_is_refused(close_by_hand, paper):
    assert close_by_hand(paper).status_code == 400
    assert not DayClose.objects.exists()


def test_a_day_to_come_is_not_closed(site, officer, today):
    with pytest.raises(DayNotOver):
        close_day(site=site, day=today + timedelta(days=1), paper_visits=1, note="", by=officer, at=timezone.now())


def test_the_days_counter_is_left_alone(close_by_hand, enter, site, today):
    enter(persons=24)

    close_by_hand(26)

    assert SiteDay.objects.get(site=site, day=today).visits == 24
