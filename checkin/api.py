"""What tablets tell the house: a code for a token, a sign of life, and the visits of their queue."""

import logging

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, ValidationError
from django.db import OperationalError
from django.http import HttpResponse
from django.utils import timezone
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError
from ninja.errors import ValidationError as SchemaError

from checkin.api_parts import (
    Handover,
    Letters,
    NamedError,
    Paired,
    Receipts,
    SignOfLife,
    State,
    StrictParser,
    any_device,
    device_in_trust,
)
from checkin.errors import Refusal
from checkin.services import devices, holding, numbers, pairing, status
from checkin.services.submissions import receive
from checkin.validation import clean_moment, clean_text, clean_whole_number
from kspvisits.access import KIOSK_COOKIE, keep_kiosk

logger = logging.getLogger(__name__)
MOST_ITEMS = 500
MOST_WAITING = 1_000_000
LONGEST_VERSION = 40
REFUSED = {400: NamedError, 401: NamedError, 413: NamedError, 415: NamedError, 503: NamedError}

api = NinjaAPI(title="KSP Visits", docs_url=None, openapi_url=None, parser=StrictParser(), urls_namespace="devices")


@api.post("/devices/pair", url_name="api-pair", auth=None, response={200: Paired, **REFUSED})
def pair(request, body: Letters):
    """Redeem a one-time code; the token is told this once and kept nowhere."""
    device, token = pairing.redeem(typed=body.code, at=timezone.now())
    return {"token": token, "site": device.site.code}


@api.post("/devices/sign-of-life", url_name="api-sign-of-life", auth=device_in_trust, response={200: State, **REFUSED})
def sign_of_life(request, response: HttpResponse, body: SignOfLife):
    """What a tablet says of itself, and what it needs to go on without a connection."""
    device, at = request.auth, timezone.now()
    version = _named("app_version", clean_text, body.app_version, most=LONGEST_VERSION)
    waiting = _named("waiting", clean_whole_number, body.waiting, least=0, most=MOST_WAITING)
    today = device.site.day_of(at)
    is_first_of_day = device.last_seen_at is None or device.site.day_of(device.last_seen_at) < today
    devices.sign_of_life(device=device, at=at, app_version=version, waiting=waiting)
    lent = numbers.lend(device=device, today=today)
    given = numbers.given_of([block for block in lent if block.day == today])
    if KIOSK_COOKIE in request.COOKIES and is_first_of_day:
        keep_kiosk(response, request.COOKIES[KIOSK_COOKIE])  # a tablet in use must not fall out of trust by itself
    told = [
        {"day": block.day, "first": block.first, "last": block.last, "next": given.get(block.pk, block.first - 1) + 1}
        for block in lent
    ]
    return {"now": at, "numbers": told, **status.of(site=device.site, at=at)}


@api.post("/submissions", url_name="api-submissions", auth=any_device, response={200: Receipts, **REFUSED})
def submissions(request, body: Handover):
    """Take in at most 500 items; each gets its receipt, the only thing on which a tablet may forget it."""
    received_at = timezone.now()
    sent_at = _named("sent_at", clean_moment, body.sent_at)
    _named("app_version", clean_text, body.app_version, most=LONGEST_VERSION)
    if len(body.items) > MOST_ITEMS:
        raise TooLarge("items", f"At most {MOST_ITEMS} items at a time.")
    if request.auth.revoked_at and holding.is_full(request.auth):
        raise TooLarge("items", "Too many entries of this tablet wait for the desk.")
    receipts = receive(device=request.auth, sent_at=sent_at, items=body.items, received_at=received_at)
    return {"receipts": receipts}


class TooLarge(Exception):
    def __init__(self, field: str, message: str):
        self.field, self.message = field, message
        super().__init__(message)


def _named(field: str, clean, value, **limits):
    """Clean one field; what is wrong with it is told under its name."""
    try:
        return clean(value, **limits)
    except ValidationError as error:
        raise Refusal(error.messages[0], field=field) from error


def _answer(request, status: int, message, field: str = ""):
    return api.create_response(request, {"error": str(message), "field": field}, status=status)


@api.exception_handler(Refusal)
def _refused(request, refusal):
    return _answer(request, 400, refusal.message, refusal.field)


@api.exception_handler(TooLarge)
def _too_large(request, error):
    return _answer(request, 413, error.message, error.field)


@api.exception_handler(SchemaError)
def _not_of_the_schema(request, error):
    first = error.errors[0]
    return _answer(request, 400, first["msg"], str(first["loc"][-1]))


@api.exception_handler(HttpError)
def _unreadable(request, error):
    said = error.__cause__ if isinstance(error.__cause__, HttpError) else error  # ninja wraps what a parser raises
    return _answer(request, said.status_code, said.message, getattr(said, "field", ""))


@api.exception_handler(RequestDataTooBig)
def _too_big(request, error):
    return _answer(request, 413, f"At most {settings.DATA_UPLOAD_MAX_MEMORY_SIZE:,} bytes at a time.")


@api.exception_handler(OperationalError)
def _database_busy(request, error):
    """Nothing is lost: what has no receipt yet is handed in again."""
    logger.warning("The database did not answer a tablet: %s", error)
    return _answer(request, 503, "The database is busy. Please hand in again.")


@api.exception_handler(AuthenticationError)
def _not_let_in(request, error):
    return _answer(request, 401, "This tablet is not paired.")


def _open_to_tablets(patterns):
    """These doors look at the tablet's token themselves."""
    for pattern in patterns:
        pattern.callback.login_required = False
        pattern.callback.kiosk_may_enter = True
    return patterns


#: Without ninja's own root page.
urlpatterns = _open_to_tablets(api.urls[0][:-1])
