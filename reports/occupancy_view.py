"""How full the house was on a day: person-hours, mean and peak of each room, and hour by hour."""

from datetime import date, timedelta

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kspvisits.access import Room, staff_of
from reports import counts
from reports.day import day_table, hours_table, open_ended, places_of


@require_safe
@staff_of(Room.REPORTS)
def occupancy(request, site):
    """A day, today unless asked for another; in a constant number of queries."""
    now = timezone.now()
    today = site.day_of(now)
    day, is_understood = _day(request, today)
    record = counts.day_record(site, day, until=now)
    context = {
        "site": site,
        "day": day,
        "today": today,
        "day_before": day - timedelta(days=1) if day > date(2000, 1, 1) else None,
        "day_after": day + timedelta(days=1) if day < today else None,
        "record": record,
    }
    with timezone.override(site.zone):
        if record.is_anybody_there and record.open:
            hours, places = places_of(record)
            context |= {"tables": [day_table(places), hours_table(hours, places)], "open_ended": open_ended(places)}
        return render(request, "reports/occupancy.html", context, status=200 if is_understood else 400)


def _day(request, today: date) -> tuple[date, bool]:
    """What was asked for and whether it is a day that has begun."""
    asked = request.GET.get("day")
    if not asked:
        return today, True
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        return today, False
    return (day, True) if date(2000, 1, 1) <= day <= today else (today, False)
