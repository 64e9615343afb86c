"""The way between the rooms, for those who may enter them."""

from dataclasses import dataclass
from datetime import timedelta

from django import template
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from kspvisits.access import Room, places_by_room

register = template.Library()
# In the order of the bar: the room, its name, its address at a site and its own.
ROOMS = [
    (Room.DESK, _("Front desk"), "desk", "desk-home"),
    (Room.REPORTS, _("Dashboard"), "reports-site", "reports"),
]


@dataclass(frozen=True)
class Doorway:
    name: str
    url: str
    is_here: bool


@register.simple_tag(takes_context=True)
def doorways(context) -> list[Doorway]:
    """A link to each room this person may enter, at the page's site where they may, in one query."""
    request, site = context["request"], context.get("site")
    if not request.user.is_authenticated:
        return []
    places = places_by_room(request.user)
    here = request.resolver_match.url_name if request.resolver_match else ""
    return [
        Doorway(name, _address(site, places[room], at_site, home), here.startswith(room.value))
        for room, name, at_site, home in ROOMS
        if room in places
    ]


@register.filter
def in_minutes(wait: timedelta) -> str:
    """A wait rounded up to whole minutes, so that nobody comes back too early."""
    minutes = -(-wait // timedelta(minutes=1))
    return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}


def _address(site, places: set[int] | None, at_site: str, home: str) -> str:
    if site and (places is None or site.pk in places):
        return reverse(at_site, args=[site.code])
    return reverse(home)
