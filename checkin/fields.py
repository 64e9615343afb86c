"""The fields of the desk's forms: a line of text, a number, a day, a time, a key; cleaned alike everywhere."""

from datetime import date

from django import forms
from django.core.validators import MinValueValidator
from django.utils.translation import gettext_lazy as _

from checkin.validation import clean_text, clean_uuid, clean_whole_number

EARLIEST = date(2000, 1, 1)  # no report asks for an earlier year
NO_DAY, NO_TIME = _("Please give a day."), _("Please give a time, as 16.00.")


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


class DayField(forms.DateField):
    """A day, as a browser's calendar sends it."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_error_messages = {"required": NO_DAY, "invalid": NO_DAY}
    default_validators = [MinValueValidator(EARLIEST, NO_DAY)]

    formats = ("%Y-%m-%d",)

    def __init__(self, **kwargs):
        super().__init__(input_formats=self.formats, **kwargs)


class WrittenDayField(DayField):
    """Or as it is typed here, where a browser has no calendar; never in the American order."""

    formats = (*DayField.formats, "%d/%m/%Y", "%d-%m-%Y")


class ClockField(forms.TimeField):
    """A time to the minute."""

    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    default_error_messages = {"required": NO_TIME, "invalid": NO_TIME}

    def __init__(self, **kwargs):
        super().__init__(input_formats=["%H:%M", "%H.%M", "%H:%M:%S"], **kwargs)
