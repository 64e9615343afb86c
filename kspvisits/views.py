"""The front step: signing in, where each person goes first, and the way out."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from checkin.services.devices import revoke
from kspvisits.access import KIOSK_COOKIE, Room, kiosk_may_enter, sites_for


@kiosk_may_enter
@login_not_required
@require_safe
def home(request):
    """The first room of whoever asks."""
    if KIOSK_COOKIE in request.COOKIES:
        return redirect("kiosk-category")
    if not request.user.is_authenticated:
        return redirect("login")
    if sites_for(request.user, Room.REPORTS).exists():
        return redirect("reports")
    return redirect("desk-home")


class SignInView(LoginView):
    """Signing in as staff ends the kiosk that this browser was."""

    redirect_authenticated_user = True

    def form_valid(self, form):
        response = super().form_valid(form)
        token = self.request.COOKIES.get(KIOSK_COOKIE)
        if token:
            revoke(token=token, at=timezone.now())
            response.delete_cookie(KIOSK_COOKIE, samesite="Strict")
        return response


sign_in = kiosk_may_enter(SignInView.as_view())


def csrf_failure(request, reason=""):
    """A form of another session, or none: say so in the visitor's words, without the reason an attacker wants."""
    return render(request, "form_expired.html", status=403)
