"""What the front desk sends: a tally, a cancellation, a tablet's name, a decision about a held entry."""

from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from checkin.fields import ClockField, LineField, SubmissionField, WholeNumberField, WrittenDayField
from checkin.models import Device, HeldSubmission, Origin, Purpose, Site, Visit, VisitorCategory
from checkin.services.visits import KIOSK_MOST_PERSONS

OTHER_REASON = "other"
REASONS = [
    *((reason.value, reason.label) for reason in Visit.VoidReason if reason is not Visit.VoidReason.UNDONE),
    (OTHER_REASON, _("Something else")),
]

NOT_ASKED = {
    "check_out": ("category", "origin", "purpose"),
    "undo": ("category", "origin", "purpose", "persons"),
}


class TallyForm(forms.Form):
    """One more person of a category."""

    category = forms.ModelChoiceField(VisitorCategory.objects.offered(), to_field_name="code", label=_("Category"))
    submission = SubmissionField()


class VoidForm(forms.Form):
    """Why a visit is cancelled. ``said`` is what to keep."""

    reason = forms.ChoiceField(
        choices=REASONS,
        widget=forms.RadioSelect,
        label=_("Why is this visit cancelled?"),
        error_messages={"required": _("Please choose a reason.")},
    )
    words = LineField(
        most=Visit._meta.get_field("void_reason").max_length,
        required=False,
        label=_("If something else: what happened?"),
    )

    def clean(self):
        words = self.cleaned_data.get("words")
        if self.cleaned_data.get("reason") != OTHER_REASON or words is None:
            return
        if not words:
            self.add_error("words", ValidationError(_("Please give a reason."), code="required"))
        elif words in Visit.VoidReason.values:
            # Kept as typed it would be read as that code, and "undone" as done at the kiosk.
            self.add_error("words", ValidationError(_("Please say it in a few more words."), code="code"))

    @property
    def said(self) -> str:
        reason = self.cleaned_data["reason"]
        return self.cleaned_data["words"] if reason == OTHER_REASON else reason


class KioskForm(forms.Form):
    """The name by which the office knows this tablet."""

    name = LineField(
        most=Device._meta.get_field("name").max_length, initial=_("Front tablet"), label=_("Name of the tablet")
    )


class AmendForm(forms.Form):
    """What the desk says instead of the tablet; which fields there are depends on what kind of entry it is.

    ``said`` is what the service takes. ``told`` is the entry as it was read, ``now`` the page's moment.
    """

    day = WrittenDayField(label=_("Day"))
    time = ClockField(label=_("Time"))
    category = forms.ModelChoiceField(VisitorCategory.objects.all(), to_field_name="code", label=_("Category"))
    origin = forms.ModelChoiceField(Origin.objects.all(), to_field_name="slug", label=_("Origin"))
    purpose = forms.ModelChoiceField(Purpose.objects.all(), to_field_name="code", label=_("Purpose"))
    persons = WholeNumberField(least=1, most=KIOSK_MOST_PERSONS, label=_("People"))

    def __init__(self, *args, told, now: datetime, site: Site, **kwargs):
        self.told, self.now, self.site = told, now, site
        at = told.at.astimezone(site.zone).replace(second=0, microsecond=0) if told.at else None
        initial = {"day": at and at.date(), "time": at and at.time(), "persons": told.persons, **told.codes}
        super().__init__(*args, initial=initial, **kwargs)
        for name in NOT_ASKED.get(told.kind, ()):
            del self.fields[name]
        if told.kind == "check_out":
            self.fields["persons"].required = False
            self.fields["persons"].label = _("People who left; empty for everyone")

    def clean(self):
        if {"day", "time"} <= self.cleaned_data.keys() and self.moment > self.now:
            self.add_error("day", _("Please give a time that is not in the future."))

    @property
    def moment(self) -> datetime:
        """As typed, to the minute; to the tablet's own second where nobody changed it."""
        if self.told.at and not {"day", "time"} & {*self.changed_data}:
            return self.told.at
        return self.site.moment_of(self.cleaned_data["day"], self.cleaned_data["time"])

    @property
    def said(self) -> dict:
        said = {"moment": self.moment, "type": self.told.kind or "check_in"}
        if "persons" in self.fields:
            said["persons"] = self.cleaned_data["persons"]
        if "category" in self.fields:
            chosen = self.cleaned_data
            said["category"], said["purpose"] = chosen["category"].code, chosen["purpose"].code
            said |= {"origin": chosen["origin"].slug, "number": self.told.number}
        return said


class DiscardForm(forms.Form):
    """Why a held entry is thrown away."""

    note = LineField(most=HeldSubmission._meta.get_field("note").max_length, label=_("Why is it discarded?"))
