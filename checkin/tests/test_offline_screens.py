"""K12 measured: the banner of a lost connection leaves every screen whole, large and readable to all."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from checkin.models import StaffCall
from checkin.tests.kiosk_addresses import address
from checkin.tests.kiosk_screens import HALF_LANDSCAPE, HALF_PORTRAIT, LANDSCAPE, PORTRAIT, close_the_house, hold
from checkin.tests.test_kiosk_screens import CUT, OUT_OF_SIGHT, TOO_SMALL

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# At twice the size a page may scroll down, but nothing may run off a side.
SIZES = [(LANDSCAPE, [TOO_SMALL, OUT_OF_SIGHT]), (PORTRAIT, [TOO_SMALL, OUT_OF_SIGHT])]
SIZES += [(HALF_LANDSCAPE, [CUT]), (HALF_PORTRAIT, [CUT])]
SCREENS = {
    "K0": ["kiosk-welcome"],
    "K1": ["kiosk-category"],
    "K2": ["kiosk-persons", "KOM", 24],
    "K3": ["kiosk-origin", "MHS", 1],
    "K4": ["kiosk-purpose", "ESP", 1, "batam"],
    "K7": ["kiosk-leave"],
    "K8": ["kiosk-goodbye"],
    "K10": ["kiosk-forgotten"],
    "K15": ["kiosk-origin", "XXX", 1],
    "tablet": ["kiosk-tablet"],
}


@pytest.mark.parametrize("language", ["id", "en"])
def test_with_the_banner_nothing_is_cut_off_and_axe_finds_nothing(tablet_app, site, language):
    app, complaints = tablet_app(), {}

    for name in shown_without_the_server(app, site, language):
        app.page.locator("[data-offline]").wait_for(state="visible")
        for size, asked in SIZES:
            app.page.set_viewport_size(size)
            hold(app.page)
            faults = Axe().run(app.page).response["violations"]
            found = [f"{fault['id']}: {fault['nodes'][0]['html']}" for fault in faults]
            complaints[f"{name} {size['width']}"] = found + [each for ask in asked for each in app.page.evaluate(ask)]

    assert len(complaints) == 4 * (len(SCREENS) + 4)
    assert {name: said for name, said in complaints.items() if said} == {}


def shown_without_the_server(app, site, language) -> Iterator[str]:
    """Open each screen in turn, then thanks, the sheet, whether anybody is still there, and the closed house."""

    def go(page):
        app.page.goto("about:blank")  # an address that differs in its sheet alone would not be opened anew
        app.page.goto(page)
        hold(app.page)

    app.cut()
    app.come_in()
    thanks = app.page.url.replace(app.line.url + "/", f"{app.line.url}/{'en/' if language == 'en' else ''}")
    pages = {name: app.line.url + address(*said, language=language) for name, said in SCREENS.items()}
    # The thanks first: held or not, they close two minutes after the visit.
    for name, page in {"K5": thanks, **pages, "K6": pages["K4"] + "#data"}.items():
        go(page)
        yield name
    go(pages["K3"])
    app.page.evaluate("() => document.querySelector('dialog').showModal()")
    yield "K11"
    close_the_house(site)
    app.line.is_up = True
    app.settle()
    app.cut()
    app.settle()
    go(pages["K1"])
    expect(app.page).to_have_url(app.line.url + address("kiosk-closed", language=language))
    yield "K13"


def test_without_the_server_nobody_waits_for_help_that_was_never_asked_for(tablet_app):
    app = tablet_app()
    app.open("kiosk-category")
    app.cut()

    app.page.get_by_role("button", name="Saya perlu bantuan").click()

    expect(app.page.get_by_role("alert")).to_contain_text("hubungi petugas meja depan")
    expect(app.page.get_by_role("button", name="Panggil petugas")).to_be_hidden()
    assert not StaffCall.objects.exists()
