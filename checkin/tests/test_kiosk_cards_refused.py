"""Cards that are none at the tablet: told in one voice, made to wait, and never named by a page."""

import re
from uuid import UUID, uuid4

import pytest
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from checkin.models import Visit
from checkin.services.card_codes import code_of, new_sheet
from checkin.services.card_issuing import revoke_card
from checkin.services.cards import WRONG_CARDS
from checkin.tests.carded import ANSWERS, age
from checkin.views.card import TICKET

pytestmark = pytest.mark.django_db
UNKNOWN = "Kartu tidak dikenal. Pilih gambar di layar, atau panggil petugas."


def test_unknown_revoked_and_another_sites_get_the_same_page(issue_card, hold_up, other_site, officer):
    revoked, others = issue_card(), issue_card(other_site)
    revoke_card(card=revoked.card, reason="lost", at=timezone.now(), by=officer)

    pages = [hold_up(code) for code in (code_of(new_sheet(), 0), revoked.code, others.code)]

    assert {page.status_code for page in pages} == {404}
    assert len({without_keys(page.text) for page in pages}) == 1
    assert UNKNOWN in pages[0].text
    assert 'value=""' in pages[0].text


def without_keys(page: str) -> str:
    return re.sub(r'value="[0-9A-Za-z-]{30,}"|datetime="[^"]*"', "", page)


def test_a_slip_of_typing_is_told_and_what_was_typed_kept(issued_card, hold_up):
    slipped = issued_card.code[:-1] + ("0" if issued_card.code[-1] != "0" else "1")

    page = hold_up(slipped)

    assert page.status_code == 400
    assert "Kode ini belum lengkap, atau ada huruf yang keliru." in page.text
    assert slipped in page.text


@pytest.mark.parametrize("code", ["", "<b>", "x" * 5_000, "a\x00b", "\u202e", "2172010101010001"])
def test_whatever_is_typed_is_answered_kindly(hold_up, code):
    assert hold_up(code).status_code == 400


def test_who_guesses_is_made_to_wait_and_the_pictures_stay(issued_card, hold_up, kiosk):
    for _ in range(WRONG_CARDS):
        hold_up(code_of(new_sheet(), 0))

    page = hold_up(issued_card.code)

    assert page.status_code == 429
    assert "Tunggu satu menit, atau pilih gambar di layar." in page.text
    assert kiosk.get(reverse("kiosk-category")).status_code == 200


def test_typing_slips_make_nobody_wait(used_card, hold_up):
    for _ in range(2 * WRONG_CARDS):
        hold_up("TYPED WRONG")

    assert hold_up(used_card.code).status_code == 200


def test_without_a_key_nothing_is_recorded(used_card, hold_up):
    assert hold_up(used_card.code, submission="zzz").status_code == 400
    assert Visit.objects.get().is_inside


# What the questions carry


@pytest.mark.parametrize("ticket", ["", "forged", "old", "another use", "another site"])
def test_only_a_fresh_ticket_of_ours_answers_for_a_card(kiosk, issue_card, other_site, ticket, monkeypatch):
    card = (issue_card(other_site) if ticket == "another site" else issue_card()).card
    said = {"card": card.pk, "submission": str(uuid4())}
    if ticket == "old":
        with monkeypatch.context() as past:
            past.setattr(signing.time, "time", lambda: timezone.now().timestamp() - 700)
            ticket = signing.dumps(said, salt=TICKET)
    elif ticket.startswith("another"):
        ticket = signing.dumps(said, salt=TICKET if ticket == "another site" else "other")

    answered = kiosk.post(reverse("kiosk-card-first"), {"ticket": ticket, **ANSWERS})

    assert answered.status_code in (400, 404)
    assert not Visit.objects.exists()


def test_no_page_or_address_names_the_code(used_card, hold_up, kiosk, issue_card):
    pages = [
        hold_up(used_card.code, follow=False),
        kiosk.get(hold_up(used_card.code, follow=False).url),
        hold_up(issue_card().code),
    ]

    for page in pages:
        shown = page.text + str(page.headers) + page.headers.get("Location", "")
        assert used_card.code not in shown.replace("-", "")
        assert page.headers["Cache-Control"] == "no-store"


def test_the_code_is_not_read_from_the_address(kiosk, used_card):
    assert kiosk.get(reverse("kiosk-card"), {"code": used_card.code}).status_code == 200
    assert kiosk.post(f"{reverse('kiosk-card')}?code={used_card.code}", {"submission": uuid4()}).status_code == 400
    assert Visit.objects.get().is_inside


def test_showing_a_card_takes_few_queries(used_card, hold_up, django_assert_max_num_queries):
    with django_assert_max_num_queries(17):
        hold_up(used_card.code, follow=False)
    age(minutes=5)
    with django_assert_max_num_queries(22):
        hold_up(used_card.code, follow=False)


def test_the_ways_to_the_card_stand_where_they_are_looked_for(kiosk):
    way = f'href="{reverse("kiosk-card")}" data-online'

    assert way in kiosk.get(reverse("kiosk-category")).text
    assert way in kiosk.get(reverse("kiosk-leave")).text
    assert UUID(re.search(r'name="submission" value="([^"]+)', kiosk.get(reverse("kiosk-card")).text)[1])
