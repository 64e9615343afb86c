"""What a tablet hands in is recorded exactly once, in any order, and what cannot be recorded is held."""

import random
from datetime import timedelta
from uuid import uuid4

import pytest

from checkin.models import Departure, HeldSubmission, Origin, SiteDay, Visit, VisitorCategory
from checkin.services.devices import open_kiosk, revoke_device
from checkin.services.numbers import lend
from checkin.services.submissions import receive
from checkin.services.totals import record_total
from checkin.services.visits import check_out, void
from checkin.tests.handing_in import a_day, arrival, end_state, leaving, taking_back
from checkin.tests.test_parallel import all_at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def now(local):
    """While the doors are open: what is handed in after closing is of people who have gone."""
    return local(2026, 11, 19, 12)


@pytest.fixture
def device(device_and_token):
    return device_and_token[0]


@pytest.fixture
def hand_in(device, now):
    """Hand items in; answers ``(outcome, reason)`` of each."""

    def hand_in(*items, device=device, sent_at=now, received_at=now):
        receipts = receive(device=device, sent_at=sent_at, items=list(items), received_at=received_at)
        return [(receipt.outcome, receipt.reason) for receipt in receipts]

    return hand_in


def test_a_day_at_the_tablet(hand_in, now):
    outcomes = hand_in(*a_day(now - timedelta(hours=1)))

    assert outcomes == [("accepted", None)] * 8
    assert Visit.objects.counted() == 1 + 24 + 7
    assert Visit.objects.people_inside() == 14
    assert Visit.objects.voided().get().void_reason == "undone"


def test_again_is_a_duplicate_and_changes_nothing(hand_in, now):
    items = a_day(now - timedelta(hours=1))
    hand_in(*items)
    before = end_state()

    assert {outcome for outcome, _ in hand_in(*items)} == {"duplicate"}
    assert end_state() == before
    assert SiteDay.objects.get().visits == Visit.objects.counted()


@pytest.mark.parametrize("seed", range(12))
def test_any_order_and_any_repetition_end_the_same(hand_in, now, seed):
    chance = random.Random(seed)
    items = a_day(now - timedelta(hours=1))
    told = items * 2
    chance.shuffle(told)

    while told:
        size = chance.randint(1, 5)
        hand_in(*told[:size])
        told = told[size:]

    state = end_state()
    inside_and_reason = [(0, ""), (14, ""), (0, ""), (1, "undone")]
    assert {(str(row[0]), *row[1:4]) for row in state["visits"]} == {
        (one["id"], one["persons"], *stands) for one, stands in zip(items[:4], inside_and_reason, strict=True)
    }
    assert sorted(row[2] for row in state["departures"]) == [1, 7, 10]
    assert state["held"] == []


@pytest.mark.django_db(transaction=True)
def test_the_same_queue_from_many_at_once_ends_the_same(hand_in, now):
    items = a_day(now - timedelta(hours=1))
    alone = [[item] for item in items]

    all_at_once(lambda batch: hand_in(*batch), [items, items[::-1], *alone, *alone])

    assert Visit.objects.count() == 4
    assert Visit.objects.counted() == SiteDay.objects.get().visits == 32
    assert Visit.objects.people_inside() == 14
    assert not HeldSubmission.objects.waiting().exists()


def test_the_number_shown_without_a_connection_is_the_real_one(hand_in, device, site, now):
    block = lend(device=device, today=site.day_of(now))[0]

    hand_in(arrival(now, number=block.first + 26))

    assert Visit.objects.get().number == 27


@pytest.mark.parametrize("number", [501, 99_999])
def test_a_number_that_was_not_lent_gets_the_days_next(hand_in, device, site, now, number):
    lend(device=device, today=site.day_of(now))

    hand_in(arrival(now, number=number))

    assert Visit.objects.get().number == 501


def test_a_lent_number_given_twice_is_two_visits_with_two_numbers(hand_in, device, site, now):
    lend(device=device, today=site.day_of(now))

    outcomes = hand_in(arrival(now, number=3), arrival(now, number=3))

    assert outcomes == [("accepted", None)] * 2
    assert sorted(Visit.objects.values_list("number", flat=True)) == [3, 501]


def test_a_lent_number_is_kept_though_it_comes_a_day_later(hand_in, device, site, now):
    yesterday = now - timedelta(days=1)
    lend(device=device, today=site.day_of(yesterday))

    hand_in(arrival(yesterday, number=7))

    assert Visit.objects.get().number == 7


def test_an_unknown_field_does_no_harm(hand_in, now):
    assert hand_in(arrival(now, schema=999, mood="good")) == [("accepted", None)]


def test_a_word_retired_meanwhile_was_offered_when_it_was_chosen(hand_in, now):
    VisitorCategory.objects.update(is_offered=False)
    Origin.objects.update(is_on_kiosk=False)

    assert hand_in(arrival(now)) == [("accepted", None)]


def test_other_content_under_a_known_id_is_held_and_the_first_stays(hand_in, now):
    first = arrival(now)
    hand_in(first)

    assert hand_in({**first, "persons": 2}) == [("held", "conflict")]
    assert Visit.objects.get().persons == 1


def test_leaving_waits_for_its_visit_and_is_settled_when_it_comes(hand_in, now):
    visit = arrival(now - timedelta(hours=1), persons=3)
    out = leaving(visit, now, persons=2)

    assert hand_in(out) == [("held", "no_visit")]
    hand_in(visit)

    assert Visit.objects.get().persons_inside == 1
    assert HeldSubmission.objects.get().outcome == "accepted"
    assert hand_in(out) == [("duplicate", None)]


def test_leaving_is_settled_though_the_server_died_between_the_visit_and_it(hand_in, now, monkeypatch):
    visit = arrival(now - timedelta(hours=1))
    hand_in(leaving(visit, now))
    with monkeypatch.context() as died:
        died.setattr("checkin.services.holding.waiting_for", lambda visit: [])
        hand_in(visit)

    hand_in(visit)

    assert Visit.objects.people_inside() == 0


def test_leaving_what_another_tablet_recorded(hand_in, site, now):
    other, _ = open_kiosk(site=site, name="Tablet dua", at=now)
    visit = arrival(now - timedelta(hours=1))

    assert hand_in(leaving(visit, now), device=other) == [("held", "no_visit")]
    hand_in(visit)

    assert Visit.objects.people_inside() == 0


def test_a_visit_of_another_site_is_no_visit_here(hand_in, other_site, now):
    elsewhere, _ = open_kiosk(site=other_site, name="T", at=now)
    visit = arrival(now - timedelta(minutes=1))
    hand_in(visit, device=elsewhere)

    assert hand_in(leaving(visit, now), taking_back(visit, now)) == [("held", "no_visit")] * 2
    assert hand_in(visit) == [("held", "conflict")]
    assert Visit.objects.people_inside() == 1


def test_who_has_left_already_leaves_once(hand_in, now):
    visit = arrival(now - timedelta(hours=1))
    hand_in(visit, leaving(visit, now))

    assert hand_in(leaving(visit, now)) == [("duplicate", "already_left")]
    assert Departure.objects.count() == 1


def test_more_than_are_inside_leave_as_those_who_are(hand_in, now):
    visit = arrival(now - timedelta(hours=1), persons=5)
    hand_in(visit)
    check_out(visit=Visit.objects.get(), submission=uuid4(), persons=3, at=now, source="desk")

    assert hand_in(leaving(visit, now, persons=5)) == [("accepted", None)]
    assert Visit.objects.get().persons_inside == 0


def test_leaving_before_arriving_is_a_stay_of_no_time(hand_in, now):
    visit = arrival(now)

    hand_in(visit, leaving(visit, now - timedelta(minutes=1)))

    assert Departure.objects.get().left_at == Visit.objects.get().arrived_at


def test_taking_back_is_for_the_same_tablet_and_two_minutes(hand_in, site, now):
    other, _ = open_kiosk(site=site, name="Tablet dua", at=now)
    visit = arrival(now - timedelta(minutes=10))
    hand_in(visit)

    assert hand_in(taking_back(visit, now)) == [("held", "too_late")]
    assert hand_in(taking_back(visit, now - timedelta(minutes=13))) == [("held", "too_late")]
    assert hand_in(taking_back(visit, now - timedelta(minutes=9)), device=other) == [("held", "too_late")]
    # Two handings in measure a clock a little differently; the tablet itself has kept to the two minutes.
    assert hand_in(taking_back(visit, now - timedelta(minutes=7))) == [("accepted", None)]


def test_what_the_tablet_knew_of_its_clock_moves_leaving_and_taking_back_too(hand_in, device, now):
    device.paired_at = now - timedelta(days=1)
    then, behind = now - timedelta(minutes=30), timedelta(hours=7)
    known = {"clock_error": 7 * 3600}
    stays, mistap = (arrival(then - behind, **known) for _ in range(2))
    out = leaving(stays, then - behind + timedelta(minutes=9), **known)

    outcomes = hand_in(stays, mistap, out, {**taking_back(mistap, then - behind), **known})

    assert outcomes == [("accepted", None)] * 4
    assert Departure.objects.get().left_at == then + timedelta(minutes=9)


def test_a_queue_that_waited_a_day_takes_back_what_was_taken_back_then(hand_in, now):
    visit = arrival(now - timedelta(days=1))

    hand_in(visit, taking_back(visit, now - timedelta(days=1) + timedelta(minutes=1)))

    assert Visit.objects.counted() == 0


def test_a_revoked_tablets_queue_is_held_but_for_what_was_in(hand_in, device, now):
    before, after, mistap = arrival(now), arrival(now), arrival(now)
    undone = taking_back(mistap, now)
    hand_in(before, mistap, undone)
    revoke_device(device=device, at=now)
    device.refresh_from_db()

    assert hand_in(before, after, undone) == [("duplicate", None), ("held", "revoked"), ("duplicate", None)]


def test_a_day_with_a_historical_total_holds(hand_in, site, now):
    day = site.day_of(now) - timedelta(days=3)
    record_total(site=site, first_day=day, last_day=day, visits=9, source="buku tamu", today=site.day_of(now))

    assert hand_in(arrival(now - timedelta(days=3))) == [("held", "covered")]


def test_a_cancelled_visit_stays_cancelled_when_it_comes_again(hand_in, now):
    visit = arrival(now)
    hand_in(visit)
    void(visit=Visit.objects.get(), reason="mistap", at=now)

    assert hand_in(visit) == [("duplicate", None)]
    assert Visit.objects.counted() == 0


def test_the_hours_are_asked(hand_in, site, now):
    site.opening_hours.all().delete()
    hand_in(arrival(now))

    assert Visit.objects.get().is_out_of_hours is None


def test_five_hundred_items_ask_the_vocabulary_once(hand_in, now, django_assert_max_num_queries):
    hand_in(arrival(now))

    with django_assert_max_num_queries(8 * 20 + 10):
        hand_in(*[arrival(now) for _ in range(20)])
