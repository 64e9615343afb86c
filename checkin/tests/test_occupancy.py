"""How full a house is: words and figures at their edges, people without a room, and who may have gone."""

from datetime import timedelta
from fractions import Fraction
from math import ceil
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.models import Purpose, Space
from checkin.services.occupancy import LONG_STAY, LONG_STAYS, Occupancy, SpaceNow, Word, occupancy
from checkin.services.visits import check_out, void
from checkin.templatetags.display import HIGH, LOW, tide

MINUTE = timedelta(minutes=1)


def room(people: int, capacity: int | None) -> SpaceNow:
    return SpaceNow(Space(code="COW", name="Ruang", capacity=capacity), people, capacity)


@pytest.fixture
def noon(local):
    return local(2026, 11, 21, 12)


@pytest.fixture
def space(site):
    """One room of the site, by its code, with a capacity where one is said."""

    def space(code, capacity=None):
        found = site.spaces.get(code=code)
        found.capacity = capacity
        found.save()
        return found

    return space


def test_the_hall_of_the_picture_is_said_as_on_the_picture():
    said = [(room(*each).word.text, room(*each).figures) for each in ((14, 20), (9, 10), (0, 60), (3, 12))]

    assert said == [("Cukup ramai", 4), ("Ramai", 5), ("Kosong", 0), ("Lega", 2)]


@pytest.mark.parametrize(
    ("people", "word"),
    [
        (0, Word.EMPTY),
        (1, Word.ROOMY),
        (499, Word.ROOMY),
        (500, Word.LIVELY),
        (799, Word.LIVELY),
        (800, Word.BUSY),
        (999, Word.BUSY),
        (1000, Word.FULL),
        (1001, Word.FULL),
    ],
)
def test_a_word_begins_exactly_at_its_share(people, word):
    assert room(people, 1000).word is word


@given(st.integers(0, 500), st.integers(1, 300))
def test_five_figures_fill_by_fifths_begun_and_never_six(people, capacity):
    assert room(people, capacity).figures == min(5, ceil(5 * Fraction(people, capacity)))
    assert (room(people, capacity).figures == 0) == (people == 0)


@pytest.mark.parametrize("capacity", [None, 0])
def test_without_a_capacity_only_people_are_known_and_nothing_is_divided(capacity):
    now = room(7, capacity)

    assert (now.fraction, now.word, now.figures, now.seats_taken) == (None, None, None, None)


def test_more_people_than_seats_fill_the_seats_and_count_in_the_house():
    hall = room(23, 20)
    house = Occupancy(spaces=(hall,), people_inside=23, perhaps_gone=0)

    assert (hall.seats_taken, hall.figures, hall.is_full) == (20, 5, True)
    assert (house.people_inside, house.free_places) == (23, 0)


def test_the_tide_stands_between_low_and_full_and_is_not_drawn_over_an_empty_floor():
    assert [tide(room(people, 20)) for people in (0, 10, 20, 40)] == [None, (LOW + HIGH) // 2, HIGH, HIGH]
    assert tide(room(3, None)) is None


@pytest.mark.django_db
def test_people_are_counted_in_their_rooms_and_in_the_house(site, enter, space, noon, django_assert_num_queries):
    enter(at=noon, space=space("COW", 20), persons=14)
    enter(at=noon, space=space("ESP", 10), persons=9)
    enter(at=noon, space=None, purpose=Purpose.objects.get(code="LAIN"), persons=2)

    with django_assert_num_queries(2):
        house = occupancy(site, at=noon)

    assert {now.space.code: now.people for now in house.spaces if now.people} == {"COW": 14, "ESP": 9}
    assert (house.people_inside, house.without_space, house.free_places) == (25, 2, None)


@pytest.mark.django_db
def test_who_left_was_voided_or_is_elsewhere_is_not_inside(site, other_site, enter, noon):
    group = enter(at=noon, persons=5)
    check_out(visit=group, submission=uuid4(), persons=3, at=noon, source="desk")
    void(visit=enter(at=noon), reason="salah ketuk", at=noon)
    enter(at=noon, site=other_site)

    assert occupancy(site, at=noon).people_inside == 2


@pytest.mark.django_db
def test_who_stays_long_is_perhaps_gone_and_still_inside(site, enter, noon):
    enter(at=noon - LONG_STAY, persons=3)
    enter(at=noon - LONG_STAY + MINUTE, persons=23)

    house = occupancy(site, at=noon)

    assert (house.people_inside, house.perhaps_gone) == (26, 3)


@pytest.mark.django_db
def test_an_event_lasts_longer_than_a_look_around(site, enter, noon):
    event = Purpose.objects.get(code="ACARA")
    enter(at=noon - LONG_STAY - MINUTE, purpose=event, persons=5)
    enter(at=noon - LONG_STAYS["ACARA"], purpose=event, persons=2)

    assert occupancy(site, at=noon).perhaps_gone == 2


@pytest.mark.django_db
def test_within_a_minute_nobody_is_gone_who_was_not_before(site, enter, noon):
    enter(at=noon - LONG_STAY + timedelta(seconds=30))

    seen = [occupancy(site, at=noon + timedelta(seconds=seconds)).perhaps_gone for seconds in (0, 30, 59, 60)]

    assert seen == [0, 0, 0, 1]


@pytest.mark.django_db
def test_places_are_left_where_every_capacity_is_known(site, enter, space, noon):
    for each, capacity in (("COW", 20), ("ESP", 10)):
        space(each, capacity)
    site.spaces.exclude(code__in=["COW", "ESP"]).delete()
    enter(at=noon, persons=4)
    assert occupancy(site, at=noon).free_places == 26

    space("ESP", None)

    assert occupancy(site, at=noon).free_places is None
