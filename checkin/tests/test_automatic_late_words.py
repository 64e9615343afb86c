"""What tablets and visitors say after the clock has let them out: the queue of an offline tablet, the kiosk itself."""

from datetime import timedelta

import pytest
from django.utils import timezone

from checkin.models import OpeningHours, Visit
from checkin.services.automatic import tick
from checkin.services.submissions import receive
from checkin.tests.handing_in import arrival, leaving
from checkin.tests.kiosk_addresses import address

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def morning(now):
    return now - timedelta(days=3)


@pytest.fixture
def hand_in(device_and_token, now):
    def hand_in(*items):
        receipts = receive(device=device_and_token[0], sent_at=now, items=list(items), received_at=now)
        return [(receipt.outcome, receipt.reason) for receipt in receipts]

    return hand_in


def departures() -> list[tuple[str, int]]:
    visit = Visit.objects.get()
    assert visit.persons == visit.persons_inside + visit.departures.people()
    return sorted(visit.departures.values_list("source", "persons"))


def test_a_departure_from_the_queue_replaces_the_clocks(hand_in, now, morning):
    came = arrival(morning, persons=24)
    hand_in(came)
    assert departures() == [("automatic", 24)]
    left = leaving(came, morning + timedelta(minutes=5))

    assert hand_in(left) == [("accepted", None)]

    assert departures() == [("kiosk", 24)]
    assert Visit.objects.get().departures.get().left_at == morning + timedelta(minutes=5)


def test_a_departure_that_came_first_leaves_the_clock_nobody(hand_in, now, morning):
    came = arrival(morning, persons=24)
    hand_in(came, leaving(came, morning + timedelta(minutes=5)))

    assert tick(at=now) == 0
    assert departures() == [("kiosk", 24)]


def test_parts_of_a_group_replace_their_part(hand_in, now, morning):
    came = arrival(morning, persons=24)
    hand_in(came, leaving(came, morning, persons=10))
    tick(at=now)

    assert hand_in(leaving(came, morning, persons=5)) == [("accepted", None)]
    assert departures() == [("automatic", 9), ("kiosk", 5), ("kiosk", 10)]

    assert hand_in(leaving(came, morning, persons=24)) == [("accepted", None)]
    assert departures() == [("kiosk", 5), ("kiosk", 9), ("kiosk", 10)]


def test_handed_in_twice_it_replaces_once(hand_in, now, morning):
    came = arrival(morning, persons=24)
    left = leaving(came, morning, persons=5)
    hand_in(came)
    tick(at=now)

    assert [hand_in(left) for _ in range(2)] == [[("accepted", None)], [("duplicate", None)]]
    assert departures() == [("automatic", 19), ("kiosk", 5)]


def test_when_nobody_is_left_to_say_it_of_it_is_no_news(hand_in, now, morning):
    came = arrival(morning)
    hand_in(came, leaving(came, morning))
    tick(at=now)

    assert hand_in(leaving(came, morning)) == [("duplicate", "already_left")]
    assert departures() == [("kiosk", 1)]


@pytest.fixture
def after_closing(kiosk, enter, now):
    """Three people who came today and were let out by the clock, as at half past four, and are still here."""
    OpeningHours.objects.all().delete()
    visit = enter(persons=3)
    tick(at=now + timedelta(days=2))
    return visit


def test_who_stays_after_closing_still_says_goodbye_at_the_kiosk(kiosk, after_closing):
    page = kiosk.get(address("kiosk-leave-confirm", after_closing.number))
    assert 'name="persons" value="3"' in page.text
    submission = page.context["submission"]

    answer = kiosk.post(address("kiosk-leave-confirm", after_closing.number), {"persons": 3, "submission": submission})

    assert answer.headers["Location"] == address("kiosk-goodbye")
    assert departures() == [("kiosk", 3)]
    again = kiosk.get(address("kiosk-leave-confirm", after_closing.number))
    assert again.status_code == 409
