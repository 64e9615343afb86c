"""An evacuation: who was inside when it began, who was seen at the assembly point, and who said so."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from checkin.models.places import Site, Space
from checkin.models.visits import Visit


class EvacuationQuerySet(models.QuerySet):
    def running(self):
        return self.filter(ended_at=None)

    def ended(self):
        return self.exclude(ended_at=None)


class Evacuation(models.Model):
    """One alarm or drill at a site, kept as a record; at most one runs."""

    submission = models.UUIDField(unique=True, help_text="Minted with the page, or by a device without its server.")
    site = models.ForeignKey(Site, models.PROTECT, related_name="evacuations")
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(max_length=200, blank=True)

    objects = EvacuationQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["site"], condition=Q(ended_at=None), name="one_evacuation_at_a_time"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__gte=F("started_at"), ended_by__isnull=False),
                name="evacuation_ended_by_someone",
            ),
        ]

    def __str__(self):
        return f"{self.site_id} {self.started_at}"

    @property
    def is_running(self) -> bool:
        return self.ended_at is None


class EvacuationLine(models.Model):
    """An entry of which somebody was inside: how many were expected, and how many of them have been seen.

    ``seen`` is the sum of its ticks, kept under the row's lock. ``left``, let out since it began, is written
    when the evacuation ends; until then the visit itself tells.
    """

    evacuation = models.ForeignKey(Evacuation, models.PROTECT, related_name="lines")
    visit = models.ForeignKey(Visit, models.PROTECT, related_name="evacuation_lines")
    space = models.ForeignKey(Space, models.PROTECT, null=True, blank=True, related_name="+")
    persons = models.PositiveIntegerField()
    seen = models.PositiveIntegerField(default=0)
    left = models.PositiveIntegerField(default=0)
    is_doubtful = models.BooleanField(default=False, help_text="Two devices, apart, may have counted the same people.")

    class Meta:
        ordering = ["evacuation", "id"]
        constraints = [
            models.UniqueConstraint(fields=["evacuation", "visit"], name="visit_once_in_an_evacuation"),
            models.CheckConstraint(condition=Q(persons__gte=1), name="somebody_to_look_for"),
            models.CheckConstraint(condition=Q(seen__gte=0) & Q(seen__lte=F("persons")), name="seen_within_persons"),
            models.CheckConstraint(condition=Q(left__gte=0) & Q(left__lte=F("persons")), name="left_within_persons"),
        ]

    def __str__(self):
        return f"{self.visit_id} {self.seen}/{self.persons}"


class EvacuationTick(models.Model):
    """Somebody saying that so many *more* people of a line are at the assembly point; below zero: that they are not.

    ``before`` is what the device showed to have been seen, ``counted`` what the tick changed.
    """

    line = models.ForeignKey(EvacuationLine, models.PROTECT, related_name="ticks")
    submission = models.UUIDField(unique=True)
    persons = models.IntegerField()
    counted = models.IntegerField()
    before = models.PositiveIntegerField()
    said_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    #: True on the row that a repeated tick gets back.
    is_repeat = False

    class Meta:
        ordering = ["said_at", "id"]

    def __str__(self):
        return f"{self.line_id} {self.persons:+}"
