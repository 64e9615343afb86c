"""Departures that nobody recorded: written when the day is over, and giving way to any that somebody did record.

Locks are taken in the house's one order; here the visit, its departure and its room, for as long as one visit takes.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import F

from checkin.errors import NotThatManyInside
from checkin.models import Departure, Site, Space, Visit
from checkin.services.hours import Hours, hours_of, hours_on
from checkin.services.spaces import give_back_places, recount_people

#: Who leaves late is still let out by hand in this time after closing.
GRACE = timedelta(minutes=30)
#: A tap takes less; whoever is recorded later than this was so without the server, or is on paper.
LATE = timedelta(minutes=1)
KEYS = UUID("6a3ff2f4-5f0e-4e0c-9d3f-5f7f2b1f0c26")


def tick(*, at: datetime) -> int:
    """Let out everyone whose day is over and of whom nobody said when they left; returns how many people.

    Late, twice, at once with another or after days without one: each visit gets one automatic departure, at the
    end of its own day. A short transaction for each, so that no check-in waits for all of them. Counters of rooms
    with a hard limit are made to agree with the visits.
    """
    people = sum(close(visit=visit, left_at=left_at) for visit, left_at in overdue(at=at))
    recount_people(Space.objects.filter(is_hard=True).order_by("pk"))
    return people


def overdue(*, at: datetime) -> Iterator[tuple[Visit, datetime]]:
    """Visits still inside after the end of their day, each with the moment at which it ended for them."""
    for site in Site.objects.all():
        inside = Visit.objects.inside().filter(site=site)
        days = list(inside.order_by().values_list("day", flat=True).distinct())
        if days:
            hours = hours_of(site=site, first=min(days), days=(max(days) - min(days)).days + 1)
            over = [day for day in days if end_of(hours, day) <= at]
            visits = inside.filter(day__in=over).order_by("arrived_at", "id")
            ends = [(visit, end_of(hours, visit.day, arrived_at=visit.arrived_at)) for visit in visits]
            yield from ((visit, end) for visit, end in ends if end <= at)


def end_of(hours: Hours, day: date, *, arrived_at: datetime | None = None) -> datetime:
    """Half an hour after the last closing; the midnight that ends the day where it has no hours.

    For who came after that too: somebody who was let in late is inside, and not gone in the minute of the arrival.
    """
    closing = hours.last_closing(day)
    end = closing + GRACE if closing else hours.midnight_after(day)
    return hours.midnight_after(day) if arrived_at and arrived_at >= end else end


def close(*, visit: Visit, left_at: datetime) -> int:
    """Let out by the clock all who are still inside; returns how many people, nobody the second time.

    The conditional update decides who does it, the key made of the visit's own keeps it one row. Where somebody
    let some of them out since ``visit`` was read, it is read anew; one whose arrival was corrected since is left to
    the next tick, which knows when its day ends.
    """
    arrived_at = visit.arrived_at
    while visit.is_inside and visit.arrived_at == arrived_at:
        if _close_as_read(visit, left_at):
            return visit.persons_inside
        visit.refresh_from_db(fields=["arrived_at", "persons_inside", "voided_at"])
    return 0


def _close_as_read(visit: Visit, left_at: datetime) -> bool:
    with transaction.atomic():
        as_read = Visit.objects.inside().filter(
            pk=visit.pk, persons_inside=visit.persons_inside, arrived_at=visit.arrived_at
        )
        if not as_read.update(persons_inside=0):
            return False
        departure, is_new = Departure.objects.get_or_create(
            submission=key_of(visit),
            defaults={"visit": visit, **_said_by_the_clock(visit, left_at, visit.persons_inside)},
        )
        if not is_new:
            Departure.objects.filter(pk=departure.pk).update(persons=F("persons") + visit.persons_inside)
        give_back_places(visit_id=visit.pk, persons=visit.persons_inside)
    return True


def departure_when_recorded(visit: Visit) -> Departure | None:
    """Not yet saved, the automatic departure of a visit that is recorded when its own day is over; else None.

    Its people were never inside by today's reckoning, and take no place from who is. A tap as it happens asks nothing.
    """
    if visit.recorded_at - visit.arrived_at < LATE:
        return None
    end = end_of(hours_on(site=visit.site, day=visit.day), visit.day, arrived_at=visit.arrived_at)
    if visit.recorded_at < end:
        return None
    return Departure(submission=key_of(visit), **_said_by_the_clock(visit, end, visit.persons))


def _said_by_the_clock(visit: Visit, left_at: datetime, persons: int) -> dict:
    source = Departure.Source.AUTOMATIC
    return {"arrived_at": visit.arrived_at, "left_at": left_at, "persons": persons, "source": source}


def key_of(visit: Visit) -> UUID:
    """The key of a visit's one automatic departure, the same whoever makes it."""
    return uuid5(KEYS, str(visit.submission))


def persons_to_leave(visit: Visit) -> int:
    """Of whom somebody may still say when they left: who is inside, and whom only the clock let out."""
    return visit.persons_inside + visit.departures.automatic().people()


def give_way(departure: Departure) -> None:
    """Within its transaction: let a departure that somebody recorded stand in for the automatic one, or for part of it.

    A person's word about when they left beats the clock's, whichever came first. What the automatic departure was
    stays in its history. Raises ``NotThatManyInside``.
    """
    visit = Visit.objects.standing().select_for_update(no_key=True).filter(pk=departure.visit_id).first()
    automatic = Departure.objects.automatic().select_for_update().filter(visit=departure.visit_id).first()
    # Somebody may have come back, or been corrected to be inside, since nobody was found there.
    inside = min(visit.persons_inside, departure.persons) if visit else 0
    of_the_clock = departure.persons - inside
    if visit is None or of_the_clock > (automatic.persons if automatic else 0):
        raise NotThatManyInside
    Visit.objects.filter(pk=visit.pk).update(persons_inside=F("persons_inside") - inside)
    if of_the_clock:
        reduce(automatic, by=of_the_clock, why=f"departure {departure.submission}")
    give_back_places(visit_id=visit.pk, persons=inside)


def reduce(automatic: Departure, *, by: int, why: str) -> None:
    """Within a transaction: take some or all people out of it; what it was stays in its history."""
    if not automatic.history.exists():
        Departure.history.bulk_history_create([automatic], default_date=automatic.left_at)
    if automatic.persons == by:
        automatic._change_reason = why
        automatic.delete()
        return
    automatic.persons -= by
    automatic.save(update_fields=["persons"])
    Departure.history.bulk_history_create([automatic], update=True, default_change_reason=why)
