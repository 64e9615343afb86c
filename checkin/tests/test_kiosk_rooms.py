"""A full room at the tablet: a hint, a way out, a tap that says "all the same"; nobody is lost."""

from uuid import uuid4

import pytest
from django.utils import timezone

from checkin.models import DoorNote, Purpose, Space, Visit
from checkin.services.submissions import receive
from checkin.tests.kiosk_addresses import address

pytestmark = pytest.mark.django_db


@pytest.fixture
def rooms(site):
    """Co-working 5; hall 20 and not one more; veranda 12."""
    for code, capacity in {"COW": 5, "AUL": 20, "SEL": 12}.items():
        Space.objects.filter(site=site, code=code).update(capacity=capacity, is_hard=code == "AUL")
    return {room.code: room for room in site.spaces.all()}


@pytest.fixture
def thanked(kiosk, tap):
    """Tap, and see the thanks page; answers the visit and the page."""

    def thanked(**answers):
        page = kiosk.get(tap(**answers).headers["Location"]).text
        return Visit.objects.latest("id"), page

    return thanked


@pytest.fixture
def hall_purpose():
    return Purpose.objects.get(space_code="AUL").code


def test_a_roomy_room_says_nothing(thanked, rooms):
    assert "advice" not in thanked()[1]


def test_a_nearly_full_room_is_said(thanked, enter, rooms):
    enter(space=rooms["COW"], persons=3)

    assert "Ruang co‑working hampir penuh: terisi 4 dari 5 tempat." in thanked()[1]


def test_whoever_takes_the_last_place_hears_that_the_room_is_full_and_stays(thanked, enter, rooms):
    enter(space=rooms["COW"], persons=4)
    page = thanked()[1]

    assert "Ruang co‑working kini penuh: terisi 5 dari 5 tempat." in page
    assert "Tetap di sini" not in page


def test_a_full_room_offers_the_next_free_one(kiosk, thanked, enter, rooms):
    enter(space=rooms["COW"], persons=5)
    visit, page = thanked()
    assert "<b>Ruang co‑working penuh.</b>" in page
    assert "Aula masih lega." in page

    kiosk.post(address("kiosk-space", visit.submission), {"space": "AUL"})

    visit.refresh_from_db()
    assert visit.space == rooms["AUL"]


def test_who_stays_all_the_same_is_counted_and_kept_once(kiosk, thanked, enter, rooms, device_and_token):
    enter(space=rooms["COW"], persons=5)
    visit, page = thanked()
    assert "Tetap di sini" in page
    for _again in range(2):
        answer = kiosk.post(address("kiosk-stay", visit.submission))

    assert answer.headers["Location"] == address("kiosk-category")
    assert DoorNote.objects.get().device == device_and_token[0]
    assert Visit.objects.counted() == 6


def test_a_full_hall_keeps_nobody_uncounted(thanked, enter, rooms, hall_purpose):
    enter(space=rooms["AUL"], persons=20)

    visit, page = thanked(purpose=hall_purpose)

    assert (visit.space, visit.counted_persons) == (None, 1)
    assert "<b>Aula penuh.</b>" in page
    assert "Tetap di sini" not in page
    assert "Pilih ruang" in page


def test_choosing_a_full_hall_is_refused_in_words(kiosk, thanked, enter, rooms):
    enter(space=rooms["AUL"], persons=20)
    visit, _page = thanked()

    answer = kiosk.post(address("kiosk-space", visit.submission), {"space": "AUL"})

    assert answer.status_code == 409
    assert "Silakan pilih ruang lain." in answer.text


def test_the_list_of_rooms_says_how_full_each_is(kiosk, thanked, enter, rooms):
    enter(space=rooms["AUL"], persons=20)
    visit, _page = thanked()

    page = kiosk.get(address("kiosk-space", visit.submission)).text

    assert 'Aula <small class="tile-note">Penuh</small>' in page
    assert "Kafetaria</span>" in page


def test_a_tablet_that_has_just_handed_in_hears_it_too(kiosk, thanked, enter, rooms):
    enter(space=rooms["COW"], persons=5)
    visit, _page = thanked()

    piece = kiosk.get(address("kiosk-ordinals", visit.submission)).text

    assert "<b>Ruang co‑working penuh.</b>" in piece


def test_what_a_tablet_hands_in_for_a_full_hall_is_recorded_without_a_room(tablet, enter, rooms, hall_purpose):
    enter(space=rooms["AUL"], persons=20)
    now = timezone.now()
    said = {"category": "MHS", "origin": "batam", "purpose": hall_purpose, "persons": 3, "at": now.isoformat()}

    receipts = receive(
        device=tablet, sent_at=now, received_at=now, items=[{"id": str(uuid4()), "type": "check_in", **said}]
    )

    assert receipts[0].outcome == "accepted"
    assert Visit.objects.latest("id").space is None
