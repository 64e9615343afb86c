"""Recording arrivals and departures, and taking them back.

Locks are always taken in one order: Site, SiteDay, Visit. Two desks can then wait for each other but never deadlock.
"""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from checkin.errors import (
    DayCovered,
    LeftBeforeArrival,
    NotThatManyInside,
    OfAnotherSite,
    ReasonMissing,
    SubmissionConflict,
    TooLateHere,
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
    VisitIdentity,
    VisitorCategory,
)
from checkin.services.statements import next_number

KIOSK_MOST_PERSONS = 200
MOST_PERSONS = 10_000
#: How long a kiosk may take back or change what it has just recorded.
SECOND_THOUGHTS = timedelta(minutes=2)


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
    identity: VisitIdentity | None = None,
    recorded_at: datetime | None = None,
) -> Visit:
    """Record one arrival, exactly once per ``submission``.

    The same submission with the same content gets the first row back with ``is_repeat`` true.
    An arrival on an earlier day than ``recorded_at`` (now, unless given) gets no number.
    An ``identity`` not yet saved is written with the visit or not at all, and only the first time.
    Raises ``SubmissionConflict`` for other content under a known submission, ``TooManyPersons``
    above the source's limit, ``DayCovered`` where a historical total already stands for the day,
    ``OfAnotherSite`` for a room or a tablet that is not this site's.
    """
    check_persons(persons, most=KIOSK_MOST_PERSONS if source == Visit.Source.KIOSK else MOST_PERSONS)
    if {site.pk} != {site.pk, *(place.site_id for place in (space, device) if place)}:
        raise OfAnotherSite
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
            number = next_number(site=site, day=visit.day, counted=visit.counted_persons)
            visit.number = None if is_late else number
            _insert(visit)
            if identity:
                identity.visit = visit
                identity.save(force_insert=True)
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
    """Cancel a visit: it counts no more and stays in the record with reason, actor and time, without its name.

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
        _keep_first_writing(visit)
        visit.voided_at, visit.voided_by, visit.void_reason = at, by, reason
        visit._history_user = by
        visit.save(update_fields=["voided_at", "voided_by", "void_reason"])
        VisitIdentity.objects.filter(visit=visit).delete()
        # The counter is derived and may have drifted; it must never stand in the way of a correction.
        day.update(visits=Greatest(F("visits") - visit.counted_persons, 0))
    return visit


def undo(*, visit: Visit, device: Device, at: datetime) -> Visit:
    """Void what this device has just recorded.

    Raises ``TooLateHere`` for another device's visit and after ``SECOND_THOUGHTS``.
    """
    _check_second_thoughts(visit, device, at)
    return void(visit=visit, reason=Visit.VoidReason.UNDONE, at=at)


def change_space(*, visit: Visit, space: Space, device: Device, at: datetime) -> Visit:
    """Send a visit to another room of its site; the old one stays in the history.

    Raises ``TooLateHere`` for another device's visit, a voided one, and after ``SECOND_THOUGHTS``.
    """
    _check_second_thoughts(visit, device, at)
    with transaction.atomic():
        visit = Visit.objects.select_for_update().get(pk=visit.pk)
        if visit.is_voided or space.site_id != visit.site_id:
            raise TooLateHere
        if visit.space_id != space.pk:
            _keep_first_writing(visit)
            visit.space = space
            visit.save(update_fields=["space"])
    return visit


def check_persons(persons: int, *, most: int = KIOSK_MOST_PERSONS) -> None:
    """Raises ``TooManyPersons`` for nobody and for more than an entry may hold."""
    if persons < 1:
        raise TooManyPersons(_("At least one person visits."))
    if persons > most:
        raise TooManyPersons(_("At most %(most)s people in one entry.") % {"most": most})


def counted_persons(category: VisitorCategory, persons: int) -> int:
    """How many visits an entry adds: decided once, when it is written."""
    return persons if category.is_counted else 0


def lock_site(site: Site) -> None:
    """Hold the site until the transaction ends; always the first lock taken.

    ``no_key`` lets live check-ins pass meanwhile: their foreign key to the site needs only its key.
    """
    Site.objects.select_for_update(no_key=True).get(pk=site.pk)


def check_days_are_free(*, site: Site, first: date, last: date) -> None:
    """Refuse days for which a historical total already stands."""
    total = HistoricalTotal.objects.filter(site=site).overlapping(first, last).first()
    if total:
        raise DayCovered(covered_by(total))


def covered_by(total: HistoricalTotal) -> str:
    """Why a day cannot be entered: the period that already stands for it, named."""
    period = {"first": date_format(total.first_day), "last": date_format(total.last_day)}
    return _("A historical total already stands for %(first)s to %(last)s.") % period


def _check_second_thoughts(visit: Visit, device: Device, at: datetime) -> None:
    if visit.device_id != device.pk or at - visit.recorded_at > SECOND_THOUGHTS:
        raise TooLateHere


def _keep_first_writing(visit: Visit) -> None:
    """Before the first change, put the row as it was written into its history."""
    if not visit.history.exists():
        Visit.history.bulk_history_create([visit], default_user=visit.user, default_date=visit.recorded_at)


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
