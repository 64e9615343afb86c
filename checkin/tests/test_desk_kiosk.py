"""Opening a kiosk from the desk: the officer goes, a device of the site comes."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from checkin.models import Device
from kspvisits.access import KIOSK_COOKIE

pytestmark = pytest.mark.django_db


@pytest.fixture
def open_kiosk(desk):
    def open_kiosk(name="Tablet depan"):
        return desk.post(reverse("desk-open-kiosk", args=["ksp"]), {"name": name})

    return open_kiosk


def test_one_button_makes_this_browser_a_kiosk_of_the_site(open_kiosk, desk, site):
    response = open_kiosk()

    device = Device.objects.get()
    assert response.url == reverse("kiosk-category")
    assert (device.site, device.name) == (site, "Tablet depan")
    assert device.token_digest == Device.digest(desk.cookies[KIOSK_COOKIE].value)


def test_the_officer_is_signed_out(open_kiosk, desk):
    open_kiosk()

    assert "_auth_user_id" not in desk.session
    assert settings.SESSION_COOKIE_NAME not in desk.cookies or not desk.cookies[settings.SESSION_COOKIE_NAME].value


def test_staff_pages_are_closed_to_the_new_kiosk(open_kiosk, desk):
    open_kiosk()

    response = desk.get(reverse("desk", args=["ksp"]))

    assert response.status_code == 403
    assert "Peramban ini adalah kios" in response.content.decode()


def test_the_kiosks_key_is_out_of_reach_of_scripts_and_other_sites(open_kiosk, desk):
    open_kiosk()

    cookie = desk.cookies[KIOSK_COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", "/")
    assert cookie["max-age"] == 400 * 24 * 60 * 60
    assert not cookie["secure"]


def test_the_kiosks_key_travels_only_encrypted_in_production(open_kiosk, desk, settings):
    settings.KIOSK_COOKIE_SECURE = True

    open_kiosk()

    assert desk.cookies[KIOSK_COOKIE]["secure"]


def test_the_button_stands_on_the_desk_with_a_name_and_what_will_happen(desk):
    page = desk.get(reverse("desk", args=["ksp"])).content.decode()

    assert "Buka kios di sini" in page
    assert 'value="Tablet depan"' in page
    assert "Anda keluar dari akun" in page


@pytest.mark.parametrize(
    "name", ["", "   ", "\u200b", "a\x00b", "x" * 61, "x" * 300_000, "3 1 7 2 0 1 0 1 0 1 0 1 0 0 0 1"]
)
def test_a_name_that_is_none_is_refused_and_the_officer_stays(open_kiosk, desk, name):
    response = open_kiosk(name)

    assert response.status_code == 400
    assert Device.objects.count() == 0
    assert desk.get(reverse("desk", args=["ksp"])).status_code == 200


def test_what_was_typed_is_kept(open_kiosk):
    assert (
        'value="Tablet lantai dua 2172010101010001"'
        in open_kiosk("Tablet lantai dua 2172010101010001").content.decode()
    )


def test_a_second_browser_with_no_key_is_no_kiosk(open_kiosk):
    open_kiosk()

    assert Client().get(reverse("kiosk-category")).status_code == 403
