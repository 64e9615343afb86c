"""What the desk says of rooms: a limit for today, what the room is, who was turned away, where a visit moves."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from checkin.fields import LineField, SubmissionField, WholeNumberField
from checkin.models import Site, Space, SpaceLimit, Visit
from checkin.services.door import MOST_PLACES
from checkin.services.visits import MOST_PERSONS

NOWHERE = "-"


class LimitForm(forms.Form):
    """Other places for today; empty ones give the room its capacity back."""

    places = WholeNumberField(
        least=1, most=MOST_PLACES, required=False, label=_("Places today; empty for the usual capacity")
    )
    reason = LineField(most=SpaceLimit._meta.get_field("reason").max_length, label=_("Why?"))
    submission = SubmissionField()


class SpaceForm(forms.Form):
    """What a room is called, how one gets there and how many it holds."""

    name = LineField(most=Space._meta.get_field("name").max_length, label=_("Name"))
    name_en = LineField(most=Space._meta.get_field("name_en").max_length, required=False, label=_("Name in English"))
    wayfinding = LineField(
        most=Space._meta.get_field("wayfinding").max_length,
        required=False,
        label=_("The way there, for instance “straight on, right-hand door”"),
    )
    wayfinding_en = LineField(
        most=Space._meta.get_field("wayfinding_en").max_length, required=False, label=_("The way in English")
    )
    step_free_way = LineField(
        most=Space._meta.get_field("step_free_way").max_length,
        required=False,
        label=_("The way without steps; empty where the usual way has none"),
    )
    step_free_way_en = LineField(
        most=Space._meta.get_field("step_free_way_en").max_length,
        required=False,
        label=_("The way without steps in English"),
    )
    capacity = WholeNumberField(least=1, most=MOST_PLACES, required=False, label=_("Places; empty where nobody knows"))
    is_hard = forms.BooleanField(required=False, label=_("Hard limit: never record anybody beyond the places"))


class TurnedAwayForm(forms.Form):
    """People who had to go again, and before which room."""

    persons = WholeNumberField(least=1, most=MOST_PERSONS, label=_("How many people were turned away?"))
    space = forms.ModelChoiceField(
        Space.objects.none(), required=False, empty_label=_("The whole house"), label=_("Which room was full?")
    )
    submission = SubmissionField()

    def __init__(self, *args, site: Site, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["space"].queryset = Space.objects.filter(site=site)


class MoveForm(forms.Form):
    """The room in which everybody of a visit is from now on; ``room`` is None for nowhere in particular."""

    space = forms.ChoiceField(
        widget=forms.RadioSelect,
        label=_("Where are they now?"),
        error_messages={"required": _("Please choose a room.")},
    )

    def __init__(self, *args, visit: Visit, rooms: Sequence[Space], **kwargs):
        super().__init__(*args, initial={"space": visit.space.code if visit.space else NOWHERE}, **kwargs)
        self.rooms = {NOWHERE: None, **{room.code: room for room in rooms}}
        self.fields["space"].choices = [
            (code, room.text if room else _("Without a room")) for code, room in self.rooms.items()
        ]

    @property
    def room(self) -> Space | None:
        return self.rooms[self.cleaned_data["space"]]
