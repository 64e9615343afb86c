"""The form of a paper sheet: what holds for all of it, and its lines."""

from datetime import datetime, time

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from checkin.correcting import LONGEST_REASON
from checkin.fields import ClockField, LineField, SubmissionField, WholeNumberField, WrittenDayField
from checkin.models import Origin, Purpose, Site, Space, Visit, VisitorCategory
from checkin.services.sheets import Line
from checkin.services.visits import MOST_PERSONS

LINES, MOST_LINES = 10, 100
SOURCES = [(each.value, each.label) for each in (Visit.Source.PAPER, Visit.Source.DESK)]


class SheetForm(forms.Form):
    """The day of the sheet, where it is from, and why it comes late."""

    day = WrittenDayField(label=_("Day"))
    source = forms.ChoiceField(choices=SOURCES, label=_("Source"))
    reason = LineField(most=LONGEST_REASON, required=False, label=_("Why so late? (needed for an earlier day)"))
    submission = SubmissionField()

    def __init__(self, *args, site: Site, now: datetime, **kwargs):
        self.site, self.now = site, now
        super().__init__(*args, **kwargs)

    def clean(self):
        day, today = self.cleaned_data.get("day"), self.site.day_of(self.now)
        if day and day > today:
            self.add_error("day", _("Please give a time that is not in the future."))
        elif day and day < today and "reason" in self.cleaned_data and not self.cleaned_data["reason"]:
            self.add_error("reason", _("Please give a reason."))


class WordField(forms.ChoiceField):
    """One of a few rows, fetched once for all lines; ``of`` gives them. ``unsaid`` is what the empty choice means."""

    def __init__(self, *, unsaid="", **kwargs):
        self.unsaid = unsaid
        super().__init__(**kwargs)

    def of(self, rows: list, *, first=None) -> None:
        self.rows = {str(row.pk): row for row in rows}
        self.initial = "" if first is None else str(first.pk)
        self.choices = [*([] if first else [("", self.unsaid)]), *((pk, row.text) for pk, row in self.rows.items())]

    def clean(self, value):
        return self.rows.get(super().clean(value))


class LineForm(forms.Form):
    """One line. Untouched ones are no lines."""

    came = ClockField(label=_("Came in at"))
    left = ClockField(required=False, label=_("Left at"))
    category = WordField(label=_("Category"), error_messages={"required": _("Please fill this in.")})
    persons = WholeNumberField(least=1, most=MOST_PERSONS, initial="1", label=_("People"))
    origin = WordField(label=_("Origin"))
    purpose = WordField(label=_("Purpose"))
    space = WordField(required=False, label=_("Room"), unsaid=_("by purpose"))
    organisation = LineField(
        most=Visit._meta.get_field("organisation").max_length, required=False, label=_("Institution")
    )

    def __init__(self, *args, words: dict, **kwargs):
        super().__init__(*args, **kwargs)
        for name, (rows, first) in words.items():
            self.fields[name].of(rows, first=first)

    def line(self, sheet: SheetForm) -> Line:
        said = {name: value for name, value in self.cleaned_data.items() if name not in ("came", "left")}
        said["space"] = said["space"] or self._usual_room(said["purpose"])
        left = self.cleaned_data["left"]
        return Line(arrived_at=_moment(sheet, self.cleaned_data["came"]), left_at=left and _moment(sheet, left), **said)

    def _usual_room(self, purpose: Purpose) -> Space | None:
        return next((room for room in self.fields["space"].rows.values() if room.code == purpose.space_code), None)


class Lines(BaseFormSet):
    """The lines that somebody filled in; ``sheet`` is the form above them, valid before these are asked."""

    def __init__(self, *args, sheet: SheetForm, **kwargs):
        self.sheet = sheet
        super().__init__(*args, form_kwargs={"words": _words(sheet.site)}, **kwargs)

    @property
    def filled(self) -> list[LineForm]:
        return [form for form in self.forms if form.has_changed()]

    @property
    def said(self) -> list[Line]:
        return [form.line(self.sheet) for form in self.filled]

    def clean(self):
        if any(self.errors):
            return
        if not self.filled:
            raise forms.ValidationError(_("No line is filled in yet."))
        for form in self.filled:
            day = self.sheet.cleaned_data.get("day")
            if day and _moment(self.sheet, form.cleaned_data["came"]) > self.sheet.now:
                form.add_error("came", _("Please give a time that is not in the future."))


def _words(site: Site) -> dict[str, tuple[list, object]]:
    """The rows of every line's choices, and the one that stands there first."""
    origins, purposes = list(Origin.objects.all()), list(Purpose.objects.offered())
    return {
        "category": (list(VisitorCategory.objects.offered()), None),
        "origin": (origins, next(each for each in origins if each.slug == Origin.UNKNOWN)),
        "purpose": (purposes, next(each for each in purposes if each.code == Purpose.OTHER)),
        "space": (list(Space.objects.filter(site=site)), None),
    }


def _moment(sheet: SheetForm, clock: time) -> datetime:
    return sheet.site.moment_of(sheet.cleaned_data["day"], clock)


LineSet = formset_factory(
    LineForm, formset=Lines, extra=LINES, max_num=MOST_LINES, absolute_max=MOST_LINES, validate_max=True
)
