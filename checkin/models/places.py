"""Where visits happen and when the doors are open."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

ZONE_NAMES = {"Asia/Jakarta": "WIB", "Asia/Pontianak": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}


class Site(models.Model):
    """One house with one front desk; every count belongs to exactly one."""

    code = models.SlugField(max_length=20, unique=True)
    name = models.CharField(max_length=80)
    agency = models.CharField(max_length=120)
    timezone = models.CharField(max_length=40, default="Asia/Jakarta")
    is_demo = models.BooleanField(default=False)
    letterhead = models.TextField(blank=True, help_text="One line of the letterhead a line; the second is the largest.")
    place = models.CharField(max_length=60, blank=True, help_text="Where reports are signed.")
    signatory_title = models.CharField(max_length=120, blank=True)
    signatory_name = models.CharField(max_length=80, blank=True)
    signatory_rank = models.CharField(max_length=60, blank=True)
    signatory_number = models.CharField(max_length=30, blank=True, help_text="NIP, as text.")

    class Meta:
        ordering = ["is_demo", "code"]

    def __str__(self):
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def zone_name(self) -> str:
        """The short name on clocks: WIB, WITA or WIT; the zone's own name elsewhere."""
        return ZONE_NAMES.get(self.timezone, self.timezone)

    def day_of(self, moment: datetime) -> date:
        """The local day of an instant; the one place where midnight is decided."""
        return moment.astimezone(self.zone).date()

    def moment_of(self, day: date, at: time) -> datetime:
        """The instant of a local day and clock time."""
        return datetime.combine(day, at, tzinfo=self.zone)


class SpaceQuerySet(models.QuerySet):
    def with_places(self, day: date):
        """Each room with its ``places`` on a day: the desk's limit of that day, else the capacity; None is unknown."""
        limits = SpaceLimit.objects.filter(space=OuterRef("pk"), day=day).order_by("-pk")
        return self.annotate(places=Coalesce(Subquery(limits.values("places")[:1]), "capacity"))


class Space(models.Model):
    """A room of a site; an empty capacity means unknown, never zero.

    At the door a full room is said to be full, and whoever stays is counted. Only a hard limit is never exceeded.
    """

    site = models.ForeignKey(Site, models.PROTECT, related_name="spaces")
    code = models.CharField(max_length=10)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60, blank=True)
    capacity = models.PositiveIntegerField(null=True, blank=True)
    is_hard = models.BooleanField(default=False, help_text="Nobody is recorded in this room beyond its places.")
    people_inside = models.PositiveIntegerField(
        default=0, help_text="Of a room with a hard limit, written with every visit; elsewhere the visits are added up."
    )
    wayfinding = models.CharField(max_length=80, blank=True)
    wayfinding_en = models.CharField(max_length=80, blank=True)
    step_free_way = models.CharField(max_length=80, blank=True, help_text="Empty where the usual way has no steps.")
    step_free_way_en = models.CharField(max_length=80, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    objects = SpaceQuerySet.as_manager()

    class Meta:
        ordering = ["position", "code"]
        constraints = [
            models.UniqueConstraint(fields=["site", "code"], name="space_code_once_per_site"),
            models.CheckConstraint(
                condition=Q(is_hard=False) | Q(capacity__isnull=False, capacity__gte=1), name="hard_limit_of_something"
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def text(self) -> str:
        """The name in the language of the moment."""
        return self.name_en if get_language() == "en" and self.name_en else self.name

    @property
    def way(self) -> str:
        """How to get there, in the language of the moment."""
        return self.wayfinding_en if get_language() == "en" and self.wayfinding_en else self.wayfinding

    @property
    def way_without_steps(self) -> str:
        """How to get there without stairs, in the language of the moment."""
        return self.step_free_way_en if get_language() == "en" and self.step_free_way_en else self.step_free_way


class SpaceLimit(models.Model):
    """What the desk decided about a room for one day; the last word counts, empty places take the capacity back."""

    submission = models.UUIDField(unique=True)
    space = models.ForeignKey(Space, models.PROTECT, related_name="limits")
    day = models.DateField()
    places = models.PositiveIntegerField(null=True, blank=True)
    reason = models.CharField(max_length=100)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["space", "day", "id"]
        constraints = [models.CheckConstraint(condition=Q(places=None) | Q(places__gte=1), name="limit_of_something")]

    def __str__(self):
        return f"{self.space_id} {self.day} {self.places}"


class OpeningHours(models.Model):
    """A stretch of a weekday in which the doors are open, within a validity period."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="opening_hours")
    weekday = models.PositiveSmallIntegerField(help_text="Monday is 0.")
    start = models.TimeField()
    end = models.TimeField()
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    label = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["site", "weekday", "start"]
        constraints = [
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="hours_start_before_end"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="hours_on_a_weekday"),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_from__lte=F("valid_to")),
                name="hours_valid_from_before_to",
            ),
        ]

    def __str__(self):
        return f"{self.site_id} {self.weekday} {self.start:%H.%M}-{self.end:%H.%M}"


class CalendarDay(models.Model):
    """A day that differs from its weekday."""

    class Kind(models.TextChoices):
        HOLIDAY = "holiday", _("National holiday")
        COLLECTIVE_LEAVE = "leave", _("Collective leave")
        CLOSED = "closed", _("Closed")
        OPEN = "open", _("Open by exception")

    site = models.ForeignKey(Site, models.PROTECT, related_name="calendar_days")
    day = models.DateField()
    kind = models.CharField(max_length=10, choices=Kind)
    note = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["site", "day"]
        constraints = [models.UniqueConstraint(fields=["site", "day"], name="one_calendar_entry_per_day")]

    def __str__(self):
        return f"{self.day} {self.kind}"
