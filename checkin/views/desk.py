"""The front desk: who is inside, what happened on a day, and the way to open a kiosk."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from checkin.day_forms import DepartureForm
from checkin.errors import Refusal
from checkin.filters import MOST_CHARACTERS, VisitFilter
from checkin.forms import KioskForm, TallyForm, VoidForm
from checkin.models import Departure, HeldSubmission, Origin, Purpose, Visit, VisitorCategory
from checkin.services import devices, visits
from checkin.services.automatic import persons_to_leave
from checkin.services.corrections import effect_of_void
from checkin.services.occupancy import occupancy
from checkin.tables.visits import DayTable, InsideTable, TodayTable
from checkin.views.close_day import usual_time
from checkin.views.correcting import effects_of
from checkin.views.desk_calls import calls_of
from checkin.views.refused import status_of, tell
from checkin.views.sent import sent
from kspvisits.access import Room, become_kiosk, sites_for, staff_of
from kspvisits.numbers import count

LATEST, LOOKED_THROUGH = 5, 500
# Of an address only what the lists understand is carried on: an unbounded one makes a redirect that fails after saving.
CLOSE_DAY = "close-day"
PAGES = ("order", "after", "before", "inside-order", "inside-after", "inside-before")
KEPT = ("card", "category", "state", "source", "organisation", "day", *PAGES, "back")


@require_safe
def home(request):
    """The first desk of whoever asks."""
    site = sites_for(request.user, Room.DESK).first()
    if site is None:
        raise PermissionDenied
    return redirect("desk", site.code)


@require_safe
@staff_of(Room.DESK)
def today(request, site):
    """The whole desk on one page, in the same number of queries however many came."""
    now = timezone.now()
    here = Visit.objects.filter(site=site)
    this_day = site.day_of(now)
    rows = here.select_related("category", "space", "card").order_by("-arrived_at", "-id")
    categories = list(VisitorCategory.objects.all())
    asked = VisitFilter(request.GET or None, rows, categories=categories)
    day = asked.asked_day or this_day
    table = TodayTable if day == this_day else DayTable
    entries = rows.arrived_on(day).prefetch_related("departures")
    listed = {"asked": request.GET, "at": now, "is_narrowed": asked.is_asked}
    context = {
        "site": site,
        "sites": sites_for(request.user, Room.DESK),
        "now": now,
        "today": this_day,
        "day": day,
        "house": occupancy(site, at=now),
        "visits_of_day": here.arrived_on(day).counted(),
        "categories": [category for category in categories if category.is_offered],
        "latest": _latest_of(request.user, here.arrived_on(this_day)),
        "asked": asked,
        "inside": InsideTable(asked.narrow(rows.inside()), **listed),
        "entries": table(asked.narrow(entries), **listed),
        "kept": _kept(request),
        "kiosk_form": KioskForm(),
        "held_waiting": HeldSubmission.objects.waiting().filter(device__site=site).count(),
        **calls_of(site),
    }
    return render(request, "checkin/desk/today.html", context, status=200 if asked.is_understood else 400)


@require_POST
@staff_of(Room.DESK)
def tally(request, site):
    """One more person of a category, of whom nothing else is asked."""
    form = TallyForm(request.POST)
    if not form.is_valid():
        return _refused(request, site, form)
    try:
        visit = visits.check_in(
            site=site,
            submission=form.cleaned_data["submission"],
            category=form.cleaned_data["category"],
            origin=Origin.objects.get(slug=Origin.UNKNOWN),
            purpose=Purpose.objects.get(code=Purpose.OTHER),
            at=timezone.now(),
            source=Visit.Source.DESK,
            user=request.user,
        )
    except Refusal as refusal:
        return _refused(request, site, form, refusal)
    _say_recorded(request, visit)
    return _back_to_desk(request, site, f"tally-{visit.category.code}")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of(Room.DESK)
def check_out(request, site, visit):
    """Let all or some of a visit leave: one tap from the desk, or the page that says why not."""
    visit = _visit_of(site, visit)
    now = timezone.now()
    visit.persons_to_leave = persons_to_leave(visit)
    usual = usual_time(site, visit.day, now, after=visit.arrived_at)
    initial = {"persons": visit.persons_to_leave, "time": usual}
    form = DepartureForm(sent(request), visit=visit, site=site, now=now, initial=initial)
    if form.is_valid():
        try:
            departure = visits.check_out(visit=visit, **form.said, source=Departure.Source.DESK)
        except Refusal as refusal:
            return _page(request, site, visit, "checkin/desk/check_out.html", form, refusal)
        _say_departed(request, visit, departure)
        if request.GET.get("back") == CLOSE_DAY:
            return redirect(f"{reverse('desk-close-day', args=[site.code])}?day={visit.day}#open")
        return _back_to_desk(request, site, "inside")
    return _page(request, site, visit, "checkin/desk/check_out.html", form)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of(Room.DESK)
def void(request, site, visit):
    """Cancel a visit with a reason; it stays in the record and counts nothing."""
    visit = _visit_of(site, visit)
    form = VoidForm(sent(request))
    if form.is_valid():
        try:
            visits.void(visit=visit, reason=form.said, at=timezone.now(), by=request.user)
        except Refusal as refusal:
            return _page(request, site, visit, "checkin/desk/void.html", form, refusal)
        messages.success(request, _("%(visit)s is cancelled and counts no more.") % {"visit": _name_of(visit)})
        return _back_to_desk(request, site, "today")
    effects = [] if visit.is_voided else effects_of(site, effect_of_void(visit))
    return _page(request, site, visit, "checkin/desk/void.html", form, effects=effects)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of(Room.DESK)
def open_kiosk(request, site):
    """Make this browser a kiosk: the person signs out, a device of the site comes in."""
    form = KioskForm(sent(request))
    if not form.is_valid():
        context = {"site": site, "kiosk_form": form}
        return render(request, "checkin/desk/open_kiosk.html", context, status=400 if form.is_bound else 200)
    __, token = devices.open_kiosk(site=site, name=form.cleaned_data["name"], at=timezone.now())
    return become_kiosk(request, token)


def _visit_of(site, pk: int) -> Visit:
    """A visit of this site; another site's is not there."""
    visit = Visit.objects.filter(site=site, pk=pk).select_related("category", "space", "voided_by").first()
    if visit is None:
        raise Http404
    return visit


def _latest_of(user, todays):
    """This person's last entries at the desk, the ones a slip of the finger is among.

    Only the day's newest entries are looked through: a visit carries no index on who wrote it.
    """
    newest = todays.order_by("-arrived_at", "-id")[:LOOKED_THROUGH]
    own = todays.standing().filter(pk__in=newest.values("pk"), user=user, source=Visit.Source.DESK)
    return own.select_related("category").order_by("-arrived_at", "-id")[:LATEST]


def _kept(request) -> str:
    """The lists' filters and order as they are, to come back to; the number asked for has been dealt with."""
    asked = {name: request.GET[name][:MOST_CHARACTERS] for name in KEPT if request.GET.get(name)}
    return f"?{urlencode(asked)}" if asked else ""


def _back_to_desk(request, site, spot: str):
    """The desk as it was asked for, with the keyboard where the work was."""
    return redirect(f"{reverse('desk', args=[site.code])}{_kept(request)}#{spot}")


def _page(request, site, visit, template, form, refusal: Refusal | None = None, **context):
    """A visit's own page; after a refusal with the visit as it stands now and what was typed."""
    if refusal:
        tell(form, refusal)
        visit.refresh_from_db(fields=["persons_inside"])
        visit.persons_to_leave = persons_to_leave(visit)
    now = timezone.now()
    context |= {"site": site, "visit": visit, "form": form, "now": now, "today": site.day_of(now)}
    context |= {"kept": _kept(request), "is_of_a_day": request.GET.get("back") == CLOSE_DAY}
    return render(request, template, context, status=status_of(form, refusal))


def _refused(request, site, form, refusal: Refusal | None = None):
    """A tally that was not recorded; only a page left open for long can send one."""
    wrong = [(form.fields[name].label or name, told) for name, errors in form.errors.items() for told in errors]
    reasons = [refusal.message] if refusal else [f"{label}: {told}" for label, told in wrong]
    desk = reverse("desk", args=[site.code])
    context = {"site": site, "reasons": reasons, "page_url": desk}
    return render(request, "checkin/desk/refused.html", context, status=status_of(form, refusal))


def _name_of(visit: Visit) -> str:
    if visit.number is None:
        return _("An entry without a number")
    return _("Number %(number)s") % {"number": visit.number}


def _say_recorded(request, visit: Visit) -> None:
    told = {"visit": _name_of(visit), "category": visit.category.text}
    if visit.is_repeat:
        messages.info(request, _("%(visit)s, %(category)s, was already recorded. Nothing was added.") % told)
    else:
        messages.success(request, _("%(visit)s, %(category)s, is recorded.") % told)


def _say_departed(request, visit: Visit, departure: Departure) -> None:
    visit.refresh_from_db(fields=["persons_inside"])
    left = ngettext("%(visit)s: %(count)s person left.", "%(visit)s: %(count)s people left.", departure.persons)
    words = left % {"visit": _name_of(visit), "count": count(departure.persons)}
    if visit.persons_inside:
        still = ngettext("%(count)s is still inside.", "%(count)s are still inside.", visit.persons_inside)
        words += " " + still % {"count": count(visit.persons_inside)}
    messages.success(request, words)
