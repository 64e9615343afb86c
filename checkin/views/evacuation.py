"""F4: everyone inside by room in large type, ticked off at the assembly point; opens without its server."""

import json

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from checkin.errors import PeopleMissing, Refusal
from checkin.evacuation_forms import BeginForm, EndForm, HandedInForm, HandedTickForm, TickForm, moment_of
from checkin.models import Evacuation, Visit
from checkin.services.evacuation import begin, end, missing_words, tick
from checkin.services.roll_call import RollCall, roll_call
from checkin.views.desk_calls import calls_of
from checkin.views.evacuation_list import list_of, tag_of
from checkin.views.sent import sent
from checkin.views.shell import open_to_all
from kspvisits.access import Room, staff_of

MOST_TICKS = 500
#: Everything that the page loads; a device keeps it with the list.
KEPT = (
    "css/tokens.css", "css/base.css", "css/staff.css", "css/desk.css", "css/desk-rooms.css", "css/evacuation.css",
    "js/desk-calls.js", "js/desk-evacuation.js", "js/desk-forget.js", "js/desk-snapshot.js", "js/desk-ticks.js",
    "js/new-key.js", "js/print.js", "icons/mark.svg",
)  # fmt: skip


@require_safe
@staff_of(Room.DESK)
def evacuation(request, site):
    """The list as of now, or of the evacuation that is going on."""
    return _page(request, site, calls_of(site))


@require_safe
@staff_of(Room.DESK)
def snapshot(request, site):
    """The same page for a device to keep. What its person has still to be told is left for the page they look at."""
    return _page(request, site, {"messages": ()})


@require_safe
@staff_of(Room.DESK)
def now(request, site):
    """The part that changes; 304 while it is what the page shows already, and since when that holds."""
    at = timezone.now()
    found, today = _roll_call(site, at), site.day_of(at)
    tag = tag_of(found, today)
    answer = get_conditional_response(request, etag=tag) or HttpResponse(list_of(site, found, today))
    answer.headers["ETag"], answer.headers["Last-Modified"] = tag, http_date(at.timestamp())
    return answer


@require_POST
@staff_of(Room.DESK)
def begin_evacuation(request, site):
    form = BeginForm(request.POST)
    if form.is_valid():
        try:
            begin(site=site, submission=form.cleaned_data["submission"], started_at=timezone.now(), by=request.user)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            return redirect("desk-evacuation", site.code)
    return _refused(request, site, form)


@require_POST
@staff_of(Room.DESK)
def tick_off(request, site):
    """One button of the list, where no script sends it."""
    form, running = TickForm(request.POST), _running(site)
    if not form.is_valid():
        return _refused(request, site, form)
    pressed, at = form.cleaned_data["tick"], timezone.now()
    visit = Visit.objects.filter(site=site, pk=pressed.visit).first()
    if running and visit:
        told = {"persons": pressed.persons, "before": pressed.before, "said_at": at, "by": request.user, "at": at}
        tick(evacuation=running, visit=visit, submission=form.submission, **told)
    return redirect(f"{reverse('desk-evacuation', args=[site.code])}#v{pressed.visit}")


@require_POST
@staff_of(Room.DESK)
def hand_in(request, site):
    """Ticks from a device's disk, each with its receipt: the only thing on which the device forgets it."""
    ticks, form = _handed_in(request)
    if not form.is_valid() or len(ticks) > MOST_TICKS:
        return JsonResponse({"error": _("This request cannot be read.")}, status=400)
    at, alarm = timezone.now(), form.cleaned_data
    begun = {"submission": alarm["evacuation"], "started_at": moment_of(alarm["ago"], at)}
    try:
        evacuation = begin(site=site, **begun, by=request.user)
    except Refusal as refusal:
        return JsonResponse({"error": str(refusal.message)}, status=409)
    forms = [HandedTickForm(said if isinstance(said, dict) else {}) for said in ticks]
    visits = Visit.objects.filter(site=site).in_bulk([form.cleaned_data["visit"] for form in forms if form.is_valid()])
    receipts = [_receipt(form, visits, evacuation, request.user, at) for form in forms]
    return JsonResponse({"evacuation": evacuation.submission, "receipts": receipts})


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of(Room.DESK)
def end_evacuation(request, site):
    """Ask for a note, and once more while people are missing."""
    running, at = _running(site), timezone.now()
    if running is None:
        return redirect("desk-evacuation", site.code)
    form = EndForm(sent(request))
    if form.is_valid():
        note, missing = form.cleaned_data["note"], form.cleaned_data["missing"] or 0
        try:
            end(evacuation=running, by=request.user, at=at, note=note, missing=missing)
        except PeopleMissing as refusal:
            form.add_error(None, refusal.message)
        else:
            return redirect("desk-evacuation-record", site.code, running.pk)
    found = roll_call(site, at=at, evacuation=running)
    context = {"site": site, "found": found, "form": form, "words": missing_words(found.missing), **calls_of(site)}
    context["page_url"] = reverse("desk-evacuation-end", args=[site.code])
    return render(request, "checkin/desk/evacuation_end.html", context, status=400 if form.errors else 200)


@open_to_all
def worker(request):
    """The desk's service worker; its own address keeps it to the desk's pages of one language."""
    return render(request, "desk-worker.js", content_type="text/javascript")


def _page(request, site, context: dict):
    at = timezone.now()
    found = _roll_call(site, at)
    context |= {"site": site, "now": at, "found": found, "list": list_of(site, found, site.day_of(at)), "kept": KEPT}
    context["page_url"] = reverse("desk-evacuation", args=[site.code])
    response = render(request, "checkin/desk/evacuation.html", context)
    response.headers["Evacuation"] = "running" if found.evacuation else "none"
    return response


def _running(site) -> Evacuation | None:
    return Evacuation.objects.running().filter(site=site).first()


def _roll_call(site, at) -> RollCall:
    return roll_call(site, at=at, evacuation=_running(site))


def _no_number(said: str):
    """NaN and Infinity are no JSON, and would not be in the receipt either."""
    raise ValueError(said)


def _handed_in(request) -> tuple[list, HandedInForm]:
    """The ticks of a device, unread, and what it says of its evacuation; of anything else a form that is not valid."""
    try:
        body = json.loads(request.body.decode(), parse_constant=_no_number)
    except (ValueError, RecursionError):
        body = None
    ticks = body.get("ticks") if isinstance(body, dict) else None
    return (ticks, HandedInForm(body)) if isinstance(ticks, list) else ([], HandedInForm({}))


def _receipt(form: HandedTickForm, visits: dict, evacuation: Evacuation, by, at) -> dict:
    visit = visits.get(form.cleaned_data.get("visit")) if form.is_valid() else None
    if visit is None:
        return {"id": form.data.get("id"), "outcome": "unknown"}
    said = form.cleaned_data
    told = {"persons": said["persons"], "before": said["before"], "said_at": moment_of(said["ago"], at)}
    try:
        done = tick(evacuation=evacuation, visit=visit, submission=said["id"], **told, by=by, at=at)
    except Refusal:
        return {"id": form.data["id"], "outcome": "unknown"}
    return {"id": form.data["id"], "outcome": "repeat" if done.is_repeat else "counted"}


def _refused(request, site, form):
    page = reverse("desk-evacuation", args=[site.code])
    reasons = [told for errors in form.errors.values() for told in errors]
    context = {"site": site, "reasons": reasons, "page_url": page}
    return render(request, "checkin/desk/refused.html", context, status=400)
