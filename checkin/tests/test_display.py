"""The lobby's screen: what it says, and what it keeps to itself."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from checkin.models import Purpose, Space, VisitIdentity
from checkin.tests.lobby import later, space
from kspvisits.tests.crawl import readable
from reports.models import AnnualTarget
from reports.targets import even, set_target

pytestmark = pytest.mark.django_db
NAME = "Siti Nurhaliza"


def aim_at(site, total: int):
    year = site.day_of(timezone.now()).year
    set_target(site=site, year=year, months=even(total), method=AnnualTarget.Method.EVEN)


def test_anybody_sees_how_full_the_house_is(furnished, enter, look, open_all_day):
    enter(space=space("COW"), persons=14)
    enter(space=space("ESP"), persons=10)
    enter(space=space("AUL"), persons=2)

    page = look()

    assert "Sekarang di dalam 26 orang" in page
    assert "Cukup ramai 14 / 20 kursi" in page
    assert "10 / 10 kursi, penuh Penuh" in page
    assert "Aula 2 orang" in page
    assert "Buka sampai 23.59" in page


def test_it_speaks_english_too(furnished, enter, look, open_all_day):
    enter(space=space("COW"), persons=1)

    page = look("en")

    assert "Now inside 1 person" in page
    assert "Roomy 1 / 20 seats" in page
    assert "Open until 23:59" in page


def test_more_people_than_seats_are_never_said_of_a_room(furnished, enter, look):
    enter(space=space("ESP"), persons=13)

    assert "10 / 10 kursi, penuh" in look()
    assert "Sekarang di dalam 13 orang" in look()


def test_a_room_of_unknown_size_has_people_and_no_share(furnished, enter, look, client):
    Space.objects.filter(site=furnished).update(capacity=None)
    enter(space=space("COW"), persons=4)

    page = look()

    assert "4 orang" in page
    assert "kursi" not in page
    assert "%" not in page
    assert "tempat" not in page
    assert "lobby-tide" not in client.get(reverse("display-lobby", args=["ksp"])).content.decode()


def test_people_without_a_room_are_said_to_be(furnished, enter, look):
    enter(space=None, purpose=Purpose.objects.get(code="LAIN"), persons=3)

    assert "3 di antaranya tanpa ruang" in look()


def test_who_has_perhaps_left_is_said_to_have(furnished, enter, look):
    enter(at=timezone.now() - timedelta(hours=5), persons=3)
    enter(persons=23)

    assert "Sekarang di dalam 26 orang" in look()
    assert "3 di antaranya mungkin sudah pulang" in look()


def test_over_an_empty_floor_no_wave_is_drawn(furnished, enter, client):
    page = client.get(reverse("display-lobby", args=["ksp"])).content.decode()
    assert "lobby-wave" not in page
    assert readable(page).count("Kosong") == 2

    enter(space=space("COW"))
    later()

    assert client.get(reverse("display-lobby", args=["ksp"])).content.decode().count('"lobby-wave"') == 1


def test_before_the_target_the_boat_is_under_way(furnished, enter, look):
    aim_at(furnished, 1000)
    enter(persons=873, source="desk")

    page = look()

    assert "873 dari 1.000" in page
    assert "Pelayaran menuju target: 873 dari 1.000 kunjungan." in page


def test_after_the_target_the_boat_anchors(furnished, enter, look, client):
    aim_at(furnished, 1000)
    enter(persons=1015, source="desk")

    assert "Target 1.000 tercapai — 1.015" in look()
    assert 'class="anchor"' in client.get(reverse("display-lobby", args=["ksp"])).content.decode()


def test_without_a_target_it_says_so_and_divides_nothing(furnished, enter, look, client):
    enter(persons=7)

    assert "Kunjungan tahun ini 7 Target belum ditetapkan." in look()
    assert "lobby-voyage" not in client.get(reverse("display-lobby", args=["ksp"])).content.decode()


def test_what_was_never_recorded_is_unknown_and_not_zero(furnished, look):
    assert "Kunjungan tahun ini … Target belum ditetapkan." in look()


def test_an_office_may_keep_the_year_off_its_screen(furnished, enter, look, settings):
    aim_at(furnished, 1000)
    enter(persons=7)
    assert "Kunjungan tahun ini 7 dari 1.000" in look()

    settings.LOBBY_SHOWS_YEAR = False

    assert "Kunjungan tahun ini" not in look()
    assert "1.000" not in look()
    assert "Sekarang di dalam 7 orang" in look()


def test_a_closed_house_says_when_it_opens(furnished, enter, look):
    now = timezone.now()
    furnished.opening_hours.all().delete()
    furnished.opening_hours.create(
        weekday=furnished.day_of(now + timedelta(days=2)).weekday(), start="08:00", end="16:00"
    )

    assert re.search(r"Buka lagi \w+ 08\.00\.", look())


def test_an_invented_house_wears_its_ribbon(other_site, furnished, look):
    assert "ILUSTRASI — bukan data resmi" in look(site="contoh")
    assert "ILUSTRASI" not in look()


def test_no_name_of_a_visitor_and_none_of_a_group_is_on_it(furnished, enter, client, poll):
    visit = enter(organisation="SMA Negeri Rahasia", space=space("COW"))
    VisitIdentity.objects.create(visit=visit, name=NAME, notice_version="1", language="id", keep_until=visit.day)

    shown = client.get(reverse("display-lobby", args=["ksp"])).content.decode() + poll().content.decode()

    assert str(visit.number) in shown  # one is inside: the visit is among what is shown
    assert NAME not in shown
    assert "Rahasia" not in shown
    assert str(visit.submission) not in shown


@pytest.mark.parametrize("name", ["display-lobby", "display-now"])
def test_another_house_and_another_method_are_refused(site, client, name):
    assert client.get(reverse(name, args=["nowhere"])).status_code == 404
    assert client.post(reverse(name, args=["ksp"])).status_code == 405


def test_without_scripts_the_page_is_loaded_anew(site, client):
    page = client.get(reverse("display-lobby", args=["ksp"])).content.decode()

    assert '<noscript><meta http-equiv="refresh" content="10"></noscript>' in page


def test_the_page_and_its_part_show_the_same(furnished, enter, client, poll):
    enter(space=space("COW"), persons=3)

    assert poll().content.decode() in client.get(reverse("display-lobby", args=["ksp"])).content.decode()


def test_a_kiosk_and_the_desk_may_look_too(site, kiosk, desk):
    for browser in (Client(), kiosk, desk):
        assert browser.get(reverse("display-lobby", args=["ksp"])).status_code == 200


def test_the_desk_leads_there(site, desk):
    link = f'href="{reverse("display-lobby", args=["ksp"])}"'

    assert link in desk.get(reverse("desk", args=["ksp"])).content.decode()
    assert link in desk.get(reverse("desk-devices", args=["ksp"])).content.decode()
