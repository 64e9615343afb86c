"""What happened at a full door: who came in all the same, and who had to be turned away."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from checkin.models.devices import Device
from checkin.models.places import Site, Space
from checkin.models.visits import Visit


class DoorNoteQuerySet(models.QuerySet):
    def standing(self):
        """Not taken back."""
        return self.filter(taken_back_at=None)

    def turned_away(self):
        return self.standing().filter(kind=DoorNote.Kind.TURNED_AWAY)

    def people(self) -> int:
        return self.aggregate(total=models.Sum("persons"))["total"] or 0


class DoorNote(models.Model):
    """Some people before a room that had no place for them. Whoever was turned away is no visit."""

    class Kind(models.TextChoices):
        STAYED = "stayed", _("Came in though it was full")
        TURNED_AWAY = "turned_away", _("Turned away")

    submission = models.UUIDField(unique=True)
    site = models.ForeignKey(Site, models.PROTECT, related_name="door_notes")
    space = models.ForeignKey(Space, models.PROTECT, null=True, blank=True, related_name="door_notes")
    day = models.DateField()
    kind = models.CharField(max_length=12, choices=Kind)
    persons = models.PositiveIntegerField()
    visit = models.ForeignKey(Visit, models.PROTECT, null=True, blank=True, related_name="door_notes")
    people_inside = models.PositiveIntegerField(null=True, blank=True, help_text="In the room at that moment.")
    places = models.PositiveIntegerField(null=True, blank=True, help_text="Of the room on that day.")
    noted_at = models.DateTimeField()
    device = models.ForeignKey(Device, models.PROTECT, null=True, blank=True, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = DoorNoteQuerySet.as_manager()

    class Meta:
        ordering = ["-noted_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(persons__gte=1), name="note_of_someone"),
            models.CheckConstraint(
                condition=Q(kind="stayed", visit__isnull=False) | Q(kind="turned_away", visit=None),
                name="who_stayed_is_a_visit",
            ),
            models.UniqueConstraint(fields=["visit", "space"], name="stayed_once_in_a_room"),
        ]
        indexes = [models.Index(fields=["site", "day"], name="door_notes_of_a_day")]

    def __str__(self):
        return f"{self.kind} {self.persons} {self.day}"
