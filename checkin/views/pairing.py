"""The closed door of a browser that is no kiosk, and the code that opens it."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from checkin.errors import PairingRefused
from checkin.services.pairing import LENGTH, redeem
from kspvisits.access import become_kiosk, device_of, kiosk_may_enter


@kiosk_may_enter
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def pair(request):
    """Take the code that the desk showed. A browser that is a kiosk stays the one it is."""
    if request.method != "POST" or device_of(request):
        return redirect("kiosk-category")
    typed = request.POST.get("code", "")
    try:
        __, token = redeem(typed=typed, at=timezone.now())
    except PairingRefused as refusal:
        context = {"wrong": refusal.message, "typed": typed[: 2 * LENGTH]}
        return render(request, "checkin/kiosk/closed_door.html", context, status=400)
    return become_kiosk(request, token)
