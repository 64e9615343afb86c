"""Thirty-two hands at one door: a hard limit holds, the counter agrees with the visits, and nobody waits for ever."""

from collections import Counter
from contextlib import suppress
from datetime import timedelta
from functools import partial
from random import Random
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.utils import timezone

from checkin.errors import Refusal, SpaceFull
from checkin.models import Space, Visit
from checkin.services.automatic import close
from checkin.services.corrections import Said, correct, state_of
from checkin.services.days import recount
from checkin.services.imports import import_visits
from checkin.services.visits import check_out, move, void
from checkin.tests.test_parallel import all_at_once

HANDS, TURNS, LIMIT = 32, 8, 40
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def hall(site):
    room = site.spaces.get(code="AUL")
    room.capacity, room.is_hard = LIMIT, True
    room.save()
    return room


def hands(let_in, hall, seed) -> int:
    """Let in and out by the dice; answers the most people ever seen in the hall."""
    dice, mine, most = Random(seed), [], 0
    for _turn in range(TURNS):
        if mine and dice.random() < 0.3:
            visit = mine.pop()
            check_out(visit=visit, submission=uuid4(), persons=visit.persons, at=timezone.now(), source="desk")
        else:
            with suppress(SpaceFull):
                mine.append(let_in(dice.choice((1, 1, 2, 5))))
        most = max(most, Visit.objects.filter(space=hall).people_inside())
    return most


def test_thirty_two_hands_never_fill_the_hall_beyond_its_limit(enter, hall):
    def let_in(persons):
        return enter(space=hall, persons=persons)

    most = max(all_at_once(partial(hands, let_in, hall), range(HANDS)))

    hall.refresh_from_db()
    assert LIMIT - 5 < most <= LIMIT
    assert hall.people_inside == Visit.objects.filter(space=hall).people_inside()


def test_the_twin_that_counts_before_it_lets_in_goes_over(enter, hall):
    """Only where two can look at once: SQLite lets one writer in, and is blind to this fault."""
    Space.objects.filter(pk=hall.pk).update(is_hard=False)
    hall.is_hard = False

    def let_in(persons):
        with transaction.atomic():
            if Visit.objects.filter(space=hall).people_inside() + persons > LIMIT:
                raise SpaceFull
            return enter(space=hall, persons=persons)

    most = max(all_at_once(partial(hands, let_in, hall), range(HANDS)))

    assert (most > LIMIT) == (connection.vendor == "postgresql")


@pytest.fixture
def a_file(tmp_path):
    """Old attendance of a few days, of which every import knows some rows already."""
    path = tmp_path / "lama.csv"
    rows = [f"0{day}/10/2019;08.{minute:02};09.00;MHS;2;batam;KERJA" for day in range(1, 8) for minute in range(20)]
    path.write_text("\n".join(["tanggal;jam_masuk;jam_keluar;kategori;jumlah;asal;keperluan", *rows]))
    return path


def mixed(enter, site, halls, path, seed) -> Counter:
    """Everything that writes, in any order, at two halls with hard limits; answers what was refused."""
    dice, refused, now = Random(seed), Counter(), timezone.now()
    for _turn in range(TURNS):
        visit = Visit.objects.filter(site=site).inside().order_by("?").first()
        act = dice.choice(("enter", "enter", "leave", "void", "move", "correct", "close", "late", "import"))
        try:
            if act == "enter" or visit is None:
                enter(space=dice.choice(halls), persons=dice.randint(1, 5))
            elif act == "late":
                enter(space=dice.choice(halls), at=now - timedelta(days=dice.randint(1, 3)), recorded_at=now)
            elif act == "leave":
                check_out(visit=visit, submission=uuid4(), persons=1, at=timezone.now(), source="desk")
            elif act == "void":
                void(visit=visit, reason="salah ketuk", at=now)
            elif act == "move":
                move(visit=visit, at=timezone.now(), space=dice.choice([*halls, None]))
            elif act == "close":
                close(visit=visit, left_at=timezone.now())
            elif act == "correct":
                said = Said(**{**vars(Said.of(visit)), "space": dice.choice(halls), "persons": dice.randint(1, 5)})
                correct(visit=visit, said=said, reason="salah tulis", seen=state_of(visit), at=now, by=None)
            else:
                import_visits(site=site, path=path, at=now)
        except Refusal as refusal:
            refused[type(refusal).__name__] += 1
    return refused


def test_everything_that_writes_at_once_neither_deadlocks_nor_loses_count(enter, site, hall, a_file):
    other = site.spaces.get(code="RPD")
    other.capacity, other.is_hard = LIMIT // 2, True
    other.save()
    halls = [hall, other]

    refused = sum(all_at_once(partial(mixed, enter, site, halls, a_file), range(HANDS)), Counter())

    assert set(refused) <= {"ChangedMeanwhile", "LeftBeforeArrival", "NotThatManyInside", "SpaceFull", "TooLateHere"}
    for room in halls:
        room.refresh_from_db()
        assert room.people_inside == Visit.objects.filter(space=room).people_inside() <= room.capacity
    assert recount(site=site) == []
    assert Visit.objects.filter(source="import").count() == 7 * 20
