"""Correcting a visit: what was and what will be, and what that does to the month's figures, before it is saved."""

from datetime import date
from typing import NamedTuple

from django.contrib import messages
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from checkin.correcting import CorrectionForm
from checkin.errors import ChangedMeanwhile, Refusal
from checkin.models import Visit
from checkin.services import corrections
from checkin.services.corrections import NAMED, Said
from checkin.views.back import to_day
from checkin.views.refused import status_of, tell
from checkin.views.sent import sent
from kspvisits.access import Room, staff_of
from kspvisits.numbers import count
from reports.year import figures_of

SAVE = "save"


class Effect(NamedTuple):
    """A month's visits before and after; None where they are not known by themselves."""

    month: date
    before: int | None
    change: int

    @property
    def after(self) -> int | None:
        return None if self.before is None else self.before + self.change

    def __str__(self):
        month = date_format(self.month, "F Y")
        change = f"{'+' if self.change > 0 else '−'}{count(abs(self.change))}"
        if self.before is None:
            return _("Visits in %(month)s: %(change)s") % {"month": month, "change": change}
        told = {"month": month, "before": count(self.before), "after": count(self.after), "change": change}
        return _("Visits in %(month)s: %(before)s → %(after)s (%(change)s)") % told


class Difference(NamedTuple):
    label: str
    was: str
    becomes: str


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of(Room.DESK)
def correct(request, site, visit):
    """The form; what it would do; and, once that was seen, doing it."""
    visit = Visit.objects.select_related(*NAMED, "voided_by").filter(site=site, pk=visit).first()
    if visit is None:
        raise Http404
    form = CorrectionForm(sent(request), visit=visit, now=timezone.now())
    if visit.is_voided or not form.is_valid():
        return _page(request, site, visit, form)
    effects = effects_of(site, corrections.effect(visit=visit, said=form.said))
    if request.POST.get("step") != SAVE:
        return _page(request, site, visit, form, effects=effects, differences=_differences(form))
    reason, seen = form.cleaned_data["reason"], form.cleaned_data["seen"]
    try:
        corrections.correct(visit=visit, said=form.said, reason=reason, seen=seen, at=timezone.now(), by=request.user)
    except ChangedMeanwhile as refusal:
        visit.refresh_from_db()
        fresh = CorrectionForm(visit=visit, now=timezone.now())
        return _page(request, site, visit, fresh, status=409, refusal=refusal)
    except Refusal as refusal:
        tell(form, refusal)
        return _page(request, site, visit, form, status=status_of(form, refusal))
    told = [_("The visit is corrected. What it was stays in its history."), *map(str, effects)]
    messages.success(request, " ".join(told))
    visit.refresh_from_db(fields=["day"])
    return to_day(site, visit.day)


def effects_of(site, changes: dict[date, int]) -> list[Effect]:
    """The months of a change with the figures that every report shows."""
    today = site.day_of(timezone.now())
    years = {year: figures_of(site, year, today).months for year in {month.year for month in changes}}
    return [Effect(month, years[month.year][month.month - 1].visits, change) for month, change in changes.items()]


def _differences(form: CorrectionForm) -> list[Difference]:
    was, becomes = Said.of(form.visit), form.said
    names = ("category", "persons", "origin", "purpose", "space", "organisation", "arrived_at")
    labels = {**{name: form.fields[name].label for name in names[:-1]}, "arrived_at": _("Came in")}
    pairs = ((name, getattr(was, name), getattr(becomes, name)) for name in names)
    return [Difference(labels[name], _shown(old), _shown(new)) for name, old, new in pairs if old != new]


def _shown(value) -> str:
    """A room, a number, a moment or a line of text, as the desk writes it."""
    if value in (None, ""):
        return "–"
    if hasattr(value, "astimezone"):
        return date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")
    return count(value) if isinstance(value, int) else getattr(value, "text", value)


def _page(request, site, visit, form, *, status=None, **context):
    context = {"site": site, "visit": visit, "form": form, "now": timezone.now(), **context}
    status = status or (400 if form.is_bound and form.errors else 200)
    return render(request, "checkin/desk/correct.html", context, status=status)
