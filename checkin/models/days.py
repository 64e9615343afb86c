"""A day as the front desk closed it: what the system counted beside what stood on paper."""

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from checkin.models.places import Site


class DayClose(models.Model):
    """One day of a site, closed by hand. An empty ``paper_visits`` means that nobody counted on paper."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="day_closes")
    day = models.DateField()
    system_visits = models.PositiveIntegerField(help_text="Visits counted when the day was closed.")
    paper_visits = models.PositiveIntegerField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="day_closes")
    closed_at = models.DateTimeField()

    history = HistoricalRecords()

    class Meta:
        ordering = ["site", "day"]
        constraints = [models.UniqueConstraint(fields=["site", "day"], name="day_closed_once")]

    def __str__(self):
        return f"{self.site_id} {self.day} {self.system_visits}"

    @property
    def difference(self) -> int | None:
        """Paper less system; None where nobody counted on paper."""
        return None if self.paper_visits is None else self.paper_visits - self.system_visits
