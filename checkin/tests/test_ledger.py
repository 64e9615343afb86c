"""Whatever the order of tapping, leaving, cancelling and repeating: counters equal a naive recount."""

import random
from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from checkin import errors
from checkin.models import SiteDay, Visit
from checkin.services.visits import check_out, void

STEPS = 150
pytestmark = pytest.mark.django_db


class Ledger:
    """The same day kept a second time, in the plainest way."""

    def __init__(self):
        self.persons: dict[UUID, int] = {}
        self.left: dict[UUID, tuple[UUID, int]] = {}
        self.voided: set[UUID] = set()

    def visits(self) -> int:
        return sum(persons for tap, persons in self.persons.items() if tap not in self.voided)

    def inside(self) -> int:
        gone = sum(persons for tap, persons in self.left.values() if tap not in self.voided)
        return self.visits() - gone


@pytest.mark.parametrize("seed", range(5))
def test_counters_equal_a_naive_recount_after_any_walk(enter, site, other_site, seed):
    dice, ledger, now = random.Random(seed), Ledger(), timezone.now()
    enter(site=other_site, persons=7, at=now)

    for step in range(STEPS):
        walk_one_step(dice, ledger, enter, now + timedelta(seconds=step))

    assert Visit.objects.filter(site=site).counted() == ledger.visits()
    assert Visit.objects.filter(site=site).people_inside() == ledger.inside()
    assert sum(SiteDay.objects.filter(site=site).values_list("visits", flat=True)) == ledger.visits()
    assert Visit.objects.filter(site=other_site).counted() == 7


def walk_one_step(dice, ledger, enter, at):
    known = list(ledger.persons)
    step = dice.choice(["enter", "enter", "again", "leave", "leave again", "void"])
    if step == "enter" or not known:
        tap, persons = UUID(int=dice.getrandbits(128)), dice.choice([1, 1, 1, 24])
        enter(submission=tap, persons=persons, at=at)
        ledger.persons[tap] = persons
    elif step == "again":
        tap = dice.choice(known)
        assert enter(submission=tap, persons=ledger.persons[tap], at=at).is_repeat
    elif step == "leave":
        leave(ledger, UUID(int=dice.getrandbits(128)), dice.choice(known), dice.randint(1, 24), at)
    elif step == "leave again" and ledger.left:
        departure = dice.choice(list(ledger.left))
        leave(ledger, departure, *ledger.left[departure], at)
    elif step == "void":
        tap = dice.choice(known)
        void(visit=Visit.objects.get(submission=tap), reason="salah ketuk", at=at)
        ledger.voided.add(tap)


def leave(ledger, departure, tap, persons, at):
    visit = Visit.objects.get(submission=tap)
    try:
        check_out(visit=visit, submission=departure, persons=persons, at=at, source="desk")
    except errors.NotThatManyInside:
        return
    ledger.left[departure] = (tap, persons)
