"""A room with a hard limit: never one person too many, whichever way they come in, go or move."""

from uuid import uuid4

import pytest
from django.db import IntegrityError
from django.utils import timezone

from checkin.errors import OfAnotherSite, SpaceFull, TooLateHere
from checkin.models import Space, Visit
from checkin.services.automatic import close
from checkin.services.corrections import Said, correct, state_of
from checkin.services.door import limit
from checkin.services.spaces import recount_people_of
from checkin.services.visits import check_in_at_the_door, check_out, move, void

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall(site):
    """Ten places and not one more."""
    room = site.spaces.get(code="AUL")
    room.capacity, room.is_hard = 10, True
    room.save()
    return room


@pytest.fixture
def veranda(site):
    return site.spaces.get(code="SEL")


def counter_of(room: Space) -> int:
    """What the room's counter says, once it is seen to agree with the visits."""
    room.refresh_from_db()
    assert room.people_inside == Visit.objects.filter(space=room).people_inside()
    return room.people_inside


def test_the_last_place_is_given_and_no_other(enter, hall):
    enter(space=hall, persons=9)
    enter(space=hall)

    with pytest.raises(SpaceFull):
        enter(space=hall)

    assert counter_of(hall) == 10


def test_a_group_that_does_not_fit_takes_no_place_and_no_number(enter, hall, site):
    enter(space=hall, persons=8)

    with pytest.raises(SpaceFull):
        enter(space=hall, persons=3)

    assert counter_of(hall) == 8
    assert enter(space=hall, persons=2).number == 2


def test_at_the_door_whoever_finds_the_hall_full_is_counted_without_a_room(
    enter, hall, site, category, origin, purpose
):
    enter(space=hall, persons=10)
    said = {"site": site, "category": category, "origin": origin, "purpose": purpose, "source": "kiosk"}

    visit = check_in_at_the_door(space=hall, submission=uuid4(), at=timezone.now(), **said)

    assert (visit.space, visit.persons_inside, visit.number) == (None, 1, 2)


def test_a_repeat_takes_no_second_place(enter, hall):
    tap = uuid4()
    enter(space=hall, persons=6, submission=tap)
    enter(space=hall, persons=6, submission=tap)

    assert counter_of(hall) == 6


def test_a_soft_room_takes_everybody(enter, veranda):
    veranda.capacity = 1
    veranda.save()

    enter(space=veranda, persons=30)

    assert Visit.objects.filter(space=veranda).people_inside() == 30


def test_leaving_in_part_gives_places_back(enter, hall):
    visit = enter(space=hall, persons=10)

    check_out(visit=visit, submission=uuid4(), persons=4, at=timezone.now(), source="desk")

    assert counter_of(hall) == 6


def test_a_departure_that_comes_again_gives_no_place_twice(enter, hall):
    visit, leaving = enter(space=hall, persons=10), uuid4()
    for _again in range(2):
        check_out(visit=visit, submission=leaving, persons=4, at=timezone.now(), source="desk")

    assert counter_of(hall) == 6


def test_cancelling_gives_back_who_was_still_inside(enter, hall):
    visit = enter(space=hall, persons=10)
    check_out(visit=visit, submission=uuid4(), persons=4, at=timezone.now(), source="desk")
    void(visit=visit, reason="salah ketuk", at=timezone.now())
    void(visit=visit, reason="salah ketuk", at=timezone.now())

    assert counter_of(hall) == 0


def test_the_end_of_the_day_empties_the_hall(enter, hall):
    visit = enter(space=hall, persons=10)

    close(visit=visit, left_at=timezone.now())

    assert counter_of(hall) == 0


def test_a_word_about_leaving_after_the_clock_gives_no_place_twice(enter, hall):
    visit = enter(space=hall, persons=10)
    close(visit=visit, left_at=timezone.now())
    enter(space=hall, persons=3)

    check_out(visit=visit, submission=uuid4(), persons=10, at=timezone.now(), source="desk")

    assert counter_of(hall) == 3


def test_moving_takes_the_places_along(enter, hall, veranda):
    visit = enter(space=veranda, persons=7)

    move(visit=visit, at=timezone.now(), space=hall)
    assert counter_of(hall) == 7

    move(visit=visit, at=timezone.now(), space=None)
    assert counter_of(hall) == 0


def test_moving_into_a_full_hall_is_refused_and_the_visit_stays_where_it_is(enter, hall, veranda):
    enter(space=hall, persons=10)
    visit = enter(space=veranda)

    with pytest.raises(SpaceFull):
        move(visit=visit, at=timezone.now(), space=hall)

    visit.refresh_from_db()
    assert visit.space == veranda
    assert counter_of(hall) == 10


def test_what_a_move_changed_stays_in_the_history(enter, hall, veranda, officer):
    visit = enter(space=veranda)

    move(visit=visit, at=timezone.now(), space=hall, by=officer)

    assert [(row.space, row.history_user) for row in visit.history.order_by("pk")] == [(veranda, None), (hall, officer)]


def test_a_cancelled_visit_and_another_sites_room_cannot_be_moved(enter, hall, other_site):
    visit = enter()
    with pytest.raises(OfAnotherSite):
        move(visit=visit, at=timezone.now(), space=other_site.spaces.first())
    void(visit=visit, reason="salah ketuk", at=timezone.now())

    with pytest.raises(TooLateHere):
        move(visit=visit, at=timezone.now(), space=hall)


def corrected(visit, officer, **changes):
    said = Said(**{**vars(Said.of(visit)), **changes})
    correct(visit=visit, said=said, reason="salah tulis", seen=state_of(visit), at=timezone.now(), by=officer)


def test_a_correction_changes_places_with_persons_and_room(enter, hall, veranda, officer):
    visit = enter(space=hall, persons=4)

    corrected(visit, officer, persons=9)
    assert counter_of(hall) == 9

    visit.refresh_from_db()
    with pytest.raises(SpaceFull):
        corrected(visit, officer, persons=11)
    visit.refresh_from_db()
    corrected(visit, officer, space=veranda, persons=11)
    assert counter_of(hall) == 0


def test_the_desks_limit_of_a_day_stands_in_for_the_capacity(enter, hall, officer, site):
    now = timezone.now()
    told = {"space": hall, "day": site.day_of(now), "reason": "panggung", "at": now, "by": officer}
    limit(submission=uuid4(), places=2, **told)
    enter(space=hall, persons=2)
    with pytest.raises(SpaceFull):
        enter(space=hall)

    limit(submission=uuid4(), places=None, **told)

    enter(space=hall, persons=8)
    assert counter_of(hall) == 10


def test_a_counter_that_drifted_is_set_right_and_stops_nobody_from_leaving(enter, hall, site):
    visit = enter(space=hall, persons=5)
    Space.objects.filter(pk=hall.pk).update(people_inside=1)
    check_out(visit=visit, submission=uuid4(), persons=3, at=timezone.now(), source="desk")

    assert recount_people_of(site) == [hall]
    assert recount_people_of(site) == []
    assert counter_of(hall) == 2


def test_a_hard_limit_needs_a_capacity(hall):
    with pytest.raises(IntegrityError):
        Space.objects.filter(pk=hall.pk).update(capacity=None)
