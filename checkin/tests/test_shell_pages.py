"""The tablet's own pages are the server's: what a visitor sees is the same with the app as without it."""

import re

import pytest
from playwright.sync_api import expect

from checkin.models import Visit, VisitIdentity, VisitorCategory
from checkin.tests.app import STAY, App
from checkin.tests.kiosk_addresses import QUESTIONS, address
from checkin.tests.kiosk_screens import LANDSCAPE, become_kiosk, hold

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# What differs from one asking to the next, and what a visit that has just arrived is told a moment later.
BODY = """() => {
  const body = document.body.cloneNode(true);
  const drop = (parts) => body.querySelectorAll(parts).forEach((part) => part.remove());
  const bare = (name) => body.querySelectorAll(`[${name}]`).forEach((part) => part.removeAttribute(name));
  drop("[name=csrfmiddlewaretoken], [name=submission], .top-clock, dialog, .fact + .fact, .milestone");
  ["data-ordinals", "data-close"].forEach(bare);
  // A key is pressed by its script, wherever its link leads.
  body.querySelectorAll("[data-digit], [data-erase]").forEach((key) => key.removeAttribute("href"));
  return body.outerHTML.split("\\n").map((line) => line.trim()).filter(Boolean).join("\\n");
}"""
#: Fetched anew from the server each time, so that nothing could differ.
SERVER_ONLY = {"kiosk-welcome", "kiosk-forgotten", "kiosk-called", "kiosk-recorded"}


@pytest.fixture
def both(tablet_app, new_context, live_server, device_and_token):
    """The same address in the app, and in a browser without it."""
    app = tablet_app()
    context = new_context(viewport=LANDSCAPE)
    become_kiosk(context, live_server, device_and_token[1])
    plain = context.new_page()

    def both(path: str) -> tuple[str, str]:
        for page, start in ((plain, live_server.url), (app.page, app.line.url)):
            page.goto(start + path)
            hold(page)
        return app.page.evaluate(BODY), plain.evaluate(BODY)

    both.app = app
    return both


def differing(both, paths) -> dict[str, tuple[str, str]]:
    """The lines that differ, by address."""
    found = {}
    for path in paths:
        app, plain = (set(body.split("\n")) for body in both(path))
        if app != plain:
            found[path] = (app - plain, plain - app)
    return found


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_page_of_the_tablet_is_the_servers(both, language):
    number = both.app.come_in()
    key = both.app.page.url.rstrip("/").rpartition("/")[2]
    both.app.expect_waiting(0)
    said = {**QUESTIONS, "kiosk-persons": ["KOM", 3], "kiosk-thanks": [key], "kiosk-thanks-again": [key]}
    said |= {"kiosk-leave-confirm": [number], "kiosk-anyway": [], "kiosk-anyway-group": []}
    paths = [address(name, *args, language=language) for name, args in said.items() if name not in SERVER_ONLY]
    paths += [address("kiosk-purpose", code, 24, "bintan", language=language) for code in ("TKP", "KRS")]
    paths += [address("kiosk-origin", "TKP", 24, language=language)]

    asked = len(both.app.line.asked)
    assert differing(both, paths) == {}
    pages = [
        one for one in both.app.line.asked[asked:] if "/kiosk/" in one and "ordinals" not in one and "shell" not in one
    ]
    assert pages == [], "the server answered what the tablet should have"


def test_a_page_that_differs_would_be_seen(both):
    VisitorCategory.objects.filter(code="MHS").update(label="Berubah")

    assert differing(both, [address("kiosk-category")])


def test_the_thanks_learn_the_place_in_the_year_when_the_visit_is_in(tablet_app):
    app = tablet_app()

    app.come_in()
    app.page.wait_for_load_state()
    hold(app.page)

    expect(app.page.get_by_text("kunjungan ke\u20111", exact=True)).to_be_visible()


def test_a_name_is_kept_by_the_server_alone(tablet_app):
    VisitorCategory.objects.filter(code="KRS").update(name_rule=VisitorCategory.NameRule.OPTIONAL)
    app = tablet_app()
    app.open("kiosk-purpose", "KRS", 1, "batam")
    app.page.get_by_role("link", name="Acara atau pelatihan").click()
    app.page.get_by_label("Siapa nama panggilan Anda?").fill("Zulaikha")
    app.page.get_by_role("button", name="Lanjut").click()
    app.number()

    assert VisitIdentity.objects.get().name == "Zulaikha"
    assert "Zulaikha" not in everything_kept(app)


def test_without_the_server_nobody_is_asked_for_a_name(tablet_app):
    VisitorCategory.objects.filter(code="KRS").update(name_rule=VisitorCategory.NameRule.REQUIRED)
    app = tablet_app()
    app.cut()

    app.settle()
    app.come_in(category="Kursus", purpose="Acara atau pelatihan")

    app.mend()
    app.expect_waiting(0)
    assert Visit.objects.get().category.code == "KRS"


def test_a_name_given_while_the_server_goes_is_not_kept_and_the_visit_is(tablet_app):
    VisitorCategory.objects.filter(code="KRS").update(name_rule=VisitorCategory.NameRule.REQUIRED)
    app = tablet_app()
    app.open("kiosk-name", "KRS", 1, "batam", "ACARA")
    app.page.get_by_label("Siapa nama panggilan Anda?").fill("Zulaikha")
    app.cut()
    app.page.get_by_role("button", name="Lanjut").click()
    app.number()

    assert "Zulaikha" not in everything_kept(app)
    assert len(app.waiting()) == 1


def test_after_500_visits_nothing_that_was_typed_is_kept(tablet_app):
    """Whatever a page sends beside its codes, the tablet writes down the codes alone."""
    app = tablet_app()
    app.cut()
    page = address("kiosk-purpose", "MHS", 1, "batam")

    assert app.page.evaluate(MANY, [page, 500]) == 500

    kept = everything_kept(app)
    assert kept.count('"check_in"') == len(app.waiting()) == 500
    assert "MARK-" not in kept
    number = re.compile('class="your-number"')
    assert not number.search(app.page.evaluate(THANKS, page)), "the lent numbers are used up, and no other is made up"
    app.mend()
    app.expect_waiting(0)
    assert Visit.objects.filter(persons=1).count() == 501


MANY = f"""async ([address, count]) => {{
  let recorded = 0;
  for (let visit = 0; visit < count; visit += 1) {{
    {STAY}
    const marked = {{name: `MARK-${{visit}}`, organisation: `MARK-${{visit}}`}};
    const said = {{submission: crypto.randomUUID(), purpose: "KERJA", ...marked}};
    const answer = await fetch(address, {{method: "POST", body: new URLSearchParams(said), redirect: "manual"}});
    recorded += answer.type === "opaqueredirect";
  }}
  return recorded;
}}"""
THANKS = """async (address) => {
  const said = {submission: crypto.randomUUID(), purpose: "KERJA"};
  return (await fetch(address, {method: "POST", body: new URLSearchParams(said)})).text();
}"""


def test_a_forgotten_number_is_found_by_picture_and_time(tablet_app):
    app = tablet_app()
    app.cut()
    number = app.come_in()
    app.open("kiosk-forgotten")

    app.page.get_by_role("link", name="Mahasiswa").click()

    expect(app.page.get_by_role("heading", name=f"Nomor {number}")).to_be_visible()


def everything_kept(app: App) -> str:
    """All that the browser holds for us, as text."""
    return app.page.evaluate(EVERYTHING)


EVERYTHING = """async () => {
  const kept = [document.documentElement.outerHTML, JSON.stringify([{...localStorage}, {...sessionStorage}])];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const answer = await cache.match(request);
      const packed = answer.headers.get("Content-Type") === "application/gzip";
      const body = packed ? answer.body.pipeThrough(new DecompressionStream("gzip")) : answer.body;
      kept.push(request.url, await new Response(body).text());
    }
  }
  const kiosk = await new Promise((go) => { indexedDB.open("kiosk").onsuccess = ({target}) => go(target.result); });
  for (const name of kiosk.objectStoreNames) {
    const all = kiosk.transaction(name).objectStore(name).getAll();
    kept.push(await new Promise((go) => { all.onsuccess = () => go(JSON.stringify(all.result)); }));
  }
  kiosk.close();
  return kept.join("\\n");
}"""
