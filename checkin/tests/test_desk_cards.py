"""The desk's cards: issued on a sheet shown once, listed, found by number, revoked, and made to forget."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from checkin.models import Card, Visit
from checkin.services.card_codes import clean_code, new_sheet
from checkin.services.card_issuing import issue, revoke_card, unlink

pytestmark = pytest.mark.django_db


@pytest.fixture
def give_out(desk):
    """Press the button that issues; answers the page with the cards."""

    def give_out(how_many=1, *, sheet=None, site="ksp", **said):
        sent = {"how_many": how_many, "category": "", "origin": "", "sheet": sheet or new_sheet(), **said}
        return desk.post(reverse("desk-cards-issue", args=[site]), sent)

    return give_out


@pytest.fixture
def listed(desk):
    def listed(query=""):
        return desk.get(reverse("desk-cards", args=["ksp"]) + query)

    return listed


def codes_of(page) -> list[str]:
    return re.findall(r'class="ksp-card-code">([0-9A-Z-]+)<', page.text)


def test_the_sheet_shows_each_card_with_its_code_number_and_drawing(give_out):
    page = give_out(12)

    assert page.status_code == 200
    assert len(codes_of(page)) == 12
    assert [Card.objects.with_code(clean_code(code)).get().number for code in codes_of(page)] == [*range(1, 13)]
    assert all(f"No. {number:04}" in page.text for number in range(1, 13))
    assert page.text.count('class="sheet-of-cards"') == 2
    assert page.text.count('class="ksp-card-qr"') == 12
    assert page.headers["Cache-Control"] == "no-store"


def test_what_is_chosen_is_every_cards(give_out):
    give_out(2, category="STU", origin="lingga")

    assert {(card.category.code, card.origin.slug) for card in Card.objects.all()} == {("STU", "lingga")}


def test_a_double_tap_or_a_reload_shows_the_same_sheet(give_out):
    sheet = new_sheet()

    pages = [give_out(3, sheet=sheet) for _ in range(2)]

    assert codes_of(pages[0]) == codes_of(pages[1])
    assert Card.objects.count() == 3


def test_a_page_used_for_another_number_is_refused(give_out):
    sheet = new_sheet()
    give_out(3, sheet=sheet)

    page = give_out(4, sheet=sheet)

    assert page.status_code == 409
    assert "Kartu ini sudah diterbitkan." in page.text


@pytest.mark.parametrize(
    "said", [{"how_many": how} for how in ("", "0", "41", "-1", "1.5", "x", "٣", "9" * 30)]
    + [{"category": "TKP"}, {"category": "XXX"}, {"origin": "atlantis"}, {"sheet": "zzz"}],
    ids=str,
)  # fmt: skip
def test_what_cannot_be_issued_is_refused(give_out, said):
    assert give_out(**said).status_code == 400
    assert not Card.objects.exists()


def test_every_page_brings_another_key(listed):
    keys = {re.search(r'name="sheet" value="([^"]+)"', listed().text)[1] for _ in range(2)}

    assert len(keys) == 2


def test_no_other_page_shows_a_code(give_out, listed, desk):
    page = give_out(2)
    card = Card.objects.first()

    for name in ("desk-card-revoke", "desk-card-unlink"):
        assert not set(codes_of(page)) & set(desk.get(reverse(name, args=["ksp", card.pk])).text.split())
    assert not any(code in listed().text for code in codes_of(page))


def test_the_list_says_what_is_known_of_a_card(listed, issue_card, category, come, noon, officer):
    used, lost = issue_card(category=category).card, issue_card().card
    come(used, noon)
    revoke_card(card=lost, reason="lost", at=noon, by=officer)

    shown = listed().text

    assert "0001" in shown
    assert "Mahasiswa" in shown
    assert "Hilang" in shown
    assert noon.strftime("%d/%m/%Y") in shown


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("", "21"),
        ("?number=2", "2"),
        ("?state=good", "1"),
        ("?state=revoked", "2"),
        ("?number=7", ""),
        ("?order=number", "12"),
    ],
)
def test_the_list_is_narrowed_and_ordered(listed, issue_card, officer, query, numbers):
    issue_card()
    revoke_card(card=issue_card().card, reason="lost", at=timezone.now(), by=officer)

    page = listed(query)

    assert re.findall(r'class="card-name">000(\d)<', page.text) == [*numbers]


@pytest.mark.parametrize("query", ["?number=x", "?number=0", "?state=standing", "?number=" + "9" * 30])
def test_a_question_nobody_understands_is_told(listed, issue_card, query):
    issue_card()

    assert listed(query).status_code == 400


def test_the_pages_cost_the_same_for_one_card_and_for_many(listed, issue_card, site, officer):
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            listed()
        return len(asked)

    issue_card()
    few = cost()
    issue(site=site, sheet=new_sheet(), how_many=40, by=officer, at=timezone.now())

    assert cost() == few <= 12


# The end of a card


def test_a_card_is_revoked_with_its_reason(desk, issue_card, officer):
    card = issue_card().card

    page = desk.post(reverse("desk-card-revoke", args=["ksp", card.pk]), {"reason": "lost"}, follow=True)

    card.refresh_from_db()
    assert (card.revoke_reason, card.revoked_by, card.unlinked_at) == ("lost", officer, None)
    assert "Kartu 0001 sudah dicabut." in page.text


def test_and_its_visits_may_forget_it_at_once(desk, issue_card, come, noon):
    card = issue_card().card
    come(card, noon)

    page = desk.post(
        reverse("desk-card-revoke", args=["ksp", card.pk]), {"reason": "lost", "forget": "on"}, follow=True
    )

    assert "1 kunjungan tidak lagi terkait dengan kartu 0001" in page.text
    assert Visit.objects.get().card is None
    assert Visit.objects.counted() == 1


@pytest.mark.parametrize("said", [{}, {"reason": "because"}])
def test_without_a_reason_a_card_stays(desk, issue_card, said):
    card = issue_card().card

    assert desk.post(reverse("desk-card-revoke", args=["ksp", card.pk]), said).status_code == 400
    assert Card.objects.good().get() == card


def test_a_holder_inside_is_said_to_be_inside(desk, issue_card, come):
    card = issue_card().card
    come(card, timezone.now())

    assert "Pemegangnya sedang di dalam" in desk.get(reverse("desk-card-revoke", args=["ksp", card.pk])).text


def test_a_revoked_card_forgets_later_too(desk, issue_card, come, noon, officer):
    card = issue_card().card
    come(card, noon)
    address = reverse("desk-card-unlink", args=["ksp", card.pk])
    assert desk.post(address).status_code == 409
    revoke_card(card=card, reason="lost", at=noon, by=officer)
    assert "1 kunjungan tercatat dengan kartu ini." in desk.get(address).text

    desk.post(address)

    assert Visit.objects.get().card is None
    assert "Tidak ada lagi kunjungan" in desk.get(address).text


def test_another_sites_card_is_not_there(desk, issue_card, other_site):
    card = issue_card(other_site).card

    for name in ("desk-card-revoke", "desk-card-unlink"):
        assert desk.get(reverse(name, args=["ksp", card.pk])).status_code == 404
        assert desk.post(reverse(name, args=["ksp", card.pk]), {"reason": "lost"}).status_code == 404
    assert Card.objects.good().exists()


# The desk


def test_the_desk_finds_visits_by_the_cards_number(desk, issue_card, come, enter):
    first, other = issue_card().card, issue_card().card
    now = timezone.now()
    come(first, now)
    come(other, now)
    enter()

    page = desk.get(reverse("desk", args=["ksp"]), {"card": "2"}).text

    assert page.count("Kartu 0002") == 2  # inside now, and today
    assert "Kartu 0001" not in page
    assert desk.get(reverse("desk", args=["ksp"]), {"card": "0002"}).text.count("Kartu 0002") == 2
    assert desk.get(reverse("desk", args=["ksp"]), {"card": "x"}).status_code == 400


def test_the_desk_finds_visits_that_came_by_card(desk, issue_card, come, enter):
    come(issue_card().card, timezone.now())
    enter(category=Visit.objects.get().category)

    page = desk.get(reverse("desk", args=["ksp"]), {"source": "card"}).text

    assert "Kartu 0001" in page
    assert page.count('<th scope="row"') == 2


def test_a_visit_that_forgot_its_card_stands_without_its_number(desk, issue_card, come, officer):
    card, now = issue_card().card, timezone.now()
    come(card, now)
    revoke_card(card=card, reason="lost", at=now, by=officer)
    unlink(card=card, at=now)

    page = desk.get(reverse("desk", args=["ksp"])).text

    assert "0001" not in page
    assert '<td class="source">Kartu</td>' in page


def test_the_desk_asks_the_same_for_cards_as_without(desk, site, officer, come):
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            desk.get(reverse("desk", args=["ksp"]))
        return len(asked)

    cards = issue(site=site, sheet=new_sheet(), how_many=10, by=officer, at=timezone.now())
    come(cards[0].card, timezone.now())
    few = cost()
    for issued in cards[1:]:
        come(issued.card, timezone.now() - timedelta(minutes=1))

    assert cost() == few
