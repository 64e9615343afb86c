"""Keeping what a tablet handed in and could not be recorded, once, exactly as it came."""

import hashlib
import json
from datetime import datetime
from uuid import UUID

from checkin.errors import AlreadySettled
from checkin.models import Device, HeldSubmission

LONGEST_ID = 64
#: More than a month of a busy tablet; whoever stole a token fills no disk.
MOST_OF_THE_REVOKED = 5_000


def hold(*, device: Device, item, about: UUID | None, reason: str, sent_at: datetime, received_at: datetime):
    """The held row of this very item, made once however often it is handed in."""
    payload = _payload(item)
    told = {
        "submission": id_of(item)[:LONGEST_ID], "about": about, "payload": payload, "reason": reason,
        "sent_at": sent_at, "received_at": received_at,
    }  # fmt: skip
    held, _is_new = HeldSubmission.objects.get_or_create(device=device, payload_digest=digest_of(item), defaults=told)
    return held


def is_full(device: Device) -> bool:
    """Whether so much of a tablet that is no longer trusted waits that no more is taken in; it keeps the rest."""
    return HeldSubmission.objects.waiting().filter(device=device).count() >= MOST_OF_THE_REVOKED


def settle(*, held: HeldSubmission, outcome: str, at: datetime, by=None, note: str = "") -> None:
    """Write down what was decided. Raises ``AlreadySettled`` for whoever comes second."""
    told = {"outcome": outcome, "settled_at": at, "settled_by": by, "note": note}
    if not HeldSubmission.objects.waiting().filter(pk=held.pk).update(**told):
        raise AlreadySettled


def waiting_for(visit: UUID) -> list[HeldSubmission]:
    """Departures and undos of the visit of this submission that arrived before it."""
    waiting = HeldSubmission.objects.waiting().filter(about=visit, reason=HeldSubmission.Reason.NO_VISIT)
    return list(waiting.select_related("device__site"))


def discarded(*, device: Device, digests: list[str]) -> set[str]:
    """Those of these very items that the desk has thrown away; they stay thrown away when they come again."""
    thrown = HeldSubmission.objects.filter(device=device, outcome=HeldSubmission.Outcome.DISCARDED)
    return set(thrown.filter(payload_digest__in=digests).values_list("payload_digest", flat=True))


def digest_of(item) -> str:
    """Names an item by all that it says."""
    return hashlib.sha256(_payload(item).encode()).hexdigest()


def item_of(held: HeldSubmission):
    """The item as it came."""
    return json.loads(held.payload)


def id_of(item) -> str:
    """The id an item gave itself, as far as it is one: what its receipt names."""
    name = item.get("id") if isinstance(item, dict) else ""
    return name if isinstance(name, str) and name.isascii() and name.isprintable() else ""


def _payload(item) -> str:
    """In ASCII: even half a surrogate is kept as it came."""
    return json.dumps(item, sort_keys=True)
