"""What the front desk sends about days and times: a departure, closing a day, a special day, weekly hours."""

from datetime import datetime, time

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from checkin.fields import ClockField, DayField, LineField, SubmissionField, WholeNumberField
from checkin.models import CalendarDay, DayClose, OpeningHours, Site, Visit
from checkin.services.visits import MOST_PERSONS

MOST_ON_PAPER = 1_000_000
IN_THE_FUTURE = _("Please give a time that is not in the future.")


class DepartureForm(forms.Form):
    """How many of a visit leave, now or at a ``time`` of the day it came. ``said`` is what the service takes."""

    persons = WholeNumberField(least=1, most=MOST_PERSONS, label=_("How many people leave?"))
    time = ClockField(required=False, label=_("They left at"))
    submission = SubmissionField()

    def __init__(self, *args, visit: Visit, site: Site, now: datetime, **kwargs):
        self.visit, self.site, self.now = visit, site, now
        super().__init__(*args, **kwargs)

    def clean(self):
        if self.cleaned_data.get("time") and self.left_at > self.now:
            self.add_error("time", IN_THE_FUTURE)

    @property
    def left_at(self) -> datetime:
        """To the minute, which is not before the arrival in that minute."""
        if not self.cleaned_data["time"]:
            return self.now
        arrived_at = self.visit.arrived_at
        left_at = self.site.moment_of(self.visit.day, self.cleaned_data["time"])
        return arrived_at if left_at == arrived_at.replace(second=0, microsecond=0) else left_at

    @property
    def said(self) -> dict:
        said = self.cleaned_data
        return {"persons": said["persons"], "submission": said["submission"], "at": self.left_at}


class OfADay(forms.Form):
    """About one day of a site that has begun; ``now`` is the page's moment."""

    day = DayField(widget=forms.HiddenInput)

    def __init__(self, *args, site: Site, now: datetime, **kwargs):
        self.site, self.now = site, now
        super().__init__(*args, **kwargs)

    def clean_day(self):
        day = self.cleaned_data["day"]
        if day > self.site.day_of(self.now):
            raise forms.ValidationError(_("This day has not begun yet."))
        return day


class WhichDayForm(OfADay):
    """Which day's page to open."""

    day = DayField(label=_("Day"))


class AllOutForm(OfADay):
    """When the last ones left. ``left_at`` is the instant."""

    time = ClockField(label=_("They left at"))
    submission = SubmissionField()

    def clean(self):
        if {"day", "time"} <= self.cleaned_data.keys() and self.left_at > self.now:
            self.add_error("time", IN_THE_FUTURE)

    @property
    def left_at(self) -> datetime:
        return self.site.moment_of(self.cleaned_data["day"], self.cleaned_data["time"])


class DayCloseForm(OfADay):
    """What stood on paper, and why it differs. An empty count means that nobody counted on paper."""

    paper_visits = WholeNumberField(least=0, most=MOST_ON_PAPER, required=False, label=_("Counted by hand"))
    note = LineField(
        most=DayClose._meta.get_field("note").max_length,
        required=False,
        label=_("Note, for instance on the difference"),
    )


class SpecialDayForm(forms.Form):
    """A day that differs from its weekday."""

    day = DayField(label=_("Day"))
    kind = forms.ChoiceField(choices=CalendarDay.Kind, label=_("Kind"))
    note = LineField(most=CalendarDay._meta.get_field("note").max_length, required=False, label=_("Occasion"))


class HoursForm(forms.Form):
    """Hours of one weekday or several, always or in a period."""

    weekdays = forms.TypedMultipleChoiceField(
        choices=WEEKDAYS,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        label=_("Weekdays"),
        error_messages={"required": _("Please choose at least one weekday.")},
    )
    start = ClockField(label=_("Opens"), initial=time(8))
    end = ClockField(label=_("Closes"), initial=time(16))
    valid_from = DayField(required=False, label=_("Valid from; empty for always"))
    valid_to = DayField(required=False, label=_("Valid until and with; empty for ever"))
    label = LineField(
        most=OpeningHours._meta.get_field("label").max_length,
        required=False,
        label=_("Label, for instance Ramadan"),
    )
