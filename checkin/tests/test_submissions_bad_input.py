"""What a tablet hands in and cannot be a visit: held as it came, with its reason, delaying nothing."""

import pytest
from django.utils import timezone

from checkin.models import HeldSubmission, Visit
from checkin.services.submissions import receive
from checkin.tests.handing_in import arrival

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def hand_in(device_and_token, now):
    """Hand items in; answers ``(outcome, reason)`` of each."""

    def hand_in(*items):
        receipts = receive(device=device_and_token[0], sent_at=now, items=list(items), received_at=now)
        return [(receipt.outcome, receipt.reason) for receipt in receipts]

    return hand_in


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"category": "ZZZ"}, "unknown_word"),
        ({"origin": "atlantis"}, "unknown_word"),
        ({"purpose": "x" * 21}, "unknown_word"),
        ({"category": "a\x00b"}, "unknown_word"),
        ({"category": ["MHS"]}, "unreadable"),
        ({"category": None}, "unreadable"),
        ({"persons": 201}, "too_many"),
        ({"persons": 0}, "unreadable"),
        ({"persons": -1}, "unreadable"),
        ({"persons": "1"}, "unreadable"),
        ({"persons": True}, "unreadable"),
        ({"persons": 1.5}, "unreadable"),
        ({"persons": None}, "unreadable"),
        ({"persons": [1]}, "unreadable"),
        ({"at": "yesterday"}, "bad_time"),
        ({"at": "2026-02-30T09:00:00+07:00"}, "bad_time"),
        ({"at": "2026-11-20T09:00:00"}, "bad_time"),
        ({"at": "1970-01-01T00:00:00+00:00"}, "bad_time"),
        ({"at": "2038-01-19T03:14:07+00:00"}, "bad_time"),
        ({"at": "9999-12-31T23:59:59-12:00"}, "bad_time"),
        ({"at": "0001-01-01T00:00:00+14:00"}, "bad_time"),
        ({"at": 1_700_000_000}, "unreadable"),
        ({"at": None}, "unreadable"),
        ({"id": "zzz"}, "unreadable"),
        ({"id": 1}, "unreadable"),
        ({"id": "00000000-0000-0000-0000-000000000000"}, "unreadable"),
        ({"id": "\ud800"}, "unreadable"),
        ({"id": "x" * 100_000}, "unreadable"),
        ({"number": "7"}, "unreadable"),
        ({"number": 0}, "unreadable"),
        ({"number": 10**17}, "unreadable"),
        ({"clock_error": "7"}, "unreadable"),
        ({"clock_error": 0.5}, "unreadable"),
        ({"clock_error": True}, "unreadable"),
        ({"clock_error": -(10**17)}, "unreadable"),
        ({"clock_error": [1]}, "unreadable"),
        ({"type": "dance"}, "unreadable"),
        ({"type": None}, "unreadable"),
        ({"type": {}}, "unreadable"),
    ],
    ids=str,
)
def test_what_cannot_be_a_visit_is_held_as_it_came_and_delays_nothing(hand_in, now, wrong, reason):
    good = arrival(now)

    assert hand_in(arrival(now, **wrong), good) == [("held", reason), ("accepted", None)]
    assert HeldSubmission.objects.get().reason == reason
    assert Visit.objects.get().submission.hex == good["id"].replace("-", "")


@pytest.mark.parametrize("item", [None, 1, "x", [], {}, [[]], {"id": "x"}, {"\x00": "\ud800"}], ids=repr)
def test_what_is_no_item_at_all_is_held(hand_in, item):
    assert hand_in(item, item) == [("held", "unreadable")] * 2
    assert HeldSubmission.objects.count() == 1
