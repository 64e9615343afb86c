"""When the doors are open: the weekly hours and the special days, seen by the desk, changed by the head."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import F
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from checkin.day_forms import HoursForm, SpecialDayForm
from checkin.errors import Refusal
from checkin.models import CalendarDay, OpeningHours
from checkin.services import calendar as service
from checkin.services.hours import forget
from checkin.tables.house import HoursTable, SpecialDayTable
from checkin.validation import clean_whole_number
from checkin.views.refused import tell
from checkin.views.sent import sent
from kspvisits.access import Room, may_enter, staff_of

METHODS = ["GET", "HEAD", "POST"]
FIRST_YEAR, LAST_YEAR = 2000, 2099


@require_safe
@staff_of(Room.DESK)
def calendar(request, site):
    """Both lists, the days of one year; the links that change them for those who may."""
    now = timezone.now()
    year = _year(request, site.day_of(now).year)
    hours = OpeningHours.objects.filter(site=site)
    in_order = (F("valid_from").asc(nulls_first=True), "weekday", "start", "id")
    days = CalendarDay.objects.filter(site=site, day__gte=date(year, 1, 1), day__lte=date(year, 12, 31))
    may_change = may_enter(request.user, site, Room.CALENDAR)
    context = {
        "site": site,
        "now": now,
        "today": site.day_of(now),
        "year": year,
        "year_before": year - 1 if year > FIRST_YEAR else None,
        "year_after": year + 1 if year < LAST_YEAR else None,
        "may_change": may_change,
        "published": service.published(year),
        "is_to_be_loaded": may_change and _is_anything_missing(days, year),
        "hours": HoursTable(hours.order_by(*in_order), asked=request.GET, at=now),
        "days": SpecialDayTable(days.order_by("day"), asked=request.GET, at=now),
    }
    return render(request, "checkin/desk/calendar.html", context)


@require_POST
@staff_of(Room.CALENDAR)
def load(request, site, year):
    """Enter the published days of a year beside what stands there; each can be changed or removed afterwards."""
    added = service.load_calendar(site=site, years=[year])
    stood = len(service.published(year).days) - added
    told = ngettext(
        "%(count)s day added, %(stood)s stood there already.",
        "%(count)s days added, %(stood)s stood there already.",
        added,
    )
    return _changed(request, site, "days", year=year, told=told % {"count": added, "stood": stood})


@require_http_methods(METHODS)
@staff_of(Room.CALENDAR)
def day(request, site, special_day=None):
    """Enter a special day, or change one."""
    entry = _one_of(CalendarDay, site, special_day) if special_day else None
    said = {"day": entry.day, "kind": entry.kind, "note": entry.note} if entry else {}
    form = SpecialDayForm(sent(request), initial=said)
    if form.is_valid():
        try:
            written = service.write_day(site=site, entry=entry, **form.cleaned_data)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            return _changed(request, site, "days", year=written.day.year)
    return _form(request, site, "checkin/desk/special_day.html", form, entry=entry)


@require_http_methods(METHODS)
@staff_of(Room.CALENDAR)
def remove_day(request, site, special_day):
    """Ask once more, then let the day be like its weekday."""
    entry = _one_of(CalendarDay, site, special_day)
    if request.method == "POST":
        service.remove_day(entry=entry)
        return _changed(request, site, "days", year=entry.day.year)
    return render(request, "checkin/desk/special_day_remove.html", {"site": site, "entry": entry})


@require_http_methods(METHODS)
@staff_of(Room.CALENDAR)
def hours(request, site, hours=None):
    """Enter weekly hours, or change those of one weekday."""
    entry = _one_of(OpeningHours, site, hours) if hours else None
    fields = ("start", "end", "valid_from", "valid_to", "label")
    said = {"weekdays": [entry.weekday], **{field: getattr(entry, field) for field in fields}} if entry else {}
    form = HoursForm(sent(request), initial=said)
    if form.is_valid():
        try:
            service.write_hours(site=site, entry=entry, **form.cleaned_data)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            return _changed(request, site, "hours")
    return _form(request, site, "checkin/desk/hours.html", form, entry=entry)


@require_http_methods(METHODS)
@staff_of(Room.CALENDAR)
def remove_hours(request, site, hours):
    """Ask once more, then let these hours hold no more."""
    entry = _one_of(OpeningHours, site, hours)
    if request.method == "POST":
        service.remove_hours(entry=entry)
        return _changed(request, site, "hours")
    return render(request, "checkin/desk/hours_remove.html", {"site": site, "entry": entry})


def _year(request, this_year: int) -> int:
    try:
        return clean_whole_number(request.GET.get("year"), least=FIRST_YEAR, most=LAST_YEAR)
    except ValidationError:
        return this_year


def _is_anything_missing(days, year: int) -> bool:
    return not service.published(year).days.keys() <= set(days.values_list("day", flat=True))


def _one_of(model, site, pk: int):
    """A row of this site; another site's is not there."""
    found = model.objects.filter(site=site, pk=pk).first()
    if found is None:
        raise Http404
    return found


def _form(request, site, template, form, *, entry):
    context = {"site": site, "form": form, "entry": entry}
    return render(request, template, context, status=400 if form.errors else 200)


def _changed(request, site, spot: str, *, year: int | None = None, told: str = ""):
    """Back to the calendar, which says when tablets follow."""
    forget(site=site, today=site.day_of(timezone.now()))
    saved = _("Saved. The tablets follow within a minute.")
    messages.success(request, f"{told} {saved}".strip())
    asked = f"?year={year}" if year else ""
    return redirect(f"{reverse('desk-calendar', args=[site.code])}{asked}#{spot}")
