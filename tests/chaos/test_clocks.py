"""A tablet's wrong clock over the API: corrected where ``sent_at`` tells the error, else flagged or held."""

import json
from datetime import datetime, timedelta, timezone
from uuid import uuid4

import pytest
from django.utils.timezone import now

from checkin.models import Device, HeldSubmission, Visit

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CLOCKS = {
    "1970": lambda really: datetime(1970, 1, 1, tzinfo=timezone.utc) + (really - now()),
    "seven hours behind": lambda really: really - 7 * HOUR,
    "a day ahead": lambda really: really + DAY,
    "a year ahead": lambda really: really + 365 * DAY,
    "2038": lambda really: datetime(2038, 1, 19, 3, 14, 7, tzinfo=timezone.utc) + (really - now()),
}
SLACK = timedelta(seconds=30)


def right(really: datetime) -> datetime:
    return really


@pytest.fixture
def post(client, device_and_token):
    """A tablet paired long ago says something."""
    Device.objects.update(paired_at=now() - DAY)
    headers = {"Authorization": f"Device {device_and_token[1]}"}

    def post(path, body):
        answer = client.post(f"/api/v1/{path}", json.dumps(body), content_type="application/json", headers=headers)
        assert answer.status_code == 200, answer.content
        return answer.json()

    return post


@pytest.fixture
def said_it_is_empty(post):
    """The tablet has just said that nothing waits on it."""
    post("devices/sign-of-life", {"app_version": "1", "waiting": 0})


@pytest.fixture
def hand_in(post):
    """One check-in that happened then, by the clock of that moment, handed in now, by the clock of now."""

    def hand_in(*, then, clock_then, clock_now, **said):
        item = {"id": str(uuid4()), "type": "check_in", "at": clock_then(then).isoformat(), "persons": 1}
        item |= {"category": "MHS", "origin": "batam", "purpose": "KERJA", **said}
        envelope = {"sent_at": clock_now(now()).isoformat(), "app_version": "1", "items": [item]}
        (receipt,) = post("submissions", envelope)["receipts"]
        return receipt

    return hand_in


def flag_of(receipt) -> str:
    """How the house marked it: the flag of the visit, or the reason for which it waits for the desk."""
    if receipt["outcome"] == "held":
        return HeldSubmission.objects.get(submission=receipt["id"]).reason
    return Visit.objects.get(submission=receipt["id"]).clock_flag


@pytest.mark.parametrize("clock", CLOCKS.values(), ids=CLOCKS)
def test_a_clock_that_is_wrong_all_along_is_corrected(hand_in, clock):
    then = now() - HOUR / 4

    receipt = hand_in(then=then, clock_then=clock, clock_now=clock)

    visit = Visit.objects.get(submission=receipt["id"])
    assert receipt["outcome"] == "accepted"
    assert abs(visit.arrived_at - then) < SLACK
    assert visit.day == visit.site.day_of(then)
    assert visit.clock_flag == "corrected"


@pytest.mark.parametrize("clock", CLOCKS.values(), ids=CLOCKS)
def test_a_clock_set_right_before_handing_in_is_flagged_or_held(hand_in, said_it_is_empty, clock):
    receipt = hand_in(then=now(), clock_then=clock, clock_now=right)

    assert flag_of(receipt) in ("early", "future", "bad_time")


@pytest.mark.parametrize("clock", CLOCKS.values(), ids=CLOCKS)
def test_a_clock_that_went_wrong_before_handing_in_is_flagged_or_held(hand_in, said_it_is_empty, clock):
    receipt = hand_in(then=now(), clock_then=right, clock_now=clock)

    assert flag_of(receipt) in ("early", "future", "bad_time")


#: The clock, how long ago the visitor came, and how long ago the tablet last spoke: longer than the clock is wrong.
OUTAGES = {
    "seven hours behind": (CLOCKS["seven hours behind"], HOUR / 2, 8 * HOUR),
    "a day ahead": (CLOCKS["a day ahead"], DAY + HOUR / 2, DAY + HOUR),
}


@pytest.mark.parametrize(("clock", "ago", "outage"), OUTAGES.values(), ids=OUTAGES)
def test_an_outage_longer_than_the_error_hides_no_clock_that_was_known_to_be_wrong(
    hand_in, said_it_is_empty, clock, ago, outage
):
    then = now() - ago
    Device.objects.update(emptied_at=now() - outage)
    known = round((then - clock(then)).total_seconds())

    unsaid = hand_in(then=then, clock_then=clock, clock_now=right)
    said = hand_in(then=then, clock_then=clock, clock_now=right, clock_error=known)

    assert flag_of(unsaid) == ""  # a program that does not say it is taken at its word, as ever
    assert flag_of(said) == "corrected"
    assert abs(Visit.objects.get(submission=said["id"]).arrived_at - then) < SLACK


def test_a_right_clock_is_taken_as_it_is(hand_in, said_it_is_empty):
    assert flag_of(hand_in(then=now(), clock_then=right, clock_now=right)) == ""
