"""Every kiosk screen measured in the browser: targets, scrolling, accessibility, weight, and who is called."""

from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone

from checkin.models import Space
from checkin.services.visits import undo
from checkin.tests.kiosk_addresses import address
from checkin.tests.kiosk_screens import LANDSCAPE, PORTRAIT, addresses, become_kiosk, shown
from reports.models import AnnualTarget
from reports.targets import even, set_target

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FIRST_PAGE, LATER_PAGE = 60_000, 5_000
LANGUAGES = pytest.mark.parametrize("language", ["id", "en"])
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


@pytest.fixture
def all_screens(site, enter, device_and_token):
    """Addresses by name: an ordinary house with a target, long words, and a demo ribbon to make room for."""
    device, _ = device_and_token
    type(site).objects.filter(pk=site.pk).update(is_demo=True)
    Space.objects.update(wayfinding="Keluar lewat pintu samping, kanan", wayfinding_en="Out through the side door")
    set_target(site=site, year=site.day_of(timezone.now()).year, months=even(1200), method=AnnualTarget.Method.EVEN)
    room = Space.objects.get(site=site, code="RPD")

    def all_screens(language):
        enter(persons=1190, source="desk")
        alone, group, undone = (enter(device=device, space=room, persons=persons) for persons in (1, 24, 1))
        undo(visit=undone, device=device, at=timezone.now())
        return addresses(alone, group, undone, language)

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
def test_every_target_is_large_and_nothing_has_to_be_scrolled(tablet, live_server, all_screens, language):
    page, complaints = tablet(), {}

    for name in shown(page, live_server, all_screens(language)):
        for way, size in {"landscape": LANDSCAPE, "portrait": PORTRAIT}.items():
            page.set_viewport_size(size)
            complaints[f"{name} {way}"] = page.evaluate(TOO_SMALL) + page.evaluate(OUT_OF_SIGHT)

    assert len(complaints) > 40
    assert {name: said for name, said in complaints.items() if said} == {}


@LANGUAGES
def test_axe_finds_nothing(tablet, live_server, all_screens, language):
    page, complaints = tablet(), {}

    for name in shown(page, live_server, all_screens(language)):
        found = Axe().run(page)
        complaints[name] = [f"{fault['id']}: {fault['nodes'][0]['html']}" for fault in found.response["violations"]]

    assert {name: said for name, said in complaints.items() if said} == {}


def test_axe_finds_nothing_on_the_closed_door(new_context, live_server, site):
    page = new_context(viewport=LANDSCAPE).new_page()
    page.goto(live_server.url + address("kiosk-category"))

    assert Axe().run(page).violations_count == 0
    assert page.evaluate(TOO_SMALL) + page.evaluate(OUT_OF_SIGHT) == []


def test_at_twice_the_size_everything_can_still_be_reached(tablet, live_server, all_screens):
    page, complaints = tablet({"width": 640, "height": 400}), {}

    for name in shown(page, live_server, all_screens("id")):
        complaints[name] = page.evaluate("() => document.documentElement.scrollWidth - innerWidth")

    assert {name: over for name, over in complaints.items() if over} == {}


def test_pages_are_light_and_call_no_other_host(tablet, live_server, all_screens):
    page, weights, called = tablet(), {}, set()
    received = listen(page)
    page.on("request", lambda request: called.add(urlsplit(request.url).netloc))

    for name, path in all_screens("id").items():
        received.clear()
        page.goto(live_server.url + path)
        weights[name] = sum(received)

    assert 0 < weights.pop("K1") <= FIRST_PAGE
    assert {name: weight for name, weight in weights.items() if weight > LATER_PAGE} == {}
    assert called == {urlsplit(live_server.url).netloc}


def listen(page) -> list[int]:
    """Bytes as they came over the wire, headers included, one entry an answer."""
    received, wire = [], page.context.new_cdp_session(page)
    wire.on("Network.loadingFinished", lambda answer: received.append(answer["encodedDataLength"]))
    wire.send("Network.enable")
    return received
