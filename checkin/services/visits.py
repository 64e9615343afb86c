"""Recording arrivals and departures, and taking them back.

Locks are always taken in one order: Site, SiteDay, Visit. Two desks can then wait for each other but never deadlock.
"""

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from checkin.errors import (
    DayCovered,
    LeftBeforeArrival,
    NotThatManyInside,
    ReasonMissing,
    SubmissionConflict,
    TooManyPersons,
)
from checkin.models import (
    Departure,
    Device,
    HistoricalTotal,
    Origin,
    Purpose,
    Site,
    SiteDay,
    Space,
    Visit,
    VisitorCategory,
)

KIOSK_MOST_PERSONS = 200
MOST_PERSONS = 10_000


def check_in(
    *,
    site: Site,
    submission: UUID,
    category: VisitorCategory,
    origin: Origin,
    purpose: Purpose,
    at: datetime,
    source: str,
    persons: int = 1,
    space: Space | None = None,
    device: Device | None = None,
    user=None,
    organisation: str = "",
    recorded_at: datetime | None = None,
) -> Visit:
    """Record one arrival, exactly once per ``submission``.

    The same submission with the same content gets the first row back with ``is_repeat`` true.
    An arrival on an earlier day than ``recorded_at`` (now, unless given) gets no number.
    Raises ``SubmissionConflict`` for other content under a known submission, ``TooManyPersons``
    above the source's limit, ``DayCovered`` where a historical total already stands for the day.
    """
    _check_persons(persons, most=KIOSK_MOST_PERSONS if source == Visit.Source.KIOSK else MOST_PERSONS)
    recorded_at = recorded_at or timezone.now()
    visit = Visit(
        submission=submission, site=site, category=category, origin=origin, purpose=purpose, space=space,
        persons=persons, counted_persons=counted_persons(category, persons), persons_inside=persons,
        arrived_at=at, day=site.day_of(at), source=source, recorded_at=recorded_at, device=device, user=user,
        organisation=organisation,
    )  # fmt: skip
    try:
        with transaction.atomic():
            is_late = visit.day < site.day_of(recorded_at)
            if is_late:
                # No total may touch today, so only a late entry can meet one; the site's lock keeps them apart.
                lock_site(site)
                check_days_are_free(site=site, first=visit.day, last=visit.day)
            number = _next_number(site=site, day=visit.day, counted=visit.counted_persons)
            visit.number = None if is_late else number
            _insert(visit)
    except IntegrityError:
        # Numbers are handed out under a lock, so only the submission can collide: it was handed in before.
        return _first_answer(visit)
    return visit


def check_out(*, visit: Visit, submission: UUID, persons: int, at: datetime, source: str) -> Departure:
    """Let some or all of a visit's persons leave, exactly once per ``submission``.

    The conditional update, not a look before it, keeps two desks from letting the same person out twice.
    Raises ``NotThatManyInside``, ``LeftBeforeArrival`` or ``SubmissionConflict``.
    """
    if persons < 1:
        raise NotThatManyInside(_("At least one person leaves."))
    if at < visit.arrived_at:
        raise LeftBeforeArrival
    departure = Departure(
        visit=visit, submission=submission, arrived_at=visit.arrived_at, left_at=at, persons=persons, source=source
    )
    try:
        with transaction.atomic():
            departure.save(force_insert=True)
            still_inside = Visit.objects.standing().filter(pk=visit.pk, persons_inside__gte=persons)
            if not still_inside.update(persons_inside=F("persons_inside") - persons):
                raise NotThatManyInside
    except IntegrityError:
        return _first_departure(departure)
    return departure


def void(*, visit: Visit, reason: str, at: datetime, by=None) -> Visit:
    """Cancel a visit: it counts no more and stays in the record with reason, actor and time.

    Cancelling what is cancelled changes nothing. Raises ``ReasonMissing``.
    """
    if not reason.strip():
        raise ReasonMissing
    with transaction.atomic():
        day = SiteDay.objects.select_for_update().filter(site_id=visit.site_id, day=visit.day)
        list(day)  # takes the lock, in the house's order
        visit = Visit.objects.select_for_update().get(pk=visit.pk)
        if visit.is_voided:
            return visit
        visit.voided_at, visit.voided_by, visit.void_reason = at, by, reason
        visit._history_user = by
        visit.save(update_fields=["voided_at", "voided_by", "void_reason"])
        day.update(visits=F("visits") - visit.counted_persons)
    return visit


def counted_persons(category: VisitorCategory, persons: int) -> int:
    """How many visits an entry adds: decided once, when it is written."""
    return persons if category.is_counted else 0


def usual_space(*, site: Site, purpose: Purpose) -> Space | None:
    """The room this purpose usually leads to, where the site has one."""
    return Space.objects.filter(site=site, code=purpose.space_code).first() if purpose.space_code else None


def lock_site(site: Site) -> None:
    """Hold the site until the transaction ends; always the first lock taken."""
    Site.objects.select_for_update().get(pk=site.pk)


def check_days_are_free(*, site: Site, first: date, last: date) -> None:
    """Refuse days for which a historical total already stands."""
    total = HistoricalTotal.objects.filter(site=site).overlapping(first, last).first()
    if total:
        raise DayCovered(
            _("A historical total already stands for %(first)s to %(last)s.")
            % {"first": total.first_day.isoformat(), "last": total.last_day.isoformat()}
        )


def _check_persons(persons: int, *, most: int) -> None:
    if persons < 1:
        raise TooManyPersons(_("At least one person visits."))
    if persons > most:
        raise TooManyPersons(_("At most %(most)s people in one entry.") % {"most": most})


def _next_number(*, site: Site, day: date, counted: int) -> int:
    """Take the day's lock and its next number; gaps are allowed, repeats are not."""
    today = SiteDay.objects.filter(site=site, day=day)
    added = {"last_number": F("last_number") + 1, "visits": F("visits") + counted}
    if not today.update(**added):
        SiteDay.objects.bulk_create([SiteDay(site=site, day=day)], ignore_conflicts=True)
        today.update(**added)
    return today.values_list("last_number", flat=True).get()


def _insert(visit: Visit) -> None:
    visit.skip_history_when_saving = True  # the first writing is the row itself; history keeps changes
    visit.save(force_insert=True)
    del visit.skip_history_when_saving


def _first_answer(again: Visit) -> Visit:
    first = Visit.objects.select_related("space", "category").get(submission=again.submission)
    same = ("site_id", "category_id", "origin_id", "purpose_id", "persons", "organisation")
    if any(getattr(first, name) != getattr(again, name) for name in same):
        raise SubmissionConflict
    first.is_repeat = True
    return first


def _first_departure(again: Departure) -> Departure:
    first = Departure.objects.select_related("visit").get(submission=again.submission)
    if (first.visit_id, first.persons) != (again.visit_id, again.persons):
        raise SubmissionConflict
    first.is_repeat = True
    return first
