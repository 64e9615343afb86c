"""The desk's decision about what a tablet handed in: record it as it came, record it with changes, or discard it."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import NAMESPACE_OID, uuid5

from django.core.exceptions import ValidationError
from django.db import transaction

from checkin.errors import CannotBeYet, ReasonMissing
from checkin.models import HeldSubmission
from checkin.services.clocks import Clock, clock_then
from checkin.services.handed_in import read
from checkin.services.holding import item_of, settle
from checkin.services.submissions import Receipt, Taking
from checkin.validation import clean_uuid

Outcome, Reason = HeldSubmission.Outcome, HeldSubmission.Reason


def accept(*, held: HeldSubmission, by, at: datetime) -> Receipt:
    """Record it as it came, its tablet trusted for once. Raises ``CannotBeYet`` where it still cannot be."""
    clock = replace(clock_then(held), recorded_at=at)
    return _record(held, item_of(held), clock, outcome=Outcome.ACCEPTED, by=by, at=at)


def amend(*, held: HeldSubmission, by, at: datetime, moment: datetime, **fields) -> Receipt:
    """Record it with what the desk says: when it was, and the fields of the item, as ``persons=24``.

    The desk's time is taken as it is, however long ago. Raises ``CannotBeYet`` naming the field that is still wrong.
    """
    item = item_of(held)
    said = item if isinstance(item, dict) else {}
    clock = Clock(error=timedelta(0), received_at=at, longest_wait=None)
    said = {"type": "check_in", **said, **fields, "at": moment.isoformat(), "clock_error": None}
    return _record(held, said, clock, outcome=Outcome.AMENDED, by=by, at=at)


def discard(*, held: HeldSubmission, by, at: datetime, note: str) -> None:
    """Throw it away, with a reason that stays. Raises ``ReasonMissing`` or ``AlreadySettled``."""
    if not note.strip():
        raise ReasonMissing
    settle(held=held, outcome=Outcome.DISCARDED, at=at, by=by, note=note)


def _record(held: HeldSubmission, item, clock: Clock, *, outcome: str, by, at: datetime) -> Receipt:
    taking = Taking(held.device, clock, held.sent_at, is_vouched_for=True)
    with transaction.atomic():
        settle(held=held, outcome=outcome, at=at, by=by)  # first, so that the second of two desks records nothing
        said = read(_with_key(held, item))
        receipt = taking.recorded(held.submission, said)
    taking.settle_what_waited_for(said)  # when others can see the visit, and this holds no lock that they want
    return receipt


def _with_key(held: HeldSubmission, item):
    """Its own key where that is one and still free, else one made of the held row's, the same each time."""
    if not isinstance(item, dict):
        raise CannotBeYet(Reason.UNREADABLE, field="type")
    try:
        clean_uuid(item.get("id"))
        is_free = held.reason != Reason.CONFLICT
    except ValidationError:
        is_free = False
    return item if is_free else {**item, "id": str(uuid5(NAMESPACE_OID, f"held submission {held.pk}"))}
