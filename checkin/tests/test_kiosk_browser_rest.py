"""The kiosk at rest and beside its questions, in the browser: sleep, larger type, a call, a picture, a code."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from checkin.models import Device, StaffCall
from checkin.services.pairing import new_code
from checkin.tests.kiosk_addresses import address
from checkin.tests.kiosk_screens import LANDSCAPE, close_the_house

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WITH_AND_WITHOUT_SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
SIZE = "() => parseFloat(getComputedStyle(document.body).fontSize)"


def test_the_first_page_goes_to_rest_after_a_minute_and_a_touch_anywhere_wakes_it(opened, is_at):
    page = opened(clock=True)

    page.clock.run_for(59_000)
    is_at(page, "kiosk-category")
    page.clock.run_for(1_500)
    is_at(page, "kiosk-welcome")
    expect(page.get_by_role("heading", name="Selamat datang")).to_be_visible()
    page.wait_for_load_state()

    page.touchscreen.tap(5, 5)
    is_at(page, "kiosk-category")


def test_a_touch_keeps_the_first_page_awake(opened, is_at):
    page = opened(clock=True)
    page.clock.run_for(50_000)

    page.mouse.click(5, 300)
    page.clock.run_for(50_000)

    is_at(page, "kiosk-category")


def test_any_key_wakes_it(opened, is_at):
    page = opened("kiosk-welcome")

    page.keyboard.press("Space")

    is_at(page, "kiosk-category")


def test_at_rest_the_number_of_people_is_asked_for_anew(opened, enter):
    page = opened("kiosk-welcome", clock=True)
    expect(page.get_by_text("Sekarang 0 orang di dalam")).to_be_visible()
    enter(persons=26)

    page.clock.run_for(60_500)

    expect(page.get_by_text("Sekarang 26 orang di dalam")).to_be_visible()


def test_a_number_that_cannot_be_asked_for_is_not_shown(opened, live_server):
    page = opened("kiosk-welcome", clock=True)
    page.route("**/kiosk/welcome/", lambda route: route.fulfill(status=503))

    page.clock.run_for(60_500)

    expect(page.get_by_text("orang di dalam")).to_have_count(0)
    expect(page.get_by_text("Pulau Penyengat").or_(page.get_by_text("Gonggong"))).to_be_visible()


def test_nothing_moves_for_who_wants_no_motion(opened):
    page = opened("kiosk-welcome")
    moving = "() => document.querySelector('.rests').getAnimations().length"
    assert page.evaluate(moving) == 1

    page.emulate_media(reduced_motion="reduce")

    assert page.evaluate(moving) == 0


def test_the_closed_page_sleeps_and_wakes_closed(opened, is_at, site):
    close_the_house(site)
    page = opened(clock=True)
    is_at(page, "kiosk-closed")

    page.clock.run_for(60_500)
    is_at(page, "kiosk-welcome")
    expect(page.get_by_text("Buka lagi")).to_be_visible()
    page.wait_for_load_state()
    page.touchscreen.tap(5, 5)

    is_at(page, "kiosk-closed")


@WITH_AND_WITHOUT_SCRIPTS
def test_larger_type_stays_with_the_visitor_and_ends_with_him(opened, scripts):
    page = opened(scripts=scripts)
    page.get_by_role("button", name="A+ Besar").tap()
    expect(page.get_by_role("button", name="A+ Besar")).to_have_attribute("aria-pressed", "true")
    assert size_of(page) == 27.5

    page.get_by_role("link", name="Mahasiswa").tap()
    expect(page.get_by_role("heading", name="Anda dari mana?")).to_be_visible()
    assert size_of(page) == 27.5
    page.get_by_role("link", name="Batam").tap()
    page.get_by_role("button", name="Bekerja atau belajar").tap()
    expect(page.get_by_role("heading", name="Tercatat. Silakan masuk!")).to_be_visible()
    assert size_of(page) == 27.5

    page.get_by_role("link", name="Selesai").tap()
    expect(page.get_by_role("heading", name="Masuk sebagai siapa?")).to_be_visible()
    assert size_of(page) == 22


def size_of(page) -> float:
    """Of the type. Without scripts the browser answers none of ours, so it is read off the class."""
    return 27.5 if "kiosk-large" in page.locator("body").get_attribute("class") else 22


def test_larger_type_changes_in_place_and_back(opened, is_at):
    page = opened("kiosk-persons", "KOM", 2)
    page.get_by_role("link", name="+10").tap()
    page.evaluate("() => { window.sameDocument = true; }")

    page.get_by_role("button", name="A+ Besar").tap()
    assert page.evaluate(SIZE) == 27.5
    page.get_by_role("button", name="A+ Besar").tap()

    assert page.evaluate(SIZE) == 22
    assert page.evaluate("() => window.sameDocument")
    is_at(page, "kiosk-persons", "KOM", 12)


def test_whoever_walks_away_takes_the_larger_type_along(opened, is_at):
    page = opened("kiosk-origin", "MHS", 1, clock=True)
    page.get_by_role("button", name="A+ Besar").tap()

    page.clock.run_for(66_000)

    is_at(page, "kiosk-category")
    expect(page.locator("body")).to_have_css("font-size", "22px")


@WITH_AND_WITHOUT_SCRIPTS
def test_the_staff_are_called_and_sent_away_again(opened, is_at, scripts):
    page = opened("kiosk-origin", "MHS", 1, scripts=scripts)

    page.get_by_role("button", name="Panggil petugas").tap()
    expect(page.get_by_role("heading", name="Petugas sudah dipanggil.")).to_be_visible()
    assert StaffCall.objects.get().ended_at is None
    page.get_by_role("button", name="Batal").tap()

    is_at(page, "kiosk-category")
    assert StaffCall.objects.get().ended_at is not None


@WITH_AND_WITHOUT_SCRIPTS
def test_help_is_asked_for_from_the_first_page_or_after_calling(opened, scripts):
    page = opened(scripts=scripts)

    page.get_by_role("button", name="Saya perlu bantuan").tap()
    expect(page.get_by_text("mengantar Anda lewat jalan tanpa tangga")).to_be_visible()
    page.get_by_role("button", name="Cukup petugas saja").tap()
    expect(page.get_by_text("Mohon tunggu sebentar.")).to_be_visible()
    page.get_by_role("button", name="Saya perlu jalan tanpa tangga").tap()

    expect(page.get_by_text("mengantar Anda lewat jalan tanpa tangga")).to_be_visible()
    assert StaffCall.objects.get().is_step_free


def test_a_trembling_hand_calls_once_and_the_call_outlives_the_page(opened, is_at):
    page = opened(clock=True)
    page.get_by_role("button", name="Panggil petugas").dblclick()
    expect(page.get_by_role("heading", name="Petugas sudah dipanggil.")).to_be_visible()
    page.wait_for_load_state()  # the heading is there before the script that counts

    page.clock.run_for(31_000)

    is_at(page, "kiosk-category")
    assert StaffCall.objects.get().ended_at is None


@WITH_AND_WITHOUT_SCRIPTS
def test_a_forgotten_number_is_found_by_its_picture(opened, is_at, enter, scripts):
    enter()
    page = opened(scripts=scripts)

    page.get_by_role("link", name="Keluar / pulang").tap()
    page.get_by_role("link", name="Lupa nomor").tap()
    page.get_by_role("link", name="Mahasiswa").tap()
    page.get_by_role("button", name="Ya, keluar").tap()

    is_at(page, "kiosk-goodbye")


@WITH_AND_WITHOUT_SCRIPTS
def test_a_code_typed_by_hand_makes_a_kiosk(new_context, live_server, site, open_all_day, scripts):
    _, letters = new_code(site=site, name="Tablet pintu", at=timezone.now())
    page = new_context(viewport=LANDSCAPE, java_script_enabled=scripts).new_page()
    page.goto(live_server.url + address("kiosk-category"))

    page.get_by_label("Kode dari meja depan").fill("salah")
    page.get_by_role("button", name="Pasangkan tablet").click()
    expect(page.get_by_role("alert")).to_contain_text("Kode tidak cocok.")
    page.get_by_label("Kode dari meja depan").fill(f"{letters[:4]} {letters[4:]}".lower())
    page.get_by_role("button", name="Pasangkan tablet").click()

    expect(page.get_by_role("heading", name="Masuk sebagai siapa?")).to_be_visible()
    assert Device.objects.get().name == "Tablet pintu"
