"""The tablets that may hand in visits, how they are let in, and what they are lent; a device is not a user."""

import hashlib

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from checkin.models.places import Site


class DeviceQuerySet(models.QuerySet):
    def trusted(self):
        return self.filter(revoked_at=None)

    def gone(self):
        """Those that have ended by themselves; one whose trust was ended from afar may not know it yet."""
        return self.filter(revoked_at__isnull=False, last_seen_at__gte=F("revoked_at"))

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
    emptied_at = models.DateTimeField(null=True, blank=True, help_text="When it last said that nothing waits on it.")
    waiting = models.PositiveIntegerField(default=0, help_text="Entries still on the tablet, as it last said.")

    objects = DeviceQuerySet.as_manager()

    class Meta:
        ordering = ["site", "paired_at"]

    def __str__(self):
        return self.name

    @staticmethod
    def digest(token: str) -> str:
        return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


class FormerToken(models.Model):
    """A token that a device had before it was paired anew: what comes with it is held, like a revoked tablet's."""

    device = models.ForeignKey(Device, models.PROTECT, related_name="former_tokens")
    token_digest = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["device", "id"]

    def __str__(self):
        return f"former token of {self.device_id}"


class PairingCode(models.Model):
    """The way in for a tablet: known by the digest of eight letters, for ten minutes, five tries and one winner."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="pairing_codes")
    device = models.ForeignKey(
        Device, models.PROTECT, null=True, blank=True, related_name="pairing_codes", help_text="The tablet to re-pair."
    )
    name = models.CharField(max_length=60)
    code_digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    tries_left = models.PositiveSmallIntegerField(default=5)
    redeemed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-expires_at"]

    def __str__(self):
        return self.name


class NumberBlock(models.Model):
    """Numbers of a day lent to one tablet, so that the number it shows without a connection is the real one."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="number_blocks")
    device = models.ForeignKey(Device, models.PROTECT, related_name="number_blocks")
    day = models.DateField()
    first = models.PositiveIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        ordering = ["device", "day", "first"]
        constraints = [
            models.UniqueConstraint(fields=["site", "day", "first"], name="number_lent_once"),
            models.CheckConstraint(condition=Q(first__gte=1) & Q(last__gte=F("first")), name="block_of_numbers"),
        ]

    def __str__(self):
        return f"{self.day} {self.first}-{self.last}"


class StaffCall(models.Model):
    """Somebody at a tablet asks for the staff; open until it is taken back or answered. Who it was is not kept."""

    class Kind(models.TextChoices):
        STAFF = "staff", _("Calls the staff")
        STEP_FREE = "step_free", _("Needs a step-free way")

    site = models.ForeignKey(Site, models.PROTECT, related_name="staff_calls")
    device = models.ForeignKey(Device, models.PROTECT, related_name="staff_calls")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.STAFF)
    called_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="staff_calls"
    )

    class Meta:
        ordering = ["called_at"]
        constraints = [
            models.UniqueConstraint(fields=["device"], condition=Q(ended_at=None), name="one_open_call_per_tablet")
        ]

    def __str__(self):
        return f"{self.device_id} {self.called_at}"

    @property
    def is_step_free(self) -> bool:
        return self.kind == self.Kind.STEP_FREE
