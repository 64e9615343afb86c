"""What no request may be; a browser is a kiosk or a staff browser, never both; no cache keeps what shows people."""

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from kspvisits.access import DEVICE_SCHEME, KIOSK_COOKIE


class PlainRequestMiddleware:
    """Refuse, before anything reads them, requests that no browser of ours sends.

    Another charset than UTF-8 lets text through that no database can hold, an octal NUL in a cookie is refused
    by PostgreSQL alone, ``//host/`` turns a link of ours into another host's, and no form here takes a file.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        status = self.refusal(request)
        return HttpResponse(status=status, content_type="text/plain") if status else self.get_response(request)

    @staticmethod
    def refusal(request) -> int | None:
        if request.content_params.get("charset", "utf-8").lower() not in ("utf-8", "utf8"):
            return 415
        if request.path.startswith("//") or "\0" in request.COOKIES.get(settings.SESSION_COOKIE_NAME, ""):
            return 400
        if "chunked" in request.headers.get("Transfer-Encoding", "").lower():
            return 411  # a body that does not say its length would be read as an empty one
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isascii() and length.isdigit() and (len(length) > 9 or int(length) > settings.LARGEST_REQUEST):
            return 413
        return None


class ApiErrorsMiddleware:
    """Tell a program in JSON what a person is told by a page, whoever refused: a handler, a form token, a door."""

    SAID = {
        400: _("This request cannot be read."),
        403: _("This caller may not do this."),
        404: _("There is nothing at this address."),
        405: _("This address does not take this method."),
        411: _("Send the length of the body."),
        413: _("This is too large."),
        415: _("Send JSON in UTF-8."),
    }
    OTHERWISE = _("Something went wrong on our side.")

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        is_page = response.status_code >= 400 and "json" not in response.headers.get("Content-Type", "")
        return self.in_json(response) if is_page and request.path_info.startswith("/api/") else response

    def in_json(self, page):
        # Refused before a language was chosen, it would get that of the thread's last caller.
        with translation.override(settings.LANGUAGE_CODE):
            said = str(self.SAID.get(page.status_code, self.OTHERWISE))
        headers = {name: value for name, value in page.headers.items() if not name.startswith("Content-")}
        response = JsonResponse({"error": said, "field": ""}, status=page.status_code, headers=headers)
        response.cookies = page.cookies
        return response


class KioskBrowserMiddleware:
    """Refuse whoever carries a tablet's token, as cookie or header, at every door not marked ``kiosk_may_enter``."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if getattr(request, "user", None) is not None and not response.has_header("Cache-Control"):
            response.headers["Cache-Control"] = "no-store"
        return response

    def process_view(self, request, view, args, kwargs):
        is_kiosk = KIOSK_COOKIE in request.COOKIES or request.headers.get("Authorization", "").startswith(DEVICE_SCHEME)
        if is_kiosk and not getattr(view, "kiosk_may_enter", False):
            return render(request, "kiosk_browser.html", status=403)
        return None
