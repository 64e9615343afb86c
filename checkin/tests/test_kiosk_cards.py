"""The card at the tablet, without scripts: asked, recognised, let out, taken back, refused in one voice."""

import re
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from checkin.models import Departure, Purpose, Space, Visit
from checkin.services.card_codes import in_groups
from checkin.services.devices import open_kiosk
from checkin.tests.carded import age, answer
from checkin.tests.kiosk_screens import close_the_house
from kspvisits.access import KIOSK_COOKIE

pytestmark = pytest.mark.django_db
UNKNOWN = "Kartu tidak dikenal. Pilih gambar di layar, atau panggil petugas."


def test_an_empty_card_asks_three_questions_once_and_then_none(issued_card, hold_up, kiosk):
    page = answer(kiosk, hold_up(issued_card.code))

    assert "Tercatat: Bekerja atau belajar." in page.text
    assert "kunjungan ke‑1" in page.text
    visit = Visit.objects.get()
    assert (visit.source, visit.card, visit.category.code) == ("card", issued_card.card, "MHS")
    assert (visit.space.code, visit.is_out_of_hours) == ("COW", False)

    age(minutes=5)
    assert "Terima kasih, sampai jumpa!" in hold_up(issued_card.code).text
    age(minutes=5)
    page = hold_up(issued_card.code)

    assert "Tercatat: Bekerja atau belajar." in page.text
    assert "sudah dihitung hari ini" in page.text
    assert "data-ordinals" not in page.text
    assert Visit.objects.counted() == 1


def test_a_code_may_be_typed_in_small_letters_and_groups(used_card, hold_up):
    hold_up(in_groups(used_card.code).lower())

    assert Departure.objects.count() == 1


def test_who_skips_the_origin_is_not_asked_again(issued_card, hold_up, kiosk):
    answer(kiosk, hold_up(issued_card.code), origin="tidak-diketahui")

    assert Visit.objects.get().origin.slug == "tidak-diketahui"


def test_the_page_of_a_leaving_takes_it_back(used_card, hold_up, kiosk):
    page = hold_up(used_card.code)
    undo = re.search(r'action="([^"]+/undo/)"', page.text)[1]

    stayed = kiosk.post(undo, follow=True)

    assert "Anda masih di dalam." in stayed.text
    assert Visit.objects.get().is_inside
    assert kiosk.post(undo, follow=True).status_code == 200


def test_after_two_minutes_a_leaving_stands(used_card, hold_up, kiosk):
    hold_up(used_card.code)
    departure = Departure.objects.get()
    age(minutes=3)

    assert "Batalkan" not in kiosk.get(reverse("kiosk-card-goodbye", args=[departure.submission])).text
    assert kiosk.post(reverse("kiosk-card-stay", args=[departure.submission])).status_code == 409
    assert Departure.objects.exists()


def test_another_sites_leaving_is_not_there(used_card, hold_up, other_site, client):
    hold_up(used_card.code)
    client.cookies[KIOSK_COOKIE] = open_kiosk(site=other_site, name="Lain", at=timezone.now())[1]

    address = reverse("kiosk-card-goodbye", args=[Departure.objects.get().submission])

    assert client.get(address).status_code == 404


def test_coming_in_by_card_is_undone_like_any_other(issued_card, hold_up, kiosk):
    answer(kiosk, hold_up(issued_card.code))

    page = kiosk.post(reverse("kiosk-undo", args=[Visit.objects.get().submission]), follow=True)

    assert "Dibatalkan." in page.text
    assert Visit.objects.get().is_voided


def test_another_purpose_leads_to_its_room_and_is_the_cards_next(issued_card, hold_up, kiosk):
    answer(kiosk, hold_up(issued_card.code))
    visit = Visit.objects.get()
    address = reverse("kiosk-card-purpose", args=[visit.submission])
    assert 'aria-current="true"' in kiosk.get(address).text

    page = kiosk.post(address, {"purpose": "RAPAT"}, follow=True)

    visit.refresh_from_db()
    assert "Tercatat: Rapat daring." in page.text
    assert (visit.purpose.code, visit.space.code) == ("RAPAT", "RPD")
    assert visit.history.earliest().purpose == Purpose.objects.get(code="KERJA")
    for _ in range(2):
        age(minutes=5)
        page = hold_up(issued_card.code)
    assert "Tercatat: Rapat daring." in page.text


@pytest.mark.parametrize("refused", ["late", "without a card", "nonsense"])
def test_a_purpose_that_cannot_be_changed_stays(issued_card, hold_up, kiosk, enter, tablet, refused):
    answer(kiosk, hold_up(issued_card.code))
    visit = enter(device=tablet) if refused == "without a card" else Visit.objects.get()
    if refused == "late":
        age(minutes=3)
    code = "nonsense" if refused == "nonsense" else "RAPAT"

    page = kiosk.post(reverse("kiosk-card-purpose", args=[visit.submission]), {"purpose": code})

    assert page.status_code == {"late": 409, "without a card": 404, "nonsense": 400}[refused]
    assert Visit.objects.get(pk=visit.pk).purpose.code == "KERJA"


def test_a_purpose_without_a_room_leaves_the_room(issued_card, hold_up, kiosk):
    answer(kiosk, hold_up(issued_card.code))
    visit = Visit.objects.get()

    kiosk.post(reverse("kiosk-card-purpose", args=[visit.submission]), {"purpose": "LAIN"})

    visit.refresh_from_db()
    assert (visit.purpose.code, visit.space) == ("LAIN", Space.objects.get(site=visit.site, code="COW"))


def test_outside_the_hours_a_card_is_recorded_and_flagged(used_card, hold_up, site):
    hold_up(used_card.code)
    age(minutes=5)
    close_the_house(site)
    cache.clear()  # the hours are remembered for a minute

    hold_up(used_card.code)

    assert Visit.objects.latest("id").is_out_of_hours


# One showing


def test_the_same_page_sent_twice_is_one_coming_and_one_leaving(used_card, hold_up):
    key = uuid4()

    first, again = (hold_up(used_card.code, submission=key, follow=False) for _ in range(2))

    assert first.url == again.url == reverse("kiosk-card-goodbye", args=[key])
    assert Departure.objects.count() == 1


def test_a_second_reading_within_seconds_gets_the_first_answer(issued_card, hold_up, kiosk):
    answer(kiosk, hold_up(issued_card.code))

    page = hold_up(issued_card.code)

    assert "Tercatat: Bekerja atau belajar." in page.text
    assert Visit.objects.get().is_inside


def test_a_second_reading_at_another_tablet_says_that_it_is_recorded(issued_card, hold_up, kiosk, site, client):
    answer(kiosk, hold_up(issued_card.code))
    client.cookies[KIOSK_COOKIE] = open_kiosk(site=site, name="Kedua", at=timezone.now())[1]

    assert "Sudah tercatat." in hold_up(issued_card.code, browser=client).text
    assert Visit.objects.count() == 1
