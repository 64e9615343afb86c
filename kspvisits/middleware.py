"""One browser is a kiosk or a staff browser, never both; what shows people is kept by no cache."""

from django.shortcuts import render

from kspvisits.access import KIOSK_COOKIE


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
