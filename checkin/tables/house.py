"""Lists about the house: hours, special days, full doors, evacuations, and its old figures."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from checkin.tables.lists import ActionColumn, DeskTable, NumberColumn, PlainColumn, SortedColumn


class HoursTable(DeskTable):
    """The weekly hours, those of a period below those that always hold."""

    row_template = "checkin/desk/_hours_row.html"
    caption, spot = _("Weekly hours"), "hours"
    nothing = _("No hours are written down: the doors are never closed.")
    asked_as = "hours-"
    look = "table table-cards table-short"
    weekday = PlainColumn(_("Weekday"))
    open = PlainColumn(_("Open"))
    valid = PlainColumn(_("Valid"))
    label = PlainColumn(_("Label"))
    change = ActionColumn(_("Change"))


class SpecialDayTable(DeskTable):
    """The days of a year that differ from their weekday."""

    row_template = "checkin/desk/_special_day_row.html"
    caption, spot = _("Special days"), "days"
    nothing = _("No special day is entered for this year.")
    look = "table table-cards table-short"
    day = SortedColumn(_("Day"), by="day")
    kind = SortedColumn(_("Kind"), by="kind")
    note = PlainColumn(_("Occasion"))
    change = ActionColumn(_("Change"))


class DoorNoteTable(DeskTable):
    """Today's notes from full doors, those that were taken back too."""

    row_template = "checkin/desk/_door_note_row.html"
    caption, spot = _("Notes from full doors today"), "door"
    nothing = _("Nobody found a door full today.")
    noted_at = SortedColumn(_("Noted"), by="noted_at")
    kind = SortedColumn(_("What happened"), by="kind")
    persons = NumberColumn(_("People"), by="persons")
    space = SortedColumn(_("Room"), by="space__position")
    held = PlainColumn(_("In the room then"))
    change = ActionColumn(_("Change"))


class EvacuationTable(DeskTable):
    """Past evacuations and drills, the newest first."""

    row_template = "checkin/desk/_evacuation_row.html"
    caption, spot = _("Past evacuations"), "evacuations"
    nothing = _("No evacuation has been recorded yet.")
    started_at = SortedColumn(_("Began"), by="started_at")
    lasted = SortedColumn(_("Lasted"), by="lasted")
    people = NumberColumn(_("People"), by="people")
    seen = NumberColumn(_("At the assembly point"), by="seen")
    missing = NumberColumn(pgettext_lazy("people", "Not seen"), by="missing")
    note = PlainColumn(_("Note"))
    open = ActionColumn(_("Record"))


class TotalTable(DeskTable):
    """The site's old figures, of which only sums are known."""

    row_template = "checkin/desk/_total_row.html"
    caption, spot = _("Historical totals"), "totals"
    nothing = _("No historical total stands here yet.")
    first_day = SortedColumn(_("Period"), by="first_day")
    visits = NumberColumn(_("Visits"), by="visits")
    source = SortedColumn(_("Source"), by="source")
    note = PlainColumn(_("Note"))
    change = ActionColumn(_("Change"))
