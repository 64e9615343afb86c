"""A tablet's clock: its error measured at handing in or known before, taken out, and flagged where nobody knows it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from checkin.errors import CannotBeYet
from checkin.models import Device, HeldSubmission

#: A difference this small is the way through the network, not a wrong clock.
TOLERANCE = timedelta(minutes=2)
#: Older than any queue we know of; what says it is older was written by a clock that was wrong.
LONGEST_WAIT = timedelta(days=31)

CORRECTED, FROM_THE_FUTURE, BEFORE_ITS_TIME = "corrected", "future", "early"


@dataclass(frozen=True)
class Clock:
    """What is known of a tablet's clock at one handing in."""

    error: timedelta
    received_at: datetime
    #: Nothing can have waited on the tablet from before this moment.
    empty_at: datetime | None = None
    #: None where somebody who knows says when it was.
    longest_wait: timedelta | None = LONGEST_WAIT
    #: When it is written down, where that is later than the receipt: the desk decides about what was held.
    recorded_at: datetime | None = None

    def moment(self, at: datetime, known: timedelta | None = None) -> tuple[datetime, str]:
        """When something happened and a flag for how sure that is, "" for sure. Raises ``CannotBeYet``.

        After an error was measured every time of the queue is moved by it. ``known`` is what the tablet itself knew
        of its error when it recorded: where it is another, the clock was set between then and now, and the old error
        is the one of that time, unless what follows from it cannot be.
        """
        is_another = known is not None and abs(known - self.error) > TOLERANCE
        return (self._by_what_was_known(at, known) if is_another else None) or self._moved(at, self.error)

    def _by_what_was_known(self, at: datetime, known: timedelta) -> tuple[datetime, str] | None:
        """None where the tablet was wrong about its own clock too: it was set before this was recorded."""
        try:
            moment, flag = self._moved(at, known)
        except CannotBeYet:
            return None
        return None if flag in (FROM_THE_FUTURE, BEFORE_ITS_TIME) else (moment, CORRECTED)

    def _moved(self, at: datetime, error: timedelta) -> tuple[datetime, str]:
        """A time after the receipt, or before the tablet was paired or last said that nothing waited on it, tells
        that the clock was set since, by an amount nobody knows.
        """
        try:
            corrected = at + error if abs(error) > TOLERANCE else at
        except OverflowError:
            raise CannotBeYet(HeldSubmission.Reason.BAD_TIME, field="at") from None
        flag = CORRECTED if corrected != at else ""
        is_too_old = self.longest_wait is not None and corrected < self.received_at - self.longest_wait
        if is_too_old or corrected > self.received_at + timedelta(days=1):
            raise CannotBeYet(HeldSubmission.Reason.BAD_TIME, field="at")
        if corrected > self.received_at + TOLERANCE:
            flag = FROM_THE_FUTURE
        elif self.empty_at and corrected < self.empty_at - TOLERANCE:
            flag = BEFORE_ITS_TIME
        return min(corrected, self.received_at), flag


def clock_then(held: HeldSubmission) -> Clock:
    """What was known when something was handed in that waits since; of when the tablet was empty, nothing."""
    return Clock(held.received_at - held.sent_at, held.received_at)


def clock_of(device: Device, *, sent_at: datetime, received_at: datetime) -> Clock:
    return Clock(received_at - sent_at, received_at, device.emptied_at or device.paired_at)
