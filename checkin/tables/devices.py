"""Lists of what is carried about: tablets, what they hand in, and cards."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from checkin.tables.lists import ActionColumn, DeskTable, NumberColumn, PlainColumn, SortedColumn


class DeviceTable(DeskTable):
    """The site's tablets, those that are no longer trusted too."""

    row_template = "checkin/desk/_device_row.html"
    caption, spot = _("Tablets of this site"), "devices"
    nothing = _("No tablet is paired with this site yet.")
    name = SortedColumn(_("Tablet"), by="name")
    paired_at = SortedColumn(_("Paired"), by="paired_at")
    last_seen_at = SortedColumn(_("Last seen"), by="last_seen_at")
    waiting = NumberColumn(_("Waiting on it"), by="waiting")
    app_version = SortedColumn(_("Version"), by="app_version")
    state = SortedColumn(_("State"), by="revoked_at")
    change = ActionColumn(_("Change"))


class HeldTable(DeskTable):
    """What tablets handed in and nobody has decided about."""

    row_template = "checkin/desk/_held_row.html"
    caption, spot = _("Entries waiting for a decision"), "waiting"
    nothing = _("Nothing waits for a decision. What a tablet hands in and cannot be recorded by itself stands here.")
    said = PlainColumn(_("What the tablet says"))
    reason = SortedColumn(_("Why it is held"), by="reason")
    device = SortedColumn(_("Tablet"), by="device__name")
    recorded = PlainColumn(_("By the tablet’s clock"))
    received_at = SortedColumn(_("Received"), by="received_at")
    decide = ActionColumn(_("Decision"))


class SettledTable(DeskTable):
    """What was decided, by whom and how."""

    row_template = "checkin/desk/_settled_row.html"
    caption, spot = pgettext_lazy("held entries", "Settled"), "settled"
    nothing = _("Nothing has been settled yet.")
    asked_as = "settled-"
    said = PlainColumn(_("What the tablet says"))
    device = SortedColumn(_("Tablet"), by="device__name")
    received_at = SortedColumn(_("Received"), by="received_at")
    outcome = SortedColumn(_("Decision"), by="outcome")
    settled_at = SortedColumn(_("Decided"), by="settled_at")


class CardTable(DeskTable):
    """The site's cards, the revoked ones too."""

    row_template = "checkin/desk/_card_row.html"
    caption, spot = _("Cards of this site"), "cards"
    nothing, no_match = _("No card has been issued yet."), _("No card matches the search.")
    number = SortedColumn(_("Card number"), by="number")
    category = SortedColumn(_("Category"), by="category__position")
    origin = SortedColumn(_("Origin"), by="origin__position")
    issued_at = SortedColumn(pgettext_lazy("a card", "Issued"), by="issued_at")
    last_used_on = SortedColumn(_("Last used"), by="last_used_on")
    state = SortedColumn(_("State"), by="revoked_at")
    change = ActionColumn(_("Change"))
