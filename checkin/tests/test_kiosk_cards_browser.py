"""A scanner types at a real tablet, whatever page is open; a camera looks where it may; nothing needs a script."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect

from checkin.models import Departure, Visit, VisitIdentity, VisitorCategory
from checkin.services.card_codes import in_groups
from checkin.tests.carded import ANSWERS, age
from checkin.tests.kiosk_screens import LANDSCAPE, PORTRAIT, hold
from checkin.tests.test_kiosk_screens import CUT, OUT_OF_SIGHT, TOO_SMALL

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WITH_AND_WITHOUT_SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
# A browser that reads codes, and a camera that sees one.
CAMERA = """(code) => {
  window.BarcodeDetector = class {
    static getSupportedFormats() { return Promise.resolve(["qr_code"]); }
    detect() { return Promise.resolve([{rawValue: code}]); }
  };
  const stream = document.createElement("canvas").captureStream?.();
  navigator.mediaDevices.getUserMedia = () => stream ? Promise.resolve(stream) : Promise.reject(new Error());
}"""
EVERYTHING_KEPT = """async () => {
  const kept = [localStorage, sessionStorage, document.cookie, history.state].map((each) => JSON.stringify(each));
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) kept.push(request.url, await (await cache.match(request)).text());
  }
  const opened = indexedDB.open("kiosk");
  const database = await new Promise((done) => { opened.onsuccess = () => done(opened.result); });
  for (const table of database.objectStoreNames) {
    const all = database.transaction(table).objectStore(table).getAll();
    kept.push(JSON.stringify(await new Promise((done) => { all.onsuccess = () => done(all.result); })));
  }
  database.close();
  return kept.join("\\n");
}"""
MAY_SEE = "() => document.featurePolicy.allowsFeature('camera')"


@pytest.fixture
def inside(issue_card, come):
    """A card whose holder has been inside for a while."""
    issued = issue_card()
    come(issued.card, timezone.now())
    age(minutes=5)
    return issued


def scan(page, code: str) -> None:
    page.keyboard.type(code)
    page.keyboard.press("Enter")


def goodbye(page):
    return page.get_by_role("heading", name="Terima kasih, sampai jumpa!")


@WITH_AND_WITHOUT_SCRIPTS
def test_an_empty_card_is_three_taps_and_then_none(opened, issue_card, scripts):
    issued = issue_card()
    page = opened("kiosk-card", scripts=scripts)
    expect(page.get_by_label("Dekatkan kartu KSP")).to_be_focused()

    scan(page, issued.code)
    page.get_by_role("button", name="Mahasiswa").tap()
    page.get_by_role("button", name="Batam").tap()
    page.get_by_role("button", name="Bekerja atau belajar").tap()

    expect(page.get_by_role("heading", name="Tercatat: Bekerja atau belajar.")).to_be_visible()
    assert Visit.objects.get().card == issued.card


@WITH_AND_WITHOUT_SCRIPTS
def test_a_typed_code_lets_out_and_the_undo_stays(opened, inside, scripts):
    page = opened(scripts=scripts)

    page.get_by_role("link", name="Punya kartu KSP?").tap()
    page.get_by_label("Dekatkan kartu KSP").fill(in_groups(inside.code).lower())
    page.get_by_role("button", name="Lanjut").tap()
    expect(goodbye(page)).to_be_visible()
    page.get_by_role("button", name="Salah? Batalkan").tap()

    expect(page.get_by_text("Anda masih di dalam.")).to_be_visible()
    assert Visit.objects.get().is_inside


@pytest.mark.parametrize("name", ["kiosk-category", "kiosk-welcome", "kiosk-leave", "kiosk-goodbye"])
def test_a_scanner_is_heard_on_whatever_page_is_open(opened, inside, name):
    page = opened(name, clock=True)  # the screen at rest wakes if the next key is half a second late

    scan(page, inside.code)

    expect(goodbye(page)).to_be_visible()
    assert Departure.objects.count() == 1


def test_a_scanner_is_heard_over_the_question_whether_anybody_is_there(opened, inside):
    page = opened("kiosk-card", clock=True)
    page.evaluate("() => document.querySelector('dialog').showModal()")

    scan(page, inside.code)

    expect(goodbye(page)).to_be_visible()


def test_a_card_held_up_while_a_name_is_asked_for_is_no_name(opened, inside):
    VisitorCategory.objects.filter(code="KRS").update(name_rule=VisitorCategory.NameRule.REQUIRED)
    page = opened("kiosk-purpose", "KRS", 1, "batam", clock=True)
    page.get_by_role("link", name="Acara atau pelatihan").tap()
    page.get_by_label("Siapa nama panggilan Anda?").focus()
    page.wait_for_load_state()

    scan(page, inside.code)

    expect(goodbye(page)).to_be_visible()
    assert not VisitIdentity.objects.exists()


def test_a_second_reading_of_the_scanner_neither_lets_in_nor_out_again(opened, inside):
    page = opened(clock=True)

    scan(page, inside.code)
    expect(goodbye(page)).to_be_visible()
    scan(page, inside.code)

    expect(goodbye(page)).to_be_visible()
    assert (Visit.objects.count(), Departure.objects.count()) == (1, 1)


def test_half_a_code_is_no_card_and_what_came_before_one_is_no_part_of_it(opened, inside):
    page = opened(clock=True)

    scan(page, inside.code[:-1])
    page.keyboard.type("XYZ")
    assert not Departure.objects.exists()
    scan(page, inside.code)

    expect(goodbye(page)).to_be_visible()


def test_keys_of_the_keypad_still_write(opened, is_at):
    page = opened("kiosk-leave")

    page.keyboard.type("27")

    is_at(page, "kiosk-leave-typed", 27)


def test_any_key_still_wakes_the_screen_at_rest(opened, is_at):
    page = opened("kiosk-welcome")

    page.keyboard.press("a")

    is_at(page, "kiosk-category")


def test_the_field_has_the_keyboard_and_what_was_wrong_is_typed_over(opened, inside):
    page = opened("kiosk-card")
    expect(page.locator("#code")).to_be_focused()
    scan(page, "WRONG")
    expect(page.get_by_role("alert")).to_contain_text("Kode ini belum lengkap")
    page.wait_for_load_state()
    expect(page.locator("#code")).to_be_focused()

    scan(page, inside.code)

    expect(goodbye(page)).to_be_visible()


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("is_large", [False, True], ids=["usual", "larger"])
def test_the_questions_to_an_empty_card_fit_the_tablet(opened, issue_card, language, is_large):
    page, complaints = opened("kiosk-card", language=language), {}
    if is_large:
        page.locator(".top-push").tap()

    page.locator("#code").focus()
    scan(page, issue_card().code)
    for field, code in ANSWERS.items():
        tile = page.locator(f"button.tile[name={field}][value={code}]")
        tile.wait_for()
        for size in (LANDSCAPE, PORTRAIT):
            page.set_viewport_size(size)
            hold(page)
            found = page.evaluate(TOO_SMALL) + page.evaluate(CUT if is_large else OUT_OF_SIGHT)
            complaints[field, size["width"]] = found + Axe().run(page).response["violations"]
        tile.tap()

    page.locator(".your-number").wait_for()
    assert {name: said for name, said in complaints.items() if said} == {}


# The camera


def test_only_the_page_of_the_card_may_look_through_a_camera(opened):
    assert opened("kiosk-card").evaluate(MAY_SEE) is True
    assert opened("kiosk-category").evaluate(MAY_SEE) is False


def test_a_browser_that_reads_no_codes_offers_no_camera(opened):
    page = opened("kiosk-card")

    expect(page.locator("[data-camera]")).to_be_hidden()


@pytest.fixture
def with_camera(opened, inside):
    page = opened()
    page.context.add_init_script(f"({CAMERA})('{inside.code}')")
    page.get_by_role("link", name="Punya kartu KSP?").tap()
    expect(page.get_by_role("button", name="Pakai kamera")).to_be_visible()
    return page


def test_where_it_can_the_camera_reads_the_card(with_camera):
    with_camera.get_by_role("button", name="Pakai kamera").tap()

    expect(goodbye(with_camera)).to_be_visible()
    assert Departure.objects.count() == 1


def test_a_camera_that_is_refused_says_so_and_the_field_stays(with_camera):
    with_camera.evaluate("() => { navigator.mediaDevices.getUserMedia = () => Promise.reject(new Error()); }")

    with_camera.get_by_role("button", name="Pakai kamera").tap()

    expect(with_camera.get_by_role("status").filter(has_text="Kamera tidak dapat dipakai.")).to_be_visible()
    expect(with_camera.get_by_label("Dekatkan kartu KSP")).to_be_visible()


# Without the server


def test_without_the_server_the_card_page_leads_kindly_to_the_pictures(tablet_app, inside):
    app = tablet_app()
    app.cut()

    app.open("kiosk-card")

    expect(app.page.get_by_text("Kartu butuh sambungan. Pilih gambar di layar.")).to_be_visible()
    app.page.get_by_role("link", name="Mulai lagi").click()
    expect(app.page.get_by_role("heading", name="Masuk sebagai siapa?")).to_be_visible()
    expect(app.page.locator("[data-offline]")).to_be_visible()
    expect(app.page.get_by_role("link", name="Punya kartu KSP?")).to_be_hidden()


def test_a_card_shown_while_the_server_is_away_is_kept_nowhere(tablet_app, inside):
    app = tablet_app()
    app.open("kiosk-card")
    expect(app.page.locator("#code")).to_be_focused()
    app.cut()

    scan(app.page, inside.code)

    expect(app.page.get_by_text("mungkin sudah tercatat, mungkin belum")).to_be_visible(timeout=30_000)
    assert inside.code not in app.page.evaluate(EVERYTHING_KEPT)
    assert inside.code not in app.page.url
    app.mend()
    app.expect_waiting(0)
    assert not Departure.objects.exists()


def test_with_the_server_the_worker_hands_the_card_on_and_keeps_nothing(tablet_app, inside):
    app = tablet_app()
    app.open("kiosk-card")
    expect(app.page.locator("#code")).to_be_focused()

    scan(app.page, inside.code)

    expect(goodbye(app.page)).to_be_visible()
    assert inside.code not in app.page.evaluate(EVERYTHING_KEPT)
    assert Departure.objects.get().left_at - Visit.objects.get().arrived_at < timedelta(hours=1)


def test_a_card_whose_answer_is_lost_is_asked_about_again_with_the_same_key(tablet_app, inside):
    app, lost = tablet_app(), []
    app.open("kiosk-card")

    def lose_one(path, body):
        if path == "/kiosk/card/" and not lost:
            lost.append(path)
            raise ConnectionError("lost on its way")
        return body

    app.line.changed = lose_one
    expect(app.page.locator("#code")).to_be_focused()
    scan(app.page, inside.code)

    expect(goodbye(app.page)).to_be_visible(timeout=30_000)
    assert lost
    assert (Visit.objects.count(), Departure.objects.count()) == (1, 1)
