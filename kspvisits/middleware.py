"""What no request may be; a browser is a kiosk or a staff browser, never both; no cache keeps what shows people."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render

from kspvisits.access import KIOSK_COOKIE


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
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isascii() and length.isdigit() and (len(length) > 9 or int(length) > settings.LARGEST_REQUEST):
            return 413
        return None


class KioskBrowserMiddleware:
    """Refuse a browser that carries a kiosk cookie at every door not marked ``kiosk_may_enter``."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if getattr(request, "user", None) is not None and not response.has_header("Cache-Control"):
            response.headers["Cache-Control"] = "no-store"
        return response

    def process_view(self, request, view, args, kwargs):
        if KIOSK_COOKIE in request.COOKIES and not getattr(view, "kiosk_may_enter", False):
            return render(request, "kiosk_browser.html", status=403)
        return None
