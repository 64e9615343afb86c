"""The desk's page: who is inside, what happened today, and who may look."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from checkin.models import Membership, Visit
from checkin.services.visits import check_out, void
from checkin.tests.pages import page_of
from checkin.tests.spreadsheets import row, run, write

pytestmark = pytest.mark.django_db


def test_the_desk_opens_at_the_first_site_of_whoever_asks(desk):
    assert desk.get(reverse("desk-home")).url == reverse("desk", args=["ksp"])


def test_reporting_staff_have_no_desk(client, reporter):
    client.force_login(reporter)

    assert client.get(reverse("desk-home")).status_code == 403


def test_people_are_counted_and_not_rows(desk, enter):
    enter(persons=24)
    enter(persons=2)

    assert 'Di dalam sekarang <span class="total">(26)</span>' in page_of(desk)


def test_a_day_without_visitors_says_so(desk):
    page = page_of(desk)

    assert "Belum ada yang masuk hari ini." in page
    assert "Tidak ada orang di dalam." in page


def test_a_group_of_which_some_left_shows_both_numbers(desk, enter):
    visit = enter(persons=5)
    check_out(visit=visit, submission=uuid4(), persons=2, at=timezone.now(), source="desk")

    page = page_of(desk)

    assert "3 dari 5" in page
    assert "3 dari 5 di dalam" in page


@pytest.mark.parametrize(
    ("zone", "clock"), [("Asia/Jakarta", "WIB"), ("Asia/Makassar", "WITA"), ("Asia/Jayapura", "WIT")]
)
def test_times_are_those_of_the_sites_own_clock(desk, enter, site, zone, clock):
    site.timezone = zone
    site.save()
    visit = enter()

    page = page_of(desk)

    assert f"{visit.arrived_at.astimezone(site.zone):%H.%M}</time>" in page
    assert f" {clock}." in page


def test_the_stay_is_told_in_hours_and_minutes(desk, enter):
    enter(at=timezone.now() - timedelta(minutes=80))

    assert "1 j 20 mnt" in page_of(desk)


def test_who_left_at_an_hour_nobody_wrote_down_has_left_all_the_same(desk, enter, site, tmp_path):
    today = f"{site.day_of(timezone.now()):%d/%m/%Y}"
    enter()
    run("import_visits", write(tmp_path / "old.csv", [row(tanggal=today, jam_masuk="00.00", jam_keluar="", ruang="")]))

    assert "Sudah keluar, jam tidak diketahui" in page_of(desk)


def test_who_came_yesterday_and_never_left_is_still_inside_with_the_date(desk, enter, site):
    visit = enter(at=timezone.now() - timedelta(days=1))

    page = page_of(desk)

    assert "(1)" in page
    assert f"{visit.day:%d/%m/%Y}" in page
    assert 'Kunjungan hari ini <span class="total">(0)</span>' in page


def test_a_cancelled_visit_stays_in_the_list_struck_through_and_counts_nothing(desk, enter, officer):
    visit = enter(persons=3)
    void(visit=visit, reason="mistap", at=timezone.now(), by=officer)

    page = page_of(desk)

    assert "<s>3</s> 0" in page
    assert "Dibatalkan: Salah ketuk" in page
    assert 'Kunjungan hari ini <span class="total">(0)</span>' in page


def test_another_sites_visits_are_not_there(desk, enter, other_site):
    enter(site=other_site, persons=77)

    assert "(77)" not in page_of(desk)


def test_who_works_at_two_sites_may_choose(desk, officer, other_site):
    assert 'aria-label="Lokasi"' not in page_of(desk)

    Membership.objects.create(user=officer, site=other_site, role=Membership.Role.FRONT_DESK)

    assert reverse("desk", args=["contoh"]) in page_of(desk)


def test_the_front_desk_sees_no_way_to_the_dashboard_and_the_head_sees_both(client, officer, head):
    client.force_login(officer)
    assert "Dasbor" not in page_of(client)

    client.force_login(head)
    assert reverse("reports-site", args=["ksp"]) in page_of(client)


def test_the_desk_speaks_english(desk, enter):
    with translation.override("en"):
        page = page_of(desk)

    assert "Inside now" in page
    assert "University students" in page


def test_nothing_of_the_desk_is_kept_by_a_cache(desk, enter):
    visit = enter()

    for name, args in {"desk": {}, "desk-void": {"visit": visit.pk}, "desk-check-out": {"visit": visit.pk}}.items():
        assert desk.get(reverse(name, kwargs={"site": "ksp", **args}))["Cache-Control"] == "no-store"


@pytest.mark.parametrize("name", ["desk-check-out", "desk-void"])
def test_another_sites_visit_is_not_there(desk, enter, other_site, name):
    visit = enter(site=other_site)
    url = reverse(name, args=["ksp", visit.pk])

    assert desk.get(url).status_code == 404
    assert desk.post(url, {"persons": 1, "submission": uuid4(), "reason": "mistap"}).status_code == 404
    visit.refresh_from_db()
    assert visit.is_inside


@pytest.mark.parametrize("written", ["0", "999999", "9" * 30, "9" * 5000, "-1", "abc", "1e3", "%D9%A1", "1%00"])
@pytest.mark.parametrize("page", ["void", "check-out"])
def test_a_visit_that_is_none_answers_404(desk, page, written):
    assert desk.get(f"/desk/ksp/visits/{written}/{page}/").status_code == 404


def test_wrong_methods_are_refused(desk, enter):
    visit = enter()

    assert desk.get(reverse("desk-tally", args=["ksp"])).status_code == 405
    assert desk.post(reverse("desk", args=["ksp"])).status_code == 405
    for name in ("desk-void", "desk-check-out"):
        assert desk.put(reverse(name, args=["ksp", visit.pk])).status_code == 405
    assert desk.delete(reverse("desk-open-kiosk", args=["ksp"])).status_code == 405


def test_an_empty_post_is_a_mistake_and_saves_nothing(desk, enter):
    visit = enter()

    for name in ("desk-void", "desk-check-out"):
        assert desk.post(reverse(name, args=["ksp", visit.pk])).status_code == 400
    visit.refresh_from_db()
    assert visit.is_inside


def test_a_post_without_the_pages_own_token_is_refused(officer, enter):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(officer)

    response = browser.post(reverse("desk-tally", args=["ksp"]), {"category": "MHS", "submission": uuid4()})

    assert response.status_code == 403
    assert "kedaluwarsa" in response.content.decode()
    assert Visit.objects.count() == 0
