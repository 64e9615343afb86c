"""What a tablet handed in and nobody could record yet: kept as it came until the desk has decided."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from checkin.models.devices import Device


class HeldSubmissionQuerySet(models.QuerySet):
    def waiting(self):
        """Nobody has decided about these yet."""
        return self.filter(settled_at=None)


class HeldSubmission(models.Model):
    """One item of a tablet's queue, raw; refusing it would lose a visitor who has long gone in."""

    class Reason(models.TextChoices):
        """Why it could not be recorded as it came."""

        UNREADABLE = "unreadable", _("Not readable")
        UNKNOWN_WORD = "unknown_word", _("Unknown category, origin or purpose")
        BAD_TIME = "bad_time", _("The tablet’s clock was wrong")
        TOO_MANY = "too_many", _("Too many people in one entry")
        CONFLICT = "conflict", _("The same entry with other content")
        REVOKED = "revoked", _("From a tablet that is no longer trusted")
        NO_VISIT = "no_visit", _("The visit it belongs to has not arrived")
        COVERED = "covered", _("A historical total stands for that day")
        TOO_LATE = "too_late", _("Too late to be taken back at the tablet")

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", _("Recorded as it came")
        AMENDED = "amended", _("Recorded with changes")
        DISCARDED = "discarded", _("Discarded")

    device = models.ForeignKey(Device, models.PROTECT, related_name="held_submissions")
    submission = models.CharField(max_length=64, blank=True, help_text="The item's own id, as it was written.")
    about = models.UUIDField(null=True, blank=True, help_text="The visit that a departure or an undo belongs to.")
    payload = models.TextField(
        help_text="The item as it came, as JSON in ASCII: no database refuses what a tablet may hold."
    )
    payload_digest = models.CharField(max_length=64)
    sent_at = models.DateTimeField()
    received_at = models.DateTimeField()
    reason = models.CharField(max_length=12, choices=Reason)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    note = models.CharField(max_length=200, blank=True)

    objects = HeldSubmissionQuerySet.as_manager()

    class Meta:
        ordering = ["received_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["device", "payload_digest"], name="held_once"),
            models.CheckConstraint(
                condition=Q(settled_at=None, outcome="") | (Q(settled_at__isnull=False) & ~Q(outcome="")),
                name="settled_with_an_outcome",
            ),
        ]
        indexes = [
            models.Index(fields=["about"], condition=Q(settled_at=None), name="held_about_a_visit"),
            models.Index(fields=["device", "received_at"], condition=Q(settled_at=None), name="held_waiting"),
        ]

    def __str__(self):
        return f"{self.submission} {self.reason}"
