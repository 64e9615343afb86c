"""The shapes of the tablets' API, its strict reading of JSON, and who may speak."""

import json
from datetime import date, datetime
from typing import Any

from ninja import Field, Schema
from ninja.errors import HttpError
from ninja.parser import Parser

from checkin.models import Device
from checkin.services.devices import device_with
from kspvisits.access import DEVICE_SCHEME, KIOSK_COOKIE

#: Longer than any number that means something here; Python refuses to read some thousand digits at all.
LONGEST_NUMBER = 18
DEEPEST = 20
HOLDERS = (dict, list, tuple)


class StrictParser(Parser):
    """JSON in UTF-8 as an object; one odd number inside an item must not spoil the reading of all the others."""

    def parse_body(self, request):
        if request.content_type != "application/json":
            raise HttpError(415, "Send JSON in UTF-8 with Content-Type: application/json.")
        try:
            body = json.loads(request.body.decode("utf-8"), parse_int=_whole, object_pairs_hook=_object)
        except (ValueError, RecursionError) as error:
            raise HttpError(400, "This is not JSON in UTF-8.") from error
        if not isinstance(body, dict):
            raise HttpError(400, "Send one JSON object in which no name stands twice.")
        return {name: _shallow(name, value) for name, value in body.items()}


class TooDeep(HttpError):
    def __init__(self, field: str):
        self.field = field
        super().__init__(400, f"At most {DEEPEST} levels within each other.")


def _shallow(field: str, value):
    """The value with every item that nests too deep as its text, so that it is held and delays none of the others."""
    if field == "items" and isinstance(value, list):
        return [_as_text(item) if _is_deep(item) else item for item in value]
    if _is_deep(value):
        raise TooDeep(field)
    return value


def _as_text(item) -> dict:
    """What no item may be, all that it said in one text; its id stays its own, for the receipt must name it."""
    try:
        told = {"too_deep": json.dumps(item, sort_keys=True)}
    except RecursionError as error:
        raise TooDeep("items") from error
    return {**told, "id": item["id"]} if isinstance(item, dict) and isinstance(item.get("id"), str) else told


def _whole(digits: str) -> int | str:
    return int(digits) if len(digits) <= LONGEST_NUMBER else digits


def _object(pairs: list[tuple]) -> dict | list:
    """An object in which a name stands twice says two things: it stays pairs, which no item may be."""
    named = dict(pairs)
    return named if len(named) == len(pairs) else pairs


def _is_deep(value) -> bool:
    """Whether it nests further than anything of ours: what is read again from deep within a call must still be read."""
    level = [value] if isinstance(value, HOLDERS) else []
    for _level in range(DEEPEST):
        inner = [part.values() if isinstance(part, dict) else part for part in level]
        level = [part for parts in inner for part in parts if isinstance(part, HOLDERS)]
        if not level:
            return False
    return True


class Letters(Schema):
    code: str = Field(description="Eight letters; spaces, hyphens and small letters do no harm.")


class Paired(Schema):
    token: str
    site: str


class SignOfLife(Schema):
    app_version: str = ""
    waiting: int = Field(strict=True, description="Entries still on the tablet.")


class SiteNow(Schema):
    code: str
    name: str
    timezone: str


class Numbers(Schema):
    day: date
    first: int
    last: int
    next: int = Field(description="The first that is not in the record; a tablet that lost its disk goes on here.")


class Open(Schema):
    opens: datetime
    closes: datetime


class State(Schema):
    now: datetime
    site: SiteNow
    numbers: list[Numbers]
    open: list[Open] = Field(description="Opening periods of the next eight days.")
    hours_known: bool = Field(description="False where no hours were written down: never closed.")
    people_inside: int
    free_places: int | None = Field(description="None where no capacity is known.")


class Handover(Schema):
    """Items are read one by one, whatever they are: each gets a receipt, a bad one delays none of the others."""

    sent_at: str = Field(description="The tablet's clock now, ISO 8601 with its zone.")
    app_version: str = ""
    items: list[Any] = Field(
        description="check_in: id, at, category, origin, purpose, persons, number (lent, optional). "
        "check_out: id, visit, at, persons (optional: all). undo: id, visit, at. "
        "Each may carry clock_error: whole seconds to add to its at, as last measured before it was written."
    )


class Receipt(Schema):
    id: str
    outcome: str = Field(json_schema_extra={"enum": ["accepted", "duplicate", "held"]})
    number: int | None
    reason: str | None


class Receipts(Schema):
    receipts: list[Receipt]


class NamedError(Schema):
    error: str
    field: str


def any_device(request) -> Device | None:
    """The device whose token the request carries, revoked or not: what it hands in is held, not refused."""
    token = _token_of(request)
    return device_with(token) if token else None


def device_in_trust(request) -> Device | None:
    device = any_device(request)
    return device if device and device.revoked_at is None else None


def _token_of(request) -> str:
    """From the header, or from the kiosk's cookie, which no other site's page can send: it is SameSite=Strict.

    A browser says from where a request comes; a page of another house is not believed even with the cookie.
    """
    header = request.headers.get("Authorization", "")
    if header.startswith(DEVICE_SCHEME):
        return header.removeprefix(DEVICE_SCHEME).strip()
    is_ours = request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
    return request.COOKIES.get(KIOSK_COOKIE, "") if is_ours else ""
