"""An id means one thing: whatever else comes under it is held, and what came first stays."""

from dataclasses import replace
from uuid import uuid4

import pytest

from checkin.models import Departure, HeldSubmission, Visit
from checkin.services.corrections import Said, correct, state_of
from checkin.services.held import accept
from checkin.services.submissions import receive
from checkin.services.visits import check_out
from checkin.tests.handing_in import arrival, leaving, taking_back
from checkin.tests.test_parallel import all_at_once

pytestmark = pytest.mark.django_db
CONFLICT, AGAIN = ("held", "conflict"), ("duplicate", None)


@pytest.fixture
def now(local):
    return local(2026, 11, 19, 12)


@pytest.fixture
def hand_in(device_and_token, now):
    """Hand items in; answers ``(outcome, reason)`` of each."""

    def hand_in(*items):
        receipts = receive(device=device_and_token[0], sent_at=now, items=list(items), received_at=now)
        return [(receipt.outcome, receipt.reason) for receipt in receipts]

    return hand_in


def test_an_arrival_a_departure_and_an_undo_never_share_an_id(hand_in, now):
    stays, gone = arrival(now, persons=3), arrival(now)
    out, undone = leaving(stays, now, persons=1), taking_back(gone, now)
    hand_in(stays, gone, out, undone)

    for taken in (stays["id"], out["id"], undone["id"]):
        others = [arrival(now, persons=9), leaving(stays, now, persons=2), taking_back(stays, now)]
        told = hand_in(*[{**other, "id": taken} for other in others])
        assert told == [CONFLICT] * 3
    assert (Visit.objects.people_inside(), Visit.objects.counted(), Departure.objects.count()) == (2, 3, 1)
    assert hand_in(stays, gone, out, undone) == [AGAIN] * 4


def test_an_undo_takes_back_one_visit(hand_in, now):
    first, second = arrival(now), arrival(now)
    undone = taking_back(first, now)
    hand_in(first, second, undone)

    assert hand_in({**undone, "visit": second["id"]}, undone) == [CONFLICT, AGAIN]
    assert Visit.objects.voided().get().submission.hex == first["id"].replace("-", "")


def test_an_undo_of_one_visit_is_no_repeat_of_another_that_is_cancelled_already(hand_in, now):
    first, second = arrival(now), arrival(now)
    undone = taking_back(first, now)
    hand_in(first, second, undone, taking_back(second, now))

    assert hand_in({**undone, "visit": second["id"]}) == [CONFLICT]


@pytest.mark.django_db(transaction=True)
def test_an_undo_takes_back_one_visit_though_both_are_asked_at_once(hand_in, now):
    visits = [arrival(now) for _ in range(8)]
    hand_in(*visits)
    undone = taking_back(visits[0], now)

    told = all_at_once(lambda visit: hand_in({**undone, "visit": visit["id"]}), visits)

    assert sorted(told) == [[("accepted", None)]] + [[CONFLICT]] * 7
    assert Visit.objects.voided().count() == 1


def test_the_desk_may_let_it_take_back_the_other_too(hand_in, officer, now):
    first, second = arrival(now), arrival(now)
    undone = taking_back(first, now)
    hand_in(first, second, undone, {**undone, "visit": second["id"]})

    accept(held=HeldSubmission.objects.get(), by=officer, at=now)

    assert Visit.objects.voided().count() == 2


@pytest.mark.parametrize("persons", [1, 3, 5, None])
def test_another_number_of_people_leaving_is_other_content_where_somebody_stayed(hand_in, now, persons):
    visit = arrival(now, persons=5)
    out = leaving(visit, now, persons=2)
    hand_in(visit, out)

    assert hand_in({**out, "persons": persons}, out) == [CONFLICT, AGAIN]
    assert Visit.objects.people_inside() == 3


def test_who_left_as_those_who_were_inside_may_have_been_more(hand_in, now):
    visit = arrival(now, persons=5)
    hand_in(visit)
    check_out(visit=Visit.objects.get(), submission=uuid4(), persons=3, at=now, source="desk")
    out = leaving(visit, now, persons=4)
    hand_in(out)

    assert hand_in(out, {**out, "persons": None}) == [AGAIN] * 2


def test_a_group_that_the_desk_found_to_be_larger_changes_nothing_that_was_said(hand_in, now, officer):
    visit = arrival(now, persons=5)
    out = leaving(visit, now, persons=6)
    hand_in(visit, out)
    found = Visit.objects.get()
    said = replace(Said.of(found), persons=9)
    correct(visit=found, said=said, reason="Salah hitung", seen=state_of(found), at=now, by=officer)

    assert hand_in(out) == [AGAIN]
