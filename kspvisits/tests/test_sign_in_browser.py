"""The front step in a real browser: every page of the doors, for everyone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from django.utils.translation import override

from kspvisits.access import KIOSK_COOKIE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BOTH = pytest.mark.parametrize(("width", "language"), [(1440, "id"), (390, "en")], ids=["desktop", "english phone"])


@pytest.fixture
def arrive(live_server, new_context):
    """Open a page as whoever holds these cookies."""

    def arrive(address="login", *, width=1440, language="id", **cookies):
        context = new_context(viewport={"width": width, "height": 800})
        context.add_cookies([{"name": name, "value": key, "url": live_server.url} for name, key in cookies.items()])
        page = context.new_page()
        with override(language):
            page.goto(live_server.url + (address if address.startswith("/") else reverse(address)))
        return page

    return arrive


def is_for_everyone(page) -> bool:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    return True


def sign_in(page, name: str, password: str) -> None:
    page.locator("[name=username]").fill(name)
    page.locator("[name=password]").fill(password)
    page.locator("form button").click()


@BOTH
def test_the_sign_in_page_and_its_refusals_are_for_everyone(arrive, officer, width, language):
    page = arrive(width=width, language=language)
    assert is_for_everyone(page)

    sign_in(page, "petugas", "salah")
    assert page.locator(".errorlist").is_visible()
    assert is_for_everyone(page)

    for _ in range(4):
        sign_in(page, "petugas", "salah")
    assert page.locator("form").count() == 0
    assert is_for_everyone(page)


@BOTH
def test_every_closed_door_is_for_everyone(arrive, client, reporter, device_and_token, width, language):
    client.force_login(reporter)
    key = client.cookies["sessionid"].value

    assert is_for_everyone(arrive("desk-home", width=width, language=language, sessionid=key))
    assert is_for_everyone(arrive("/none/", width=width, language=language, sessionid=key))
    assert is_for_everyone(arrive("desk-home", width=width, language=language, **{KIOSK_COOKIE: device_and_token[1]}))


def test_signing_in_needs_no_mouse(arrive, officer):
    page = arrive()

    page.locator("[name=username]:focus").wait_for()
    page.keyboard.type("petugas")
    page.keyboard.press("Tab")
    page.keyboard.type("salah")
    page.keyboard.press("Enter")
    page.wait_for_selector(".errorlist")
    page.locator("[name=password]:focus").wait_for()
    page.keyboard.type("kata sandi 2019")
    page.keyboard.press("Enter")

    page.wait_for_url("**/desk/ksp/")


def test_signing_in_as_staff_ends_the_kiosk_of_this_browser(arrive, officer, device_and_token):
    page = arrive(**{KIOSK_COOKIE: device_and_token[1]})

    sign_in(page, "petugas", "kata sandi 2019")
    page.wait_for_url("**/desk/ksp/")

    assert KIOSK_COOKIE not in {cookie["name"] for cookie in page.context.cookies()}


def test_the_other_language_is_one_click_away(arrive):
    page = arrive()

    page.get_by_role("link", name="English").click()
    page.wait_for_url("**/en/login/")

    assert page.get_by_role("heading", name="Staff sign-in").is_visible()
