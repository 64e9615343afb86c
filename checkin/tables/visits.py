"""Lists of visits: who is inside, who came today, whose day is to be ended."""

from django.utils.translation import gettext_lazy as _

from checkin.tables.lists import ActionColumn, DeskTable, NumberColumn, PlainColumn, SortedColumn


class VisitTable(DeskTable):
    """A list of visits; a phone shows each row as two lines beside its number."""

    look = "table table-stacks"
    number = NumberColumn(_("No."), by="number")
    category = SortedColumn(_("Category"), by="category__position")


class InsideTable(VisitTable):
    """Who has come in and not yet left, whichever day they came."""

    row_template = "checkin/desk/_inside_row.html"
    caption, spot = _("People inside now"), "inside"
    nothing = _("Nobody is inside.")
    asked_as = "inside-"
    persons_inside = NumberColumn(_("People"), by="persons_inside")
    space = SortedColumn(_("Room"), by="space__position")
    arrived_at = SortedColumn(_("Came in"), by="arrived_at")
    stay = PlainColumn(_("Stay"))
    leave = ActionColumn(_("Leaving"))


class TodayTable(VisitTable):
    """Everything recorded today, cancelled visits too."""

    row_template = "checkin/desk/_today_row.html"
    caption, spot = _("Visits today"), "today"
    nothing = _("Nobody has come in today yet.")
    persons = NumberColumn(_("People"), by="persons")
    space = SortedColumn(_("Room"), by="space__position")
    source = SortedColumn(_("Source"), by="source")
    arrived_at = SortedColumn(_("Came in"), by="arrived_at")
    state = PlainColumn(_("State"))
    cancel = ActionColumn(_("Correction"))


class DayTable(TodayTable):
    """The same of an earlier day."""

    caption, nothing = _("Visits of this day"), _("No visit of this day is recorded.")


class OpenTable(InsideTable):
    """Who came on a day and has not left; whoever records when they did says the time too."""

    row_template = "checkin/desk/_open_row.html"
    caption, spot = _("Open visits of this day"), "open"
    nothing = _("Everyone who came on this day has left.")
    asked_as = ""


class AutomaticTable(VisitTable):
    """Whom only the clock let out."""

    row_template = "checkin/desk/_automatic_row.html"
    caption, spot = _("Let out by the clock"), "automatic"
    asked_as = "automatic-"
    persons = NumberColumn(_("People"), by="persons")
    space = SortedColumn(_("Room"), by="space__position")
    arrived_at = SortedColumn(_("Came in"), by="arrived_at")
    state = PlainColumn(_("State"))
    change = ActionColumn(_("Correction"))
