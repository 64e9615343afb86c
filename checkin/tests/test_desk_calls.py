"""A tablet calls the staff: the desk's banner, what is fetched anew, and the answer."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from checkin.models import StaffCall
from checkin.services.calls import call_staff, take_back
from checkin.services.devices import open_kiosk
from checkin.tests.pages import page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(tablet):
    return call_staff(device=tablet, at=timezone.now())


@pytest.fixture
def look(desk):
    """Fetch the banner as the page does, naming what it shows already."""

    def look(tag=None):
        headers = {"If-None-Match": tag} if tag else {}
        return desk.get(reverse("desk-calls", args=["ksp"]), headers=headers)

    return look


def test_where_nobody_calls_there_is_no_banner(desk, look):
    assert "memanggil petugas" not in page_of(desk)
    assert look().content == b""


def test_a_call_stands_on_the_desk_and_in_its_title_since_when_and_from_where(desk, call, site):
    shown = page_of(desk)

    since = call.called_at.astimezone(site.zone)
    assert f"<b>Tablet depan</b> memanggil petugas sejak {since:%H.%M}." in shown
    assert "<title>Petugas dipanggil · Meja depan" in shown
    assert "Sudah dibantu" in shown


def test_who_needs_a_way_without_steps_is_told_in_words(desk, tablet, site):
    call = call_staff(device=tablet, at=timezone.now(), kind=StaffCall.Kind.STEP_FREE)

    since = call.called_at.astimezone(site.zone)
    assert f"<b>Tablet depan</b>: perlu jalan tanpa tangga, memanggil sejak {since:%H.%M}." in page_of(desk)
    with translation.override("en"):
        assert "<b>Tablet depan</b>: needs a step-free way, has been calling since" in page_of(desk)


def test_a_call_that_becomes_another_kind_is_sent_and_is_news(look, tablet, call):
    tag = look()["ETag"]
    call_staff(device=tablet, at=timezone.now(), kind=StaffCall.Kind.STEP_FREE)

    shown = look(tag)

    assert shown.status_code == 200
    assert f'data-call="{call.pk} step_free"' in shown.content.decode()


def test_a_call_of_yesterday_is_told_with_its_date(desk, tablet, site):
    at = timezone.now() - timedelta(days=1)
    call_staff(device=tablet, at=at)

    assert f"sejak {at.astimezone(site.zone):%d/%m/%Y %H.%M}." in page_of(desk)


def test_what_is_fetched_anew_is_the_banner_and_nothing_else(look, call):
    fetched = look().content.decode()

    assert "<b>Tablet depan</b> memanggil petugas sejak" in fetched
    assert "<html" not in fetched
    assert "csrfmiddlewaretoken" in fetched


def test_the_banner_that_is_shown_already_is_not_sent_again(desk, look, call):
    shown = look()

    again = look(shown["ETag"])

    assert (again.status_code, again.content) == (304, b"")
    assert desk.get(reverse("desk", args=["ksp"])).context["calls_tag"] == shown["ETag"]


def test_every_change_of_who_calls_is_sent(look, tablet, site):
    tags = [look()["ETag"]]
    call_staff(device=tablet, at=timezone.now())
    tags.append(look(tags[-1])["ETag"])
    other, __ = open_kiosk(site=site, name="Tablet belakang", at=timezone.now())
    call_staff(device=other, at=timezone.now())
    tags.append(look(tags[-1])["ETag"])
    take_back(device=tablet, at=timezone.now())
    tags.append(look(tags[-1])["ETag"])
    take_back(device=other, at=timezone.now())

    last = look(tags[-1])

    assert len(set(tags)) == 4
    assert (last.status_code, last.content, last["ETag"]) == (200, b"", tags[0])


def test_the_other_language_is_another_banner(desk, look, call):
    tag = look()["ETag"]

    with translation.override("en"):
        fetched = desk.get(reverse("desk-calls", args=["ksp"]), headers={"If-None-Match": tag})

    assert fetched.status_code == 200
    assert "has been calling the staff since" in fetched.content.decode()


def test_the_banner_is_kept_by_no_cache_and_not_shown_to_strangers(look, call, client, stranger, kiosk):
    shown = look()
    for answer in (shown, look(shown["ETag"])):
        assert answer["Cache-Control"] == "no-store"

    client.force_login(stranger)
    address = reverse("desk-calls", args=["ksp"])
    assert [browser.get(address).status_code for browser in (client, kiosk, Client())] == [404, 403, 302]


def test_who_helped_answers_the_call_and_it_is_over(desk, call, officer):
    page = desk.post(reverse("desk-call-answer", args=["ksp", call.pk]), follow=True).content.decode()

    call.refresh_from_db()
    assert (call.answered_by, call.ended_at is None) == (officer, False)
    assert "memanggil petugas" not in page


def test_the_first_who_answers_is_kept(client, officer, head, call):
    for person in (officer, head):
        client.force_login(person)
        assert client.post(reverse("desk-call-answer", args=["ksp", call.pk])).status_code == 302

    call.refresh_from_db()
    assert call.answered_by == officer


def test_a_call_taken_back_stays_taken_back(desk, ended_call):
    desk.post(reverse("desk-call-answer", args=["ksp", ended_call.pk]))

    assert StaffCall.objects.get().answered_by is None


def test_another_sites_call_is_not_there(desk, look, other_site):
    device, __ = open_kiosk(site=other_site, name="Tablet seberang", at=timezone.now())
    call = call_staff(device=device, at=timezone.now())

    assert "Tablet seberang" not in page_of(desk)
    assert look().content == b""
    assert desk.post(reverse("desk-call-answer", args=["ksp", call.pk])).status_code == 404
    assert StaffCall.objects.get().ended_at is None


def test_markup_in_a_tablets_name_is_only_text(look, tablet):
    tablet.name = "<img src=x onerror=alert(1)>"
    tablet.save()
    call_staff(device=tablet, at=timezone.now())

    assert "<img" not in look().content.decode()


@pytest.mark.parametrize("count", [1, 12])
def test_a_look_costs_the_same_queries_however_many_call(look, site, django_assert_num_queries, count):
    for turn in range(count):
        device, __ = open_kiosk(site=site, name=f"Tablet {turn}", at=timezone.now())
        call_staff(device=device, at=timezone.now())

    with django_assert_num_queries(4):
        assert look().content.count(b"data-call=") == count


def test_wrong_methods_are_refused(desk, ended_call):
    assert desk.post(reverse("desk-calls", args=["ksp"])).status_code == 405
    assert desk.get(reverse("desk-call-answer", args=["ksp", ended_call.pk])).status_code == 405
