"""A tablet's clock: the error that was measured is taken out, the one that was not is flagged."""

from datetime import datetime, timedelta, timezone

import pytest

from checkin.errors import CannotBeYet
from checkin.services.clocks import Clock

NOW = datetime(2026, 11, 22, 9, tzinfo=timezone.utc)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WRONG_CLOCKS = {
    "1970": datetime(1970, 1, 1, 2, tzinfo=timezone.utc) - NOW,
    "seven hours behind": -7 * HOUR,
    "a day ahead": DAY,
    "a year ahead": 365 * DAY,
    "2038": datetime(2038, 1, 19, 3, 14, 7, tzinfo=timezone.utc) - NOW,
}


def clock(error=timedelta(0), empty_at=None) -> Clock:
    return Clock(error=error, received_at=NOW, empty_at=empty_at)


@pytest.mark.parametrize("wrong_by", WRONG_CLOCKS.values(), ids=WRONG_CLOCKS)
def test_a_wrong_clock_that_is_still_wrong_is_corrected(wrong_by):
    really = NOW - HOUR

    assert clock(error=-wrong_by).moment(really + wrong_by) == (really, "corrected")


@pytest.mark.parametrize("wrong_by", WRONG_CLOCKS.values(), ids=WRONG_CLOCKS)
def test_a_wrong_clock_that_was_set_right_meanwhile_is_flagged_or_held(wrong_by):
    really = NOW - HOUR / 2
    empty_at = NOW - HOUR

    try:
        _, flag = clock(empty_at=empty_at).moment(really + wrong_by)
    except CannotBeYet as held:
        flag = held.reason

    assert flag in ("future", "early", "bad_time")


#: By how much the clock is wrong, how long ago somebody came, and an outage that lasts longer than the clock is wrong.
UNSEEN = {"seven hours behind": (-7 * HOUR, HOUR / 2, 8 * HOUR), "a day ahead": (DAY, DAY + HOUR / 2, DAY + HOUR)}


@pytest.mark.parametrize(("wrong_by", "ago", "outage"), UNSEEN.values(), ids=UNSEEN)
def test_an_error_that_was_known_is_taken_out_though_the_clock_was_set_right_meanwhile(wrong_by, ago, outage):
    really, since = NOW - ago, clock(empty_at=NOW - outage)

    assert since.moment(really + wrong_by) == (really + wrong_by, "")  # without it nobody would see that it is wrong
    assert since.moment(really + wrong_by, known=-wrong_by) == (really, "corrected")


@pytest.mark.parametrize("wrong_by", WRONG_CLOCKS.values(), ids=WRONG_CLOCKS)
def test_a_clock_that_went_wrong_after_it_was_measured_is_corrected_by_what_is_measured_now(wrong_by):
    """A tablet that restarts without its time: what it knew before is true no more, and leads where nobody was."""
    really = NOW - HOUR / 2

    assert clock(-wrong_by, empty_at=NOW - HOUR).moment(really + wrong_by, known=HOUR * 0) == (really, "corrected")


def test_a_clock_that_was_right_when_it_was_recorded_stays_right():
    assert clock(7 * HOUR, empty_at=NOW - HOUR).moment(NOW - HOUR / 2, known=HOUR * 0) == (NOW - HOUR / 2, "corrected")


def test_what_was_known_and_what_is_measured_may_differ_a_little():
    assert clock().moment(NOW - HOUR, known=timedelta(seconds=119)) == (NOW - HOUR, "")
    assert clock(7 * HOUR).moment(NOW - 8 * HOUR, known=7 * HOUR + timedelta(seconds=60)) == (NOW - HOUR, "corrected")


def test_the_way_through_the_network_is_no_wrong_clock():
    assert clock(error=timedelta(seconds=119)).moment(NOW - HOUR) == (NOW - HOUR, "")


def test_nothing_happened_after_it_was_received():
    assert clock().moment(NOW + timedelta(minutes=1)) == (NOW, "")
    assert clock().moment(NOW + timedelta(minutes=10)) == (NOW, "future")


def test_a_queue_may_wait_a_month():
    assert clock().moment(NOW - 31 * DAY) == (NOW - 31 * DAY, "")
    with pytest.raises(CannotBeYet):
        clock().moment(NOW - 31 * DAY - timedelta(seconds=1))


def test_what_a_tablet_had_when_it_said_it_had_nothing_is_early():
    assert clock(empty_at=NOW - HOUR).moment(NOW - 2 * HOUR) == (NOW - 2 * HOUR, "early")


@pytest.mark.parametrize("at", [datetime.max, datetime.min])
@pytest.mark.parametrize("error", [400 * DAY, -400 * DAY])
def test_the_ends_of_time_are_held(at, error):
    with pytest.raises(CannotBeYet):
        clock(error=error).moment(at.replace(tzinfo=timezone.utc))
    with pytest.raises(CannotBeYet):
        clock().moment(at.replace(tzinfo=timezone.utc), known=error)
