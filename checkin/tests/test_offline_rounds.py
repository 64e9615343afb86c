"""The worker's rounds: none takes back what another has found, and a silent line stops none of them."""

import re
from threading import Event

import pytest
from django.templatetags.static import static
from django.urls import reverse
from playwright.sync_api import expect

from checkin.tests.app import STAY, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# One round asks the server; while it waits for the answer, others with nothing to ask are at every step of theirs.
ROUNDS = """() => new Promise((begun) => {
  const { controller } = navigator.serviceWorker;
  let begins = 0, ended = 0;
  const others = setInterval(() => {
    for (let more = 0; more < 3 && begins - ended < 60; more++, begins++) controller.postMessage({tick: "other"});
  }, 4);
  navigator.serviceWorker.addEventListener("message", ({data}) => {
    if (data.ended === "other") ended += 1;
    if (data.ended === "asking") {
      clearInterval(others);
      window.hasAsked = true;
    }
    if (ended >= 50 || window.hasAsked) begun();
  });
  controller.postMessage({tick: "asking", isUrgent: true});
})"""
# How the tablet says it stands, looked at a hundred times.
STANDINGS = """async () => {
  const said = new Set();
  for (let time = 0; time < 100; time++) said.add(await window.store.fact("isLost"));
  return [...said];
}"""
PROXY = (502, [("Content-Type", "text/html")], b"a proxy")


def test_a_round_with_nothing_to_ask_does_not_take_the_banner_away(tablet_app):
    app, is_cut, is_over = tablet_app(), Event(), Event()
    app.settle()
    app.page.evaluate("async (address) => { window.store = await import(address); }", static("js/sw/store.js"))
    asked = iter([is_cut])

    def be_cut(said, body):
        return PROXY if "/api/" in said and next(asked, is_over).wait(60) else None

    app.line.instead = be_cut
    app.page.evaluate(ROUNDS)
    is_cut.set()
    app.page.wait_for_function("() => window.hasAsked")
    standings = app.page.evaluate(STANDINGS)
    is_over.set()

    assert standings == [True]
    expect(app.page.locator("[data-offline]")).to_be_visible()


# A browser puts an update off for a while, where its worker has just asked for one itself.
LOOK_FOR_AN_UPDATE = f"""async () => {{
  {STAY}
  const registration = await navigator.serviceWorker.ready;
  registration.update().catch(() => {{}});
  await new Promise((go) => setTimeout(go, 200));
}}"""


@pytest.fixture
def updating(tablet_app, line):
    """A tablet whose browser looks for a new version on a line that does not answer."""
    app, has_begun, is_over = tablet_app(), Event(), Event()
    look = f"GET {reverse('worker')}"

    def be_silent(said, body):
        if said == look:
            has_begun.set()
            is_over.wait(120)

    line.instead = be_silent
    while not has_begun.is_set():
        app.page.evaluate(LOOK_FOR_AN_UPDATE)
    yield app
    is_over.set()


def test_a_page_is_told_how_the_tablet_stands_while_an_update_hangs(updating):
    updating.open("kiosk-tablet")
    updating.cut()
    updating.page.evaluate("() => dispatchEvent(new Event('offline'))")

    expect(updating.page.locator("[data-offline]")).to_be_visible()


def test_staff_sign_in_while_an_update_hangs(updating, officer):
    sign_in(updating.page, updating.line)

    updating.page.wait_for_url(re.compile("/desk/"))
