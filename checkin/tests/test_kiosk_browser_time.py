"""The kiosk left alone: who walks away is forgotten, who is still here is not hurried, and the clock goes on."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_whoever_walks_away_is_asked_and_then_forgotten(opened, is_at):
    page = opened("kiosk-origin", "MHS", 1, language="en", clock=True)
    question = page.get_by_role("dialog", name="Are you still here?")

    page.clock.run_for(44_000)
    expect(question).to_be_hidden()
    page.clock.run_for(2_000)
    expect(question).to_be_visible()
    page.clock.run_for(9_000)
    expect(question).to_contain_text("in 10")
    page.clock.run_for(10_000)

    is_at(page, "kiosk-category")


def test_a_server_that_has_no_first_page_yet_is_asked_for_it_once(opened):
    page, asked = opened("kiosk-origin", "MHS", 1, clock=True), []

    def nothing_yet(route):
        asked.append(route.request.url)
        route.fulfill(status=204)  # the browser stays where it is

    page.route("**/kiosk/", nothing_yet)
    with page.expect_response("**/kiosk/"):
        page.clock.run_for(66_000)
    page.clock.run_for(5_000)

    assert len(asked) == 1


def test_whoever_is_still_here_stays(opened, is_at):
    page = opened("kiosk-origin", "MHS", 1, clock=True)
    page.clock.run_for(46_000)

    page.get_by_role("button", name="Ya, lanjut").tap()
    page.clock.run_for(44_000)

    expect(page.get_by_role("dialog")).to_be_hidden()
    is_at(page, "kiosk-origin", "MHS", 1)


def test_a_touch_begins_the_wait_anew(opened):
    page = opened("kiosk-origin", "MHS", 1, clock=True)
    page.clock.run_for(40_000)

    page.mouse.click(5, 300)
    page.clock.run_for(40_000)

    expect(page.get_by_role("dialog")).to_be_hidden()


def test_the_first_page_asks_nobody_in_indonesian_and_returns_from_english(opened, is_at):
    at_home, abroad = opened(clock=True), opened(language="en", clock=True)
    at_home.clock.run_for(55_000)
    abroad.clock.run_for(66_000)

    expect(at_home.get_by_role("dialog")).to_have_count(0)
    is_at(abroad, "kiosk-category")


def test_thanks_return_after_ten_seconds_unless_touched(opened, is_at):
    page = opened("kiosk-purpose", "MHS", 1, "batam", language="en", clock=True)
    page.get_by_role("button", name="Work or study").tap()
    expect(page.get_by_role("heading", name="Recorded. Please come in!")).to_be_visible()
    page.wait_for_load_state()  # the heading is there before its styles and scripts
    assert page.evaluate("() => document.querySelector('.return span').getAnimations()[0].playState") == "running"

    page.clock.run_for(9_000)
    expect(page.get_by_role("heading", name="Recorded. Please come in!")).to_be_visible()
    page.clock.run_for(1_500)

    is_at(page, "kiosk-category")


def test_touched_thanks_stay_and_close_at_two_minutes(opened, is_at):
    page = opened("kiosk-purpose", "MHS", 1, "batam", clock=True)
    page.get_by_role("button", name="Bekerja atau belajar").tap()
    expect(page.get_by_role("heading", name="Tercatat. Silakan masuk!")).to_be_visible()
    page.wait_for_load_state()
    page.mouse.click(5, 300)

    page.clock.run_for(100_000)
    expect(page.get_by_role("heading", name="Tercatat. Silakan masuk!")).to_be_visible()
    assert page.evaluate("() => document.querySelector('.return span').getAnimations()[0].playState") == "paused"
    page.clock.run_for(21_000)

    is_at(page, "kiosk-category")


def test_goodbye_returns_after_six_seconds(opened, is_at):
    page = opened("kiosk-goodbye", language="en", clock=True)

    page.clock.run_for(6_100)

    is_at(page, "kiosk-category")


def test_the_clock_goes_on_from_the_servers_time(opened):
    page = opened("kiosk-origin", "MHS", 1, clock=True)
    before = page.locator("[data-clock]").inner_text()

    page.clock.run_for(60_000)

    hours, minutes = map(int, before.split("."))
    later = hours * 60 + minutes + 1
    expect(page.locator("[data-clock]")).to_have_text(f"{later // 60 % 24:02d}.{later % 60:02d}")
