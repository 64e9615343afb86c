"""The lobby's screen: how full the house is, for whoever stands before it; no account, no name."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from checkin.views.house_now import Facts, Piece, facts_of, occupancy_of, piece_of
from checkin.views.rest import opening
from kspvisits.access import kiosk_may_enter
from reports.so_far import so_far, voyages

COLUMNS, MOST_ROWS = 2, 4


@kiosk_may_enter
@login_not_required
@require_safe
def lobby(request, site):
    """The whole page; it looks for news by itself, and without scripts it is loaded anew."""
    at = timezone.now()
    facts = facts_of(site, at=at)
    piece = _now(facts, at)
    with timezone.override(facts.site.zone):
        # Rendered by the template of the piece, which has escaped what is not its own.
        context = {"site": facts.site, "now": at, "piece": mark_safe(piece.text), "tag": piece.tag}  # noqa: S308
        return render(request, "checkin/display/lobby.html", context)


@kiosk_may_enter
@login_not_required
@require_safe
def now(request, site):
    """The part that changes; 304 while it is what the page shows already, two queries at most."""
    at = timezone.now()
    piece = _now(facts_of(site, at=at), at)
    response = HttpResponse(piece.text)
    response.headers["ETag"] = piece.tag
    return get_conditional_response(request, etag=piece.tag, response=response)


def _now(facts: Facts, at) -> Piece:
    return piece_of("lobby", facts.site.code, render=lambda: _rendered(facts, at))


def _rendered(facts: Facts, at) -> str:
    """Two queries, one where the year is not shown."""
    year = so_far(facts.site, facts.aim) if settings.LOBBY_SHOWS_YEAR else None
    context = {
        "site": facts.site,
        "day": facts.day,
        "house": occupancy_of(facts, at=at),
        "rows": min(-(-len(facts.spaces) // COLUMNS), MOST_ROWS),
        "is_open": facts.hours.is_open(at),
        "closes": facts.hours.closes(at),
        "opens": opening(facts.hours, at),
        "year": year,
        "voyages": voyages(year) if year else [],
    }
    with timezone.override(facts.site.zone):
        return render_to_string("checkin/display/_now.html", context)
