"""What the front desk sends: a tally, a departure, a cancellation, a tablet's name."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from checkin.models import Device, Visit, VisitorCategory
from checkin.services.visits import MOST_PERSONS
from checkin.validation import clean_text, clean_uuid, clean_whole_number

OTHER_REASON = "other"
REASONS = [
    *((reason.value, reason.label) for reason in Visit.VoidReason if reason is not Visit.VoidReason.UNDONE),
    (OTHER_REASON, _("Something else")),
]


class LineField(forms.Field):
    """One line of text, cleaned as everywhere in the house."""

    def __init__(self, *, most: int, **kwargs):
        self.most = most
        super().__init__(**kwargs)

    def clean(self, value):
        return clean_text(value or "", most=self.most, required=self.required)

    def widget_attrs(self, widget):
        return {"maxlength": self.most}


class WholeNumberField(forms.Field):
    """ASCII digits between two bounds; None where nothing was asked and nothing given."""

    widget = forms.NumberInput

    def __init__(self, *, least: int, most: int, **kwargs):
        self.least, self.most = least, most
        super().__init__(**kwargs)

    def clean(self, value):
        if value in self.empty_values and not self.required:
            return None
        return clean_whole_number(value, least=self.least, most=self.most)

    def widget_attrs(self, widget):
        return {"min": self.least, "max": self.most, "inputmode": "numeric"}


class SubmissionField(forms.Field):
    """The key minted with the form."""

    widget = forms.HiddenInput

    def clean(self, value):
        return clean_uuid(value)


class TallyForm(forms.Form):
    """One more person of a category."""

    category = forms.ModelChoiceField(VisitorCategory.objects.offered(), to_field_name="code", label=_("Category"))
    submission = SubmissionField()


class DepartureForm(forms.Form):
    """How many of a visit leave."""

    persons = WholeNumberField(least=1, most=MOST_PERSONS, label=_("How many people leave?"))
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
        if self.cleaned_data.get("reason") == OTHER_REASON and not self.cleaned_data.get("words", True):
            self.add_error("words", ValidationError(_("Please give a reason."), code="required"))

    @property
    def said(self) -> str:
        reason = self.cleaned_data["reason"]
        return self.cleaned_data["words"] if reason == OTHER_REASON else reason


class KioskForm(forms.Form):
    """The name by which the office knows this tablet."""

    name = LineField(
        most=Device._meta.get_field("name").max_length, initial=_("Front tablet"), label=_("Name of the tablet")
    )
