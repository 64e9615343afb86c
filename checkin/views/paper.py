"""Entering what was written on paper: a sheet of lines, all of them or none, once."""

from uuid import uuid4

from django.contrib import messages
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from checkin.errors import Refusal
from checkin.models import Visit
from checkin.paper import LineSet, SheetForm
from checkin.services.sheets import LineRefused, record_sheet
from checkin.views.back import to_day
from checkin.views.refused import status_of, tell
from checkin.views.sent import sent
from kspvisits.access import Room, staff_of
from kspvisits.numbers import count

#: The service's name of a field, where the line calls it otherwise.
FIELDS = {"left_at": "left", "day": "came"}


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of(Room.DESK)
def sheet(request, site):
    """The grid; what cannot be is told in its line, and nothing is recorded until all of it can."""
    now, posted = timezone.now(), sent(request)
    first = {"day": site.day_of(now), "source": Visit.Source.PAPER, "submission": uuid4()}
    form = SheetForm(posted, site=site, now=now, initial=first)
    is_well = form.is_valid()
    lines = LineSet(posted, prefix="line", sheet=form)
    status = 400 if posted is not None else 200
    if lines.is_valid() and is_well:
        said = {name: form.cleaned_data[name] for name in ("submission", "source", "reason")}
        try:
            visits = record_sheet(site=site, lines=lines.said, by=request.user, at=now, **said)
        except Refusal as refusal:
            status = status_of(form, refusal)
            _tell(form, lines, refusal)
        else:
            messages.success(request, _told(form.cleaned_data["day"], visits))
            return to_day(site, form.cleaned_data["day"])
    context = {"site": site, "form": form, "lines": lines, "now": now}
    return render(request, "checkin/desk/sheet.html", context, status=status)


def _tell(form: SheetForm, lines: LineSet, refusal: Refusal) -> None:
    if isinstance(refusal, LineRefused):
        line, field = lines.filled[refusal.place], FIELDS.get(refusal.field, refusal.field)
        line.add_error(field if field in line.fields else "came", refusal.message)
    else:
        tell(form, refusal)


def _told(day, visits: list[Visit]) -> str:
    """Said with the people, who are what is counted."""
    entries = ngettext("%(count)s line", "%(count)s lines", len(visits)) % {"count": count(len(visits))}
    people = sum(visit.persons for visit in visits)
    told = {"lines": entries, "people": count(people), "day": date_format(day)}
    if any(visit.is_repeat for visit in visits):
        return _("This sheet was already recorded: %(lines)s, people: %(people)s, %(day)s. Nothing was added.") % told
    return _("Recorded for %(day)s: %(lines)s, people: %(people)s.") % told
