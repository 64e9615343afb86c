"""K0 and K13: the screen while nobody is at it, and while the house is closed."""

from datetime import datetime, timedelta

from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from checkin.models import Site, Visit
from checkin.services.hours import LOOK_AHEAD, Hours, hours_of
from checkin.services.occupancy import occupancy
from checkin.views.screen import screen, show

VERSES = 2
A_WEEK = timedelta(days=7)


@screen
@require_safe
def welcome(request, device):
    """The screen at rest: a greeting, and how full the house is as far as that is known."""
    at = timezone.now()
    hours = _month_ahead(device.site, at)
    return show(
        request,
        device,
        "welcome",
        verse=device.site.day_of(at).toordinal() % VERSES + 1,
        is_open=hours.is_open(at),
        closes=hours.closes(at),
        opens=opening(hours, at),
        now=occupancy(device.site, at=at),
    )


@screen
@require_safe
def closed(request, device):
    """When the doors open again; whoever is inside can still leave, and nobody is turned away."""
    at = timezone.now()
    hours = _month_ahead(device.site, at)
    if hours.is_open(at):
        return redirect("kiosk-category")
    here = Visit.objects.filter(site=device.site).arrived_on(device.site.day_of(at))
    return show(request, device, "closed", opens=opening(hours, at), is_anybody_inside=here.inside().exists())


def _month_ahead(site: Site, at: datetime) -> Hours:
    return hours_of(site=site, first=site.day_of(at), days=LOOK_AHEAD)


def opening(hours: Hours, at: datetime) -> dict | None:
    """When the doors open next: whether that ``is_today``, the ``day`` as people say it, and the time it is ``at``."""
    opens = hours.opens_next(at)
    if opens is None:
        return None
    is_near = opens - at < A_WEEK
    day = date_format(opens, "l" if is_near else "l, j F")
    return {"is_today": hours.site.day_of(opens) == hours.site.day_of(at), "day": day, "at": opens}
