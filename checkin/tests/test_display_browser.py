"""The lobby's screen in a real browser: on both kinds of television, for hours, and while nothing is heard."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from playwright.sync_api import expect

from checkin.models import Space
from checkin.tests.conftest import BEFORE_NOON, NOON
from reports.models import AnnualTarget
from reports.targets import even, set_target

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LYING, UPRIGHT, A_THIRD = (1920, 1080), (1080, 1920), (640, 360)
PEOPLE = {"COW": 14, "ESP": 10, "AUL": 61, "SEL": 0, "INF": 3, "KAF": 16, "RPD": 17}
NEXT_LOOK, A_MINUTE = 10_500, 61_500  # ms
LOST = re.compile(r"^Data terakhir \d\d\.\d\d — sambungan terputus$")
#: What does not fit: the page in its window, a line in its part, a word in its line.
MISFITS = """() => {
  const root = document.documentElement;
  const found = root.scrollHeight > innerHeight || root.scrollWidth > innerWidth ? ["the page scrolls"] : [];
  for (const part of document.querySelectorAll(".lobby p, .lobby h1, .lobby h2, .lobby svg:not(.lobby-tide svg)")) {
    if (!part.checkVisibility()) continue;
    const inner = part.getBoundingClientRect();
    const outer = (part.closest(".lobby-tide, .lobby-words, .lobby-year, .lobby-house") ?? document.body)
      .getBoundingClientRect();
    const sticksOut = inner.top < outer.top - 1 || inner.bottom > outer.bottom + 1
      || inner.left < outer.left - 1 || inner.right > outer.right + 1;
    if (sticksOut || (part.matches("p, h1") && part.scrollWidth > part.clientWidth + 1))
      found.push(part.textContent.trim() || part.getAttribute("class"));
  }
  return found;
}"""
WAVES = "() => document.querySelector('main').getAnimations({ subtree: true }).map((wave) => wave.startTime)"


@pytest.fixture
def full_house(other_site, enter):
    """The invented house: rooms of every word, more people than seats, somebody without a room, a year under way."""
    now = timezone.now()
    other_site.spaces.update(is_hard=False)
    for code, people in PEOPLE.items():
        if people:
            enter(site=other_site, space=other_site.spaces.get(code=code), persons=people, at=now)
    enter(site=other_site, space=None, persons=2, at=now)
    aim(other_site, 1200)
    return other_site


@pytest.fixture
def watch(new_context, live_server):
    """Open the screen; its clock stands still until it is told to run."""
    complaints = []

    def watch(size=LYING, language="id", scripts=True, motion="no-preference"):
        width, height = size
        context = new_context(
            viewport={"width": width, "height": height}, java_script_enabled=scripts, reduced_motion=motion
        )
        page = context.new_page()
        page.on("console", lambda message: "Content Security" in message.text and complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        if scripts:
            page.clock.install(time=BEFORE_NOON)
            page.clock.pause_at(NOON)
        with override(language):
            page.goto(live_server.url + reverse("display-lobby", args=["contoh"]))
        return page

    yield watch
    assert complaints == []


def aim(site, total: int):
    year = site.day_of(timezone.now()).year
    set_target(site=site, year=year, months=even(total), method=AnnualTarget.Method.EVEN)


def look_again(page, status: int):
    """Let ten seconds pass and the answer come."""
    with page.expect_response(lambda answer: answer.url.endswith("/now/")) as answered:
        page.clock.run_for(NEXT_LOOK)
    assert answered.value.status == status


def hear_again(page, status: int):
    """Let ten seconds pass until the page itself has heard the answer."""
    page.evaluate(LISTEN)
    look_again(page, status)
    page.evaluate("() => window.heard.then(() => {})")


LISTEN = """() => {
  window.heard = new Promise((go) => document.addEventListener("htmx:afterRequest", go, {once: true}));
}"""


def faults_of(page) -> list[str]:
    page.clock.resume()  # Axe waits for itself by the page's own clock
    violations = Axe().run(page).response["violations"]
    return [f"{fault['id']}: {node['html']}" for fault in violations for node in fault["nodes"]]


@pytest.mark.parametrize("size", [LYING, UPRIGHT, A_THIRD], ids=["lying", "upright", "a third"])
def test_one_to_seven_rooms_fit_without_scrolling(watch, full_house, size):
    pages = {language: watch(size, language) for language in ("id", "en")}
    misfits = {}
    for rooms in range(7, 0, -1):
        for gone in full_house.spaces.filter(position__gte=rooms):
            full_house.visits.filter(space=gone).update(space=None)
            gone.delete()
        cache.clear()
        for language, page in pages.items():
            page.reload()
            misfits[language, rooms] = page.evaluate(MISFITS)

    assert {case: found for case, found in misfits.items() if found} == {}


def test_what_does_not_fit_is_seen(watch, full_house):
    """The twin of the test above."""
    page = watch()
    page.evaluate("() => { document.querySelector('.lobby-people').textContent = '1.234.567'; }")

    assert page.evaluate(MISFITS) == ["1.234.567"]


@pytest.mark.parametrize("size", [LYING, UPRIGHT], ids=["lying", "upright"])
@pytest.mark.parametrize("language", ["id", "en"])
def test_axe_finds_nothing(watch, full_house, size, language):
    assert faults_of(watch(size, language)) == []


def test_an_empty_house_and_one_without_capacities_fit_and_are_for_everyone(watch, other_site):
    for capacity in (20, None):
        Space.objects.filter(site=other_site).update(capacity=capacity, is_hard=False)
        cache.clear()
        page = watch()
        assert (page.evaluate(MISFITS), faults_of(page)) == ([], [])


def test_news_comes_by_itself_and_nothing_else_moves(watch, full_house, enter):
    page = watch()
    page.evaluate("() => { document.querySelector('h1').mark = 'the same'; }")
    waves = page.evaluate(WAVES)
    assert waves == [0] * len(waves) != []

    hear_again(page, 304)
    assert page.evaluate("() => document.querySelector('h1').mark") == "the same"
    enter(site=full_house, space=full_house.spaces.get(code="SEL"), persons=1)
    cache.clear()
    hear_again(page, 200)

    expect(page.locator(".lobby-people")).to_have_text("124")
    assert page.evaluate(WAVES) == [0] * (len(waves) + 2)  # one more tide, in step with the others
    hear_again(page, 304)


def test_one_answer_that_goes_astray_dims_nothing(watch, full_house):
    page = watch()
    page.route("**/now/", lambda route: route.abort(), times=1)
    page.clock.run_for(NEXT_LOOK)
    hear_again(page, 304)
    page.clock.run_for(A_MINUTE - NEXT_LOOK)

    expect(page.get_by_role("status")).to_be_hidden()


@pytest.mark.parametrize("size", [LYING, UPRIGHT], ids=["lying", "upright"])
def test_dimmed_figures_can_still_be_read_by_everyone(watch, full_house, size):
    page = watch(size)
    page.route("**/now/", lambda route: route.abort())
    page.clock.run_for(A_MINUTE)
    expect(page.locator(".lobby-house")).to_have_css("opacity", "0.7")

    assert faults_of(page) == []


def test_a_lost_connection_dims_the_figures_and_comes_back_by_itself(watch, full_house, enter):
    page = watch()
    lost = page.get_by_role("status")
    expect(lost).to_be_hidden()
    page.route("**/now/", lambda route: route.abort())
    page.clock.run_for(A_MINUTE)

    expect(lost).to_have_text(LOST)
    expect(page.locator(".lobby-house")).to_have_css("opacity", "0.7")
    assert page.evaluate(MISFITS) == []
    page.unroute("**/now/")
    enter(site=full_house, space=None, persons=1)
    cache.clear()
    look_again(page, 200)

    expect(lost).to_be_hidden()
    expect(page.locator(".lobby-house")).to_have_css("opacity", "1")
    expect(page.locator(".lobby-people")).to_have_text("124")


@pytest.mark.parametrize("status", [200, 502])
def test_the_page_of_somebody_else_is_not_shown_as_ours(watch, full_house, status):
    """A portal that wants a password, a proxy that finds no server."""
    page = watch()
    page.route("**/now/", lambda route: route.fulfill(status=status, body="<h1>Sign in to this network</h1>"))

    look_again(page, status)
    page.clock.run_for(A_MINUTE)

    expect(page.get_by_role("status")).to_have_text(LOST)
    expect(page.locator(".lobby-people")).to_have_text("123")
    expect(page.get_by_text("Sign in to this network")).to_have_count(0)


def test_an_answer_that_never_comes_is_a_lost_connection(watch, full_house):
    page = watch()
    page.evaluate("() => document.querySelector('main').removeAttribute('hx-get')")
    page.route("**/now/", lambda route: None)

    page.clock.run_for(A_MINUTE)

    expect(page.get_by_role("status")).to_have_text(LOST)


def test_a_screen_that_hangs_for_months_takes_an_update(watch, full_house):
    page = watch()
    news = page.locator("main").inner_html().replace("display.css", "display.0123456789ab.css")
    page.route("**/now/", lambda route: route.fulfill(headers={"ETag": '"new"'}, body=news))
    page.evaluate("() => { window.isOld = true; }")

    with page.expect_navigation():
        look_again(page, 200)

    assert not page.evaluate("() => window.isOld")


def test_the_clock_goes_on(watch, full_house):
    page = watch()
    before = page.locator("[data-clock]").text_content()
    page.route("**/now/", lambda route: route.abort())  # its answers would put the clock right

    page.clock.run_for(60_000)

    expect(page.locator("[data-clock]")).not_to_have_text(before)


def test_a_television_whose_own_clock_is_set_shows_the_servers_time_again(watch, full_house):
    page = watch()
    hear_again(page, 304)
    page.evaluate("() => { const now = Date.now; Date.now = () => now() + 15 * 3_600_000; }")
    page.clock.run_for(1_000)
    wrong = page.locator("[data-clock]").text_content()

    hear_again(page, 304)
    page.clock.run_for(1_000)

    expect(page.locator("[data-clock]")).not_to_have_text(wrong)
    expect(page.locator("[data-lost]")).to_be_hidden()


def test_nothing_moves_for_who_wants_no_motion(watch, full_house):
    assert watch(motion="reduce").evaluate(WAVES) == []


def test_without_scripts_everything_is_there(watch, full_house):
    page = watch(scripts=False)

    expect(page.locator(".lobby-people")).to_have_text("123")
    expect(page.get_by_text("60 / 60 kursi, penuh")).to_be_visible()
    expect(page.get_by_text("ILUSTRASI — bukan data resmi")).to_be_visible()
    expect(page.get_by_role("status")).to_be_hidden()
