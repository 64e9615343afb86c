"""What an item of a tablet's queue says, read strictly: the right types or nothing."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError

from checkin.errors import CannotBeYet
from checkin.models import HeldSubmission
from checkin.services.visits import KIOSK_MOST_PERSONS
from checkin.validation import clean_moment, clean_uuid

Reason = HeldSubmission.Reason
LARGEST_NUMBER = 99_999
LONGEST_CODE = 20
#: Three centuries, in seconds: a clock that begins in 1970 or ends in 2038 is wrong by less.
LARGEST_ERROR = 10**10


@dataclass(frozen=True)
class Arrival:
    id: UUID
    at: datetime
    category: str
    origin: str
    purpose: str
    persons: int
    number: int | None
    clock_error: timedelta | None = None


@dataclass(frozen=True)
class Leaving:
    """``persons`` is None for everyone who is still inside."""

    id: UUID
    at: datetime
    visit: UUID
    persons: int | None
    clock_error: timedelta | None = None


@dataclass(frozen=True)
class TakingBack:
    id: UUID
    at: datetime
    visit: UUID
    clock_error: timedelta | None = None


def read(item) -> Arrival | Leaving | TakingBack:
    """Raises ``CannotBeYet`` naming the first field that cannot be read."""
    kind = item.get("type") if isinstance(item, dict) else None
    reader = READERS.get(kind) if isinstance(kind, str) else None
    if reader is None:
        raise CannotBeYet(Reason.UNREADABLE, field="type")
    return reader(item)


def rank(item) -> int:
    """Arrivals before departures before what is taken back, whatever the order in which they came."""
    kind = item.get("type") if isinstance(item, dict) else None
    return list(READERS).index(kind) if isinstance(kind, str) and kind in READERS else 0


def _arrival(item: dict) -> Arrival:
    words = {field: _code(item, field) for field in ("category", "origin", "purpose")}
    persons = _whole(item, "persons")
    if persons > KIOSK_MOST_PERSONS:
        raise CannotBeYet(Reason.TOO_MANY, field="persons")
    number = item.get("number")
    if number is not None and _whole(item, "number") > LARGEST_NUMBER:
        raise CannotBeYet(Reason.UNREADABLE, field="number")
    return Arrival(_uuid(item, "id"), _moment(item), **words, persons=persons, number=number, clock_error=_error(item))


def _leaving(item: dict) -> Leaving:
    persons = None if item.get("persons") is None else _whole(item, "persons")
    return Leaving(_uuid(item, "id"), _moment(item), _uuid(item, "visit"), persons, _error(item))


def _taking_back(item: dict) -> TakingBack:
    return TakingBack(_uuid(item, "id"), _moment(item), _uuid(item, "visit"), _error(item))


READERS = {"check_in": _arrival, "check_out": _leaving, "undo": _taking_back}


def _uuid(item: dict, field: str) -> UUID:
    return _cleaned(clean_uuid, item.get(field) if isinstance(item.get(field), str) else None, field)


def _moment(item: dict) -> datetime:
    return _cleaned(clean_moment, item.get("at"), "at", Reason.BAD_TIME if isinstance(item.get("at"), str) else None)


def _error(item: dict) -> timedelta | None:
    """By how much the tablet knew its clock to be wrong when it wrote ``at``; None from a program that does not say."""
    seconds = item.get("clock_error")
    if seconds is None:
        return None
    if not isinstance(seconds, int) or isinstance(seconds, bool) or abs(seconds) > LARGEST_ERROR:
        raise CannotBeYet(Reason.UNREADABLE, field="clock_error")
    return timedelta(seconds=seconds)


def _code(item: dict, field: str) -> str:
    code = item.get(field)
    if not isinstance(code, str):
        raise CannotBeYet(Reason.UNREADABLE, field=field)
    if not code.isascii() or len(code) > LONGEST_CODE or "\0" in code:
        raise CannotBeYet(Reason.UNKNOWN_WORD, field=field)
    return code


def _whole(item: dict, field: str) -> int:
    """A number, not its letters; and true is no number."""
    value = item.get(field)
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise CannotBeYet(Reason.UNREADABLE, field=field)
    return value


def _cleaned(clean, value, field: str, reason: Reason | None = None):
    try:
        return clean(value)
    except ValidationError as error:
        raise CannotBeYet(reason or Reason.UNREADABLE, field=field) from error
