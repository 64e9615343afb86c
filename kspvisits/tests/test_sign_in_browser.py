"""The front step in a real browser: every page of the doors, for everyone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from django.utils.translation import override
from playwright.sync_api import expect

from checkin.tests.desk_screens import enter_leads_on, tab_to
from kspvisits.access import KIOSK_COOKIE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BOTH = pytest.mark.parametrize(("width", "language"), [(1440, "id"), (390, "en")], ids=["desktop", "english phone"])

OLD = {"id": "Halaman ini sudah kedaluwarsa", "en": "This page has grown old"}
UNREADABLE = {"id": "Permintaan ini tidak dapat dibaca", "en": "This request cannot be read"}
ENDLESS_FORM = """() => {
  const form = document.querySelector("form:has([name=username])");
  const more = (n) => Object.assign(document.createElement("input"), {type: "hidden", name: `x${n}`});
  form.append(...Array.from({length: 1_001}, (_, n) => more(n)));
}"""


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
    with page.expect_navigation():
        page.locator("form button").click()


@BOTH
def test_the_sign_in_page_and_its_refusals_are_for_everyone(arrive, officer, width, language):
    page = arrive(width=width, language=language)
    assert is_for_everyone(page)

    sign_in(page, "petugas", "salah")
    expect(page.locator(".errorlist")).to_be_visible()
    assert is_for_everyone(page)

    for _ in range(4):
        sign_in(page, "petugas", "salah")
    expect(page.locator("form")).to_have_count(0)
    assert is_for_everyone(page)


@BOTH
def test_every_closed_door_is_for_everyone(arrive, client, reporter, device_and_token, width, language):
    client.force_login(reporter)
    key = client.cookies["sessionid"].value

    assert is_for_everyone(arrive("desk-home", width=width, language=language, sessionid=key))
    assert is_for_everyone(arrive("/none/", width=width, language=language, sessionid=key))
    assert is_for_everyone(arrive("desk-home", width=width, language=language, **{KIOSK_COOKIE: device_and_token[1]}))


@BOTH
def test_a_form_that_has_grown_old_is_for_everyone(arrive, officer, width, language):
    page = arrive(width=width, language=language)
    page.context.clear_cookies()

    sign_in(page, "petugas", "kata sandi 2019")

    expect(page.get_by_role("heading", name=OLD[language])).to_be_visible()
    assert is_for_everyone(page)


@BOTH
def test_what_cannot_be_read_is_for_everyone(arrive, officer, width, language):
    """More fields than any form of ours has."""
    page = arrive(width=width, language=language)
    page.evaluate(ENDLESS_FORM)

    sign_in(page, "petugas", "kata sandi 2019")

    expect(page.get_by_role("heading", name=UNREADABLE[language])).to_be_visible()
    assert is_for_everyone(page)


@pytest.mark.parametrize("grow_old", [True, False], ids=["grown old", "unreadable"])
def test_out_of_a_refused_form_leads_the_keyboard(arrive, officer, grow_old):
    page = arrive()
    page.context.clear_cookies() if grow_old else page.evaluate(ENDLESS_FORM)
    sign_in(page, "petugas", "kata sandi 2019")

    tab_to(page, "main .button-main")
    enter_leads_on(page)

    expect(page.locator("[name=username]")).to_be_visible()


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

    expect(page.get_by_role("heading", name="Staff sign-in")).to_be_visible()
