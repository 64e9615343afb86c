"""Entering what is known only as a sum over a period."""

from datetime import date

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from checkin.errors import DayCovered, PeriodWrong, TotalNotOver
from checkin.models import HistoricalTotal, Site, Visit
from checkin.services.visits import check_days_are_free, lock_site


def record_total(
    *, site: Site, first_day: date, last_day: date, visits: int, source: str, today: date, note: str = ""
) -> HistoricalTotal:
    """Enter a period's sum; the same entry again gives back the first.

    Raises ``PeriodWrong``, ``TotalNotOver`` for a period that has not ended, and ``DayCovered`` where another total or
    visits already stand in it. The lock on the site keeps two entries, or an entry and an import,
    from passing each other; a live check-in is of today, which no total may touch.
    """
    if first_day > last_day:
        raise PeriodWrong(_("The first day lies after the last."))
    if first_day.year != last_day.year:
        raise PeriodWrong(_("A historical total lies within one calendar year."))
    if last_day >= today:
        raise TotalNotOver
    with transaction.atomic():
        lock_site(site)
        standing = HistoricalTotal.objects.filter(site=site)
        same = standing.filter(first_day=first_day, last_day=last_day, visits=visits).first()
        if same:
            return same
        check_days_are_free(site=site, first=first_day, last=last_day)
        _refuse_visits(Visit.objects.standing().filter(site=site).arrived_between(first_day, last_day).first())
        return HistoricalTotal.objects.create(
            site=site, first_day=first_day, last_day=last_day, visits=visits, source=source, note=note
        )


def _refuse_visits(visit: Visit | None) -> None:
    if visit:
        raise DayCovered(_("Visits are already recorded on %(day)s.") % {"day": date_format(visit.day)})
