"""At a full door: what an arrival hears, where else there is a place, who stayed and who was turned away."""

from uuid import uuid4

import pytest
from django.utils import timezone

from checkin.errors import LimitWrong, OfAnotherSite, ReasonMissing, SubmissionConflict, TooManyPersons
from checkin.models import DoorNote, Purpose, Space, SpaceLimit
from checkin.services import door
from checkin.services.occupancy import occupancy
from checkin.services.visits import void

pytestmark = pytest.mark.django_db


@pytest.fixture
def rooms(site):
    """Co-working 10, arena 4, hall 20 (hard), veranda 12; the others are unknown."""
    for code, capacity in {"COW": 10, "ESP": 4, "AUL": 20, "SEL": 12}.items():
        Space.objects.filter(site=site, code=code).update(capacity=capacity, is_hard=code == "AUL")
    return {room.code: room for room in site.spaces.all()}


@pytest.fixture
def hears(site):
    def hears(visit):
        return door.advice_for(visit, day=site.day_of(timezone.now()))

    return hears


@pytest.mark.parametrize(("before", "is_told"), [(6, False), (7, True), (9, True)])
def test_from_four_fifths_on_an_arrival_hears_that_the_room_is_nearly_full(enter, rooms, hears, before, is_told):
    enter(space=rooms["COW"], persons=before)

    advice = hears(enter(space=rooms["COW"]))

    assert bool(advice) == is_told
    assert not (advice and advice.is_over)


def test_whoever_finds_no_place_is_led_to_the_next_room_that_has_one(enter, rooms, hears):
    enter(space=rooms["COW"], persons=10)

    advice = hears(enter(space=rooms["COW"], persons=3))

    assert advice.is_over
    assert advice.elsewhere.space == rooms["ESP"]


def test_a_group_is_led_where_all_of_it_fits_and_a_roomy_room_comes_first(enter, rooms, hears):
    enter(space=rooms["COW"], persons=10)
    enter(space=rooms["AUL"], persons=12)

    advice = hears(enter(space=rooms["COW"], persons=5))

    assert advice.elsewhere.space == rooms["SEL"]


def test_where_every_room_is_full_or_unknown_none_is_named(enter, rooms, hears):
    for code in ("COW", "ESP", "AUL", "SEL"):
        enter(space=rooms[code], persons=rooms[code].capacity)

    advice = hears(enter(space=rooms["COW"]))

    assert advice.is_over
    assert advice.elsewhere is None


def test_whom_a_hard_limit_kept_out_hears_of_the_room_of_their_purpose(enter, rooms, hears):
    purpose = Purpose.objects.get(space_code="AUL")
    enter(space=rooms["AUL"], persons=15)

    kept_out = hears(enter(space=None, purpose=purpose, persons=6))

    assert (kept_out.room.space, kept_out.is_over) == (rooms["AUL"], True)
    assert hears(enter(space=None, purpose=purpose, persons=5)) is None


def test_a_room_of_unknown_capacity_says_nothing(enter, rooms, hears):
    assert hears(enter(space=rooms["KAF"], persons=100)) is None


def test_the_advice_costs_two_queries_however_many_are_inside(enter, rooms, hears, django_assert_num_queries):
    for _each in range(12):
        visit = enter(space=rooms["COW"])

    with django_assert_num_queries(2):
        hears(visit)


def test_who_stays_in_a_full_room_is_kept_once_with_what_the_room_held(enter, rooms, device_and_token):
    enter(space=rooms["COW"], persons=10)
    visit = enter(space=rooms["COW"], persons=2, device=device_and_token[0])
    for _again in range(2):
        door.stayed(visit=visit, at=timezone.now(), device=device_and_token[0])

    note = DoorNote.objects.get()

    assert (note.kind, note.persons, note.people_inside, note.places) == ("stayed", 2, 12, 10)


def test_who_stays_where_there_is_a_place_is_not_noted(enter, rooms):
    assert door.stayed(visit=enter(space=rooms["COW"]), at=timezone.now()) is None
    assert door.stayed(visit=enter(space=None), at=timezone.now()) is None


def turned(site, officer, **said):
    told = {"site": site, "submission": uuid4(), "persons": 3, "space": None, "at": timezone.now(), "by": officer}
    return door.turn_away(**{**told, **said})


def test_who_is_turned_away_is_kept_once_and_is_no_visit(site, officer, rooms):
    submission = uuid4()
    for _again in range(2):
        turned(site, officer, submission=submission, space=rooms["AUL"])

    assert DoorNote.objects.turned_away().people() == 3
    assert site.visits.count() == 0
    with pytest.raises(SubmissionConflict):
        turned(site, officer, submission=submission, persons=4)


def test_a_note_that_was_taken_back_counts_no_more_and_keeps_who_was_first(site, officer, head):
    note = turned(site, officer)
    door.take_back(note=note, by=officer, at=timezone.now())
    door.take_back(note=note, by=head, at=timezone.now())

    note.refresh_from_db()

    assert DoorNote.objects.turned_away().people() == 0
    assert note.taken_back_by == officer


def test_nobody_and_another_sites_room_turn_nobody_away(site, officer, other_site):
    with pytest.raises(TooManyPersons):
        turned(site, officer, persons=0)
    with pytest.raises(OfAnotherSite):
        turned(site, officer, space=other_site.spaces.first())


def limited(room, officer, **said):
    now = timezone.now()
    day = room.site.day_of(now)
    told = {"space": room, "submission": uuid4(), "reason": "panggung", "day": day, "at": now, "by": officer}
    return door.limit(**{**told, **said})


def test_a_limit_of_today_is_the_rooms_places_everywhere_until_it_is_taken_back(rooms, officer, site):
    def places():
        return next(now.places for now in occupancy(site, at=timezone.now()).spaces if now.space.code == "COW")

    limited(rooms["COW"], officer, places=6)
    assert places() == 6

    limited(rooms["COW"], officer, places=None)
    assert places() == 10
    assert SpaceLimit.objects.count() == 2


def test_a_limit_of_another_day_is_not_todays(rooms, officer, site, local):
    limited(rooms["COW"], officer, places=6, day=local(2019, 10, 31).date())

    assert occupancy(site, at=timezone.now()).spaces[0].places == 10


def test_a_limit_needs_a_reason_and_a_place_and_is_decided_once(rooms, officer):
    with pytest.raises(ReasonMissing):
        limited(rooms["COW"], officer, places=6, reason=" ")
    with pytest.raises(LimitWrong):
        limited(rooms["COW"], officer, places=0)
    submission = uuid4()
    limited(rooms["COW"], officer, places=6, submission=submission)
    limited(rooms["COW"], officer, places=6, submission=submission)
    with pytest.raises(SubmissionConflict):
        limited(rooms["COW"], officer, places=7, submission=submission)
    assert SpaceLimit.objects.count() == 1


def test_a_note_of_somebody_cancelled_stays_in_the_record(enter, rooms):
    enter(space=rooms["COW"], persons=10)
    visit = enter(space=rooms["COW"])
    door.stayed(visit=visit, at=timezone.now())

    void(visit=visit, reason="salah ketuk", at=timezone.now())

    assert DoorNote.objects.standing().filter(visit=visit).exists()
