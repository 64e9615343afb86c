"""Visits known only as a sum over a period, as old reports give them."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from checkin.models.places import Site


class HistoricalTotalQuerySet(models.QuerySet):
    def overlapping(self, first: date, last: date):
        """Totals that share at least one day with the period, both ends included."""
        return self.filter(first_day__lte=last, last_day__gte=first)


class HistoricalTotal(models.Model):
    """One sum for a whole period, never split. Overlap within a site is refused by ``services.totals``."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="historical_totals")
    first_day = models.DateField()
    last_day = models.DateField()
    visits = models.PositiveIntegerField()
    source = models.CharField(max_length=120)
    note = models.CharField(max_length=200, blank=True)

    objects = HistoricalTotalQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["site", "first_day"]
        constraints = [
            models.CheckConstraint(condition=Q(first_day__lte=F("last_day")), name="total_starts_before_it_ends"),
            models.CheckConstraint(condition=Q(visits__gte=0), name="total_not_negative"),
            models.CheckConstraint(condition=Q(first_day__year=F("last_day__year")), name="total_within_one_year"),
        ]

    def __str__(self):
        return f"{self.first_day}/{self.last_day} {self.visits}"
