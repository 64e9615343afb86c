"""People inside at each moment: the worked morning of twenty seats, and its edges."""

from datetime import datetime, timedelta
from fractions import Fraction
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.models import Visit
from checkin.services.visits import check_out, void
from kspvisits.numbers import percent
from reports.counts import movements
from reports.figures import Movement
from reports.occupancy import occupancy

OPENS = datetime(2019, 11, 7, 8, tzinfo=ZoneInfo("Asia/Jakarta"))
CLOSES = OPENS + timedelta(hours=4)


@pytest.fixture
def morning(enter, site):
    """Eight: one comes. Half past: a group of four. Ten: the one leaves. Eleven: two of the group. Twelve: the rest."""

    def leave(visit, persons, hour):
        at = OPENS + timedelta(hours=hour - 8)
        check_out(visit=visit, submission=uuid4(), persons=persons, at=at, source="desk")

    one = enter(at=OPENS)
    group = enter(at=OPENS + timedelta(minutes=30), persons=4)
    leave(one, 1, 10)
    leave(group, 2, 11)
    leave(group, 2, 12)
    return occupancy(movements(site, OPENS.date())[None], stretches=[(OPENS, CLOSES)], capacity=20)


def test_the_worked_morning(morning):
    assert Visit.objects.counted() == 5
    assert [level.people for level in morning.levels] == [1, 5, 4, 2]
    assert [level.people * level.hours for level in morning.levels] == [Fraction(1, 2), Fraction(15, 2), 4, 2]
    assert morning.person_hours == 14
    assert morning.mean_people == Fraction(7, 2)
    assert str(percent(morning.mean_share)) == "17.50"
    assert (morning.peak.people, str(percent(morning.peak_share))) == (5, "25.00")
    assert (morning.peak.start, morning.peak.end) == (OPENS + timedelta(minutes=30), OPENS + timedelta(hours=2))


@pytest.mark.django_db
def test_a_voided_visit_was_never_inside(enter, site):
    void(visit=enter(at=OPENS), reason="salah ketuk", at=CLOSES)

    assert movements(site, OPENS.date()) == {}


@pytest.mark.django_db
def test_a_room_is_asked_for_alone(enter, site):
    rooms = {code: site.spaces.get(code=code) for code in ("COW", "ESP")}
    enter(at=OPENS, space=rooms["COW"], persons=2)
    gone = enter(at=OPENS, space=rooms["ESP"], persons=5)
    check_out(visit=gone, submission=uuid4(), persons=5, at=CLOSES, source="desk")

    moved = movements(site, OPENS.date())

    assert moved == {
        rooms["COW"].pk: (Movement(OPENS, 2),),
        rooms["ESP"].pk: (Movement(OPENS, 5), Movement(CLOSES, -5)),
    }


@pytest.mark.django_db
def test_who_was_only_written_off_at_the_end_of_the_day_is_said_to_have_been(enter, site):
    for persons, source in ((3, "kiosk"), (1, "automatic")):
        visit = enter(at=OPENS, persons=persons)
        check_out(visit=visit, submission=uuid4(), persons=persons, at=CLOSES, source=source)

    day = occupancy(movements(site, OPENS.date())[None], stretches=[(OPENS, CLOSES)])

    assert str(percent(day.automatic_share)) == "25.00"
    assert day.person_hours == 16


@pytest.mark.django_db
def test_who_left_nobody_knows_when_is_left_out_and_counted(enter, site):
    """An import without a time of leaving holds nobody inside and no departure."""
    enter(at=OPENS, persons=3)
    unknown = enter(at=OPENS, persons=30)
    partly = enter(at=OPENS, persons=7)
    check_out(visit=partly, submission=uuid4(), persons=2, at=CLOSES, source="desk")
    Visit.objects.filter(pk__in=[unknown.pk, partly.pk]).update(persons_inside=0)

    day = occupancy(movements(site, OPENS.date())[None], stretches=[(OPENS, CLOSES)])

    assert (day.peak.people, day.person_hours, day.mean_people) == (5, 20, 5)
    assert (day.open_ended, day.automatic_share, day.is_known) == (2, 0, True)


def test_where_nobodys_leaving_is_known_the_levels_say_nothing():
    unknown = Movement(OPENS, 3, is_open_ended=True)

    assert not occupancy([unknown], stretches=[(OPENS, CLOSES)]).is_known
    assert occupancy([unknown, Movement(OPENS, 1)], stretches=[(OPENS, CLOSES)]).is_known
    assert occupancy([], stretches=[(OPENS, CLOSES)]).is_known


def test_what_happens_in_the_break_is_in_neither_stretch():
    noon, one = OPENS + timedelta(hours=4), OPENS + timedelta(hours=5)
    moved = [Movement(OPENS, 2), Movement(noon + timedelta(minutes=20), 10), Movement(one - timedelta(minutes=20), -10)]

    day = occupancy(moved, stretches=[(OPENS, noon), (one, one + timedelta(hours=2))])

    assert (day.person_hours, day.mean_people, day.peak.people) == (12, 2, 2)


def test_where_nobody_has_left_there_is_no_share_of_those_who_did():
    assert occupancy([Movement(OPENS, 3)], stretches=[(OPENS, CLOSES)]).automatic_share is None


def test_without_a_capacity_there_are_people_and_no_share():
    room = occupancy([Movement(OPENS, 3)], stretches=[(OPENS, CLOSES)])

    assert (room.mean_people, room.mean_share, room.peak_share) == (3, None, None)


def test_an_empty_room_has_no_peak_but_zero():
    assert occupancy([], stretches=[(OPENS, CLOSES)], capacity=20).peak.people == 0


@given(st.lists(st.tuples(st.integers(-60, 300), st.integers(1, 240), st.integers(1, 30)), max_size=30))
def test_person_hours_equal_a_recount_by_the_minute(stays):
    came_and_went = [
        Movement(OPENS + timedelta(minutes=minute), persons)
        for start, stay, size in stays
        for minute, persons in ((start, size), (start + stay, -size))
    ]
    by_the_minute = sum(size for start, stay, size in stays for minute in range(240) if start <= minute < start + stay)

    assert occupancy(came_and_went, stretches=[(OPENS, CLOSES)]).person_hours == Fraction(by_the_minute, 60)
