"""What stands beside every question: calling the staff, and larger type."""

import re

from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from checkin.models import StaffCall
from checkin.services import calls
from checkin.views.larger import YES, keep_size
from checkin.views.screen import screen, show

KIOSK_PAGE = re.compile(r"(/en)?/kiosk/[A-Za-z0-9/-]*")


@screen
@require_POST
def call(request, device):
    calls.call_staff(device=device, at=timezone.now(), kind=_kind_in(request.POST.get("kind")))
    return redirect("kiosk-called")


@screen
@require_safe
def called(request, device):
    return show(request, device, "called", call=calls.open_call_of(device))


@screen
@require_POST
def take_back(request, device):
    calls.take_back(device=device, at=timezone.now())
    return redirect("kiosk-category")


@screen
@require_POST
def size(request, device):
    """Larger type or the usual again, and back to the page that was open."""
    back = request.POST.get("back", "")
    response = redirect(back if KIOSK_PAGE.fullmatch(back) else "kiosk-category")
    keep_size(request, response, YES if request.POST.get("size") == "large" else "")
    return response


def _kind_in(said: str | None) -> str | None:
    """What is not understood calls the staff all the same: they come and ask."""
    return said if said in StaffCall.Kind else None
