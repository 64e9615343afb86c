"""K5: the number, the place, and two minutes for second thoughts."""

from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from checkin.errors import ChoiceNotOffered
from checkin.models import Device, Space, Visit
from checkin.services import door, visits
from checkin.services.occupancy import spaces_now
from checkin.validation import clean_text
from checkin.views.screen import screen, show
from reports.ordinals import ordinals_of


@screen
@require_safe
def thanks(request, device, submission, is_repeat=False):
    """What was recorded. Two minutes later the page is closed, unless the same tap comes again."""
    visit = visit_of(device, submission)
    time_left = visits.SECOND_THOUGHTS - (timezone.now() - visit.recorded_at)
    seconds_left = max(0, int(time_left.total_seconds()))
    if not seconds_left and not is_repeat:
        return redirect("kiosk-category")
    if visit.is_voided:
        return show(request, device, "undone")
    context = {"is_repeat": is_repeat, "seconds_left": seconds_left, "ordinals": ordinals_of(visit)}
    return thanks_page(request, device, visit, advice=_advice(visit), **context)


def thanks_page(request, device, visit, **context):
    """``seconds_left`` for second thoughts; None stands for ``ordinals`` that a tablet asks for later."""
    context["may_change"] = context["seconds_left"] > 0
    context["has_other_spaces"] = device.site.spaces.exclude(pk=visit.space_id).exists()
    return show(request, device, "thanks", visit=visit, **context)


@screen
@require_safe
def ordinals(request, device, submission):
    """Pieces of the thanks page, for a tablet that has just handed the visit in."""
    visit = visit_of(device, submission)
    return show(request, device, "ordinals_piece", visit=visit, ordinals=ordinals_of(visit), advice=_advice(visit))


@screen
@require_safe
def recorded(request, device):
    """For the tap that another tablet of the house has handed in already: its number is told there."""
    return show(request, device, "recorded")


@screen
@require_http_methods(["GET", "HEAD", "POST"])
def space(request, device, submission):
    """Another room, chosen by the visitor, who sees how full each of them is."""
    visit = visit_of(device, submission)
    if request.method != "POST":
        rooms = spaces_now(device.site, day=device.site.day_of(timezone.now()))
        return show(request, device, "space", visit=visit, rooms=rooms)
    room = _space_named(device.site.spaces.all(), clean_text(request.POST.get("space", ""), most=20))
    visits.change_space(visit=visit, space=room, device=device, at=timezone.now())
    return redirect("kiosk-thanks", submission)


@screen
@require_POST
def stay(request, device, submission):
    """The room is full, and they stay in it all the same: that is kept."""
    visit = visit_of(device, submission)
    now = timezone.now()
    visits.check_second_thoughts(visit, device, now)
    door.stayed(visit=visit, at=now, device=device)
    return redirect("kiosk-category")


@screen
@require_POST
def undo(request, device, submission):
    visits.undo(visit=visit_of(device, submission), device=device, at=timezone.now())
    return redirect("kiosk-thanks", submission)


def _advice(visit: Visit):
    return None if visit.is_voided else door.advice_for(visit, day=visit.site.day_of(timezone.now()))


def visit_of(device: Device, submission) -> Visit:
    """A visit that this tablet has recorded."""
    visits_here = Visit.objects.filter(device=device).select_related("site", "space", "category", "origin", "purpose")
    return get_object_or_404(visits_here, submission=submission)


def _space_named(spaces, code: str) -> Space:
    room = next((room for room in spaces if room.code == code), None)
    if room is None:
        raise ChoiceNotOffered(field="space")
    return room
