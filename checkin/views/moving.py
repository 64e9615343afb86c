"""A visit goes to another room, as the desk saw it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from checkin.errors import Refusal
from checkin.models import Visit
from checkin.room_forms import MoveForm
from checkin.services import door, visits
from checkin.services.occupancy import spaces_now
from checkin.views.refused import status_of, tell
from checkin.views.sent import sent
from kspvisits.access import Room, staff_of


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of(Room.DESK)
def move(request, site, visit):
    """Choose the room; a full one may be chosen, and that is kept, unless its limit is hard."""
    visit = Visit.objects.filter(site=site, pk=visit).select_related("category", "space", "site", "voided_by").first()
    if visit is None:
        raise Http404
    now = timezone.now()
    rooms = spaces_now(site, day=site.day_of(now))
    form = MoveForm(sent(request), visit=visit, rooms=[room.space for room in rooms])
    # In the order of the choices, of which the first is no room.
    context = {"site": site, "visit": visit, "form": form, "now": now, "rooms": [None, *rooms]}
    if not form.is_valid():
        return _page(request, context, status=400 if form.is_bound else 200)
    try:
        moved = visits.move(visit=visit, space=form.room, at=now, by=request.user)
    except Refusal as refusal:
        tell(form, refusal)
        return _page(request, context, status=status_of(form, refusal))
    note = door.stayed(visit=moved, at=now, user=request.user)
    words = _("Moved to %(room)s.") % {"room": form.room.text} if form.room else _("The visit is without a room now.")
    if note:
        words += " " + _("The room is full; that they came in all the same is noted.")
    messages.success(request, words)
    return redirect(f"{reverse('desk', args=[site.code])}#inside")


def _page(request, context, *, status):
    context["choices"] = list(zip(context["form"]["space"], context.pop("rooms"), strict=True))
    return render(request, "checkin/desk/move.html", context, status=status)
