"""The front step: signing in, where each person goes first, and what is said when something goes wrong."""

import re
from urllib.parse import urlsplit

from axes.helpers import get_cool_off
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, LogoutView
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from checkin.services.devices import revoke
from checkin.views.screen import trouble
from kspvisits.access import KIOSK_COOKIE, Room, kiosk_may_enter, sites_for
from kspvisits.forms import SignInForm

NO_PAGES = ("login", "logout", "desk-tally")
KIOSK_ADDRESS = re.compile("(/en)?/kiosk/")


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

    authentication_form = SignInForm

    def dispatch(self, request, *args, **kwargs):
        # Who is signed in and yet carries a kiosk's cookie gets the form: signing in is the way out of being both.
        self.redirect_authenticated_user = KIOSK_COOKIE not in request.COOKIES
        return super().dispatch(request, *args, **kwargs)

    def get_redirect_url(self):
        """Back to the page that asked, unless nothing is to be seen there: a form's own address, or this page."""
        url = super().get_redirect_url()
        try:
            is_page = not url or resolve(urlsplit(url).path).url_name not in NO_PAGES
        except Resolver404:
            is_page = False
        return url if is_page else ""

    def form_valid(self, form):
        response = super().form_valid(form)
        if KIOSK_COOKIE in self.request.COOKIES:
            revoke(token=self.request.COOKIES[KIOSK_COOKIE], at=timezone.now())
            response.delete_cookie(KIOSK_COOKIE, samesite="Strict")
        return response

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=400)


sign_in = kiosk_may_enter(login_not_required(SignInView.as_view(http_method_names=["get", "head", "post"])))


def locked_out(request, response, credentials):
    """After too many wrong passwords: how long to wait, for the person and for the browser."""
    wait = get_cool_off(request)
    page = render(request, "registration/locked.html", {"cooloff_timedelta": wait}, status=429)
    page.headers["Retry-After"] = str(int(wait.total_seconds()))
    return page


class SignOutView(LogoutView):
    """Signing out says so on the sign-in page it leads to."""

    def post(self, request, *args, **kwargs):
        response = super().post(request, *args, **kwargs)
        messages.success(request, _("You are signed out."))
        return response


sign_out = SignOutView.as_view()


def csrf_failure(request, reason=""):
    """A form of another session, or none: say so in the visitor's words, without the reason an attacker wants."""
    return _gone_wrong(request, status=403, page="form_expired.html")


def bad_request(request, exception=None):
    return _gone_wrong(request, status=400)


def forbidden(request, exception=None):
    return _gone_wrong(request, status=403)


def not_found(request, exception=None):
    return _gone_wrong(request, status=404)


def server_error(request):
    return _gone_wrong(request, status=500)


def _gone_wrong(request, *, status: int, page: str = ""):
    """A visitor at the kiosk is told in the kiosk's look, everyone else in the house's."""
    if KIOSK_ADDRESS.match(request.path_info):
        return trouble(request, status=status)
    return render(request, page or f"{status}.html", status=status)
