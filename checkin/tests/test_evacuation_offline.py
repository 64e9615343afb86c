"""The evacuation list with its server off: it opens as it was kept, is ticked, and what was ticked arrives once."""

import re
from datetime import date

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Error, expect

from checkin.models import Evacuation, EvacuationTick, VisitIdentity
from checkin.tests.app import sign_in
from checkin.tests.desk_screens import complaints_about

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# A predicate that is async is always true to wait_for_function.
UNTIL_KEPT = """async () => {
  for (const end = Date.now() + 90_000; Date.now() < end; await new Promise((go) => setTimeout(go, 50))) {
    const {active} = (await navigator.serviceWorker.getRegistration("/desk/")) ?? {};
    if (active?.state === "activated" && (await caches.match("/desk/ksp/evacuation/"))) return true;
  }
  return false;
}"""
KEPT = """async () => [
  ...(await caches.keys()),
  ...(await navigator.serviceWorker.getRegistrations()).map(({scope}) => new URL(scope).pathname),
]"""
UNTIL_ALONE = f"""async () => {{
  let kept;
  for (const end = Date.now() + 90_000; Date.now() < end; await new Promise((go) => setTimeout(go, 50))) {{
    if ((kept = await ({KEPT})()).length === 2) break;
  }}
  return kept;
}}"""
FORGOTTEN = f"""async () => {{
  for (const end = Date.now() + 90_000; Date.now() < end; await new Promise((go) => setTimeout(go, 50))) {{
    if (!(await ({KEPT})()).some((kept) => kept.includes("desk"))) return true;
  }}
  return false;
}}"""
UNTIL_IT_HOLDS = """async (words) => {
  for (const end = Date.now() + 90_000; Date.now() < end; await new Promise((go) => setTimeout(go, 50))) {
    if ((await (await caches.match("/desk/ksp/evacuation/")).text()).includes(words)) return true;
  }
  return false;
}"""
HAND_IN = "POST /desk/ksp/evacuation/ticks/"


@pytest.fixture
def open_the_desk(line, client, officer, browser, browser_context_args, enter):
    """Open the desk's page in a browser until it has kept the list of one visitor and a group of 24."""
    enter(identity=VisitIdentity(name="Zulaikha", notice_version="1", language="id", keep_until=date(2026, 12, 31)))
    enter(persons=24, organisation="PAUD Melati")
    client.force_login(officer)
    context = browser.new_context(**{**browser_context_args, "service_workers": "allow"})
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": line.url}])

    def open_the_desk(*, clock=False):
        page = context.new_page()
        if clock:
            page.clock.install()
        page.goto(f"{line.url}/desk/ksp/")
        assert page.evaluate(UNTIL_KEPT)
        return page

    yield open_the_desk
    context.close()


@pytest.fixture
def desk_app(open_the_desk):
    return open_the_desk()


def go_to_the_list(page):
    page.locator(".bar-alarm").click()
    expect(page.get_by_role("heading", name="Evakuasi", exact=True)).to_be_visible()
    page.wait_for_load_state()  # a button that is pressed before its script sends a form


def come_to_the_desk(page, line):
    sign_in(page, line)
    expect(page.locator(".bar-alarm")).to_be_visible()


def mend(line, page):
    line.is_up = True
    page.evaluate("() => dispatchEvent(new Event('online'))")


def test_with_its_server_off_it_opens_is_ticked_and_what_was_ticked_arrives_once(desk_app, line):
    line.is_up = False

    go_to_the_list(desk_app)
    expect(desk_app.locator("[data-lost]")).to_contain_text(re.compile(r"Data \d\d\.\d\d — sambungan terputus"))
    desk_app.get_by_role("button", name="Mulai evakuasi").click()
    desk_app.locator("[data-more=toggle]").click()
    desk_app.get_by_text("+5").click()
    expect(desk_app.locator("[data-waiting]")).to_have_text("2")
    desk_app.reload()

    expect(desk_app.locator("[data-more=toggle]")).to_have_attribute("aria-pressed", "true")
    expect(desk_app.locator("[data-sum=seen]")).to_have_text("6")
    assert complaints_about(desk_app) == []
    assert not Evacuation.objects.exists()
    mend(line, desk_app)
    expect(desk_app.locator("[data-lost]")).to_be_hidden()
    expect(desk_app.locator(".roll-state a")).to_be_visible()
    expect(desk_app.locator("[data-sum=seen]")).to_have_text("6")
    assert sorted(EvacuationTick.objects.values_list("persons", flat=True)) == [1, 5]
    assert Evacuation.objects.get().lines.count() == 2


def test_who_comes_in_is_on_the_list_that_is_kept_a_minute_later(open_the_desk, line, enter):
    page = open_the_desk(clock=True)
    enter(persons=3, organisation="SMK Bahari")

    page.clock.fast_forward(60_000)
    assert page.evaluate(UNTIL_IT_HOLDS, "SMK Bahari")
    line.is_up = False
    go_to_the_list(page)

    expect(page.locator("[data-sum=persons]").first).to_have_text("28")
    expect(page.get_by_text("SMK Bahari")).to_be_visible()


AGED = """async (hours) => {
  const cache = await caches.open("desk-evacuation"), path = "/desk/ksp/evacuation/";
  const kept = await cache.match(path), headers = new Headers(kept.headers);
  headers.set("Kept-At", Number(headers.get("Kept-At")) - hours * 3_600_000);
  await cache.put(path, new Response(await kept.text(), { headers }));
}"""


def test_a_list_of_this_morning_opens_and_one_of_yesterday_is_gone(desk_app, line):
    desk_app.goto(f"{line.url}/static/css/desk.css")  # a page that keeps no list
    other = desk_app.context.new_page()
    line.is_up = False
    desk_app.evaluate(AGED, 11)
    other.goto(f"{line.url}/desk/ksp/evacuation/")
    expect(other.get_by_role("heading", name="Evakuasi", exact=True)).to_be_visible()

    desk_app.evaluate(AGED, 2)
    with pytest.raises(Error):
        other.goto(f"{line.url}/desk/ksp/evacuation/")
    assert desk_app.evaluate("async () => !(await caches.match('/desk/ksp/evacuation/'))")


def test_an_answer_that_is_lost_on_its_way_counts_nobody_twice(desk_app, line):
    go_to_the_list(desk_app)
    desk_app.get_by_role("button", name="Mulai evakuasi").click()
    expect(desk_app.locator(".roll-state a")).to_be_visible()
    lost = []

    def lose_three(path, body):
        if path.endswith("/ticks/") and len(lost) < 3:
            lost.append(path)
            raise ConnectionError("lost on its way")
        return body

    line.changed = lose_three
    with desk_app.expect_response(re.compile("/ticks/")):  # one that is lost is none
        desk_app.get_by_text("+5").click()
        expect(desk_app.locator("[data-count]")).to_have_text("5")
    expect(desk_app.locator("[data-lost]")).to_be_hidden()
    expect(desk_app.locator("[data-count]")).to_have_text("5")
    assert len(lost) == 3
    assert EvacuationTick.objects.get().counted == 5


def ticked_behind_a_portal(desk_app, line) -> int:
    """Tick while something between us answers 200 to everything; how many ticks arrive when it is gone."""
    go_to_the_list(desk_app)
    desk_app.get_by_role("button", name="Mulai evakuasi").click()
    expect(desk_app.locator(".roll-state a")).to_be_visible()
    answered = []
    portal = (200, [("Content-Type", "text/html")], b"<h1>Please pay for this network</h1>")
    line.instead = lambda said, body: answered.append(said) or portal
    with desk_app.expect_response(re.compile("/ticks/")):
        desk_app.locator("[data-more=toggle]").click()
    line.instead = None
    with desk_app.expect_response(re.compile("/now/")):
        mend(line, desk_app)
    expect(desk_app.locator("[data-lost]")).to_be_hidden()
    assert HAND_IN in answered
    return EvacuationTick.objects.count()


def test_a_portal_that_answers_everything_takes_no_tick(desk_app, line):
    assert ticked_behind_a_portal(desk_app, line) == 1


def test_a_device_that_took_any_answer_for_a_receipt_would_lose_the_tick(desk_app, line):
    """The broken twin."""
    checked, trusting = b'throw new Error("no answer")', b"return forget(rows.map(({ id }) => id))"
    line.changed = lambda path, body: body.replace(checked, trusting)
    desk_app.context.new_cdp_session(desk_app).send("Network.clearBrowserCache")

    assert ticked_behind_a_portal(desk_app, line) == 0


def test_any_page_of_the_desk_leads_to_the_list_while_its_server_is_off(desk_app, line):
    line.is_up = False

    desk_app.goto(f"{line.url}/desk/ksp/devices/")

    expect(desk_app).to_have_url(f"{line.url}/desk/ksp/evacuation/")
    expect(desk_app.locator("[data-sum=persons]").first).to_have_text("25")


@pytest.mark.parametrize("language", ["id", "en"])
def test_from_the_first_page_too_and_in_the_language_it_was_kept_in(desk_app, line, language):
    home = "/en/desk/" if language == "en" else "/desk/"
    desk_app.goto(f"{line.url}{home}ksp/")
    assert desk_app.evaluate(UNTIL_KEPT.replace("/desk/", home))
    line.is_up = False

    desk_app.goto(line.url + home)

    expect(desk_app).to_have_url(f"{line.url}{home}ksp/evacuation/")
    expect(desk_app.locator("html")).to_have_attribute("lang", language)
    expect(desk_app.locator("[data-sum=persons]").first).to_have_text("25")


def test_ticks_of_who_was_signed_out_wait_for_whoever_signs_in(desk_app, line, client, officer):
    go_to_the_list(desk_app)
    desk_app.get_by_role("button", name="Mulai evakuasi").click()
    expect(desk_app.locator(".roll-state a")).to_be_visible()
    Session.objects.all().delete()

    desk_app.get_by_text("+5").click()
    expect(desk_app.locator("[data-signed-out]")).to_be_visible()
    expect(desk_app.locator("[data-waiting]")).to_have_text("1")
    there = desk_app.context.new_page()
    come_to_the_desk(there, line)

    expect(desk_app.locator("[data-signed-out]")).to_be_hidden()
    expect(desk_app.locator("[data-waiting-words]")).to_be_hidden()
    assert EvacuationTick.objects.get().counted == 5


def test_signing_out_takes_the_list_away(desk_app):
    assert "desk-evacuation" in desk_app.evaluate(KEPT)

    desk_app.get_by_role("button", name="Keluar dari akun").click()

    expect(desk_app.get_by_role("heading", name="Masuk petugas")).to_be_visible()
    assert desk_app.evaluate(FORGOTTEN)


def test_a_kiosk_keeps_nothing_of_the_desk_and_its_worker_is_its_own(desk_app, open_all_day):
    desk_app.get_by_role("button", name="Buka kios di sini").click()

    expect(desk_app.locator("html[data-app='ready']")).to_be_attached(timeout=150_000)
    assert desk_app.evaluate(FORGOTTEN)
    assert "/" in desk_app.evaluate(KEPT)


def test_a_kiosk_that_becomes_a_desk_again_has_the_desks_worker_alone(tablet_app, line, officer):
    page = tablet_app().page
    come_to_the_desk(page, line)

    assert page.evaluate(UNTIL_KEPT)
    page.reload()
    assert page.evaluate(UNTIL_ALONE) == ["desk-evacuation", "/desk/"]


def test_the_list_is_kept_with_everything_that_it_loads(desk_app, line):
    """By the names in the page and in its modules: offline, one file too few is a page that cannot be ticked."""
    line.is_up = False
    failed = []
    desk_app.on("requestfailed", lambda request: failed.append(request.url))

    go_to_the_list(desk_app)
    expect(desk_app.locator("[data-print]")).to_be_visible()

    assert [url for url in failed if "/static/" in url] == []


def test_what_is_kept_names_nobody(desk_app):
    kept = desk_app.evaluate("async () => (await caches.match('/desk/ksp/evacuation/')).text()")

    assert VisitIdentity.objects.get().name == "Zulaikha"
    assert "PAUD Melati" in kept
    assert "Zulaikha" not in kept
