"""Letting a tablet in by a one-time code: eight letters, ten minutes, five tries, one winner."""

import hashlib
import re
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from checkin.errors import OfAnotherSite, PairingRefused
from checkin.models import Device, FormerToken, PairingCode, Site
from checkin.services.devices import free_name
from checkin.validation import closed_up

#: No vowels, so that no word comes out; no letter that is read as another.
LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
LENGTH = 8
GOOD_FOR = timedelta(minutes=10)
TRIES = 5
GUESS = re.compile(f"[{LETTERS}]{{{LENGTH}}}")


@transaction.atomic
def new_code(*, site: Site, name: str, at: datetime, device: Device | None = None) -> tuple[PairingCode, str]:
    """A code for one tablet, and its letters, which are stored nowhere; ``device`` is the one to pair anew.

    Raises ``OfAnotherSite``.
    """
    if device and device.site_id != site.pk:
        raise OfAnotherSite
    PairingCode.objects.filter(expires_at__lt=at - GOOD_FOR).delete()
    letters = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    code = PairingCode.objects.create(
        site=site, device=device, name=name, code_digest=_digest(letters), expires_at=at + GOOD_FOR, tries_left=TRIES
    )
    return code, letters


def redeem(*, typed: str, at: datetime) -> tuple[Device, str]:
    """Make the tablet that typed a good code a kiosk of its site; returns it with its token, which is stored nowhere.

    Of many who type it at once one wins. A wrong guess takes a try from every open code; what is no guess, like half
    a code or one that was used, takes none. Raises ``PairingRefused``.
    """
    digest = _digest(clean_code(typed))
    open_codes = PairingCode.objects.filter(redeemed_at=None, expires_at__gt=at, tries_left__gt=0)
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        if open_codes.filter(code_digest=digest).update(redeemed_at=at):
            code = PairingCode.objects.select_related("site", "device__site").get(code_digest=digest)
            return _let_in(code, token, at), token
    if GUESS.fullmatch(clean_code(typed)) and not PairingCode.objects.filter(code_digest=digest).exists():
        open_codes.update(tries_left=F("tries_left") - 1)
    raise PairingRefused


def clean_code(typed) -> str:
    """The letters of a code however they were typed: small, in groups, with hyphens between."""
    return closed_up(typed[:64]).upper() if isinstance(typed, str) else ""


def _let_in(code: PairingCode, token: str, at: datetime) -> Device:
    digest = Device.digest(token)
    if code.device is None:
        device = Device(site=code.site, name=free_name(site=code.site, name=code.name), paired_at=at)
    else:
        device = code.device
        # Whoever still carries the old one may have entries that only it can hand in.
        FormerToken.objects.get_or_create(token_digest=device.token_digest, defaults={"device": device})
        device.paired_at, device.revoked_at = at, None
    device.token_digest, device.last_seen_at = digest, at
    device.save()
    return device


def _digest(letters: str) -> str:
    return hashlib.sha256(letters.encode("utf-8", "replace")).hexdigest()
