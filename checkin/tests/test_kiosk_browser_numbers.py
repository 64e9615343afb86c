"""Counting people and typing a number with a finger: in place with scripts, by links without."""

import re

import pytest
from playwright.sync_api import expect

from checkin.models import Departure, Visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WITH_AND_WITHOUT_SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])


def test_a_group_counts_in_place(opened, is_at):
    page = opened("kiosk-persons", "KOM", 2)
    page.evaluate("() => { window.sameDocument = true; }")

    page.get_by_role("link", name="20", exact=True).tap()
    expect(page.locator("[aria-current=true]")).to_have_text("20")
    for _ in range(4):
        page.get_by_role("link", name="Tambah satu").tap()

    expect(page.locator("[data-count]")).to_have_text("24")
    assert page.evaluate("() => window.sameDocument")
    is_at(page, "kiosk-persons", "KOM", 24)
    page.get_by_role("link", name="Lanjut").tap()
    is_at(page, "kiosk-origin", "KOM", 24)


def test_a_group_counts_without_scripts(opened, is_at):
    page = opened("kiosk-category-group", scripts=False)

    page.get_by_role("link", name="Komunitas").tap()
    for name, people in (
        ("+10", 12), ("+10", 22), ("+5", 27), ("Kurang satu", 26), ("Kurang satu", 25), ("Kurang satu", 24),
    ):  # fmt: skip
        page.get_by_role("link", name=name, exact=True).tap()
        is_at(page, "kiosk-persons", "KOM", people)  # a tap waits for no page
    page.get_by_role("link", name="Lanjut").tap()
    is_at(page, "kiosk-origin", "KOM", 24)
    page.get_by_role("link", name="Batam").tap()
    page.get_by_role("button", name="Acara atau pelatihan").tap()

    expect(page.get_by_role("heading", name="Tercatat. Silakan masuk!")).to_be_visible()
    assert Visit.objects.get().persons == 24


def test_the_counter_goes_neither_below_one_nor_above_two_hundred(opened):
    page = opened("kiosk-persons", "KOM", 2)
    number, less, more = (
        page.locator("[data-count]"),
        page.get_by_label("Kurang satu"),
        page.get_by_label("Tambah satu"),
    )

    less.tap()
    expect(number).to_have_text("1")
    expect(less).to_have_attribute("aria-disabled", "true")
    for _ in range(20):
        page.get_by_role("link", name="+10").tap()

    expect(number).to_have_text("200")
    expect(more).to_have_attribute("aria-disabled", "true")


def test_more_than_fifty_are_asked_about_in_place_too(opened, is_at):
    page = opened("kiosk-persons", "KOM", 50)
    page.get_by_role("link", name="+10").tap()

    page.get_by_role("link", name="Lanjut").tap()

    is_at(page, "kiosk-persons-sure", "KOM", 60)
    page.get_by_role("link", name="Ya", exact=True).tap()
    is_at(page, "kiosk-origin", "KOM", 60)


def test_the_other_language_keeps_what_was_counted(opened, is_at):
    page = opened("kiosk-persons", "KOM", 2)
    page.get_by_role("link", name="+10").tap()

    page.get_by_role("link", name="English").tap()

    is_at(page, "kiosk-persons", "KOM", 12, language="en")
    page.get_by_role("link", name="Bahasa Indonesia").tap()
    is_at(page, "kiosk-persons", "KOM", 12)


def test_the_keypad_writes_in_place(opened, is_at):
    page = opened("kiosk-leave")
    page.evaluate("() => { window.sameDocument = true; }")

    for key in ("1", "9", "Hapus", "2"):
        page.get_by_role("link", name=key, exact=True).tap()

    expect(page.locator("[data-shown]")).to_have_text("12")
    assert page.evaluate("() => window.sameDocument")
    is_at(page, "kiosk-leave-typed", 12)


def test_the_number_can_be_typed_on_real_keys(opened, enter):
    for _ in range(11):
        enter()
    page = opened("kiosk-leave")

    for key in ("1", "2", "Backspace", "1", "Enter"):
        page.keyboard.press(key)

    expect(page.get_by_role("heading", name=re.compile("Nomor 11 · Mahasiswa"))).to_be_visible()


@WITH_AND_WITHOUT_SCRIPTS
def test_leaving_by_number(opened, is_at, enter, scripts):
    for _ in range(12):
        enter()
    page = opened(scripts=scripts)

    page.get_by_role("link", name="Keluar / pulang").tap()
    for key, typed in (("1", 1), ("2", 12)):
        page.get_by_role("link", name=key, exact=True).tap()
        is_at(page, "kiosk-leave-typed", typed)
    page.get_by_role("link", name="Lanjut", exact=True).tap()
    page.get_by_role("button", name="Ya, keluar").dblclick()

    expect(page.get_by_role("heading", name="Terima kasih, sampai jumpa!")).to_be_visible()
    assert Departure.objects.get().visit.number == 12


@WITH_AND_WITHOUT_SCRIPTS
def test_part_of_a_group_leaves(opened, enter, scripts):
    visit = enter(persons=24)
    page = opened("kiosk-leave-confirm", 1, scripts=scripts)

    for step, count in (("−10", "14"), ("Tambah satu", "15")):
        page.get_by_role("link", name=step, exact=True).tap()
        expect(page.locator("[data-count]")).to_have_text(count)
    page.get_by_role("button", name="Ya, keluar").tap()

    expect(page.get_by_role("heading", name="Terima kasih, sampai jumpa!")).to_be_visible()
    visit.refresh_from_db()
    assert visit.persons_inside == 9
