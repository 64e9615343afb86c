"""The frame of every kiosk screen: the door, and refusals said in words a visitor understands."""

from functools import wraps

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from checkin.errors import Refusal
from checkin.views.larger import COOKIE, keep_size, size_of
from checkin.views.refused import CONFLICTS
from kspvisits.access import KIOSK_COOKIE, kiosk_door

TROUBLE = _("Sorry, something went wrong. Please try again or call the staff.")
WORDS = {
    403: _("This page stood open too long. Please start again."),
    404: _("There is no such page. Please start again."),
    405: _("This page cannot be opened this way. Please start again."),
}


def screen(view):
    """Show the view to a trusted device and answer what it refuses in the kiosk's look."""

    @kiosk_door
    @wraps(view)
    def framed(request, device, *args, **kwargs):
        try:
            response = view(request, device, *args, **kwargs)
        except Refusal as refusal:
            return trouble(request, status=status_of(refusal, request), message=refusal.message, site=device.site)
        except Http404:
            return trouble(request, status=404, site=device.site)
        except ValidationError as error:
            return trouble(request, status=400, message=error.messages[0], site=device.site)
        if isinstance(response, HttpResponseNotAllowed):
            response.content = trouble(request, status=405, site=device.site).content
        return response

    return framed


def show(request, device, name: str, *, status: int = 200, **context):
    """A kiosk page of the device's site, in the size of type that its visitor chose."""
    size = size_of(request, name)
    context = {"site": device.site, "is_large": bool(size), **context}
    response = render(request, f"checkin/kiosk/{name}.html", context, status=status)
    if size != request.COOKIES.get(COOKIE, ""):
        keep_size(request, response, size)
    return response


def trouble(request, *, status: int, message=None, site=None):
    """The page for what went wrong. It asks the database nothing, which may be what went wrong."""
    context = {
        "message": message or WORDS.get(status, TROUBLE),
        "site": site,
        "is_kiosk": KIOSK_COOKIE in request.COOKIES,
        "is_large": bool(size_of(request, "trouble")),
    }
    return render(request, "checkin/kiosk/trouble.html", context, status=status)


def status_of(refusal: Refusal, request) -> int:
    """What is wrong with an address is an address that does not exist; anything else is the sender's to mend."""
    if isinstance(refusal, CONFLICTS):
        return 409
    return 404 if refusal.field in request.resolver_match.kwargs else 400
