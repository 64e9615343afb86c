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
from reports.counts import movements
from reports.figures import Movement
from reports.occupancy import occupancy
from reports.progress import percent

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
    return occupancy(movements(site, OPENS.date()), opens=OPENS, closes=CLOSES, capacity=20)


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

    assert movements(site, OPENS.date()) == ()


def test_without_a_capacity_there_are_people_and_no_share():
    room = occupancy([Movement(OPENS, 3)], opens=OPENS, closes=CLOSES)

    assert (room.mean_people, room.mean_share, room.peak_share) == (3, None, None)


def test_an_empty_room_has_no_peak_but_zero():
    assert occupancy([], opens=OPENS, closes=CLOSES, capacity=20).peak.people == 0


@given(st.lists(st.tuples(st.integers(-60, 300), st.integers(1, 240), st.integers(1, 30)), max_size=30))
def test_person_hours_equal_a_recount_by_the_minute(stays):
    came_and_went = [
        Movement(OPENS + timedelta(minutes=minute), persons)
        for start, stay, size in stays
        for minute, persons in ((start, size), (start + stay, -size))
    ]
    by_the_minute = sum(size for start, stay, size in stays for minute in range(240) if start <= minute < start + stay)

    assert occupancy(came_and_went, opens=OPENS, closes=CLOSES).person_hours == Fraction(by_the_minute, 60)
