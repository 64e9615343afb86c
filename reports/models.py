"""What the year is measured against."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class AnnualTarget(models.Model):
    """A year's target and its twelve months; a revision is a new version and the old one stays."""

    class Method(models.TextChoices):
        EVEN = "even", _("Even")
        OPEN_DAYS = "open-days", _("By open days")
        MANUAL = "manual", _("By hand")

    site = models.ForeignKey("checkin.Site", models.PROTECT, related_name="targets")
    year = models.PositiveSmallIntegerField()
    version = models.PositiveSmallIntegerField(default=1)
    total = models.PositiveIntegerField()
    january = models.PositiveIntegerField()
    february = models.PositiveIntegerField()
    march = models.PositiveIntegerField()
    april = models.PositiveIntegerField()
    may = models.PositiveIntegerField()
    june = models.PositiveIntegerField()
    july = models.PositiveIntegerField()
    august = models.PositiveIntegerField()
    september = models.PositiveIntegerField()
    october = models.PositiveIntegerField()
    november = models.PositiveIntegerField()
    december = models.PositiveIntegerField()
    method = models.CharField(max_length=10, choices=Method)
    document = models.CharField(max_length=160, blank=True)
    document_date = models.DateField(null=True, blank=True)

    MONTHS = (
        "january", "february", "march", "april", "may", "june",
        "july", "august", "september", "october", "november", "december",
    )  # fmt: skip

    class Meta:
        ordering = ["site", "year", "version"]
        constraints = [
            models.UniqueConstraint(fields=["site", "year", "version"], name="one_target_per_version"),
            models.CheckConstraint(
                condition=Q(
                    total=F("january") + F("february") + F("march") + F("april") + F("may") + F("june")
                    + F("july") + F("august") + F("september") + F("october") + F("november") + F("december")
                ),
                name="months_sum_to_the_target",
            ),
            models.CheckConstraint(condition=Q(total__gte=1), name="target_of_something"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.site_id} {self.year} v{self.version}: {self.total}"

    @property
    def months(self) -> tuple[int, ...]:
        """Twelve targets, January first; their sum is ``total``."""
        return tuple(getattr(self, month) for month in self.MONTHS)
