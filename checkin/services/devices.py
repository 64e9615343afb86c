"""Opening and closing kiosks."""

import secrets
from datetime import datetime, timedelta
from itertools import chain, count

from checkin.models import Device, FormerToken, PairingCode, Site

#: A sign of life once a minute is enough, and spares most check-ins a write.
SIGN_OF_LIFE = timedelta(minutes=1)


def open_kiosk(*, site: Site, name: str, at: datetime) -> tuple[Device, str]:
    """Make a device of a site; returns it with its token, which is stored nowhere."""
    token = secrets.token_urlsafe(32)
    device = Device.objects.create(
        site=site,
        name=free_name(site=site, name=name),
        token_digest=Device.digest(token),
        paired_at=at,
        last_seen_at=at,
    )
    return device, token


def free_name(*, site: Site, name: str) -> str:
    """The name, with a number behind it where a tablet in trust has it already: whoever calls must be told apart."""
    most = Device._meta.get_field("name").max_length
    taken = set(Device.objects.trusted().filter(site=site).values_list("name", flat=True))
    numbered = (f"{name[: most - 5]} {number}" for number in count(2))
    return next(each for each in chain([name], numbered) if each not in taken)


def revoke(*, token: str, at: datetime) -> None:
    """End the trust in the browser that carries this token and says so; an unknown token changes nothing."""
    Device.objects.trusted().with_token(token).update(revoked_at=at, last_seen_at=at)


def revoke_device(*, device: Device, at: datetime) -> None:
    """End the trust in a tablet, and in a code that would bring it back; what still waits on it will be held.

    Doing it twice changes nothing.
    """
    PairingCode.objects.filter(device=device, redeemed_at=None).delete()
    Device.objects.trusted().filter(pk=device.pk).update(revoked_at=at)


def device_with(token: str) -> Device | None:
    """The device that has or had this token, with its site; one that only had it counts as revoked."""
    digest = Device.digest(token)
    device = Device.objects.select_related("site").filter(token_digest=digest).first()
    former = None if device else FormerToken.objects.select_related("device__site").filter(token_digest=digest).first()
    if former:
        device = former.device
        device.revoked_at = device.paired_at
    return device


def sign_of_life(*, device: Device, at: datetime, app_version: str, waiting: int) -> None:
    """Keep what a tablet says of itself; only while nothing waits on it can later entries be known to be later."""
    emptied = {"emptied_at": at} if waiting == 0 else {}
    Device.objects.filter(pk=device.pk).update(last_seen_at=at, app_version=app_version, waiting=waiting, **emptied)


def saw(*, device: Device, at: datetime) -> None:
    """Note that a device is alive, at most once a minute."""
    if device.last_seen_at is None or at - device.last_seen_at > SIGN_OF_LIFE:
        Device.objects.filter(pk=device.pk).update(last_seen_at=at)
