"""The form of a correction: a visit as it stands, to be said otherwise with a reason."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from checkin.fields import ClockField, LineField, WholeNumberField, WrittenDayField
from checkin.models import Origin, Purpose, Space, Visit, VisitorCategory
from checkin.services.corrections import Said, state_of
from checkin.services.visits import MOST_PERSONS

LONGEST_REASON = 100


class CorrectionForm(forms.Form):
    """What of a visit can be said otherwise; ``said`` is what the service takes. ``now`` is the page's moment."""

    category = forms.ModelChoiceField(VisitorCategory.objects.all(), empty_label=None, label=_("Category"))
    persons = WholeNumberField(least=1, most=MOST_PERSONS, label=_("People"))
    origin = forms.ModelChoiceField(Origin.objects.all(), empty_label=None, label=_("Origin"))
    purpose = forms.ModelChoiceField(Purpose.objects.all(), empty_label=None, label=_("Purpose"))
    space = forms.ModelChoiceField(
        Space.objects.none(), required=False, empty_label=_("Without a room"), label=_("Room")
    )
    organisation = LineField(
        most=Visit._meta.get_field("organisation").max_length, required=False, label=_("Institution")
    )
    day = WrittenDayField(label=_("Day"))
    time = ClockField(label=_("Came in at"))
    reason = LineField(most=LONGEST_REASON, label=_("Why is it corrected?"))
    seen = WholeNumberField(least=0, most=2**62, widget=forms.HiddenInput)

    def __init__(self, data=None, *, visit: Visit, now: datetime):
        self.visit, self.now = visit, now
        at = visit.arrived_at.astimezone(visit.site.zone).replace(second=0, microsecond=0)
        initial = {"day": at.date(), "time": at.time(), "seen": state_of(visit), "organisation": visit.organisation}
        initial |= {name: getattr(visit, name) for name in ("category", "persons", "origin", "purpose", "space")}
        super().__init__(data, initial=initial)
        self.fields["space"].queryset = Space.objects.filter(site=visit.site)

    def clean(self):
        if {"day", "time"} <= self.cleaned_data.keys() and self.moment > self.now:
            self.add_error("day", _("Please give a time that is not in the future."))
        elif not self.errors and self.said == Said.of(self.visit):
            self.add_error(None, _("Nothing is different yet."))

    @property
    def moment(self) -> datetime:
        """As typed, to the minute; to the second as it was where nobody changed it."""
        if not {"day", "time"} & {*self.changed_data}:
            return self.visit.arrived_at
        return self.visit.site.moment_of(self.cleaned_data["day"], self.cleaned_data["time"])

    @property
    def said(self) -> Said:
        names = ("category", "persons", "origin", "purpose", "space", "organisation")
        return Said(arrived_at=self.moment, **{name: self.cleaned_data[name] for name in names})
