"""Past evacuations and drills: what each came to, and its list as it was kept."""

from django.db.models import F, Sum
from django.db.models.functions import Coalesce, Greatest
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from checkin.models import Evacuation, EvacuationTick
from checkin.services.roll_call import roll_call
from checkin.tables.house import EvacuationTable
from checkin.views.desk_calls import calls_of
from kspvisits.access import Room, staff_of


@require_safe
@staff_of(Room.DESK)
def evacuations(request, site):
    """The records, the newest first."""
    at = timezone.now()
    context = {"site": site, "now": at, **calls_of(site)}
    context["records"] = EvacuationTable(_added_up(site), asked=request.GET, at=at)
    return render(request, "checkin/desk/evacuations.html", context)


@require_safe
@staff_of(Room.DESK)
def record(request, site, evacuation):
    """One evacuation to read and to print, with every tick; one that still runs as it stands."""
    at = timezone.now()
    here = Evacuation.objects.filter(site=site).select_related("started_by", "ended_by")
    found = here.filter(pk=evacuation).first()
    if found is None:
        raise Http404
    ticks = EvacuationTick.objects.filter(line__evacuation=found).select_related("by", "line__visit__category")
    context = {"site": site, "now": found.ended_at or at, "evacuation": found, "ticks": ticks}
    context["today"] = site.day_of(found.started_at)
    context |= {"found": roll_call(site, at=at, evacuation=found), **calls_of(site)}
    return render(request, "checkin/desk/evacuation_record.html", context)


def _added_up(site):
    """Who was seen and who left may be the same people, line by line."""
    ended = Evacuation.objects.ended().filter(site=site)
    safe = Coalesce(Sum(Greatest("lines__seen", "lines__left")), 0)
    people = Coalesce(Sum("lines__persons"), 0)
    added = ended.annotate(people=people, seen=Coalesce(Sum("lines__seen"), 0), safe=safe)
    return added.annotate(missing=F("people") - F("safe"), lasted=F("ended_at") - F("started_at"))
