"""The record: a visit, its departures, and its removable identity."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from checkin.models.cards import Card
from checkin.models.devices import Device
from checkin.models.places import Site, Space
from checkin.models.vocabulary import Origin, Purpose, VisitorCategory


class SiteDay(models.Model):
    """The row a check-in locks: the last number given that day and the visits counted so far."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="days")
    day = models.DateField()
    last_number = models.PositiveIntegerField(default=0)
    visits = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["site", "day"]
        constraints = [models.UniqueConstraint(fields=["site", "day"], name="one_row_per_site_and_day")]

    def __str__(self):
        return f"{self.site_id} {self.day}"


class VisitQuerySet(models.QuerySet):
    """The house's words for visits; what *is* a visit is decided here and nowhere else."""

    def standing(self):
        """Not voided."""
        return self.filter(voided_at=None)

    def inside(self):
        """Entries of which somebody is still inside."""
        return self.standing().filter(persons_inside__gt=0)

    def departed(self):
        """Entries of which nobody is inside any more."""
        return self.standing().filter(persons_inside=0)

    def voided(self):
        return self.exclude(voided_at=None)

    def arrived_on(self, day: date):
        return self.filter(day=day)

    def arrived_between(self, first: date, last: date):
        """Both ends included."""
        return self.filter(day__gte=first, day__lte=last)

    def arrived_in_year(self, year: int):
        return self.arrived_between(date(year, 1, 1), date(year, 12, 31))

    def counted(self) -> int:
        """Visits: persons summed over what stands, never rows counted."""
        return self.standing().aggregate(total=models.Sum("counted_persons"))["total"] or 0

    def people_inside(self) -> int:
        return self.inside().aggregate(total=models.Sum("persons_inside"))["total"] or 0


class Visit(models.Model):
    """One arrival of one person or one group. Holds nothing personal.

    The foreign keys carry no index of their own: every question begins with the site, and each
    further index would be paid at every check-in.
    """

    class Source(models.TextChoices):
        KIOSK = "kiosk", _("Kiosk")
        DESK = "desk", _("Front desk")
        PAPER = "paper", _("Paper guest book")
        IMPORT = "import", _("Import")
        CARD = "card", _("Card")

    class VoidReason(models.TextChoices):
        """Kept by code, so that the record can be read in both languages; a reason in own words stands as typed."""

        MISTAP = "mistap", _("Tapped by mistake")
        TWICE = "twice", _("Recorded twice")
        NOT_A_VISITOR = "not-a-visitor", _("Not a visitor")
        UNDONE = "undone", _("Undone at the kiosk")

    submission = models.UUIDField(unique=True, help_text="Minted with the form; the same again is the same visit.")
    site = models.ForeignKey(Site, models.PROTECT, related_name="visits", db_index=False)
    space = models.ForeignKey(Space, models.PROTECT, null=True, blank=True, related_name="visits", db_index=False)
    category = models.ForeignKey(VisitorCategory, models.PROTECT, related_name="visits", db_index=False)
    origin = models.ForeignKey(Origin, models.PROTECT, related_name="visits", db_index=False)
    purpose = models.ForeignKey(Purpose, models.PROTECT, related_name="visits", db_index=False)
    persons = models.PositiveIntegerField(default=1)
    counted_persons = models.PositiveIntegerField()
    persons_inside = models.PositiveIntegerField()
    arrived_at = models.DateTimeField()
    day = models.DateField(help_text="The site's local day of arrival.")
    number = models.PositiveIntegerField(null=True, blank=True)
    source = models.CharField(max_length=10, choices=Source)
    recorded_at = models.DateTimeField()
    device = models.ForeignKey(Device, models.PROTECT, null=True, blank=True, related_name="visits", db_index=False)
    card = models.ForeignKey(Card, models.PROTECT, null=True, blank=True, related_name="visits", db_index=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="visits", db_index=False
    )
    is_out_of_hours = models.BooleanField(null=True, help_text="Empty where nobody asked the opening hours.")
    clock_flag = models.CharField(max_length=10, blank=True)
    organisation = models.CharField(max_length=80, blank=True)
    voided_at = models.DateTimeField(null=True, blank=True)
    voided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    void_reason = models.CharField(max_length=200, blank=True)
    void_submission = models.UUIDField(null=True, blank=True, help_text="Of the undo that a tablet handed in.")

    objects = VisitQuerySet.as_manager()
    history = HistoricalRecords()

    #: True on the row that a repeated submission gets back.
    is_repeat = False

    class Meta:
        ordering = ["-arrived_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "day", "number"], condition=Q(number__isnull=False), name="number_once_per_day"
            ),
            models.CheckConstraint(condition=Q(persons__gte=1), name="visit_of_someone"),
            models.CheckConstraint(
                condition=Q(persons_inside__gte=0) & Q(persons_inside__lte=F("persons")), name="inside_within_persons"
            ),
            models.CheckConstraint(
                condition=Q(counted_persons__gte=0) & Q(counted_persons__lte=F("persons")),
                name="counted_within_persons",
            ),
            models.CheckConstraint(condition=Q(voided_at=None) | ~Q(void_reason=""), name="void_with_a_reason"),
            # Hardly a visit has one, and the others pay nothing for it.
            models.UniqueConstraint(
                fields=["void_submission"], condition=Q(void_submission__isnull=False), name="an_undo_of_one_visit"
            ),
            models.UniqueConstraint(
                fields=["card"],
                condition=Q(card__isnull=False, voided_at=None, persons_inside__gt=0),
                name="card_inside_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["site", "day", "category", "origin", "purpose", "counted_persons"],
                condition=Q(voided_at=None),
                name="visits_added_up",
            ),
            models.Index(
                fields=["site", "arrived_at", "id"],
                condition=Q(voided_at=None, persons_inside__gt=0),
                name="visits_inside",
            ),
            # Day first: a desk's page of today must not walk through the years.
            models.Index(fields=["site", "day", "arrived_at", "id"], name="visits_by_arrival"),
            # Who comes without a card pays nothing for it.
            models.Index(fields=["card", "day", "arrived_at"], condition=Q(card__isnull=False), name="visits_of_card"),
        ]

    def __str__(self):
        return f"{self.day} {self.number or '-'} {self.persons}"

    @property
    def is_voided(self) -> bool:
        return self.voided_at is not None

    @property
    def is_inside(self) -> bool:
        return self.persons_inside > 0 and not self.is_voided

    @property
    def is_group(self) -> bool:
        return self.persons > 1

    @property
    def is_return(self) -> bool:
        """Whether its card has been counted already on that day."""
        return self.card_id is not None and not self.counted_persons and self.category.is_counted


class DepartureQuerySet(models.QuerySet):
    def automatic(self):
        """Written at the end of the day, because nobody said when they left."""
        return self.filter(source=Departure.Source.AUTOMATIC)

    def by_people(self):
        """Departures that somebody recorded; only these tell how long a stay was."""
        return self.exclude(source=Departure.Source.AUTOMATIC)

    def people(self) -> int:
        return self.aggregate(total=models.Sum("persons"))["total"] or 0


class Departure(models.Model):
    """Some or all of a visit's persons leaving.

    ``arrived_at`` repeats the visit's, so that the database itself can refuse a stay below zero.
    """

    class Source(models.TextChoices):
        KIOSK = "kiosk", _("Kiosk")
        DESK = "desk", _("Front desk")
        IMPORT = "import", _("Import")
        AUTOMATIC = "automatic", _("Automatic")

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="departures")
    submission = models.UUIDField(unique=True)
    arrived_at = models.DateTimeField()
    left_at = models.DateTimeField()
    persons = models.PositiveIntegerField()
    source = models.CharField(max_length=10, choices=Source)

    objects = DepartureQuerySet.as_manager()
    history = HistoricalRecords()

    is_repeat = False
    #: A departure is written once; only an automatic one gives way later, and that is put on record by hand.
    skip_history_when_saving = True

    class Meta:
        ordering = ["left_at"]
        constraints = [
            models.CheckConstraint(condition=Q(persons__gte=1), name="departure_of_someone"),
            models.CheckConstraint(condition=Q(left_at__gte=F("arrived_at")), name="departure_after_arrival"),
        ]

    def __str__(self):
        return f"{self.visit_id} {self.left_at} {self.persons}"

    @property
    def is_automatic(self) -> bool:
        return self.source == self.Source.AUTOMATIC


class VisitIdentity(models.Model):
    """The one personal row a visit may have; erasable alone, and erased when its days are over."""

    visit = models.OneToOneField(Visit, models.PROTECT, related_name="identity")
    name = models.CharField(max_length=40)
    notice_version = models.CharField(max_length=10)
    language = models.CharField(max_length=2)
    keep_until = models.DateField(db_index=True)

    class Meta:
        verbose_name_plural = "visit identities"

    def __str__(self):
        return f"identity of {self.visit_id}"
