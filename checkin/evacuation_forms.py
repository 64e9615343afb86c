"""What a desk sends during an evacuation: its beginning, ticks pressed or handed in, its end."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from checkin.fields import LineField, SubmissionField, WholeNumberField
from checkin.models import Evacuation
from checkin.services.visits import MOST_PERSONS
from checkin.validation import clean_whole_number

HIGHEST_ROW = 10**18
#: A device that was away for longer is believed as if it had been away for so long.
MOST_SECONDS = 7 * 24 * 60 * 60


@dataclass(frozen=True)
class Pressed:
    """One press of a button: ``persons`` more of a visit, of whom the screen showed ``before`` as seen."""

    visit: int
    persons: int
    before: int


class PressedField(forms.Field):
    """The value of a button, as "17 1 0"."""

    def clean(self, value) -> Pressed:
        parts = value.split(" ") if isinstance(value, str) else []
        if len(parts) != 3:
            raise ValidationError(_("Please use the buttons of the list."), code="pressed")
        visit = clean_whole_number(parts[0], least=1, most=HIGHEST_ROW)
        persons = clean_whole_number(parts[1], least=-MOST_PERSONS, most=MOST_PERSONS)
        return Pressed(visit, persons, clean_whole_number(parts[2], least=0, most=MOST_PERSONS))


class BeginForm(forms.Form):
    """The key minted with the page."""

    submission = SubmissionField()


class TickForm(forms.Form):
    """A button of the list. A page's ``key`` and the button make the tick's own: twice is once."""

    key = SubmissionField()
    tick = PressedField()

    @property
    def submission(self) -> UUID:
        return uuid5(self.cleaned_data["key"], self.data["tick"])


class HandedInForm(forms.Form):
    """The evacuation that a device's ticks belong to, and how many seconds ago it began there."""

    evacuation = SubmissionField()
    ago = WholeNumberField(least=0, most=10**9)


class HandedTickForm(HandedInForm):
    """One tick of a device's disk; by seconds, since its clock may be wrong."""

    evacuation = None
    id = SubmissionField()
    visit = WholeNumberField(least=1, most=HIGHEST_ROW)
    persons = WholeNumberField(least=-MOST_PERSONS, most=MOST_PERSONS)
    before = WholeNumberField(least=0, most=MOST_PERSONS)


class EndForm(forms.Form):
    """``missing`` is how many people the page named as missing; empty where nobody confirmed any."""

    note = LineField(most=Evacuation._meta.get_field("note").max_length, required=False, label=_("Note"))
    missing = WholeNumberField(least=0, most=10**9, required=False, widget=forms.HiddenInput)


def moment_of(ago: int, now: datetime) -> datetime:
    return now - timedelta(seconds=min(ago, MOST_SECONDS))
