"""Recording arrivals and departures, and taking them back.

Locks are always taken in one order: Site, Card, SiteDay, Visit, Space. Two desks can then wait for each other but
never deadlock. Who comes without a card takes no lock of one.
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
    ChangedMeanwhile,
    DayCovered,
    LeftBeforeArrival,
    NotThatManyInside,
    NumberTaken,
    OfAnotherSite,
    ReasonMissing,
    SpaceFull,
    SubmissionConflict,
    TooLateHere,
    TooManyPersons,
)
from checkin.models import (
    Card,
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
from checkin.services.automatic import departure_when_recorded, give_way
from checkin.services.counting import counted_persons, keep_first_writing, let_next_count, lock_card
from checkin.services.repeats import first_departure, first_visit
from checkin.services.spaces import give_back_places, move_places, take_places
from checkin.services.statements import store

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
    card: Card | None = None,
    is_return: bool = False,
    user=None,
    organisation: str = "",
    identity: VisitIdentity | None = None,
    departure: Departure | None = None,
    recorded_at: datetime | None = None,
    number: int | None = None,
    out_of_hours: bool | None = None,
    clock_flag: str = "",
) -> Visit:
    """Record one arrival, exactly once per ``submission``.

    The same submission with the same content gets the first row back with ``is_repeat`` true.
    ``number`` is one that was lent to the device; otherwise the visit gets the day's next, but none on an earlier
    day than ``recorded_at`` (now, unless given). ``is_return``: its ``card`` has been counted already that day.
    An ``identity`` not yet saved is written with the visit or not at all, and only the first time; so is everybody's
    ``departure``, where it is known already. Whose own day is over by then leaves as the clock would have had it:
    who is gone takes no place of today's and keeps the room.
    Raises ``SubmissionConflict`` for other content under a known submission, ``TooManyPersons``
    above the source's limit, ``DayCovered`` where a historical total already stands for the day,
    ``OfAnotherSite`` for a room or a tablet that is not this site's, ``SpaceFull`` above a room's hard limit,
    ``NumberTaken`` for a lent ``number`` that another visit of the day has.
    """
    check_persons(persons, most=KIOSK_MOST_PERSONS if source == Visit.Source.KIOSK else MOST_PERSONS)
    if {site.pk} != {site.pk, *(place.site_id for place in (space, device, card) if place)}:
        raise OfAnotherSite
    recorded_at = recorded_at or timezone.now()
    visit = Visit(
        submission=submission, site=site, category=category, origin=origin, purpose=purpose, space=space,
        persons=persons, counted_persons=0 if is_return else counted_persons(category, persons), persons_inside=persons,
        arrived_at=at, day=site.day_of(at), source=source, recorded_at=recorded_at, device=device, card=card, user=user,
        organisation=organisation, number=number, is_out_of_hours=out_of_hours, clock_flag=clock_flag,
    )  # fmt: skip
    departure = departure or departure_when_recorded(visit)
    if departure:
        visit.persons_inside, departure.arrived_at = 0, at
    try:
        with transaction.atomic():
            is_late = visit.day < site.day_of(recorded_at)
            if is_late:
                # No total may touch today, so only a late entry can meet one; the site's lock keeps them apart.
                lock_site(site)
                check_days_are_free(site=site, first=visit.day, last=visit.day)
            store(visit, takes_number=not (is_late or number))
            for row in filter(None, (identity, departure)):
                row.pk, row.visit = None, visit  # a first try without a place gave it a key already
                row.save(force_insert=True)
            if space and space.is_hard and visit.is_inside:
                take_places(space_id=space.pk, persons=persons, day=site.day_of(recorded_at))
    except IntegrityError:
        first = first_visit(visit, name=identity.name if identity else "")
        if first:
            return first
        if number and Visit.objects.filter(site=site, day=visit.day, number=number).exists():
            raise NumberTaken from None
        raise
    return visit


def check_in_at_the_door(*, space: Space | None, **said) -> Visit:
    """``check_in`` for people who are in the house already: where their room is full to its limit, without a room."""
    try:
        return check_in(space=space, **said)
    except SpaceFull:
        return check_in(space=None, **said)


def check_out(*, visit: Visit, submission: UUID, persons: int, at: datetime, source: str) -> Departure:
    """Let some or all of a visit's persons leave, exactly once per ``submission``.

    The conditional update, not a look before it, keeps two desks from letting the same person out twice. Whom only
    the end of the day let out, this may still let out: the automatic departure gives way.
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
            as_read = Visit.objects.standing().filter(pk=visit.pk, arrived_at=visit.arrived_at)
            still_inside = as_read.filter(persons_inside__gte=persons)
            if still_inside.update(persons_inside=F("persons_inside") - persons):
                give_back_places(visit_id=visit.pk, persons=persons)
            else:
                give_way(departure)
                _follow_arrival(departure)
    except IntegrityError:
        first = first_departure(departure)
        if first is None:
            raise
        return first
    return departure


def void(*, visit: Visit, reason: str, at: datetime, by=None, submission: UUID | None = None) -> Visit:
    """Cancel a visit: it counts no more and stays in the record with reason, actor and time, without its name.

    Cancelling what is cancelled changes nothing. Raises ``ReasonMissing``; ``SubmissionConflict`` where the
    ``submission`` of an undo has cancelled another.
    """
    if not reason.strip():
        raise ReasonMissing
    while True:
        try:
            return _void_as_read(visit, reason, at, by, submission)
        except ChangedMeanwhile:
            visit = Visit.objects.get(pk=visit.pk)  # begun anew, since its new day is locked before the visit
        except IntegrityError:
            if submission and Visit.objects.filter(void_submission=submission).exists():
                raise SubmissionConflict from None
            raise


@transaction.atomic
def _void_as_read(visit: Visit, reason: str, at: datetime, by, submission: UUID | None) -> Visit:
    """Raises ``ChangedMeanwhile`` for a visit that a correction has moved to another day since it was read."""
    lock_card(visit.card_id)
    # In the model's own order the site would be joined, and locked against everybody.
    day = SiteDay.objects.select_for_update().filter(site_id=visit.site_id, day=visit.day).order_by("day")
    list(day)  # takes the lock, in the house's order
    read_on, visit = visit.day, Visit.objects.select_for_update().get(pk=visit.pk)
    if visit.is_voided:
        return visit
    if visit.day != read_on:
        raise ChangedMeanwhile
    keep_first_writing(visit)
    visit.voided_at, visit.voided_by, visit.void_reason = at, by, reason
    visit.void_submission, visit._history_user = submission, by
    visit.save(update_fields=["voided_at", "voided_by", "void_reason", "void_submission"])
    VisitIdentity.objects.filter(visit=visit).delete()
    stood_in = let_next_count(visit, at=at, by=by)
    # The counter is derived and may have drifted; it must never stand in the way of a correction.
    day.update(visits=Greatest(F("visits") - visit.counted_persons + stood_in, 0))
    give_back_places(visit_id=visit.pk, persons=visit.persons_inside)
    return visit


def undo(*, visit: Visit, device: Device, at: datetime) -> Visit:
    """Void what this device has just recorded.

    Raises ``TooLateHere`` for another device's visit and after ``SECOND_THOUGHTS``.
    """
    check_second_thoughts(visit, device, at)
    return void(visit=visit, reason=Visit.VoidReason.UNDONE, at=at)


def change_space(*, visit: Visit, space: Space, device: Device, at: datetime) -> Visit:
    """Send a visit to another room from the tablet that has just recorded it.

    Raises ``TooLateHere`` for another device's visit, a voided one, and after ``SECOND_THOUGHTS``; ``SpaceFull``.
    """
    check_second_thoughts(visit, device, at)
    return move(visit=visit, space=space, at=at)


def move(*, visit: Visit, space: Space | None, at: datetime, by=None) -> Visit:
    """Send everybody of a visit to another room of its site, or to none; the old one stays in the history.

    Raises ``TooLateHere`` for a voided visit, ``OfAnotherSite``, ``SpaceFull``.
    """
    if space and space.site_id != visit.site_id:
        raise OfAnotherSite
    with transaction.atomic():
        visit = Visit.objects.select_for_update(of=("self",)).select_related("site").get(pk=visit.pk)
        if visit.is_voided:
            raise TooLateHere
        before, after = (visit.space_id, visit.persons_inside), (space.pk if space else None, visit.persons_inside)
        if before != after:
            keep_first_writing(visit)
            visit.space, visit._history_user = space, by
            visit.save(update_fields=["space"])
            move_places(before=before, after=after, day=visit.site.day_of(at))
    return visit


def check_persons(persons: int, *, most: int = KIOSK_MOST_PERSONS) -> None:
    """Raises ``TooManyPersons`` for nobody and for more than an entry may hold."""
    if persons < 1:
        raise TooManyPersons(_("At least one person visits."))
    if persons > most:
        raise TooManyPersons(_("At most %(most)s people in one entry.") % {"most": most})


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


def check_second_thoughts(visit: Visit, device: Device, at: datetime) -> None:
    """Raises ``TooLateHere`` where this kiosk did not record the visit, or no longer may change it."""
    if visit.device_id != device.pk or at - visit.recorded_at > SECOND_THOUGHTS:
        raise TooLateHere


def _follow_arrival(departure: Departure) -> None:
    """Within a transaction that holds the visit: its arrival may have been corrected since it was read."""
    arrived_at = Visit.objects.values_list("arrived_at", flat=True).get(pk=departure.visit_id)
    if departure.left_at < arrived_at:
        raise LeftBeforeArrival
    if departure.arrived_at != arrived_at:
        departure.arrived_at = arrived_at
        departure.save(update_fields=["arrived_at"])
