"""Who may open which door: staff by role and site, tablets by their token, everyone else by signing in.

Everything is closed by ``LoginRequiredMiddleware``; a view that is open says so with one of these decorators.
"""

from enum import Enum
from functools import wraps
from ipaddress import ip_address

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from checkin.models import Device, Membership, Site
from checkin.services.statements import trusted_device

KIOSK_COOKIE = "kiosk"
#: A tablet that is no browser shows its token as ``Authorization: Device <token>``.
DEVICE_SCHEME = "Device "
KIOSK_COOKIE_DAYS = 400  # browsers keep no cookie longer


class Room(Enum):
    """What a role opens."""

    DESK = "desk"
    REPORTS = "reports"
    #: Changing when the doors are open; the desk may look.
    CALENDAR = "calendar"


ROOMS_OF_ROLE = {
    Membership.Role.FRONT_DESK: {Room.DESK},
    Membership.Role.REPORTING: {Room.REPORTS},
    Membership.Role.HEAD: {Room.DESK, Room.REPORTS, Room.CALENDAR},
}


def sites_for(user, room: Room):
    """The sites at which this person may enter this room; administrators enter everywhere."""
    if user.is_superuser:
        return Site.objects.all()
    roles = [role for role, rooms in ROOMS_OF_ROLE.items() if room in rooms]
    return Site.objects.filter(memberships__user=user, memberships__role__in=roles)


def places_by_room(user) -> dict[Room, set[int] | None]:
    """The rooms this person may enter, each with the ids of its sites; None stands for every site. One query."""
    if user.is_superuser:
        return dict.fromkeys(Room)
    places: dict[Room, set[int] | None] = {}
    for role, site_id in Membership.objects.filter(user=user).values_list("role", "site_id"):
        for room in ROOMS_OF_ROLE[role]:
            places.setdefault(room, set()).add(site_id)
    return places


def may_enter(user, site: Site, room: Room) -> bool:
    """Whether to offer the way there; one query."""
    return sites_for(user, room).filter(pk=site.pk).exists()


def site_for(user, code: str, room: Room) -> Site:
    """The site named by a URL. Another site answers 404, the wrong role 403."""
    site = Site.objects.filter(code=code).first() if user.is_superuser else None
    if site:
        return site
    membership = Membership.objects.select_related("site").filter(user=user, site__code=code).first()
    if membership is None:
        raise Http404
    if room not in ROOMS_OF_ROLE[membership.role]:
        raise PermissionDenied
    return membership.site


def staff_of(room: Room):
    """Give the view the ``Site`` its URL names, in that site's time zone, to those who may enter the room."""

    def door(view):
        @wraps(view)
        def guarded(request, site: str, *args, **kwargs):
            place = site_for(request.user, site, room)
            with timezone.override(place.zone):
                return view(request, place, *args, **kwargs)

        return guarded

    return door


def api_staff_of(room: Room):
    """As ``staff_of``, answering a program: 401, 403 and 404 as JSON instead of pages."""

    def door(view):
        @login_not_required
        @wraps(view)
        def guarded(request, site: str, *args, **kwargs):
            if not request.user.is_authenticated:
                return JsonResponse({"error": _("Please sign in.")}, status=401)
            try:
                place = site_for(request.user, site, room)
            except Http404:
                return JsonResponse({"error": _("There is no such site.")}, status=404)
            except PermissionDenied:
                return JsonResponse({"error": _("Your role does not open this.")}, status=403)
            with timezone.override(place.zone):
                return view(request, place, *args, **kwargs)

        return guarded

    return door


def kiosk_may_enter(view):
    """Mark a view that a browser carrying a kiosk cookie may open."""
    view.kiosk_may_enter = True
    return view


def kiosk_door(view):
    """Give the view the trusted ``Device`` whose token the browser carries, in its site's time zone."""

    @kiosk_may_enter
    @login_not_required
    @wraps(view)
    def guarded(request, *args, **kwargs):
        device = device_of(request)
        if device is None:
            return render(request, "checkin/kiosk/closed_door.html", status=403)
        with timezone.override(device.site.zone):
            response = view(request, device, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        return response

    return guarded


def become_kiosk(request, token: str):
    """Make this browser the kiosk whose token it is: whoever was signed in here leaves; answers the way there."""
    logout(request)
    response = redirect("kiosk-category")
    keep_kiosk(response, token)
    return response


def keep_kiosk(response, token: str) -> None:
    """Have the browser carry the token for as long as browsers keep anything, counted from now."""
    response.set_cookie(
        KIOSK_COOKIE,
        token,
        max_age=KIOSK_COOKIE_DAYS * 24 * 60 * 60,
        secure=settings.KIOSK_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def device_of(request) -> Device | None:
    token = request.COOKIES.get(KIOSK_COOKIE, "")
    return trusted_device(token) if token else None


def address_of(request) -> str | None:
    """The address a request came from; behind our proxy the last one it named, since a caller may forge the others."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.BEHIND_PROXY else ""
    named = forwarded.rpartition(",")[2].strip()
    return named if _is_address(named) else request.META.get("REMOTE_ADDR") or None


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
