"""Every refusal of a write, by name. The message is for the person at the screen."""

from django.utils.translation import gettext_lazy as _


class Refusal(Exception):
    """Something asked for that must not happen; ``field`` names what to mend where one is to blame."""

    message = _("This cannot be recorded.")
    field = ""

    def __init__(self, message=None, *, field: str | None = None):
        self.message = message or self.message
        self.field = self.field if field is None else field
        super().__init__(self.message)


class SubmissionConflict(Refusal):
    message = _("This page was already used for another visit. Please start again.")
    field = "submission"


class DayCovered(Refusal):
    """A historical total stands for the day, or visits stand in the total's period."""

    field = "day"


class PeriodWrong(Refusal):
    field = "first_day"


class TotalNotOver(Refusal):
    message = _("A historical total is for days that are over.")
    field = "last_day"


class TooManyPersons(Refusal):
    field = "persons"


class NotThatManyInside(Refusal):
    message = _("Fewer people of this visit are still inside.")
    field = "persons"


class ReasonMissing(Refusal):
    message = _("Please give a reason.")
    field = "reason"


class LeftBeforeArrival(Refusal):
    message = _("Leaving cannot be earlier than arriving.")
    field = "left_at"


class TooLateHere(Refusal):
    message = _("This can no longer be changed here. Please ask the front desk.")


class OfAnotherSite(Refusal):
    message = _("This room or tablet belongs to another site.")


class ChoiceNotOffered(Refusal):
    """A code nobody knows, or a word that was retired while its page stood open."""

    message = _("This choice is not offered any more. Please start again.")
