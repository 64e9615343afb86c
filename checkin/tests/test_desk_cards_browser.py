"""The desk's cards in a real browser: readable by all at every width, worked by keyboard, and printed true to size."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from checkin.models import Card
from checkin.services.card_codes import new_sheet
from checkin.services.card_issuing import issue, revoke_card
from checkin.tests.desk_screens import BOTH, complaints_about, enter_leads_on, tab_to

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MM = 96 / 25.4
A_BANK_CARD = (85.6, 54)
# Where each card of the first sheet lies, in millimetres from the sheet's corner.
PLACES = """() => {
  const sheet = document.querySelector(".sheet-of-cards").getBoundingClientRect();
  return [...document.querySelector(".sheet-of-cards").querySelectorAll(".ksp-card")].map((card) => {
    const {x, y, width, height} = card.getBoundingClientRect();
    return [x - sheet.x, y - sheet.y, width, height];
  });
}"""
CUT = """() => [...document.querySelectorAll(".ksp-card")]
  .filter((card) => card.scrollHeight > card.clientHeight || card.scrollWidth > card.clientWidth)
  .map((card) => card.textContent)"""


@pytest.fixture
def cards(site, officer, category, come, noon):
    issued = issue(site=site, sheet=new_sheet(), how_many=3, by=officer, at=timezone.now(), category=category)
    come(issued[0].card, noon)
    revoke_card(card=issued[1].card, reason="lost", at=noon, by=officer)
    return [each.card for each in issued]


@BOTH
def test_nobody_is_kept_from_a_page(sit_down, cards, width, language):
    complaints = {}
    for name, args in {
        "desk-cards": {},
        "desk-cards-issue": {},
        "desk-card-revoke": {"card": cards[0].pk},
        "desk-card-unlink": {"card": cards[1].pk},
    }.items():
        complaints[name] = complaints_about(sit_down(name, width=width, language=language, **args))

    page = sit_down("desk-cards-issue", width=width, language=language)
    page.locator("[name=how_many]").fill("11")
    page.locator("main button").click()
    expect(page.locator(".ksp-card")).to_have_count(11)
    complaints["sheet"] = complaints_about(page) + page.evaluate(CUT)

    assert {name: said for name, said in complaints.items() if said} == {}


def test_a_card_is_issued_and_revoked_by_keyboard_alone(sit_down, site):
    page = sit_down("desk-cards-issue")
    tab_to(page, "main button")
    enter_leads_on(page)
    expect(page.locator(".ksp-card")).to_have_count(1)

    page = sit_down("desk-card-revoke", card=Card.objects.get().pk)
    tab_to(page, "[name=reason]")
    page.keyboard.press("Space")
    tab_to(page, "main button")
    enter_leads_on(page)

    assert Card.objects.get().is_revoked


def test_cards_are_printed_ten_on_a_sheet_each_as_large_as_a_bank_card(sit_down, site):
    type(site).objects.filter(pk=site.pk).update(name="Ruang Digital Kabupaten Kepulauan Anambas di Tarempa")
    page = sit_down("desk-cards-issue")
    page.locator("[name=how_many]").fill("12")
    page.locator("main button").click()
    expect(page.get_by_role("button", name="Cetak")).to_be_visible()

    page.emulate_media(media="print")

    for number, place in enumerate(page.evaluate(PLACES)):
        left, top = 19.4 + number % 2 * A_BANK_CARD[0], 13.5 + number // 2 * A_BANK_CARD[1]
        assert [measure / MM for measure in place] == pytest.approx([left, top, *A_BANK_CARD], abs=0.2)
    assert page.evaluate(CUT) == []
    paper = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 2


def test_without_scripts_no_button_stands_that_does_nothing(sit_down, site):
    page = sit_down("desk-cards-issue", scripts=False)
    page.locator("main button").click()

    expect(page.locator(".ksp-card")).to_have_count(1)
    expect(page.locator("[data-print]")).to_be_hidden()
