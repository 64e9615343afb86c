"""Opening and closing kiosks."""

import secrets
from datetime import datetime

from checkin.models import Device, Site


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
