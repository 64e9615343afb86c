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


class NumberTaken(Refusal):
    message = _("This number was already given today.")
    field = "number"


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


class SpaceFull(Refusal):
    """A room with a hard limit has no place for so many."""

    message = _("This room has no place for that many people. Please choose another room.")
    field = "space"


class LimitWrong(Refusal):
    message = _("A room has at least one place.")
    field = "places"


class ChoiceNotOffered(Refusal):
    """A code nobody knows, or a word that was retired while its page stood open."""

    message = _("This choice is not offered any more. Please start again.")


class DayTaken(Refusal):
    message = _("This day already stands in the calendar. Change that entry instead.")
    field = "day"


class HoursWrong(Refusal):
    """Hours that end before they begin, on a day or over the days."""

    @classmethod
    def end_first(cls):
        return cls(_("Closing comes after opening."), field="end")

    @classmethod
    def over_before_it_begins(cls):
        return cls(_("The last day is not before the first."), field="valid_to")


class DayNotOver(Refusal):
    message = _("This day has not begun yet.")
    field = "day"


class PairingRefused(Refusal):
    """One answer for a wrong, used, expired or worn-out code: whoever guesses learns nothing."""

    message = _("This code does not match. Check its letters, or ask the front desk for a new one.")
    field = "code"


class CardUnknown(Refusal):
    """One answer for a code of no card, of a revoked one and of another site's: whoever guesses learns nothing."""

    message = _("This card is not known. Choose a picture on the screen, or call the staff.")
    field = "code"


class TooManyWrongCards(Refusal):
    message = _("Too many unknown cards. Wait a minute, or choose a picture on the screen.")
    field = "code"


class CardForGroup(Refusal):
    message = _("Visitors of this category always come as a group; a card is for one person.")
    field = "category"


class CardInside(Refusal):
    message = _("The holder of this card is inside with another entry. Record the leaving of that one first.")


class CardInUse(Refusal):
    message = _("This card is still in use. Revoke it first.")


class AlreadySettled(Refusal):
    message = _("Somebody has already decided about this entry.")


class ChangedMeanwhile(Refusal):
    message = _("Somebody has changed this visit in the meantime. Please look at it again.")


class PeopleMissing(Refusal):
    """Ending an evacuation without having said how many are missing as of now."""

    field = "missing"


class CannotBeYet(Refusal):
    """What a tablet handed in and cannot be recorded as it stands; ``reason`` is one of ``HeldSubmission.Reason``."""

    def __init__(self, reason, message=None, *, field: str = ""):
        self.reason = reason
        super().__init__(message or reason.label, field=field)
