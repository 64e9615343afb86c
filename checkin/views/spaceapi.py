"""How full a house is, for another program, in the words of SpaceAPI 15 (https://spaceapi.io); figures, never names."""

import json

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from checkin.services.occupancy import Occupancy
from checkin.views.house_now import PIECE_SECONDS, Facts, facts_of, occupancy_of, piece_of
from kspvisits.access import kiosk_may_enter

#: Any page in the world may read this address, and no other one of ours.
ANYONE = {"Access-Control-Allow-Origin": "*"}
#: Stands for our own address, which is the caller's to name: what is remembered must not grow with it.
HOME = "//home"


@kiosk_may_enter
@login_not_required
@require_safe
def occupancy(request, site):
    at = timezone.now()
    try:
        facts = facts_of(site, at=at)
    except Http404:
        return JsonResponse({"error": _("There is no such site.")}, status=404, headers=ANYONE)
    piece = piece_of("spaceapi", site, render=lambda: json.dumps(_as_object(facts, at)))
    text = piece.text.replace(HOME, request.build_absolute_uri("/").rstrip("/"))
    # Counts of a public house may be kept by anybody, as long as we keep them.
    headers = {"ETag": piece.tag, "Cache-Control": f"public, max-age={PIECE_SECONDS}"}
    response = HttpResponse(text, content_type="application/json", headers=headers)
    answer = get_conditional_response(request, etag=piece.tag, response=response)
    for name, value in ANYONE.items():  # a 304 is made without the answer's own
        answer.headers[name] = value
    return answer


def _as_object(facts: Facts, at) -> dict:
    house, site = occupancy_of(facts, at=at), facts.site
    state = {"state": {"open": facts.hours.is_open(at)}} if facts.hours.are_known() else {}
    return {
        "api_compatibility": ["15"],
        "space": site.name,
        "logo": HOME + static("icons/mark-512.png"),
        "url": HOME + reverse("display-lobby", args=[site.code]),
        "contact": {},
        "location": {"timezone": site.timezone, "country_code": "ID"},
        **state,
        "sensors": {"people_now_present": _sensors(house)},
        # What SpaceAPI has no field for begins with ext_.
        "ext_people_inside": house.people_inside,
        "ext_perhaps_gone": house.perhaps_gone,
        "ext_free_places": house.free_places,
        "ext_is_demo": site.is_demo,
    }


def _sensors(house: Occupancy) -> list[dict]:
    """One for each room, and one without a location for whoever is in none of them; together everybody inside."""
    rooms = [
        {
            "value": now.people,
            "location": now.space.name,
            "ext_code": now.space.code,
            "ext_capacity": now.places,
        }
        for now in house.spaces
    ]
    elsewhere = {"value": house.without_space, "name": _("Without a room")}
    return [*rooms, elsewhere] if house.without_space or not rooms else rooms
