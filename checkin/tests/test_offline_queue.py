"""What waits on the tablet: forgotten on nothing but its own receipt, kept over restart, update and signing in."""

import json
import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from checkin.models import HeldSubmission, Visit
from checkin.services.devices import revoke
from checkin.tests.app import STAY, App, become_app, sign_in
from checkin.tests.kiosk_screens import LANDSCAPE
from checkin.views import shell

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HAND_IN = "POST /api/v1/submissions"
JSON = [("Content-Type", "application/json")]
FOREIGN = "7f1fd4c6-93ab-4d53-9f5d-b7a1a1c4fb9c"
RECEIPT = {"outcome": "accepted", "number": 1, "reason": None}
#: Answers that are no receipt of ours: a captive portal, a proxy, half an answer, another item's receipt.
FALSE = {
    "a portal's page": (200, [("Content-Type", "text/html")], b"<h1>Wi-Fi</h1>"),
    "nothing": (204, [], b""),
    "elsewhere": (302, [("Location", "/login/")], b""),
    "half of it": (200, JSON, b'{"receipts": [{"id": "'),
    "an empty list": (200, JSON, b'{"receipts": []}'),
    "no list": (200, JSON, b'{"receipts": null}'),
    "another item's": (200, JSON, json.dumps({"receipts": [{"id": FOREIGN, **RECEIPT}]}).encode()),
    "gone": (410, JSON, b'{"error": "gone"}'),
    "trouble": (500, [("Content-Type", "text/html")], b"<h1>500</h1>"),
}
TICK = "() => navigator.serviceWorker.controller.postMessage({tick: true, isUrgent: true})"


@pytest.fixture
def full(tablet_app):
    """A tablet on which two visits wait."""
    app = tablet_app()
    app.cut()
    app.come_in()
    app.come_in()
    return app


def try_all(app, answers) -> dict[str, int]:
    """How many entries are left after each answer to handing in."""
    left = {}
    for name, answer in answers.items():
        app.line.instead = lambda said, body, answer=answer: answer if said == HAND_IN else None
        app.line.is_up = True
        app.settle()
        left[name] = len(app.waiting())
    return left


def test_a_false_answer_makes_nothing_forgotten(full):
    assert try_all(full, FALSE) == dict.fromkeys(FALSE, 2)

    full.line.instead = None
    full.mend()
    full.expect_waiting(0)
    assert Visit.objects.count() == 2


def test_a_worker_that_forgets_on_success_alone_would_be_caught(tablet_app, line):
    """The broken twin: it takes a 200 for a receipt."""

    def sabotaged(path: str, body: bytes) -> bytes:
        return body.replace(b"settled.has(item.id)", b"true") if path.endswith("/flush.js") else body

    line.changed = sabotaged
    app = tablet_app()
    app.cut()
    app.come_in()

    assert try_all(app, {"an empty list": FALSE["an empty list"]}) == {"an empty list": 0}
    assert Visit.objects.count() == 0


def test_a_receipt_of_one_forgets_that_one(full):
    first, second = (item["id"] for item in full.waiting())
    only_second = {"receipts": [{"id": second, **RECEIPT}]}

    assert try_all(full, {"one": (200, JSON, json.dumps(only_second).encode())}) == {"one": 1}
    assert [item["id"] for item in full.waiting()] == [first]


def test_one_bad_entry_delays_none_of_the_others(full):
    bad = full.waiting()[0]["id"]

    def choke(said, body):
        return FALSE["trouble"] if said == HAND_IN and bad.encode() in body else None

    full.line.instead = choke
    full.mend()
    full.expect_waiting(1)

    assert Visit.objects.count() == 1
    assert [item["id"] for item in full.waiting()] == [bad]


def test_each_entry_carries_what_the_tablet_knew_of_its_clock(tablet_app, line):
    """It may be set right before they are handed in; one that was set back since is another clock."""
    line.changed = ten_minutes_ahead
    app = tablet_app()
    app.settle()
    app.cut()
    app.come_in()
    app.page.get_by_role("button", name="Salah? Batalkan").click()
    expect(app.page.get_by_role("heading", name="Dibatalkan.")).to_be_visible()
    app.page.evaluate(SEEN_LATER)
    app.come_in()

    came, undone, came_after = app.waiting()
    assert [abs(said["clock_error"] - 600) < 60 for said in (came, undone)] == [True, True]
    assert "clock_error" not in came_after


def test_a_tablet_that_slept_before_the_answer_knows_nothing_of_its_clock(tablet_app, line):
    def slept(path: str, body: bytes) -> bytes:
        return body.replace(b"const sent = Date.now()", b"const sent = Date.now() - 600_000")

    line.changed = slept
    app = tablet_app()
    app.settle()
    app.cut()
    app.come_in()

    assert ["clock_error" in said for said in app.waiting()] == [False]


def ten_minutes_ahead(path: str, body: bytes) -> bytes:
    """A server by whose time the tablet is ten minutes behind."""
    if not path.endswith("/sign-of-life"):
        return body
    told = json.loads(body)
    return json.dumps({**told, "now": (timezone.now() + timedelta(minutes=10)).isoformat()}).encode()


SEEN_LATER = """() => new Promise((resolve) => {
  indexedDB.open("kiosk").onsuccess = ({target: {result: kiosk}}) => {
    const facts = kiosk.transaction("facts", "readwrite").objectStore("facts");
    facts.get("server").onsuccess = ({target: {result: server}}) => {
      facts.put({...server, seen: Date.now() + 3_600_000}, "server");
    };
    facts.transaction.oncomplete = () => { kiosk.close(); resolve(); };
  };
})"""


def test_two_pages_hand_in_once(full):
    second = full.page.context.new_page()
    second.goto(full.page.url)
    full.line.is_up = True
    for page in (full.page, second):
        page.evaluate(TICK)
    full.expect_waiting(0)

    assert full.line.asked.count(HAND_IN) == 1
    assert Visit.objects.count() == 2


def test_the_queue_outlives_the_browser(browser_type, browser_type_launch_args, line, device_and_token, tmp_path):
    def start():
        how = {**browser_type_launch_args, "viewport": LANDSCAPE, "service_workers": "allow"}
        return browser_type.launch_persistent_context(tmp_path, **how)

    context = start()
    app = become_app(context, line, device_and_token[1]).install()
    app.cut()
    number = app.come_in()
    context.close()

    context = start()
    app = App(context.pages[0], line)
    app.open()
    expect(app.page.locator("[data-offline]")).to_contain_text("(1 menunggu)")
    assert app.come_in() > number
    app.mend()
    app.expect_waiting(0)
    context.close()

    assert Visit.objects.filter(number=number).count() == 1
    assert Visit.objects.count() == 2


def test_a_new_version_takes_over_on_the_first_question_and_finds_the_queue(full, monkeypatch):
    old = shell.version()
    monkeypatch.setattr(shell, "version", lambda: "new0version0")
    full.line.instead = lambda said, body: FALSE["trouble"] if said == HAND_IN else None
    full.line.is_up = True
    full.open("kiosk-tablet")
    full.page.evaluate("async () => { await (await navigator.serviceWorker.ready).update(); }")
    full.page.evaluate(UNTIL, "waiting")
    assert full.version() == old

    full.open()
    full.page.evaluate(UNTIL, "")

    assert full.version() == "new0version0"
    assert len(full.waiting()) == 2
    full.line.instead = None
    full.mend()
    full.expect_waiting(0)
    assert Visit.objects.count() == 2


UNTIL = f"""async (state) => {{
  for (const end = Date.now() + 90_000; Date.now() < end; await new Promise((go) => setTimeout(go, 50))) {{
    {STAY}
    const one = await navigator.serviceWorker.getRegistration();
    if (state ? one[state] : !one.waiting && !one.installing) return;
  }}
  throw new Error(`never ${{state || "settled"}}`);
}}"""


def test_signing_in_is_refused_while_entries_wait(full, officer):
    full.line.is_up = True
    full.line.instead = lambda said, body: FALSE["trouble"] if said == HAND_IN else None
    sign_in(full.page, full.line)

    expect(full.page.get_by_role("alert")).to_contain_text("masih menunggu")
    expect(full.page.locator("[data-told=waiting]")).to_have_text("2")

    with full.page.expect_download() as download:
        full.page.get_by_role("link", name="Bawa sebagai berkas").click()
    taken = json.loads(download.value.path().read_text())
    assert [item["id"] for item in taken["items"]] == [item["id"] for item in full.waiting()]
    full.page.get_by_role("link", name="Kembali").click()
    expect(full.page.get_by_role("heading", name="Masuk sebagai siapa?")).to_be_visible()


def test_signing_in_hands_in_and_leaves_nothing_behind(full, officer):
    full.line.is_up = True
    sign_in(full.page, full.line)

    full.page.wait_for_url(re.compile("/desk/"))
    assert Visit.objects.count() == 2
    kept = full.page.evaluate("() => caches.keys()")  # the desk may have begun to keep its own
    assert [name for name in kept if name.startswith("kiosk-")] == []
    assert full.page.evaluate(LEDGER) == 0


LEDGER = """() => new Promise((resolve) => {
  indexedDB.open("kiosk").onsuccess = ({target: {result: kiosk}}) => {
    kiosk.transaction("visits").objectStore("visits").count().onsuccess = ({target}) => resolve(target.result);
  };
})"""


def test_what_a_revoked_tablet_still_holds_is_held(full, device_and_token):
    revoke(token=device_and_token[1], at=timezone.now())
    full.mend()
    full.expect_waiting(0)

    assert (Visit.objects.count(), HeldSubmission.objects.count()) == (0, 2)
    full.settle()
    full.open()
    expect(full.page.get_by_role("heading", name="Layar ini belum menjadi kios.")).to_be_visible()
