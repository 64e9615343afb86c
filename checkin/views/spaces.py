"""The rooms at the desk: how full each is, its limit of today, what it is, and who had to be turned away."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from checkin.errors import Refusal
from checkin.models import DoorNote, Space, SpaceLimit
from checkin.room_forms import LimitForm, SpaceForm, TurnedAwayForm
from checkin.services import door
from checkin.services.occupancy import occupancy
from checkin.services.spaces import change_room
from checkin.tables.house import DoorNoteTable
from checkin.views.refused import status_of, tell
from checkin.views.sent import sent
from kspvisits.access import Room, may_enter, staff_of
from kspvisits.numbers import count

METHODS = ["GET", "HEAD", "POST"]


@require_safe
@staff_of(Room.DESK)
def spaces(request, site):
    """Every room with its people, today's limits, and today's notes from the door."""
    return _rooms(request, site, TurnedAwayForm(site=site))


@require_http_methods(METHODS)
@staff_of(Room.DESK)
def limit(request, site, space):
    """Give a room other places for today, with a reason, or its capacity back."""
    room, now = _room_of(site, space), timezone.now()
    form = LimitForm(sent(request))
    if form.is_valid():
        try:
            door.limit(space=room, day=site.day_of(now), at=now, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            return _page(request, site, room, "space_limit", form, refusal)
        return _saved(request, site)
    return _page(request, site, room, "space_limit", form)


@require_http_methods(METHODS)
@staff_of(Room.CALENDAR)
def space(request, site, space):
    """What the room is: name, way, places, and whether its limit is hard."""
    room = _room_of(site, space)
    form = SpaceForm(sent(request), initial={name: getattr(room, name) for name in SpaceForm.base_fields})
    if form.is_valid():
        try:
            change_room(space=room, **form.cleaned_data)
        except Refusal as refusal:
            return _page(request, site, room, "space", form, refusal)
        return _saved(request, site)
    return _page(request, site, room, "space", form)


@require_POST
@staff_of(Room.DESK)
def turned_away(request, site):
    """Keep that people had to go again; they are no visit."""
    form = TurnedAwayForm(request.POST, site=site)
    if not form.is_valid():
        return _rooms(request, site, form, status=400)
    try:
        note = door.turn_away(site=site, at=timezone.now(), by=request.user, **form.cleaned_data)
    except Refusal as refusal:
        tell(form, refusal)
        return _rooms(request, site, form, status=status_of(form, refusal))
    words = ngettext("%(count)s person turned away is noted.", "%(count)s people turned away are noted.", note.persons)
    messages.success(request, words % {"count": count(note.persons)})
    return redirect(f"{reverse('desk-spaces', args=[site.code])}#door")


@require_POST
@staff_of(Room.DESK)
def take_back_note(request, site, note):
    """The note was a mistake: it counts no more."""
    found = DoorNote.objects.filter(site=site, pk=note, kind=DoorNote.Kind.TURNED_AWAY).first()
    if found is None:
        raise Http404
    door.take_back(note=found, by=request.user, at=timezone.now())
    messages.success(request, _("The note counts no more."))
    return redirect(f"{reverse('desk-spaces', args=[site.code])}#door")


def _rooms(request, site, form, *, status=200):
    now = timezone.now()
    today = site.day_of(now)
    limits = SpaceLimit.objects.filter(space__site=site, day=today).select_related("decided_by").order_by("pk")
    decided = {row.space_id: row for row in limits}
    notes = DoorNote.objects.filter(site=site, day=today).select_related("space", "visit")
    house = occupancy(site, at=now)
    context = {
        "site": site,
        "now": now,
        "house": house,
        "rooms": [(room, _stands(decided.get(room.space.pk))) for room in house.spaces],
        "form": form,
        "turned_away": notes.turned_away().people(),
        "notes": DoorNoteTable(notes.order_by("-noted_at", "-id"), asked=request.GET, at=now),
        "may_change": may_enter(request.user, site, Room.CALENDAR),
    }
    return render(request, "checkin/desk/spaces.html", context, status=status)


def _stands(limit: SpaceLimit | None) -> SpaceLimit | None:
    """The day's last word about a room, where it has not given the capacity back."""
    return limit if limit and limit.places else None


def _room_of(site, pk: int) -> Space:
    """A room of this site; another site's is not there."""
    room = Space.objects.filter(site=site, pk=pk).with_places(site.day_of(timezone.now())).first()
    if room is None:
        raise Http404
    return room


def _page(request, site, room, name, form, refusal: Refusal | None = None):
    if refusal:
        tell(form, refusal)
    context = {"site": site, "room": room, "form": form}
    return render(request, f"checkin/desk/{name}.html", context, status=status_of(form, refusal))


def _saved(request, site):
    messages.success(request, _("Saved. The lobby screen and the tablets follow within a minute."))
    return redirect("desk-spaces", site.code)
