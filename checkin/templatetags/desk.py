"""What the front desk's rows say: how long, since when gone, why cancelled, and the key of the next tap."""

from datetime import datetime
from uuid import UUID, uuid4

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from checkin.models import Visit

register = template.Library()


@register.simple_tag
def new_submission() -> UUID:
    """A key for one form: however often it is sent, it is recorded once."""
    return uuid4()


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
def last_departure(visit: Visit) -> datetime | None:
    """When the last of them left, from departures that were fetched with the page's rows."""
    return max((departure.left_at for departure in visit.departures.all()), default=None)


@register.filter
def reason(visit: Visit) -> str:
    """Why a visit was cancelled: a listed reason in the reader's language, or what was typed."""
    return dict(Visit.VoidReason.choices).get(visit.void_reason, visit.void_reason)
