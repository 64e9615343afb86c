"""The words a visit is described with: who, from where, what for. Retired, never deleted."""

from django.db import models
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _


class WordQuerySet(models.QuerySet):
    """What the screens may still offer."""

    def offered(self):
        return self.filter(is_offered=True)


class Word(models.Model):
    """A permanent code with a label in both languages; old visits keep pointing at a retired word."""

    label = models.CharField(max_length=60)
    label_en = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField(default=0)
    is_offered = models.BooleanField(default=True)

    objects = WordQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["position"]

    def __str__(self):
        return self.text

    @property
    def text(self) -> str:
        """The label in the language of the moment."""
        return self.label_en if get_language() == "en" else self.label


class VisitorCategory(Word):
    """Who comes; nine kinds that fold into the four groups of the annual report."""

    class Group(models.TextChoices):
        STUDENTS = "students", _("Students")
        CIVIL_SERVANTS = "civil-servants", _("Civil servants")
        COMMUNITIES = "communities", _("Communities")
        ESPORT_PLAYERS = "esport-players", _("E‑sport players")
        PUBLIC = "public", _("General public")

    class NameRule(models.TextChoices):
        OFF = "off", pgettext_lazy("name is not asked", "Not asked")
        OPTIONAL = "optional", pgettext_lazy("name may be given", "Optional")
        REQUIRED = "required", pgettext_lazy("name must be given", "Required")

    code = models.CharField(max_length=3, unique=True)
    hint = models.CharField(max_length=40, blank=True)
    hint_en = models.CharField(max_length=40, blank=True)
    group = models.CharField(max_length=20, choices=Group)
    is_always_group = models.BooleanField(default=False)
    is_counted = models.BooleanField(default=True, help_text="Staff on duty and deliveries are not visits.")
    name_rule = models.CharField(max_length=10, choices=NameRule, default=NameRule.OFF)
    usual_purpose = models.ForeignKey("checkin.Purpose", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(Word.Meta):
        verbose_name = _("visitor category")

    @property
    def hint_text(self) -> str:
        return self.hint_en if get_language() == "en" else self.hint


class Origin(Word):
    """Where visitors come from. BPS and Kemendagri number Bintan and Karimun crosswise, so both are kept."""

    UNKNOWN = "tidak-diketahui"

    slug = models.SlugField(max_length=20, unique=True)
    official_name = models.CharField(max_length=60, blank=True)
    kemendagri_code = models.CharField(max_length=5, blank=True)
    bps_code = models.CharField(max_length=4, blank=True)
    is_on_kiosk = models.BooleanField(default=True)

    class Meta(Word.Meta):
        verbose_name = _("origin")


class Purpose(Word):
    """What visitors come for, and the room it usually leads to."""

    OTHER = "LAIN"

    code = models.CharField(max_length=6, unique=True)
    hint = models.CharField(max_length=40, blank=True)
    hint_en = models.CharField(max_length=40, blank=True)
    space_code = models.CharField(
        max_length=10, blank=True, help_text="Code of the usual room at any site that has one."
    )

    class Meta(Word.Meta):
        verbose_name = _("purpose")

    @property
    def hint_text(self) -> str:
        return self.hint_en if get_language() == "en" else self.hint
