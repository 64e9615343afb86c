"""Historical totals: periods of which old reports give only the sum, entered and taken back by the reporting staff."""

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from checkin.correcting import LONGEST_REASON
from checkin.errors import DayCovered, Refusal
from checkin.fields import LineField, WholeNumberField, WrittenDayField
from checkin.models import HistoricalTotal
from checkin.services.totals import MOST_VISITS, record_total, remove_total
from checkin.tables.house import TotalTable
from checkin.views.sent import sent
from kspvisits.access import Room, staff_of
from kspvisits.numbers import count
from reports.year import figures_of


class TotalForm(forms.Form):
    """A period's sum and where it is from."""

    first_day = WrittenDayField(label=gettext_lazy("From"))
    last_day = WrittenDayField(label=gettext_lazy("Up to and including"))
    visits = WholeNumberField(least=0, most=MOST_VISITS, label=gettext_lazy("Visits"))
    source = LineField(
        most=HistoricalTotal._meta.get_field("source").max_length, label=gettext_lazy("Where is this figure from?")
    )
    note = LineField(
        most=HistoricalTotal._meta.get_field("note").max_length, required=False, label=gettext_lazy("Note")
    )


class RemovalForm(forms.Form):
    reason = LineField(most=LONGEST_REASON, label=gettext_lazy("Why is it taken back?"))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of(Room.REPORTS)
def totals(request, site):
    """The periods that stand, and one more; an overlap is refused with the period named."""
    form = TotalForm(sent(request))
    status = 400 if form.is_bound else 200
    if form.is_valid():
        try:
            total = record_total(site=site, today=_today(site), **form.cleaned_data)
        except Refusal as refusal:
            form.add_error("first_day" if isinstance(refusal, DayCovered) else refusal.field, refusal.message)
            status = 409 if isinstance(refusal, DayCovered) else 400
        else:
            recorded = _("The total is recorded.")
            messages.success(request, f"{recorded} {_told(site, total)}")
            return redirect("desk-totals", site.code)
    rows = HistoricalTotal.objects.filter(site=site).order_by("-first_day", "-id")
    table = TotalTable(rows, asked=request.GET, at=timezone.now())
    context = {"site": site, "form": form, "totals": table}
    return render(request, "checkin/desk/totals.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of(Room.REPORTS)
def remove(request, site, total):
    """Take a total back, with a reason; the history keeps it."""
    standing = HistoricalTotal.objects.filter(site=site, pk=total).first()
    if standing is None:
        raise Http404
    form = RemovalForm(sent(request))
    if form.is_valid():
        remove_total(total=standing, reason=form.cleaned_data["reason"], at=timezone.now(), by=request.user)
        messages.success(request, _("The total is taken back. Its days are free again."))
        return redirect(f"{reverse('desk-totals', args=[site.code])}#totals")
    context = {"site": site, "total": standing, "form": form}
    return render(request, "checkin/desk/total_remove.html", context, status=400 if form.is_bound else 200)


def _told(site, total: HistoricalTotal) -> str:
    """How the reports show a year with this total in it."""
    figures = figures_of(site, total.first_day.year, _today(site))
    is_block = total.first_day.replace(day=1) != total.last_day.replace(day=1)
    words = _("%(year)s now has %(visits)s visits.") % {"year": total.first_day.year, "visits": count(figures.visits)}
    if is_block:
        words += " " + _("The months of this period show … and stand together as one hatched block, never split.")
    return words


def _today(site):
    return site.day_of(timezone.now())
