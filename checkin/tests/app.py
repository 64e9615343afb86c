"""The kiosk as an app in a real browser: installed, cut off, and looked at from inside."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from checkin.tests.kiosk_addresses import address
from checkin.tests.kiosk_screens import LANDSCAPE
from checkin.tests.line import Line
from kspvisits.access import KIOSK_COOKIE

WAITING = """() => new Promise((resolve, reject) => {
  const opened = indexedDB.open("kiosk");
  opened.onerror = () => reject(opened.error);
  opened.onsuccess = () => {
    const all = opened.result.transaction("queue").objectStore("queue").getAll();
    all.onsuccess = () => { opened.result.close(); resolve(all.result.map(({item}) => item)); };
  };
})"""
# Somebody is at the tablet: an open page neither asks whether anybody is there, nor goes to rest.
STAY = 'document.body.dispatchEvent(new Event("pointerdown", {bubbles: true}));'
# A predicate that is async is always true to wait_for_function.
UNTIL_WAITING = f"""async (count) => {{
  for (const end = Date.now() + 90_000; Date.now() < end; await new Promise((go) => setTimeout(go, 50))) {{
    {STAY}
    if ((await ({WAITING})()).length === count) return true;
  }}
  return false;
}}"""
ONE_ROUND = """() => new Promise((done) => {
  navigator.serviceWorker.addEventListener("message", ({data}) => data.ended === "test" && done());
  navigator.serviceWorker.controller.postMessage({tick: "test", isUrgent: true});
})"""
IS_READY = "() => document.documentElement.dataset.app === 'ready'"


class App:
    """A tablet with the app installed."""

    def __init__(self, page, line: Line):
        self.page, self.line = page, line

    def open(self, name="kiosk-category", *said, language="id"):
        self.page.goto(self.line.url + address(name, *said, language=language))

    def install(self):
        self.open()
        self.page.wait_for_function(IS_READY, timeout=150_000)
        return self

    def cut(self):
        self.line.is_up = False

    def mend(self):
        self.line.is_up = True
        self.page.evaluate("() => window.dispatchEvent(new Event('online'))")

    def come_in(self, *, category="Mahasiswa", origin="Batam", purpose="Bekerja atau belajar"):
        """Three taps; answers the number that is shown."""
        self.open()
        self.page.get_by_role("link", name=category).click()
        self.page.get_by_role("link", name=origin).click()
        self.page.get_by_role("button", name=purpose).click()
        return self.number()

    def number(self) -> int:
        expect(self.page.get_by_role("heading", name="Tercatat. Silakan masuk!")).to_be_visible()
        return int(self.page.locator(".your-number b").inner_text())

    def version(self) -> str:
        """Of the worker that answers."""
        self.open("kiosk-tablet")
        version = self.page.locator("[data-told=version]")
        expect(version).to_have_text(re.compile("^[0-9a-z]{12}$"))
        return version.inner_text()

    def settle(self):
        """Until the worker has told the page how its round ended."""
        self.open("kiosk-tablet")  # a page that returns to the first one only after a minute
        self.page.evaluate(ONE_ROUND)

    def waiting(self) -> list[dict]:
        return self.page.evaluate(WAITING)

    def expect_waiting(self, count: int):
        self.open("kiosk-tablet")  # a page that returns to the first one only after a minute
        assert self.page.evaluate(UNTIL_WAITING, count), f"not {count} but {len(self.waiting())} wait"


@pytest.fixture
def line(live_server):
    with Line(live_server.url) as carried:
        yield carried
        carried.shutdown()


@pytest.fixture
def tablet_app(browser, browser_context_args, line, device_and_token):
    """An installed app whose complaints fail the test; the missing network is none."""
    complaints, contexts = [], []

    def tablet_app(**how) -> App:
        said = {**browser_context_args, "viewport": LANDSCAPE, "has_touch": True, "service_workers": "allow", **how}
        contexts.append(context := browser.new_context(**said))
        app = become_app(context, line, device_and_token[1])
        page = app.page
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: is_complaint(said) and complaints.append(said.text))
        return app.install()

    yield tablet_app
    for context in contexts:
        context.close()
    assert complaints == []


def become_app(context, line: Line, token: str) -> App:
    tomorrow = (timezone.now() + timedelta(days=1)).timestamp()
    context.add_cookies([{"name": KIOSK_COOKIE, "value": token, "url": line.url, "expires": tomorrow}])
    page = context.pages[0] if context.pages else context.new_page()
    page.set_default_timeout(60_000)
    return App(page, line)


def sign_in(page, line: Line):
    """As the officer of the tests."""
    page.goto(line.url + address("login"))
    page.get_by_label("Nama pengguna").fill("petugas")
    page.get_by_label("Kata sandi").fill("kata sandi 2019")
    page.get_by_role("button", name="Masuk").click()


def is_complaint(said) -> bool:
    return said.type == "error" and "Failed to load resource" not in said.text
