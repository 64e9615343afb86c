"""Old figures known only as a sum: entered on a page, refused where they overlap, taken back with a reason."""

from datetime import date

import pytest
from django.urls import reverse

from checkin.models import HistoricalTotal
from checkin.tests.pages import page_of

pytestmark = pytest.mark.django_db
HALF_YEAR = {"first_day": "2019-04-01", "last_day": "2019-09-30", "visits": "346", "source": "Laporan 2019"}


@pytest.fixture
def staff(client, reporter):
    client.force_login(reporter)
    return client


@pytest.fixture
def say(staff, site):
    def say(**said):
        return staff.post(reverse("desk-totals", args=["ksp"]), {**HALF_YEAR, **said}, follow=True)

    return say


def test_a_period_is_entered_and_its_page_says_how_it_appears(say):
    page = say().content.decode()

    total = HistoricalTotal.objects.get()
    assert (total.first_day, total.last_day, total.visits) == (date(2019, 4, 1), date(2019, 9, 30), 346)
    assert "1 April 2019 – 30 September 2019" in page
    assert "2019 kini berisi 346 kunjungan." in page
    assert "satu blok berarsir" in page


def test_a_single_month_is_no_block(say):
    page = say(first_day="2019-10-01", last_day="2019-10-31", visits="142").content.decode()

    assert "2019 kini berisi 142 kunjungan." in page
    assert "blok" not in page


def test_an_overlap_is_refused_with_the_period_named(say, history):
    response = say(first_day="2019-09-30", last_day="2019-09-30", visits="1")

    assert response.status_code == 409
    assert "1 April 2019" in response.content.decode()
    assert HistoricalTotal.objects.filter(site=history).count() == 6


def test_the_page_never_says_recorded_of_another_source(say):
    say()
    assert say().status_code == 200

    assert say(source="Laporan 2020").status_code == 409
    assert HistoricalTotal.objects.get().source == "Laporan 2019"


def test_a_day_with_visits_takes_no_total(say, enter, local):
    enter(at=local(2019, 6, 3, 9))

    response = say()

    assert response.status_code == 409
    assert "3 Juni 2019" in response.content.decode()


@pytest.mark.parametrize(
    "said",
    [
        {"first_day": ""},
        {"first_day": "2019-10-01"},
        {"first_day": "0001-01-01", "last_day": "0001-01-31"},
        {"first_day": "1999-12-01", "last_day": "1999-12-31"},
        {"first_day": "07/13/2019"},
        {"first_day": "2018-12-31"},
        {"last_day": "2999-01-01", "first_day": "2999-01-01"},
        {"visits": "-1"},
        {"visits": "1e3"},
        {"source": " \u200b "},
        {"source": "x" * 121},
    ],
)
def test_what_cannot_be_is_refused_with_what_was_typed_kept(say, said):
    response = say(**said)

    assert response.status_code == 400
    assert "346" in response.content.decode() or "visits" in said
    assert not HistoricalTotal.objects.exists()


def test_a_total_is_taken_back_with_who_and_why_and_its_days_are_free(say, staff, reporter):
    say()
    total = HistoricalTotal.objects.get()

    page = reverse("desk-total-remove", args=["ksp", total.pk])
    assert staff.post(page, {"reason": " "}).status_code == 400
    staff.post(page, {"reason": "Salah ketik"})

    kept = HistoricalTotal.history.get()
    assert (kept.visits, kept.history_type, kept.history_user) == (346, "-", reporter)
    assert kept.history_change_reason == "Salah ketik"
    assert say(visits="345").status_code == 200
    assert HistoricalTotal.objects.get().visits == 345


def test_another_sites_total_is_not_there(staff, site, other_site):
    total = HistoricalTotal.objects.create(
        site=other_site, first_day=date(2019, 1, 1), last_day=date(2019, 1, 31), visits=7, source="contoh"
    )

    assert staff.get(reverse("desk-total-remove", args=["ksp", total.pk])).status_code == 404
    assert "contoh" not in page_of(staff, "desk-totals").split("<main")[1]


def test_the_list_says_that_it_is_empty(staff, site):
    assert "Belum ada rekap lama di sini." in page_of(staff, "desk-totals")
