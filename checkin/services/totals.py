"""Entering what is known only as a sum over a period, and taking it back."""

from datetime import date, datetime

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from checkin.errors import DayCovered, PeriodWrong, ReasonMissing, TotalNotOver
from checkin.models import HistoricalTotal, Site, Visit
from checkin.services.visits import check_days_are_free, lock_site

MOST_VISITS = 10_000_000


def record_total(
    *, site: Site, first_day: date, last_day: date, visits: int, source: str, today: date, note: str = ""
) -> HistoricalTotal:
    """Enter a period's sum; the same entry again, source and note included, gives back the first.

    Raises ``PeriodWrong``, ``TotalNotOver`` for a period that has not ended, and ``DayCovered`` where another total,
    if only of another source, or visits already stand in it. The lock on the site keeps two entries, or an entry
    and an import, from passing each other; a live check-in is of today, which no total may touch.
    """
    if first_day > last_day:
        raise PeriodWrong(_("The first day lies after the last."))
    if first_day.year != last_day.year:
        raise PeriodWrong(_("A historical total lies within one calendar year."))
    if last_day >= today:
        raise TotalNotOver
    total = HistoricalTotal(site=site, first_day=first_day, last_day=last_day, visits=visits, source=source, note=note)
    with transaction.atomic():
        lock_site(site)
        standing = HistoricalTotal.objects.filter(site=site)
        same = standing.filter(first_day=first_day, last_day=last_day, visits=visits, source=source, note=note).first()
        if same:
            return same
        check_days_are_free(site=site, first=first_day, last=last_day)
        _refuse_visits(Visit.objects.standing().filter(site=site).arrived_between(first_day, last_day).first())
        _keep(total)
    return total


def remove_total(*, total: HistoricalTotal, reason: str, at: datetime, by) -> None:
    """Take a sum back: its days are free again; what stood there stays in the history with who and why.

    Taking back what is gone changes nothing. Raises ``ReasonMissing``.
    """
    if not reason.strip():
        raise ReasonMissing
    with transaction.atomic():
        lock_site(total.site)
        standing = HistoricalTotal.objects.filter(pk=total.pk).first()
        if standing:
            standing._history_user, standing._change_reason, standing._history_date = by, reason, at
            standing.delete()


def _keep(total: HistoricalTotal) -> None:
    """The history is of changes; the first writing is the row itself."""
    total.skip_history_when_saving = True
    total.save(force_insert=True)
    del total.skip_history_when_saving


def _refuse_visits(visit: Visit | None) -> None:
    if visit:
        raise DayCovered(_("Visits are already recorded on %(day)s.") % {"day": date_format(visit.day)})
