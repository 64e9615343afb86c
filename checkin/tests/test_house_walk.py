"""Enter, leave, leave in part, move, cancel, correct, close by the clock, in any order, late and again: nobody is lost.

``WALK_STEPS`` and ``WALK_SEED`` make the walk longer, or another one; ``make nightly`` walks 20,000 steps.
"""

import os
import random
from collections import Counter
from datetime import timedelta

import pytest

from checkin.models import Departure, SiteDay, Space, Visit
from checkin.services import automatic, corrections, visits
from checkin.tests.house import House

STEPS, SEED = int(os.environ.get("WALK_STEPS", 400)), int(os.environ.get("WALK_SEED", 1))
pytestmark = pytest.mark.django_db


@pytest.fixture
def house(site, category, origin, purpose, local):
    """Two halls with hard limits, a soft room; a day in 2026."""
    Space.objects.filter(site=site, code__in=("AUL", "SEL")).update(capacity=150, is_hard=True)
    words = {"category": category, "origin": origin, "purpose": purpose}
    return House(site, words, random.Random(SEED), local(2026, 11, 2, 8))


def look(house) -> None:
    """Everything that is told of people, against paper and pencil; never below nobody."""
    everybody = house.everybody
    assert min((guest.inside() for guest in everybody), default=0) >= 0
    assert Visit.objects.filter(site=house.site).people_inside() == sum(guest.inside() for guest in everybody)
    by_room = Counter()
    for guest in everybody:
        by_room[guest.room] += guest.inside()
    for room in Space.objects.filter(site=house.site):
        assert Visit.objects.filter(space=room).people_inside() == by_room[room.code]
        assert not room.is_hard or room.people_inside == by_room[room.code] <= room.capacity
    visits_of = sum(guest.persons for guest in everybody if not guest.is_cancelled)
    assert Visit.objects.filter(site=house.site).counted() == visits_of
    assert sum(SiteDay.objects.filter(site=house.site).values_list("visits", flat=True)) == visits_of
    for hours in (1, 4, 7, 24):
        moment = house.start + timedelta(hours=hours)
        assert house.people_at(moment) == sum(guest.inside(moment) for guest in everybody) >= 0


@pytest.mark.timeout(3600)
def test_the_house_agrees_with_paper_and_pencil_after_any_walk(house):
    house.walk(STEPS, look=look, every=max(STEPS // 20, 20))

    look(house)
    assert {"enter", "enter_again", "leave", "leave_again", "move", "void", "amend", "auto_close"} <= set(house.steps)
    assert Departure.objects.filter(visit__site=house.site).count() > STEPS // 20


@pytest.mark.parametrize(
    ("module", "name"),
    [(automatic, "give_back_places"), (corrections, "move_places"), (visits, "give_back_places"), (visits, "give_way")],
)
def test_a_house_that_forgets_one_of_its_steps_is_found_out(house, monkeypatch, module, name):
    """The broken twins: the same walk with one step left out."""
    monkeypatch.setattr(module, name, lambda *args, **said: None)

    with pytest.raises(AssertionError):
        house.walk(STEPS, look=look, every=20)
