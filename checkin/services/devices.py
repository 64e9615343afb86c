"""Opening and closing kiosks."""

import secrets
from datetime import datetime, timedelta

from checkin.models import Device, Site

#: A sign of life once a minute is enough, and spares most check-ins a write.
SIGN_OF_LIFE = timedelta(minutes=1)


def open_kiosk(*, site: Site, name: str, at: datetime) -> tuple[Device, str]:
    """Make a device of a site; returns it with its token, which is stored nowhere."""
    token = secrets.token_urlsafe(32)
    device = Device.objects.create(
        site=site, name=name, token_digest=Device.digest(token), paired_at=at, last_seen_at=at
    )
    return device, token


def revoke(*, token: str, at: datetime) -> None:
    """End the trust in whoever carries this token; an unknown token changes nothing."""
    Device.objects.trusted().with_token(token).update(revoked_at=at)


def saw(*, device: Device, at: datetime) -> None:
    """Note that a device is alive, at most once a minute."""
    if device.last_seen_at is None or at - device.last_seen_at > SIGN_OF_LIFE:
        Device.objects.filter(pk=device.pk).update(last_seen_at=at)
