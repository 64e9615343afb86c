"""The year's figures as JSON for another program; the same values as every page."""

from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kspvisits.access import Room, api_staff_of
from reports.year import as_object, figures_of


@api_staff_of(Room.REPORTS)
@require_safe
def year(request, site, year: int):
    return JsonResponse(as_object(figures_of(site, year, site.day_of(timezone.now()))))
