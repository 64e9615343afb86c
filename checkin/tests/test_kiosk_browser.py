"""The kiosk under real fingers: three taps, trembling ones, the back button, nobody there, and no scripts at all."""

import pytest
from playwright.sync_api import expect

from checkin.models import Origin, Visit, VisitIdentity, VisitorCategory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WITH_AND_WITHOUT_SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])


def tap_through(page):
    """Who, from where, what for."""
    page.get_by_role("link", name="Mahasiswa").tap()
    page.get_by_role("link", name="Batam").tap()
    page.get_by_role("button", name="Bekerja atau belajar").wait_for()
    page.wait_for_load_state()  # a button that is tapped before its script leaves its page behind
    page.get_by_role("button", name="Bekerja atau belajar").tap()


def thanks(page):
    return page.get_by_role("heading", name="Tercatat. Silakan masuk!")


@WITH_AND_WITHOUT_SCRIPTS
def test_three_taps_are_one_visit(opened, scripts):
    page = opened(scripts=scripts)

    tap_through(page)

    expect(thanks(page)).to_be_visible()
    visit = Visit.objects.get()
    assert (visit.category.code, visit.origin.slug, visit.purpose.code) == ("MHS", "batam", "KERJA")


@WITH_AND_WITHOUT_SCRIPTS
def test_a_double_tap_is_one_visit(opened, scripts):
    page = opened("kiosk-purpose", "MHS", 1, "batam", scripts=scripts)

    page.get_by_role("button", name="Bekerja atau belajar").dblclick()

    expect(thanks(page)).to_be_visible()
    assert Visit.objects.count() == 1


def test_the_second_of_two_taps_is_not_even_sent(opened):
    page, sent = opened("kiosk-purpose", "MHS", 1, "batam"), []
    page.on("request", lambda request: sent.append(request.method))

    page.get_by_role("button", name="Bekerja atau belajar").dblclick()

    expect(thanks(page)).to_be_visible()
    assert sent.count("POST") == 1
    expect(page.get_by_text("Sudah tercatat")).to_have_count(0)


def test_two_different_answers_at_once_are_one(opened):
    page = opened("kiosk-purpose", "MHS", 1, "batam")

    page.evaluate("() => document.querySelectorAll('button.tile').forEach((tile) => tile.click())")

    expect(thanks(page)).to_be_visible()
    assert Visit.objects.get().purpose.code == "KERJA"


def test_back_after_saving_is_the_first_question(opened, is_at):
    page = opened()
    tap_through(page)
    expect(thanks(page)).to_be_visible()

    page.go_back()

    is_at(page, "kiosk-category")
    expect(page.get_by_role("heading", name="Masuk sebagai siapa?")).to_be_visible()
    assert Visit.objects.count() == 1


def test_back_after_the_thanks_were_left_shows_nobody_else_their_undo(opened, is_at):
    page = opened()
    tap_through(page)
    expect(thanks(page)).to_be_visible()
    page.wait_for_load_state()
    page.get_by_role("link", name="Selesai").tap()
    is_at(page, "kiosk-category")
    page.wait_for_load_state()

    page.go_back()

    is_at(page, "kiosk-category")
    expect(page.get_by_role("heading", name="Masuk sebagai siapa?")).to_be_visible()
    assert Visit.objects.counted() == 1


def test_back_without_scripts_and_the_same_tap_again_is_still_one_visit(opened):
    page = opened("kiosk-purpose", "MHS", 1, "batam", scripts=False)
    page.get_by_role("button", name="Bekerja atau belajar").tap()
    expect(thanks(page)).to_be_visible()
    page.wait_for_load_state()
    page.reload()
    expect(thanks(page)).to_be_visible()

    assert Visit.objects.count() == 1


def test_reloading_the_thanks_is_one_visit(opened):
    page = opened()
    tap_through(page)
    expect(thanks(page)).to_be_visible()

    for _ in range(2):
        page.wait_for_load_state()
        page.reload()
        expect(thanks(page)).to_be_visible()

    assert Visit.objects.count() == 1


def test_a_page_that_the_browser_kept_is_asked_for_anew(opened):
    page = opened("kiosk-purpose", "MHS", 1, "batam")
    key = page.locator("[name=submission]")
    kept = key.input_value()

    with page.expect_navigation():
        page.evaluate("() => window.dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")

    assert key.input_value() != kept


def test_a_page_that_is_shown_again_can_be_tapped_again(opened):
    page = opened("kiosk-origin", "MHS", 1)
    page.evaluate("() => document.addEventListener('click', (event) => event.preventDefault(), {once: true})")
    page.evaluate("() => document.querySelector('form, a.tile').click()")
    page.evaluate("() => window.dispatchEvent(new PageTransitionEvent('pageshow', {persisted: false}))")

    page.get_by_role("link", name="Batam").tap()

    expect(page.get_by_role("heading", name="Mau apa hari ini?")).to_be_visible()


@WITH_AND_WITHOUT_SCRIPTS
def test_the_notice_opens_over_the_question_and_closes(opened, scripts):
    page = opened("kiosk-purpose", "MHS", 1, "batam", scripts=scripts)
    notice, key = page.get_by_role("dialog", name="Data yang kami catat."), page.locator("[name=submission]")
    before = key.get_attribute("value")
    expect(notice).to_be_hidden()

    page.get_by_role("link", name="Baca selengkapnya").tap()
    expect(notice).to_be_visible()
    page.get_by_role("link", name="Mengerti").tap()

    expect(notice).to_be_hidden()
    assert key.get_attribute("value") == before


@WITH_AND_WITHOUT_SCRIPTS
def test_who_wants_no_details_kept_is_counted_from_the_notice(opened, scripts):
    page = opened("kiosk-purpose", "MHS", 1, "batam", scripts=scripts)
    page.get_by_role("link", name="Baca selengkapnya").tap()

    page.get_by_role("button", name="Tanpa data saya (hitung saja)").tap()

    expect(thanks(page)).to_be_visible()
    assert Visit.objects.get().origin.slug == Origin.UNKNOWN


def test_nothing_behind_the_open_notice_can_be_reached(opened):
    page = opened("kiosk-purpose", "MHS", 1, "batam")
    page.get_by_role("link", name="Baca selengkapnya").tap()

    seen = set()
    for _ in range(8):
        page.keyboard.press("Tab")
        seen.add(
            page.evaluate("() => Boolean(document.activeElement.closest('#data')) || document.activeElement.tagName")
        )
    assert seen <= {True, "BODY"}

    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_a_name_is_typed_and_kept_where_it_is_asked_for(opened):
    VisitorCategory.objects.filter(code="KRS").update(name_rule=VisitorCategory.NameRule.REQUIRED)
    page = opened("kiosk-purpose", "KRS", 1, "batam")
    page.get_by_role("link", name="Acara atau pelatihan").tap()

    page.get_by_role("button", name="Lanjut").tap()
    expect(page.get_by_text("Mohon diisi").or_(page.locator(".wrong"))).to_be_visible()
    page.get_by_label("Siapa nama panggilan Anda?").fill("Siti")
    page.get_by_role("button", name="Lanjut").tap()

    expect(thanks(page)).to_be_visible()
    assert VisitIdentity.objects.get().name == "Siti"


def test_enter_keeps_the_name_that_was_typed(opened):
    VisitorCategory.objects.filter(code="KRS").update(name_rule=VisitorCategory.NameRule.OPTIONAL)
    page = opened("kiosk-purpose", "KRS", 1, "batam")
    page.get_by_role("link", name="Acara atau pelatihan").tap()

    page.get_by_label("Siapa nama panggilan Anda?").fill("Siti")
    page.keyboard.press("Enter")

    expect(thanks(page)).to_be_visible()
    assert VisitIdentity.objects.get().name == "Siti"


def test_undo_and_change_of_room_work_from_the_thanks(opened):
    page = opened()
    tap_through(page)

    page.get_by_role("link", name="Ganti ruang").tap()
    page.get_by_role("button", name="Selasar").tap()
    expect(page.get_by_text("Selasar")).to_be_visible()
    page.get_by_role("button", name="Salah? Batalkan").tap()

    expect(page.get_by_role("heading", name="Dibatalkan.")).to_be_visible()
    assert Visit.objects.counted() == 0


def test_a_finger_is_felt_before_anything_answers_and_a_long_press_opens_nothing(opened):
    page = opened()
    tile = page.get_by_role("link", name="Mahasiswa")

    tile.hover()
    page.mouse.down()

    expect(tile).to_have_attribute("data-pressed", "")
    is_kept = "(tile) => tile.dispatchEvent(new MouseEvent('contextmenu', {bubbles: true, cancelable: true}))"
    assert tile.evaluate(is_kept) is False
    page.mouse.move(5, 300)
    page.mouse.up()
    expect(tile).not_to_have_attribute("data-pressed", "")


def test_a_keyboard_alone_gets_through(opened):
    page = opened()

    for target in ("Mahasiswa", "Batam"):
        page.get_by_role("link", name=target).focus()
        page.keyboard.press("Enter")
    page.get_by_role("button", name="Rapat daring").focus()
    page.keyboard.press("Space")

    expect(thanks(page)).to_be_visible()
    assert Visit.objects.get().purpose.code == "RAPAT"
