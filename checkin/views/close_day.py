"""F5: the end of a day at the desk: who is still inside, everyone out at once, and the count on paper beside ours."""

from datetime import date, datetime, time

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from checkin.day_forms import AllOutForm, DayCloseForm, WhichDayForm
from checkin.models import DayClose, Departure, Visit
from checkin.services import closing
from checkin.services.hours import hours_on
from checkin.tables.visits import AutomaticTable, OpenTable
from kspvisits.access import Room, staff_of
from kspvisits.templatetags.words import count

LAST_MINUTE = time(23, 59)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of(Room.DESK)
def close_day(request, site):
    """A day's page: today, unless the address names another; closing it again corrects what was said."""
    now = timezone.now()
    if request.method != "POST":
        return _page(request, site, now)
    form = DayCloseForm(request.POST, site=site, now=now)
    if not form.is_valid():
        return _page(request, site, now, closing_form=form)
    close = closing.close_day(site=site, **form.cleaned_data, by=request.user, at=now)
    messages.success(request, _("The count of this day is kept."))
    return _back_to(site, close.day, "count")


@require_POST
@staff_of(Room.DESK)
def all_out(request, site):
    """Everyone who is still inside of this day left at the time given."""
    now = timezone.now()
    form = AllOutForm(request.POST, site=site, now=now)
    if not form.is_valid():
        return _page(request, site, now, all_out_form=form)
    day, submission = form.cleaned_data["day"], form.cleaned_data["submission"]
    people = closing.let_all_out(site=site, day=day, submission=submission, left_at=form.left_at)
    _say_left(request, people, form.cleaned_data["time"])
    return _back_to(site, day, "open")


def usual_time(site, day: date, now: datetime, *, after: datetime | None = None) -> time:
    """Closing time where it is over, else this minute; of an earlier day without hours its last minute.

    Whoever came ``after`` closing cannot have left at that time.
    """
    closes = hours_on(site=site, day=day).last_closing(day)
    if closes and (after or closes) <= closes <= now:
        return closes.astimezone(site.zone).time()
    return now.astimezone(site.zone).time() if day == site.day_of(now) else LAST_MINUTE


def _page(request, site, now: datetime, *, closing_form=None, all_out_form=None):
    today = site.day_of(now)
    refused = closing_form or all_out_form
    day = _day_of(refused) if refused else _asked_for(request, site, now)
    day = day or today
    visits = Visit.objects.filter(site=site).arrived_on(day)
    rows = visits.select_related("category", "space", "card").order_by("arrived_at", "id")
    close = DayClose.objects.select_related("closed_by").filter(site=site, day=day).first()
    told = {"site": site, "now": now}
    context = {
        **told,
        "today": today,
        "day": day,
        "back": "?back=close-day",
        "open": OpenTable(rows.inside(), asked=request.GET, at=now),
        "automatic": AutomaticTable(_let_out_by_the_clock(rows), asked=request.GET, at=now),
        "people_inside": visits.people_inside(),
        "visits": visits.counted(),
        "close": close,
        "before": close.history.select_related("closed_by").order_by("-history_id")[1:6] if close else [],
        "which_day": WhichDayForm(initial={"day": day}, **told),
        "all_out": all_out_form or AllOutForm(initial={"day": day, "time": usual_time(site, day, now)}, **told),
        "closing": closing_form or DayCloseForm(initial=_said(close, day), **told),
        "page_url": f"{reverse('desk-close-day', args=[site.code])}?day={day}",
    }
    return render(request, "checkin/desk/close_day.html", context, status=400 if refused else 200)


def _let_out_by_the_clock(rows):
    automatic = Departure.objects.automatic().filter(visit=OuterRef("pk"))
    return rows.standing().filter(Exists(automatic)).prefetch_related("departures")


def _asked_for(request, site, now: datetime) -> date | None:
    asked = WhichDayForm(request.GET, site=site, now=now)
    return _day_of(asked)


def _day_of(form) -> date | None:
    """The day a form is about, when it names one that has begun."""
    try:
        return form.fields["day"].clean(form.data.get("day")) if "day" not in form.errors else None
    except ValidationError:
        return None


def _said(close: DayClose | None, day: date) -> dict:
    return {"day": day} | ({"paper_visits": close.paper_visits, "note": close.note} if close else {})


def _say_left(request, people: int, at: time) -> None:
    if not people:
        messages.info(request, _("Nobody who came before that time was still inside. Nothing was added."))
        return
    words = ngettext("%(count)s person left at %(time)s.", "%(count)s people left at %(time)s.", people)
    messages.success(request, words % {"count": count(people), "time": time_format(at)})


def _back_to(site, day: date, spot: str):
    return redirect(f"{reverse('desk-close-day', args=[site.code])}?day={day}#{spot}")
