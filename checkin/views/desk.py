"""The front desk: who is inside, what happened today, and the way to open a kiosk."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from checkin.errors import Refusal, SubmissionConflict
from checkin.filters import MOST_CHARACTERS, VisitFilter
from checkin.forms import DepartureForm, KioskForm, TallyForm, VoidForm
from checkin.models import Departure, Origin, Purpose, Visit, VisitorCategory
from checkin.services import devices, visits
from checkin.tables import InsideTable, TodayTable
from kspvisits.access import KIOSK_COOKIE, Room, sites_for, staff_of
from kspvisits.templatetags.words import count

LATEST, LOOKED_THROUGH = 5, 500
# Of an address only what the lists understand is carried on: an unbounded one makes a redirect that fails after saving.
KEPT = ("category", "state", "source", "organisation", "order", "page", "inside-order", "inside-page")
KIOSK_COOKIE_DAYS = 400  # browsers keep no cookie longer


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
    todays = here.arrived_on(site.day_of(now))
    rows = here.select_related("category", "space").order_by("-arrived_at", "-id")
    categories = list(VisitorCategory.objects.all())
    asked = VisitFilter(request.GET or None, rows, categories=categories)
    entries = rows.arrived_on(site.day_of(now)).prefetch_related("departures")
    listed = {"asked": request.GET, "at": now, "is_narrowed": asked.is_asked}
    context = {
        "site": site,
        "sites": sites_for(request.user, Room.DESK),
        "now": now,
        "today": site.day_of(now),
        "people_inside": here.people_inside(),
        "visits_today": todays.counted(),
        "categories": [category for category in categories if category.is_offered],
        "latest": _latest_of(request.user, todays),
        "asked": asked,
        "inside": InsideTable(asked.narrow(rows.inside()), **listed),
        "entries": TodayTable(asked.narrow(entries), **listed),
        "kept": _kept(request),
        "kiosk_form": KioskForm(),
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
    form = DepartureForm(_sent(request), initial={"persons": visit.persons_inside})
    if form.is_valid():
        try:
            departure = visits.check_out(
                visit=visit, **form.cleaned_data, at=timezone.now(), source=Departure.Source.DESK
            )
        except Refusal as refusal:
            return _page(request, site, visit, "checkin/desk/check_out.html", form, refusal)
        _say_departed(request, visit, departure)
        return _back_to_desk(request, site, "inside")
    return _page(request, site, visit, "checkin/desk/check_out.html", form)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of(Room.DESK)
def void(request, site, visit):
    """Cancel a visit with a reason; it stays in the record and counts nothing."""
    visit = _visit_of(site, visit)
    form = VoidForm(_sent(request))
    if form.is_valid():
        try:
            visits.void(visit=visit, reason=form.said, at=timezone.now(), by=request.user)
        except Refusal as refusal:
            return _page(request, site, visit, "checkin/desk/void.html", form, refusal)
        messages.success(request, _("%(visit)s is cancelled and counts no more.") % {"visit": _name_of(visit)})
        return _back_to_desk(request, site, "today")
    return _page(request, site, visit, "checkin/desk/void.html", form)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of(Room.DESK)
def open_kiosk(request, site):
    """Make this browser a kiosk: the person signs out, a device of the site comes in."""
    form = KioskForm(_sent(request))
    if not form.is_valid():
        context = {"site": site, "kiosk_form": form}
        return render(request, "checkin/desk/open_kiosk.html", context, status=400 if form.is_bound else 200)
    __, token = devices.open_kiosk(site=site, name=form.cleaned_data["name"], at=timezone.now())
    logout(request)
    response = redirect("kiosk-category")
    response.set_cookie(
        KIOSK_COOKIE,
        token,
        max_age=KIOSK_COOKIE_DAYS * 24 * 60 * 60,
        secure=settings.KIOSK_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )
    return response


def _sent(request):
    """What was posted, even when that is nothing: an empty post is a mistake, not a visit to the page."""
    return request.POST if request.method == "POST" else None


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


def _page(request, site, visit, template, form, refusal: Refusal | None = None):
    """A visit's own page; after a refusal with the visit as it stands now and what was typed."""
    if refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        visit.refresh_from_db(fields=["persons_inside"])
    context = {"site": site, "visit": visit, "form": form, "now": timezone.now(), "kept": _kept(request)}
    return render(request, template, context, status=_status(form, refusal))


def _refused(request, site, form, refusal: Refusal | None = None):
    """A tally that was not recorded; only a page left open for long can send one."""
    wrong = [(form.fields[name].label or name, told) for name, errors in form.errors.items() for told in errors]
    reasons = [refusal.message] if refusal else [f"{label}: {told}" for label, told in wrong]
    desk = reverse("desk", args=[site.code])
    context = {"site": site, "reasons": reasons, "page_url": desk}
    return render(request, "checkin/desk/refused.html", context, status=_status(form, refusal))


def _status(form, refusal: Refusal | None) -> int:
    if isinstance(refusal, SubmissionConflict):
        return 409
    return 400 if refusal or form.errors else 200


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
