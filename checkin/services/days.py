"""Keeping each day's counter equal to the visits it counts; the visits are the truth."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Sum

from checkin.models import Site, SiteDay, Visit


@dataclass(frozen=True, slots=True)
class Difference:
    """A day whose counter was wrong: what it said and what the standing visits add up to."""

    day: date
    said: int
    counted: int


def recount(*, site: Site, first: date = date.min, last: date = date.max) -> list[Difference]:
    """Make every day's counter from first to last the sum of its standing visits; returns what differed.

    The days are locked before the visits are added up: a check-in takes its day's lock before it writes,
    so it is either in the sum or waits until the counter is right.
    """
    with transaction.atomic():
        visits = Visit.objects.filter(site=site).arrived_between(first, last)
        known = set(_days(site, first, last).values_list("day", flat=True))
        missing = set(visits.order_by().values_list("day", flat=True).distinct()) - known
        SiteDay.objects.bulk_create([SiteDay(site=site, day=day) for day in sorted(missing)], ignore_conflicts=True)
        days = list(_days(site, first, last).select_for_update())
        counted = dict(visits.standing().order_by().values_list("day").annotate(Sum("counted_persons")))
        wrong = [day for day in days if day.visits != counted.get(day.day, 0)]
        found = [Difference(day.day, day.visits, counted.get(day.day, 0)) for day in wrong]
        for day, difference in zip(wrong, found, strict=True):
            day.visits = difference.counted
        SiteDay.objects.bulk_update(wrong, ["visits"], batch_size=200)
    return found


def _days(site: Site, first: date, last: date):
    return SiteDay.objects.filter(site=site, day__gte=first, day__lte=last).order_by("day")
