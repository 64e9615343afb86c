"""The tablets that may hand in visits; a device is not a user."""

import hashlib

from django.db import models

from checkin.models.places import Site


class DeviceQuerySet(models.QuerySet):
    def trusted(self):
        return self.filter(revoked_at=None)

    def with_token(self, token: str):
        """The device whose secret this is; only a digest is ever stored."""
        return self.filter(token_digest=Device.digest(token))


class Device(models.Model):
    """A kiosk of one site, known by the digest of its 256-bit token."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="devices")
    name = models.CharField(max_length=60)
    token_digest = models.CharField(max_length=64, unique=True)
    paired_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_seen_at = models.DateTimeField(null=True, blank=True)
    app_version = models.CharField(max_length=40, blank=True)

    objects = DeviceQuerySet.as_manager()

    class Meta:
        ordering = ["site", "paired_at"]

    def __str__(self):
        return self.name

    @staticmethod
    def digest(token: str) -> str:
        return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
