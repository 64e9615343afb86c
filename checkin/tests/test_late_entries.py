"""Who is recorded when their own day is over was never inside by today's reckoning: the clock let them out already."""

from datetime import timedelta
from uuid import uuid4

import pytest

from checkin.models import Departure, Visit
from checkin.services.automatic import departure_when_recorded, key_of, tick
from checkin.services.visits import check_out, void

pytestmark = pytest.mark.django_db


@pytest.fixture
def next_morning(local):
    return local(2026, 11, 24, 9)


@pytest.fixture
def monday(enter, local, next_morning):
    """Record a visit of Monday 23 November 2026 at nine, whose doors closed at four; the next morning unless told."""

    def monday(**said) -> Visit:
        return enter(**{"at": local(2026, 11, 23, 9), "recorded_at": next_morning, "persons": 3, **said})

    return monday


@pytest.fixture
def hall(site):
    room = site.spaces.get(code="AUL")
    room.capacity, room.is_hard = 4, True
    room.save()
    return room


def departures() -> list[tuple[str, int]]:
    return sorted(Departure.objects.values_list("source", "persons"))


def test_who_is_recorded_the_next_morning_left_half_an_hour_after_closing(monday, next_morning, local):
    visit = monday()

    assert Visit.objects.people_inside() == 0
    departure = visit.departures.automatic().get()
    assert (departure.left_at, departure.persons) == (local(2026, 11, 23, 16, 30), 3)
    assert departure.submission == key_of(visit)
    assert tick(at=next_morning) == 0


@pytest.mark.parametrize(
    ("came", "recorded", "inside"),
    [((9,), (15,), 3), ((9,), (16, 29), 3), ((9,), (16, 30), 0), ((20,), (23, 59), 3), ((9,), (9,), 3)],
)
def test_while_the_day_lasts_they_are_inside(monday, local, came, recorded, inside):
    monday(at=local(2026, 11, 23, *came), recorded_at=local(2026, 11, 23, *recorded))

    assert Visit.objects.people_inside() == inside


def test_they_keep_their_room_and_take_no_place_in_it(monday, enter, hall, next_morning):
    enter(space=hall, persons=4, at=next_morning)

    visit = monday(space=hall)

    hall.refresh_from_db()
    assert (visit.space, hall.people_inside) == (hall, 4)
    void(visit=visit, reason="twice", at=next_morning)
    hall.refresh_from_db()
    assert hall.people_inside == 4


def test_somebodys_word_stands_in_for_the_clocks(monday, local):
    visit = monday()

    check_out(visit=visit, submission=uuid4(), persons=2, at=local(2026, 11, 23, 11), source="desk")

    assert departures() == [("automatic", 1), ("desk", 2)]


def test_recorded_twice_they_left_once(monday):
    submission = uuid4()
    monday(submission=submission)

    assert monday(submission=submission).is_repeat
    assert departures() == [("automatic", 3)]


def test_whose_leaving_is_known_are_gone_by_that_word_alone(monday, hall, enter, local):
    enter(space=hall, persons=4, at=local(2026, 11, 23, 12))
    known = Departure(submission=uuid4(), left_at=local(2026, 11, 23, 10), persons=3, source="desk")

    visit = monday(space=hall, recorded_at=local(2026, 11, 23, 12), departure=known)

    assert (visit.space, visit.persons_inside) == (hall, 0)
    assert departures() == [("desk", 3)]
    assert tick(at=local(2026, 11, 23, 12, 1)) == 0


def test_a_tap_as_it_happens_asks_nothing(monday, local, django_assert_num_queries):
    at = local(2026, 11, 23, 16, 29)
    visit = monday(at=at, recorded_at=at + timedelta(seconds=59))

    with django_assert_num_queries(0):
        assert departure_when_recorded(visit) is None
