"""Cards by which a regular visitor is recognised without a name, and the wrong codes that a tablet was shown."""

import hashlib

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from checkin.models.devices import Device
from checkin.models.places import Site
from checkin.models.vocabulary import Origin, VisitorCategory


class CardQuerySet(models.QuerySet):
    def good(self):
        """Not revoked."""
        return self.filter(revoked_at=None)

    def revoked(self):
        return self.exclude(revoked_at=None)

    def with_code(self, code: str):
        """The card whose code this is; only a digest is ever stored."""
        return self.filter(code_digest=Card.digest(code))


class Card(models.Model):
    """A card of one site, known by the digest of its code. Nobody's name is on it or beside it.

    Its number is public: printed on the card, shown at the desk, good for nothing at a tablet. Category and origin
    may be empty; then the card knows what its last visit says.
    """

    class RevokeReason(models.TextChoices):
        LOST = "lost", _("Lost")
        DAMAGED = "damaged", _("Damaged, or no longer readable")
        GIVEN_BACK = "given-back", _("Given back by its holder")

    site = models.ForeignKey(Site, models.PROTECT, related_name="cards")
    number = models.PositiveIntegerField()
    code_digest = models.CharField(max_length=64, unique=True)
    sheet_digest = models.CharField(max_length=64, db_index=True, help_text="Of the page that issued it.")
    category = models.ForeignKey(VisitorCategory, models.PROTECT, null=True, blank=True, related_name="cards")
    origin = models.ForeignKey(Origin, models.PROTECT, null=True, blank=True, related_name="cards")
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="cards_issued")
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="cards_revoked"
    )
    revoke_reason = models.CharField(max_length=20, blank=True, choices=RevokeReason)
    unlinked_at = models.DateTimeField(null=True, blank=True, help_text="When its visits forgot it.")

    objects = CardQuerySet.as_manager()

    class Meta:
        ordering = ["site", "number"]
        constraints = [
            models.UniqueConstraint(fields=["site", "number"], name="card_number_once_per_site"),
            models.CheckConstraint(condition=Q(number__gte=1), name="card_numbers_begin_with_one"),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoke_reason="", unlinked_at=None)
                | Q(revoked_at__isnull=False) & ~Q(revoke_reason=""),
                name="card_revoked_with_a_reason",
            ),
        ]

    def __str__(self):
        return self.shown

    @property
    def shown(self) -> str:
        """The number as it stands on the card: 0031."""
        return f"{self.number:04}"

    @property
    def is_revoked(self) -> bool:
        return self.revoked_at is not None

    @staticmethod
    def digest(secret: str) -> str:
        return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


class WrongCards(models.Model):
    """How many codes of no card a tablet was shown since a moment; who guesses is made to wait."""

    device = models.OneToOneField(Device, models.PROTECT, related_name="wrong_cards")
    since = models.DateTimeField()
    tries = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "wrong cards"

    def __str__(self):
        return f"{self.device_id} {self.tries}"
