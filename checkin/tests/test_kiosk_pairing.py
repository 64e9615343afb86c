"""A browser that is no kiosk yet: the code of the desk makes it one, and whoever was signed in there leaves."""

from datetime import timedelta

import pytest
from django.utils import timezone

from checkin.models import Device, PairingCode
from checkin.services.pairing import TRIES, new_code
from checkin.tests.kiosk_addresses import address
from kspvisits.access import KIOSK_COOKIE

pytestmark = pytest.mark.django_db


@pytest.fixture
def code(site):
    return new_code(site=site, name="Tablet pintu", at=timezone.now())[1]


@pytest.fixture
def type_in(client):
    def type_in(typed, *, language="id"):
        return client.post(address("kiosk-pair", language=language), {"code": typed})

    return type_in


def test_a_browser_that_is_no_kiosk_is_asked_for_the_code_and_shown_the_other_way(client):
    page = client.get(address("kiosk-category")).text

    assert f'action="{address("kiosk-pair")}"' in page
    assert 'name="code"' in page
    assert page.count('autocomplete="off"') == 2
    assert 'href="/login/"' in page


@pytest.mark.parametrize("written", ["{0}", "{1} {2}", " {1}-{2} ", "{1}–{2}"])
@pytest.mark.parametrize("case", [str.upper, str.lower])
def test_the_code_opens_the_door_however_it_is_written(client, type_in, code, written, case, site, open_all_day):
    answer = type_in(case(written.format(code, code[:4], code[4:])))

    assert answer.headers["Location"] == address("kiosk-category")
    assert client.get(address("kiosk-category")).status_code == 200
    assert (Device.objects.get().site, Device.objects.get().name) == (site, "Tablet pintu")


def test_the_cookie_is_the_one_that_the_desk_gives(type_in, code):
    cookie = type_in(code).cookies[KIOSK_COOKIE]

    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", "/")
    assert cookie["max-age"] == 400 * 24 * 60 * 60


def test_whoever_was_signed_in_here_is_signed_out(desk, code):
    desk.post(address("kiosk-pair"), {"code": code})

    assert "_auth_user_id" not in desk.session
    assert desk.get("/desk/ksp/").status_code == 403


@pytest.mark.parametrize("typed", ["", "BCDFGHJK", "b" * 10_000, "BCDF\x00HJK", "<script>", "ÄÖÜ٣٣٣٣٣", "' OR 1=1--"])
def test_a_wrong_code_is_answered_kindly_and_opens_nothing(client, type_in, code, typed):
    answer = type_in(typed)

    assert answer.status_code == 400
    assert "Kode tidak cocok." in answer.text
    assert "lima kali coba" in answer.text
    assert KIOSK_COOKIE not in client.cookies
    assert not Device.objects.exists()


def test_what_was_typed_stands_there_to_be_mended_and_is_text(type_in):
    assert 'value="BCDF &lt;b&gt;"' in type_in("BCDF <b>").text


def test_the_wrong_code_is_answered_in_the_language_of_the_page(type_in):
    page = type_in("XXXX", language="en").text

    assert "This code does not match." in page
    assert f'href="{address("kiosk-pair")}" lang="id"' in page


def test_after_five_tries_even_the_right_code_is_worn_out(type_in, code):
    for _ in range(TRIES):
        type_in("BCDFGHJK")

    assert type_in(code).status_code == 400
    assert not Device.objects.exists()


def test_a_code_is_good_once_and_for_ten_minutes(client, type_in, code, site):
    type_in(code)
    client.cookies.clear()
    assert type_in(code).status_code == 400

    _, late = new_code(site=site, name="Tablet dua", at=timezone.now() - timedelta(minutes=11))
    assert type_in(late).status_code == 400


def test_a_browser_that_is_a_kiosk_stays_the_one_it_is(kiosk, code):
    answer = kiosk.post(address("kiosk-pair"), {"code": code})

    assert answer.headers["Location"] == address("kiosk-category")
    assert PairingCode.objects.get().redeemed_at is None
    assert Device.objects.count() == 1


def test_a_tablet_whose_trust_has_ended_is_asked_for_a_code_again(kiosk, code):
    Device.objects.update(revoked_at=timezone.now())
    assert 'name="code"' in kiosk.get(address("kiosk-category")).text

    kiosk.post(address("kiosk-pair"), {"code": code})

    assert kiosk.get(address("kiosk-anyway")).status_code == 200


def test_opening_the_address_of_the_code_leads_to_the_door(client):
    assert client.get(address("kiosk-pair")).headers["Location"] == address("kiosk-category")
    assert client.put(address("kiosk-pair")).status_code == 405


def test_pairing_asks_few_queries(type_in, code, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        type_in(code)
