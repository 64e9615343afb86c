"""The app in a real browser with its server off: it opens, asks, records, lets out and takes back."""

import pytest
from playwright.sync_api import expect

from checkin.models import Departure, Visit
from checkin.tests.kiosk_addresses import address

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def alone(by_day, tablet_app):
    """A tablet whose server has just gone."""
    app = tablet_app()
    app.cut()
    return app


def bring_group(app) -> int:
    """Two and 22 more."""
    app.open("kiosk-category-group")
    app.page.get_by_role("link", name="Komunitas").click()
    expect(app.page.locator("[data-count]")).to_have_text("2")
    app.page.wait_for_load_state()
    for step in (10, 10, 1, 1):
        app.page.locator(f"[data-step='{step}']").click()
    app.page.get_by_role("link", name="Lanjut").click()
    app.page.get_by_role("link", name="Batam").click()
    app.page.get_by_role("button", name="Acara atau pelatihan").click()
    return app.number()


def test_three_taps_are_one_visit_when_the_server_is_back(alone):
    number = alone.come_in()

    assert [item["type"] for item in alone.waiting()] == ["check_in"]
    assert Visit.objects.count() == 0
    alone.mend()
    alone.expect_waiting(0)
    visit = Visit.objects.get()
    assert (visit.number, visit.category.code) == (number, "MHS")
    assert (visit.origin.slug, visit.purpose.code) == ("batam", "KERJA")


def test_a_group_comes_in_and_some_of_it_leave(alone):
    number = bring_group(alone)

    alone.open("kiosk-leave-confirm", number)
    expect(alone.page.locator("[data-count]")).to_have_text("24")
    alone.page.get_by_role("link", name="−10").click()
    alone.page.get_by_role("button", name="Ya, keluar").click()
    expect(alone.page.get_by_role("heading", name="Terima kasih, sampai jumpa!")).to_be_visible()

    alone.mend()
    alone.expect_waiting(0)
    assert Visit.objects.get().persons == 24
    assert Departure.objects.get().persons == 14
    assert Visit.objects.get().persons_inside == 10


def test_a_visit_is_taken_back(alone):
    alone.come_in()

    alone.page.get_by_role("button", name="Salah? Batalkan").click()

    expect(alone.page.get_by_role("heading", name="Dibatalkan.")).to_be_visible()
    alone.mend()
    alone.expect_waiting(0)
    assert Visit.objects.get().is_voided


def test_who_wants_no_details_kept_is_counted(alone):
    alone.open("kiosk-purpose", "MHS", 1, "batam")
    alone.page.get_by_role("link", name="Baca selengkapnya").click()
    alone.page.get_by_role("button", name="Tanpa data saya (hitung saja)").click()
    alone.number()

    alone.mend()
    alone.expect_waiting(0)
    assert (Visit.objects.get().origin.slug, Visit.objects.get().purpose.code) == ("tidak-diketahui", "LAIN")


def test_a_double_tap_a_reload_and_back_are_one_visit(alone):
    alone.open("kiosk-purpose", "MHS", 1, "batam")
    alone.page.get_by_role("button", name="Bekerja atau belajar").dblclick()
    alone.number()
    alone.page.wait_for_load_state()
    alone.page.reload()
    alone.number()
    alone.page.go_back()
    expect(alone.page.get_by_role("heading", name="Masuk sebagai siapa?")).to_be_visible()

    assert len(alone.waiting()) == 1


SEND = """async ([address, said]) => {
  const answer = await fetch(address, {method: "POST", body: new URLSearchParams(said), redirect: "manual"});
  return [answer.type === "opaqueredirect" ? 303 : answer.status, await answer.text()];
}"""


def test_the_same_key_with_another_answer_is_refused_kindly(alone):
    page = address("kiosk-purpose", "MHS", 1, "batam")
    said = {"submission": "0b9a3f52-6a4e-4c1e-9c57-1f2f4d1c7a10", "purpose": "KERJA"}

    assert alone.page.evaluate(SEND, [page, said])[0] == 303
    assert alone.page.evaluate(SEND, [page, said])[0] == 303
    status, words = alone.page.evaluate(SEND, [page, said | {"purpose": "RAPAT"}])

    assert (status, "sudah dipakai" in words, len(alone.waiting())) == (409, True, 1)


def test_what_another_page_sends_is_not_written_down(alone):
    said = {"submission": "0b9a3f52-6a4e-4c1e-9c57-1f2f4d1c7a10", "purpose": "KERJA"}
    foreign = SEND.replace('redirect: "manual"', 'redirect: "manual", referrer: ""')

    assert alone.page.evaluate(foreign, [address("kiosk-purpose", "MHS", 1, "batam"), said])[0] == 503
    assert alone.waiting() == []


def test_no_number_is_given_twice(alone):
    numbers = [alone.come_in() for _ in range(3)]

    assert len(set(numbers)) == 3


def test_a_number_nobody_here_knows_is_left_to_the_front_desk(alone):
    alone.open("kiosk-leave-confirm", 12345)

    expect(alone.page.get_by_role("alert")).to_contain_text("meja depan")


def test_who_has_left_is_told_so(alone):
    number = alone.come_in()
    for _ in range(2):
        alone.open("kiosk-leave-confirm", number)
        if alone.page.get_by_role("button", name="Ya, keluar").count():
            alone.page.get_by_role("button", name="Ya, keluar").click()

    expect(alone.page.get_by_role("alert")).to_contain_text("sudah keluar")


def test_the_banner_says_how_many_wait_and_goes_when_they_are_in(alone):
    alone.come_in()
    alone.open()
    banner = alone.page.locator("[data-offline]")

    expect(banner).to_contain_text("Sambungan terputus.")
    expect(banner).to_contain_text("(1 menunggu)")
    alone.mend()
    expect(banner).to_be_hidden()


def test_changing_the_room_is_not_offered_without_the_server(alone):
    alone.come_in()

    expect(alone.page.get_by_role("link", name="Ganti ruang")).to_be_hidden()
