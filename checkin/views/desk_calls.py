"""Calls for the staff, as the desk sees them: a banner that its page fetches anew by itself."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from checkin.models import Site, StaffCall
from checkin.services.calls import answer, open_calls
from kspvisits.access import Room, staff_of


@require_safe
@staff_of(Room.DESK)
def calls(request, site):
    """The banner alone, nothing where nobody calls; 304 while it is what the page shows already."""
    shown = calls_of(site)
    context = {"site": site, "now": timezone.now(), **shown}
    response = render(request, "checkin/desk/_calls.html", context) if shown["calls"] else HttpResponse()
    response.headers["ETag"] = shown["calls_tag"]
    return get_conditional_response(request, etag=shown["calls_tag"], response=response)


@require_POST
@staff_of(Room.DESK)
def answer_call(request, site, call):
    """Somebody went there. A call that is over already, taken back or answered, stays as it ended."""
    found = StaffCall.objects.filter(site=site, pk=call).first()
    if found is None:
        raise Http404
    answer(call=found, by=request.user, at=timezone.now())
    return redirect("desk", site.code)


def calls_of(site: Site) -> dict:
    """The open calls, and a tag that changes with them, their kinds and the language they are told in."""
    waiting = list(open_calls(site))
    told = [get_language(), *(f"{call.pk}.{call.kind}" for call in waiting)]
    return {"calls": waiting, "calls_tag": quote_etag("-".join(told))}
