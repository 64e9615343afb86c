"""Many ticks at once, and the desk beside them: each visit one automatic departure, nobody out twice."""

from collections import Counter
from threading import Barrier
from uuid import uuid4

import pytest
from django.utils import timezone

from checkin.models import Departure, Visit
from checkin.services.automatic import close, overdue, tick
from checkin.services.visits import check_out
from checkin.tests.test_parallel import all_at_once

TICKS = 8
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def forgotten(enter, local):
    """Three groups of a day that is long over."""
    return [enter(persons=24, at=local(2019, 11, 7, 9, minute)) for minute in range(3)]


def people_out_after_ticks_that_saw_the_same(close) -> int:
    """The drill: eight ticks read who is inside before any of them writes; how many people left by the record."""
    have_read = Barrier(TICKS)

    def one_tick(_):
        found = list(overdue(at=timezone.now()))
        have_read.wait()
        return sum(close(visit=visit, left_at=left_at) for visit, left_at in found)

    told = sum(all_at_once(one_tick, range(TICKS)))
    assert told == Departure.objects.people()
    return told


def test_eight_ticks_at_once_let_each_visit_out_once(forgotten):
    assert people_out_after_ticks_that_saw_the_same(close) == 72
    assert Departure.objects.count() == 3
    assert Visit.objects.people_inside() == 0


def careless_close(*, visit, left_at) -> int:
    """The broken twin: a fresh key each time, and whoever was inside when it looked is out."""
    Departure.objects.create(
        visit=visit, submission=uuid4(), arrived_at=visit.arrived_at, left_at=left_at, persons=visit.persons_inside,
        source="automatic",
    )  # fmt: skip
    Visit.objects.filter(pk=visit.pk).update(persons_inside=0)
    return visit.persons_inside


def test_without_the_key_and_the_condition_the_same_drill_counts_doubles(forgotten):
    assert people_out_after_ticks_that_saw_the_same(careless_close) == TICKS * 72


def test_the_desk_and_the_clock_at_once_add_up(forgotten):
    visit = forgotten[0]

    def work(task) -> str:
        if task % 2:
            tick(at=timezone.now())
            return "tick"
        check_out(visit=visit, submission=uuid4(), persons=1, at=timezone.now(), source="desk")
        return "out"

    answers = Counter(all_at_once(work, range(2 * TICKS)))

    assert answers == {"tick": TICKS, "out": TICKS}
    visit.refresh_from_db()
    assert visit.persons_inside == 0
    assert visit.departures.by_people().people() == TICKS
    assert visit.departures.automatic().people() == 24 - TICKS
