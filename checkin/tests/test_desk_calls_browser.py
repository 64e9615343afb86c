"""Calls from the tablets in a real browser: seen and heard at the desk while its work goes on."""

import re

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from checkin.models import StaffCall
from checkin.services.calls import call_staff, take_back
from checkin.services.devices import open_kiosk
from checkin.tests.desk_screens import complaints_about

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
#: Counts the tones instead of playing them.
LISTEN = """window.tones = 0; window.AudioContext = class extends AudioContext {
  constructor() { super(); window.bell = this; }
  createOscillator() { window.tones += 1; return super.createOscillator(); }
}"""


CAN_BE_HEARD = "() => window.bell?.state === 'running'"


@pytest.fixture
def desk_page(sit_down):
    """The desk with its clock in the test's hand and its tones counted, in a page whose complaints fail the test."""
    page = sit_down("desk-devices")
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.add_init_script(LISTEN)
    page.clock.install()
    page.goto(page.url.replace("devices/", ""))
    yield page
    assert complaints == []


def ten_seconds_later(page) -> None:
    with page.expect_response("**/calls/"):
        page.clock.fast_forward(10_000)


def test_a_call_comes_by_itself_and_leaves_what_is_being_typed(desk_page, tablet):
    desk_page.locator("[name=organisation]").press_sequentially("SMAN ")
    call_staff(device=tablet, at=timezone.now())

    ten_seconds_later(desk_page)
    expect(desk_page.locator("[data-calls]")).to_contain_text("Tablet depan memanggil petugas sejak")
    desk_page.keyboard.type("2")

    expect(desk_page.locator("[name=organisation]")).to_have_value("SMAN 2")
    expect(desk_page).to_have_title("Petugas dipanggil · Meja depan · Kepri Smart Province")


def test_a_call_reaches_every_page_of_the_desk_at_once(sit_down, tablet, held, enter):
    call_staff(device=tablet, at=timezone.now())
    pages = {"desk-devices": {}, "desk-held-entry": {"held": held.pk}, "desk-void": {"visit": enter().pk}}

    for name, args in pages.items():
        page = sit_down(name, **args)
        expect(page.locator("[data-calls]")).to_contain_text("Tablet depan memanggil petugas sejak")
        expect(page).to_have_title(re.compile("^Petugas dipanggil · "))
        assert complaints_about(page) == []


def test_a_call_that_is_taken_back_goes_by_itself(desk_page, tablet):
    call_staff(device=tablet, at=timezone.now())
    ten_seconds_later(desk_page)
    expect(desk_page.locator("[data-call]")).to_have_count(1)
    take_back(device=tablet, at=timezone.now())

    ten_seconds_later(desk_page)

    expect(desk_page.locator("[data-call]")).to_have_count(0)
    expect(desk_page).to_have_title("Meja depan · Kepri Smart Province")


def test_a_call_is_answered_without_leaving_the_page(desk_page, tablet):
    call_staff(device=tablet, at=timezone.now())
    ten_seconds_later(desk_page)
    desk_page.locator("[name=organisation]").fill("SMAN 2")

    desk_page.locator("[data-call] button").click()

    expect(desk_page.locator("[data-call]")).to_have_count(0)
    expect(desk_page.locator("[name=organisation]")).to_have_value("SMAN 2")
    expect(desk_page.locator("main")).to_be_focused()
    assert StaffCall.objects.get().answered_by.username == "petugas"


@pytest.mark.parametrize(("is_touched", "is_quiet", "tones"), [(True, False, 2), (False, False, 0), (True, True, 0)])
def test_a_new_call_is_heard_once_where_the_page_was_touched_and_is_not_told_to_be_quiet(
    desk_page, tablet, is_touched, is_quiet, tones
):
    if is_quiet:
        desk_page.evaluate("() => localStorage.setItem('desk-quiet', '1')")
        desk_page.reload()
    if is_touched:
        desk_page.locator("h1").click()
        desk_page.wait_for_function(CAN_BE_HEARD)
    call_staff(device=tablet, at=timezone.now())

    for _ in range(3):
        ten_seconds_later(desk_page)
    expect(desk_page.locator("[data-call]")).to_have_count(1)

    assert desk_page.evaluate("() => window.tones") == tones


def test_a_call_that_becomes_one_for_help_is_heard_again(desk_page, tablet):
    desk_page.locator("h1").click()
    desk_page.wait_for_function(CAN_BE_HEARD)
    for kind in ("staff", "step_free"):
        call_staff(device=tablet, at=timezone.now(), kind=kind)
        ten_seconds_later(desk_page)
        expect(desk_page.locator(f"[data-call$={kind}]")).to_have_count(1)

    assert desk_page.evaluate("() => window.tones") == 4


def test_to_be_quiet_is_remembered_in_this_browser(desk_page):
    box = desk_page.get_by_label("Bunyi saat tablet memanggil")
    expect(box).to_be_checked()

    box.uncheck()
    desk_page.reload()
    expect(box).not_to_be_checked()
    box.check()
    desk_page.reload()

    expect(box).to_be_checked()


def test_a_desk_that_cannot_see_calls_says_so_and_takes_it_back(desk_page):
    lost = desk_page.locator("[data-calls-lost]")
    desk_page.route("**/calls/", lambda route: route.abort())
    for _ in range(3):
        expect(lost).to_be_hidden()
        with desk_page.expect_event("requestfailed"):
            desk_page.clock.fast_forward(10_000)
    expect(lost).to_be_visible()
    assert complaints_about(desk_page) == []
    desk_page.unroute("**/calls/")

    ten_seconds_later(desk_page)

    expect(lost).to_be_hidden()


def test_a_sign_in_page_in_the_banners_place_is_no_banner(desk_page):
    desk_page.context.clear_cookies()

    for _ in range(3):
        ten_seconds_later(desk_page)

    expect(desk_page.locator("[data-calls-lost]")).to_be_visible()
    assert desk_page.locator("[data-calls] *").count() == 0


def test_a_script_that_follows_to_the_sign_in_page_is_caught(desk_page):
    written = (settings.BASE_DIR / "static/js/desk-calls.js").read_text(encoding="utf-8")
    broken = written.replace('redirect: "manual"', 'redirect: "follow"')
    desk_page.route("**/desk-calls*.js", lambda route: route.fulfill(body=broken, content_type="text/javascript"))
    desk_page.reload()
    desk_page.context.clear_cookies()

    ten_seconds_later(desk_page)

    expect(desk_page.locator("[data-calls] [name=username]")).to_have_count(1)


def test_the_address_of_the_banner_is_the_languages_own(sit_down, tablet):
    page = sit_down(language="en")

    assert page.locator("[data-calls]").get_attribute("data-calls") == "/en" + reverse("desk-calls", args=["ksp"])


def test_the_keyboard_stays_with_its_call_when_another_comes(desk_page, site, tablet):
    second, third = (open_kiosk(site=site, name=name, at=timezone.now())[0] for name in ("Kedua", "Ketiga"))
    for device in (tablet, second):
        call_staff(device=device, at=timezone.now())
    ten_seconds_later(desk_page)
    desk_page.get_by_role("button", name="Kedua: sudah dibantu").focus()

    call_staff(device=third, at=timezone.now())
    ten_seconds_later(desk_page)
    expect(desk_page.locator("[data-call]")).to_have_count(3)

    expect(desk_page.get_by_role("button", name="Kedua: sudah dibantu")).to_be_focused()


def test_a_form_of_an_older_sign_in_is_replaced(desk_page, tablet):
    call_staff(device=tablet, at=timezone.now())
    ten_seconds_later(desk_page)
    desk_page.evaluate("() => { document.querySelector('[data-call] [name=csrfmiddlewaretoken]').value = 'x'; }")

    with desk_page.expect_navigation():
        desk_page.locator("[data-call] button").click()
    desk_page.locator("[data-call] button").click()

    expect(desk_page.locator("[data-call]")).to_have_count(0)
    assert StaffCall.objects.get().answered_by


def test_a_call_is_heard_on_the_page_after_the_one_that_was_touched(desk_page, tablet):
    desk_page.get_by_role("link", name="Meja depan").first.click()
    desk_page.wait_for_function(CAN_BE_HEARD)
    call_staff(device=tablet, at=timezone.now())

    ten_seconds_later(desk_page)
    expect(desk_page.locator("[data-call]")).to_have_count(1)

    assert desk_page.evaluate("() => window.tones") == 2
