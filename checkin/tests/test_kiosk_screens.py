"""Every kiosk screen measured in the browser: targets, scrolling, accessibility, weight, and who is called."""

from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect

from checkin.models import Space, Visit, VisitorCategory
from checkin.services.visits import undo
from checkin.tests.kiosk_addresses import address
from checkin.tests.kiosk_screens import (
    HALF_LANDSCAPE,
    HALF_PORTRAIT,
    LANDSCAPE,
    PORTRAIT,
    addresses,
    become_kiosk,
    shown,
)
from reports.models import AnnualTarget
from reports.targets import even, set_target

# Each test opens more than thirty screens.
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]
FIRST_PAGE, LATER_PAGE = 60_000, 5_000
LANGUAGES = pytest.mark.parametrize("language", ["id", "en"])
SIZES = {"landscape": [LANDSCAPE, HALF_LANDSCAPE], "portrait": [PORTRAIT, HALF_PORTRAIT]}
WAYS = pytest.mark.parametrize("way", SIZES)
# Targets smaller than a fingertip of a grandmother: 20 mm for a choice, 12 mm for the rest; what is hidden is skipped.
TOO_SMALL = """() => [...document.querySelectorAll("a, button, input:not([type=hidden])")]
  .filter((part) => part.checkVisibility() && !part.closest("[inert]"))
  .map((part) => [part, part.getBoundingClientRect()])
  .filter(([part, box]) => {
    const least = part.matches(".step-less, .step-more") ? [150, 150] : part.matches(".tile") ? [120, 120] : [120, 72];
    return box.width < least[0] || box.height < least[1];
  })
  .map(([part, box]) => `${part.textContent.trim() || part.name} ${box.width} x ${box.height}`)"""
OUT_OF_SIGHT = """() => [
    ["page", document.documentElement.scrollHeight - innerHeight, document.documentElement.scrollWidth - innerWidth],
    ...[...document.querySelectorAll(".tile, .push, .step")].filter((part) => part.checkVisibility()).map((part) =>
      [part.textContent.trim(), part.scrollHeight - part.clientHeight, part.scrollWidth - part.clientWidth]),
  ].filter(([, down, across]) => down > 0 || across > 0)"""


# What may scroll down may still not run off a side, nor may words leave their button.
CUT = """() => {
  const parts = ".tile, .push, .step, .top-push, .top-language, .touch, .typed";
  const seen = [...document.querySelectorAll(parts)].filter((part) => part.checkVisibility());
  const over = (part) => [part.scrollHeight - part.clientHeight, part.scrollWidth - part.clientWidth];
  const found = seen.map((part) => [part.textContent.trim(), ...over(part)]);
  found.push(["page", 0, document.documentElement.scrollWidth - innerWidth]);
  return found.filter(([, down, across]) => down > 0 || across > 0);
}"""
# 22 px is the size of a sentence; the screen at rest belongs to nobody.
NOT_LARGER = """() => document.querySelector(".kiosk-rests") || getComputedStyle(document.body).fontSize === "27.5px"
  ? [] : [getComputedStyle(document.body).fontSize]"""


@pytest.fixture
def all_screens(site, enter, device_and_token, by_card):
    """Addresses by name: an ordinary house with a target, long words, and a demo ribbon to make room for."""
    device, _ = device_and_token
    type(site).objects.filter(pk=site.pk).update(is_demo=True)
    Space.objects.update(
        capacity=500, wayfinding="Keluar lewat pintu samping, kanan", wayfinding_en="Out through the side door",
        step_free_way="Lift di ujung selasar, lantai dua", step_free_way_en="Lift at the end of the veranda",
    )  # fmt: skip
    set_target(site=site, year=site.day_of(timezone.now()).year, months=even(1200), method=AnnualTarget.Method.EVEN)
    room = Space.objects.get(site=site, code="RPD")

    def all_screens(language):
        enter(persons=1190, source="desk")
        alone, group, undone = (enter(device=device, space=room, persons=persons) for persons in (1, 24, 1))
        bare = enter(device=device)
        for category in [*VisitorCategory.objects.all()] * 2:
            enter(category=category)
        Visit.objects.filter(pk=bare.pk).update(number=None)
        undo(visit=undone, device=device, at=timezone.now())
        return addresses(alone, group, undone, bare, language, **by_card())

    return all_screens


@pytest.fixture
def tablet(new_context, live_server, device_and_token):
    """A page of a kiosk in a window of this size."""

    def tablet(size=LANDSCAPE):
        context = new_context(viewport=size)
        become_kiosk(context, live_server, device_and_token[1])
        return context.new_page()

    return tablet


@LANGUAGES
def test_every_target_is_large_and_nothing_has_to_be_scrolled(tablet, live_server, site, all_screens, language):
    page, complaints = tablet(), {}

    for name in shown(page, live_server, site, all_screens(language)):
        for way, (size, _half) in SIZES.items():
            page.set_viewport_size(size)
            complaints[f"{name} {way}"] = page.evaluate(TOO_SMALL) + page.evaluate(OUT_OF_SIGHT)

    assert len(complaints) >= 60
    assert {name: said for name, said in complaints.items() if said} == {}


@LANGUAGES
def test_larger_type_is_larger_and_runs_off_no_edge(tablet, live_server, site, all_screens, language):
    page, complaints = tablet(), {}

    for name in shown(page, live_server, site, all_screens(language), is_large=True):
        for way, (size, _half) in SIZES.items():
            page.set_viewport_size(size)
            complaints[f"{name} {way}"] = page.evaluate(TOO_SMALL) + page.evaluate(CUT) + page.evaluate(NOT_LARGER)

    assert {name: said for name, said in complaints.items() if said} == {}


@LANGUAGES
@WAYS
def test_axe_finds_nothing_at_once_and_twice_the_size(tablet, live_server, site, all_screens, language, way):
    page, complaints = tablet(), {}

    for name in shown(page, live_server, site, all_screens(language)):
        for size in SIZES[way]:
            page.set_viewport_size(size)
            found = Axe().run(page).response["violations"]
            complaints[f"{name} {size}"] = [f"{fault['id']}: {fault['nodes'][0]['html']}" for fault in found]

    assert {name: said for name, said in complaints.items() if said} == {}


@WAYS
def test_axe_finds_nothing_in_larger_type(tablet, live_server, site, all_screens, way):
    page, complaints = tablet(SIZES[way][0]), {}

    for name in shown(page, live_server, site, all_screens("id"), is_large=True):
        found = Axe().run(page).response["violations"]
        complaints[name] = [f"{fault['id']}: {fault['nodes'][0]['html']}" for fault in found]

    assert {name: said for name, said in complaints.items() if said} == {}


def test_axe_finds_nothing_on_the_closed_door(new_context, live_server, site):
    page = new_context(viewport=LANDSCAPE).new_page()
    page.goto(live_server.url + address("kiosk-category"))

    assert Axe().run(page).violations_count == 0
    assert page.evaluate(TOO_SMALL) + page.evaluate(OUT_OF_SIGHT) == []


@LANGUAGES
def test_a_name_that_is_asked_for_again_is_for_everyone(tablet, live_server, site, language):
    VisitorCategory.objects.filter(code="KRS").update(name_rule=VisitorCategory.NameRule.REQUIRED)
    page, complaints = tablet(), {}
    page.goto(live_server.url + address("kiosk-name", "KRS", 1, "batam", "ACARA", language=language))

    page.locator("#name").press("Enter")
    expect(page.locator(".wrong")).to_be_visible()

    for way, (size, _half) in SIZES.items():
        page.set_viewport_size(size)
        found = [fault["id"] for fault in Axe().run(page).response["violations"]]
        complaints[way] = found + page.evaluate(TOO_SMALL) + page.evaluate(OUT_OF_SIGHT)
    assert complaints == {"landscape": [], "portrait": []}


@WAYS
@pytest.mark.parametrize("is_large", [False, True], ids=["usual", "larger"])
def test_at_twice_the_size_everything_can_still_be_reached(tablet, live_server, site, all_screens, way, is_large):
    page, complaints = tablet(SIZES[way][1]), {}

    for name in shown(page, live_server, site, all_screens("id"), is_large=is_large):
        complaints[name] = page.evaluate(CUT)

    assert {name: over for name, over in complaints.items() if over} == {}


def test_pages_are_light_and_call_no_other_host(tablet, live_server, all_screens):
    page, weights, called = tablet(), {}, set()
    received = listen(page)
    page.on("request", lambda request: called.add(urlsplit(request.url).netloc))

    for name, path in all_screens("id").items():
        page.goto("about:blank")  # what the page before it received has been told by then
        received.clear()
        page.goto(live_server.url + path)
        weights[name] = sum(received)

    assert 0 < weights.pop("K0") <= FIRST_PAGE
    assert {name: weight for name, weight in weights.items() if weight > LATER_PAGE} == {}
    assert called == {urlsplit(live_server.url).netloc}


def listen(page) -> list[int]:
    """Bytes as they came over the wire, headers included, one entry an answer."""
    received, wire = [], page.context.new_cdp_session(page)
    wire.on("Network.loadingFinished", lambda answer: received.append(answer["encodedDataLength"]))
    wire.send("Network.enable")
    return received
