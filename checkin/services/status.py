"""How a site stands at a moment: what the idle screen says and a tablet keeps for an hour without a connection."""

from datetime import datetime

from checkin.models import Site
from checkin.services.hours import hours_of
from checkin.services.occupancy import occupancy

DAYS_AHEAD = 8


def of(*, site: Site, at: datetime) -> dict:
    """The fields of the tablets' sign of life: people and places inside, and the opening periods of eight days."""
    today = site.day_of(at)
    hours = hours_of(site=site, first=today, days=DAYS_AHEAD)
    now = occupancy(site, at=at)
    return {
        "site": site,
        "open": hours.periods(today, DAYS_AHEAD),
        "hours_known": hours.are_known(),
        "people_inside": now.people_inside,
        "free_places": now.free_places,
    }
