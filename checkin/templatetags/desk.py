"""What the front desk's rows say: how long, since when gone, why cancelled, when heard of."""

from datetime import datetime

import segno
from django import template
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from checkin.models import Departure, Visit
from checkin.services import clocks
from checkin.services.card_codes import in_groups
from kspvisits.numbers import count
from reports.names import signed

CLOCK_WORDS = {
    clocks.CORRECTED: gettext_lazy("time corrected: the tablet’s clock was wrong"),
    clocks.FROM_THE_FUTURE: gettext_lazy("time in doubt: the tablet’s clock was wrong"),
    clocks.BEFORE_ITS_TIME: gettext_lazy("time in doubt: the tablet’s clock was wrong"),
}
register = template.Library()
register.filter("in_groups", in_groups)


@register.filter
def lasted(start: datetime, end: datetime) -> str:
    """The time between two instants in the two units that matter: 20 mnt, 1 j 20 mnt, 2 hari 3 j."""
    minutes = max(0, int((end - start).total_seconds()) // 60)
    days, minutes = divmod(minutes, 24 * 60)
    hours, minutes = divmod(minutes, 60)
    if days:
        return ngettext("%(days)s day %(hours)s h", "%(days)s days %(hours)s h", days) % {"days": days, "hours": hours}
    if hours:
        return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": minutes}
    return _("%(minutes)s min") % {"minutes": minutes}


@register.filter
def heard_of(moment: datetime | None, now: datetime) -> str:
    """How long ago a tablet gave a sign of life; it gives one a minute at most, so less than two is now."""
    if moment is None:
        return _("never")
    minutes = int((now - moment).total_seconds()) // 60
    if minutes < 2:
        return _("just now")
    if minutes < 60:
        return ngettext("%(count)s minute ago", "%(count)s minutes ago", minutes) % {"count": minutes}
    hours = minutes // 60
    if hours < 24:
        return ngettext("%(count)s hour ago", "%(count)s hours ago", hours) % {"count": hours}
    return date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")


@register.filter
def in_fours(letters: str) -> str:
    """BCDFGHJK becomes BCDF GHJK, as it is read from one screen and typed on another."""
    return " ".join(letters[start : start + 4] for start in range(0, len(letters), 4))


@register.simple_tag
def qr(code: str) -> SafeString:
    """A QR code drawn in the page; a quarter of it may be scratched off."""
    drawn = segno.make_qr(code, error="q").svg_inline(omitsize=True, svgclass=None, lineclass=None)
    return mark_safe(drawn)  # noqa: S308  drawn by segno; the code is in the drawing, not in the markup


@register.filter
def last_departure(visit: Visit) -> Departure | None:
    """How the last of them left, from departures that were fetched with the page's rows."""
    return max(visit.departures.all(), key=lambda departure: departure.left_at, default=None)


@register.filter
def weekday(number: int) -> str:
    """Monday is 0."""
    return WEEKDAYS[number]


@register.filter
def or_dash(number: int | None) -> str:
    """A count, or a dash where nobody counted."""
    return "–" if number is None else count(number)


@register.filter
def apart(number: int | None) -> str:
    """A difference with its sign, or a dash where there is none to tell."""
    return "–" if number is None else signed(number)


@register.filter
def reason(visit: Visit) -> str:
    """Why a visit was cancelled: a listed reason in the reader's language, or what was typed."""
    return dict(Visit.VoidReason.choices).get(visit.void_reason, visit.void_reason)


@register.filter
def remarks(visit: Visit) -> list[str]:
    """How an arrival was recorded, where that was out of the ordinary."""
    late = [_("outside opening hours")] if visit.is_out_of_hours else []
    return [*late, *([CLOCK_WORDS[visit.clock_flag]] if visit.clock_flag else [])]
