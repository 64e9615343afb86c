"""Requests that no browser of ours sends are refused before anything reads them, alike on both databases."""

import pytest
from django.urls import reverse

from checkin.models import Visit

pytestmark = pytest.mark.django_db
PAGES = ("login", "home", "kiosk-category", "desk-home", "reports")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("charset", ["base64", "unicode_escape", "utf-16", "zlib", "undefined"])
def test_another_charset_than_utf_8_is_refused(client, page, charset):
    answer = client.generic("GET", reverse(page), b"x", content_type=f"text/plain; charset={charset}")

    assert answer.status_code == 415


def test_a_failed_sign_in_cannot_hide_in_a_charset(client, officer):
    body = (
        "--XX\r\nContent-Disposition: form-data; name=username\r\n\r\npetugas\r\n"
        "--XX\r\nContent-Disposition: form-data; name=x\r\n\r\n\\ud800\r\n--XX--\r\n"
    )
    kind = "multipart/form-data; boundary=XX; charset=unicode_escape"

    assert client.generic("POST", reverse("login"), body, content_type=kind).status_code == 415


@pytest.mark.parametrize("page", PAGES)
def test_a_nul_in_the_session_cookie_is_refused(client, page):
    client.cookies["sessionid"] = "\0abc"

    assert client.get(reverse(page)).status_code == 400


def test_an_address_of_another_host_is_no_address(client):
    assert client.get("/", PATH_INFO="//evil.test/kiosk/").status_code == 400


def test_nobody_uploads_before_signing_in(client):
    answer = client.generic("POST", reverse("login"), b"x" * 5_000_000, content_type="multipart/form-data; boundary=X")

    assert answer.status_code == 413


@pytest.mark.parametrize("then", ["/login/", "/en/login/", "/logout/", "/desk/ksp/tally/", "/no-such-page/"])
def test_signing_in_leads_to_a_page(client, officer, then):
    answer = client.post(
        f"{reverse('login')}?next={then}", {"username": "petugas", "password": "kata sandi 2019", "next": then}
    )

    assert answer.url == reverse("home")


def test_signing_in_is_the_way_out_of_being_both_staff_and_kiosk(desk):
    desk.cookies["kiosk"] = "nobody"

    page = desk.get(reverse("login"))
    answer = desk.post(reverse("login"), {"username": "petugas", "password": "kata sandi 2019"})

    assert page.status_code == 200
    assert (answer.status_code, answer.cookies["kiosk"].value) == (302, "")


def test_an_endless_address_is_not_carried_into_the_redirect(desk, category):
    form = {"category": "MHS", "submission": "5b0c7d0a-90e3-4f0b-8b0e-6f6c9d1e2f3a"}

    answer = desk.post(f"{reverse('desk-tally', args=['ksp'])}?organisation={'y' * 17_000}", form)

    assert (answer.status_code, Visit.objects.count()) == (302, 1)
    assert len(answer.url) < 300


def test_a_tally_that_is_refused_names_the_field(desk):
    page = desk.post(reverse("desk-tally", args=["ksp"]), {"submission": "5b0c7d0a-90e3-4f0b-8b0e-6f6c9d1e2f3a"})

    assert page.status_code == 400
    assert "Kategori:" in page.text
