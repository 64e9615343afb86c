"""K5: the number, the place, and two minutes for second thoughts."""

from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from checkin.errors import ChoiceNotOffered
from checkin.models import Device, Space, Visit
from checkin.services import visits
from checkin.validation import clean_text
from checkin.views.screen import screen, show
from reports.ordinals import ordinals_of


@screen
@require_safe
def thanks(request, device, submission, is_repeat=False):
    """What was recorded. Two minutes later the page is closed, unless the same tap comes again."""
    visit = _visit_of(device, submission)
    time_left = visits.SECOND_THOUGHTS - (timezone.now() - visit.recorded_at)
    seconds_left = max(0, int(time_left.total_seconds()))
    if not seconds_left and not is_repeat:
        return redirect("kiosk-category")
    if visit.is_voided:
        return show(request, device, "undone")
    return show(
        request,
        device,
        "thanks",
        visit=visit,
        is_repeat=is_repeat,
        ordinals=ordinals_of(visit),
        seconds_left=seconds_left,
        may_change=seconds_left > 0,
        has_other_spaces=device.site.spaces.exclude(pk=visit.space_id).exists(),
    )


@screen
@require_http_methods(["GET", "HEAD", "POST"])
def space(request, device, submission):
    visit = _visit_of(device, submission)
    spaces = device.site.spaces.all()
    if request.method != "POST":
        return show(request, device, "space", visit=visit, spaces=spaces)
    room = _space_named(spaces, clean_text(request.POST.get("space", ""), most=20))
    visits.change_space(visit=visit, space=room, device=device, at=timezone.now())
    return redirect("kiosk-thanks", submission)


@screen
@require_POST
def undo(request, device, submission):
    visits.undo(visit=_visit_of(device, submission), device=device, at=timezone.now())
    return redirect("kiosk-thanks", submission)


def _visit_of(device: Device, submission) -> Visit:
    visits_here = Visit.objects.filter(device=device).select_related("site", "space", "category", "origin")
    return get_object_or_404(visits_here, submission=submission)


def _space_named(spaces, code: str) -> Space:
    room = next((room for room in spaces if room.code == code), None)
    if room is None:
        raise ChoiceNotOffered(field="space")
    return room
