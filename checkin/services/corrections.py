"""Correcting what was recorded: what it was stays in the history, and what it changes is known before it is saved."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Min, Sum
from django.db.models.functions import Greatest

from checkin.errors import (
    CardInside,
    ChangedMeanwhile,
    LeftBeforeArrival,
    NotThatManyInside,
    OfAnotherSite,
    ReasonMissing,
    TooLateHere,
)
from checkin.models import Departure, Origin, Purpose, SiteDay, Space, Visit, VisitorCategory
from checkin.services.automatic import reduce
from checkin.services.counting import (
    counted_if,
    counted_persons,
    keep_first_writing,
    let_next_count,
    lock_card,
    next_to_count,
)
from checkin.services.hours import hours_on
from checkin.services.spaces import move_places
from checkin.services.visits import MOST_PERSONS, check_days_are_free, check_persons, lock_site

NAMED = ("site", "category", "origin", "purpose", "space")


@dataclass(frozen=True)
class Said:
    """What of a visit can be said otherwise. Its number, source and who recorded it stay."""

    arrived_at: datetime
    category: VisitorCategory
    origin: Origin
    purpose: Purpose
    space: Space | None
    persons: int
    organisation: str

    @classmethod
    def of(cls, visit: Visit) -> "Said":
        return cls(**{name: getattr(visit, name) for name in cls.__dataclass_fields__})

    def counted_of(self, visit: Visit) -> int:
        """How many visits ``visit`` adds, said so. One that counted for nothing though its category does was a return
        of a card that it has been made to forget: nobody can tell any more, so it stays as it was."""
        was_return = visit.card_id is None and not visit.counted_persons and visit.category.is_counted
        return 0 if was_return else counted_persons(self.category, self.persons)


def effect(*, visit: Visit, said: Said) -> dict[date, int]:
    """By how many visits the correction changes which month; months by their first day, unchanged ones left out."""
    months: dict[date, int] = {}
    moved_to = visit.site.day_of(said.arrived_at)
    left = (_stands_in(visit) if _gives_way(visit, said) else 0) - visit.counted_persons
    for day, counted in (
        (visit.day, left),
        (moved_to, counted_if(visit, day=moved_to, counted=said.counted_of(visit))),
    ):
        months[day.replace(day=1)] = months.get(day.replace(day=1), 0) + counted
    return {month: change for month, change in sorted(months.items()) if change}


def effect_of_void(visit: Visit) -> dict[date, int]:
    """The same for cancelling it."""
    change = _stands_in(visit) - visit.counted_persons
    return {visit.day.replace(day=1): change} if change else {}


def _gives_way(visit: Visit, said: Said) -> bool:
    """Whether another entry of its card may count on its day from now on."""
    return visit.site.day_of(said.arrived_at) != visit.day or not said.counted_of(visit)


def _stands_in(visit: Visit) -> int:
    """How many visits its day keeps by the next entry of its card."""
    heir = next_to_count(visit)
    return heir.counted_persons if heir else 0


def state_of(visit: Visit) -> int:
    """Which writing of the visit this is: 0 the first, afterwards the last of its history."""
    return visit.history.order_by("-pk").values_list("pk", flat=True).first() or 0


def correct(*, visit: Visit, said: Said, reason: str, seen: int, at: datetime, by) -> Visit:
    """Say it otherwise, with a reason. ``seen`` is the ``state_of`` the visit that the person had before their eyes.

    A visit moved to another day gives up its number, which is that day's no more. Saying what already stands changes
    nothing. Raises ``ReasonMissing``, ``TooManyPersons``, ``NotThatManyInside`` for fewer people than have left,
    ``LeftBeforeArrival``, ``DayCovered``, ``OfAnotherSite``, ``ChangedMeanwhile``, ``CardInside`` where it would have
    a card's holder inside twice, ``SpaceFull``, and ``TooLateHere`` for a cancelled visit.
    """
    if not reason.strip():
        raise ReasonMissing
    check_persons(said.persons, most=MOST_PERSONS)
    if said.space and said.space.site_id != visit.site_id:
        raise OfAnotherSite
    with transaction.atomic():
        days = _lock(visit, {visit.day, visit.site.day_of(said.arrived_at)})
        visit = Visit.objects.select_for_update(of=("self",)).select_related(*NAMED).get(pk=visit.pk)
        if visit.is_voided:
            raise TooLateHere
        if Said.of(visit) == said:
            return visit
        if state_of(visit) != seen or visit.day not in days:
            raise ChangedMeanwhile
        _check_day(visit, said)
        before = visit.space_id, visit.persons_inside
        _place_people(visit, said, why=reason)
        _check_card(visit)
        _write(visit, said, reason=reason, at=at, by=by)
        move_places(before=before, after=(visit.space_id, visit.persons_inside), day=visit.site.day_of(at))
    return visit


def _lock(visit: Visit, days: set[date]) -> set[date]:
    """The house's order: the site, a card, its days from the earliest on; the visit comes after."""
    if len(days) > 1:
        lock_site(visit.site)
    lock_card(visit.card_id)
    if len(days) > 1:
        for day in sorted(days):
            SiteDay.objects.get_or_create(site_id=visit.site_id, day=day)
    locked = SiteDay.objects.select_for_update().filter(site_id=visit.site_id, day__in=days).order_by("day")
    return {row.day for row in locked} | {visit.day}


def _check_day(visit: Visit, said: Said) -> None:
    day = visit.site.day_of(said.arrived_at)
    if day != visit.day:
        check_days_are_free(site=visit.site, first=day, last=day)


def _check_card(visit: Visit) -> None:
    """Whoever a correction brings back inside must not be there by another entry of the card."""
    others = Visit.objects.inside().filter(card=visit.card_id).exclude(pk=visit.pk)
    if visit.card_id and visit.persons_inside and others.exists():
        raise CardInside


def _place_people(visit: Visit, said: Said, *, why: str) -> None:
    """Who left by somebody's word stays gone, and so does of whom nobody knows when; of the others some stay let out
    by the clock, where it still holds.

    Whom its departure holds no more is inside again, and the next end of a day lets them out.
    """
    departures = Departure.objects.filter(visit=visit)
    automatic = departures.automatic().select_for_update().first()
    told = departures.by_people().aggregate(people=Sum("persons", default=0), first=Min("left_at"))
    if said.persons < told["people"]:
        raise NotThatManyInside
    if told["first"] and said.arrived_at > told["first"]:
        raise LeftBeforeArrival(field="day")
    others = said.persons - told["people"]
    others -= min(_left_unseen(visit, said), others)
    holds = automatic and visit.site.day_of(said.arrived_at) == visit.day and said.arrived_at <= automatic.left_at
    by_clock = min(automatic.persons, others) if holds else 0
    if automatic and by_clock < automatic.persons:
        reduce(automatic, by=automatic.persons - by_clock, why=why)
    visit.persons_inside = others - by_clock


def _left_unseen(visit: Visit, said: Said) -> int:
    """How many are gone without a departure: old attendance often does not say when, but an imported visit is over,
    for people whom the correction adds to it too."""
    added = max(said.persons - visit.persons, 0) if visit.source == Visit.Source.IMPORT else 0
    return visit.persons - visit.persons_inside - visit.departures.people() + added


def _write(visit: Visit, said: Said, *, reason: str, at: datetime, by) -> None:
    keep_first_writing(visit)
    was_on, counted_before, counted = visit.day, visit.counted_persons, said.counted_of(visit)
    for name in Said.__dataclass_fields__:
        setattr(visit, name, getattr(said, name))
    day = visit.site.day_of(said.arrived_at)
    stood_in = let_next_count(visit, at=at, by=by) if _gives_way(visit, said) else 0
    visit.counted_persons, visit.day = counted_if(visit, day=day, counted=counted), day
    if visit.day != was_on:
        visit.number = None
    visit.is_out_of_hours = hours_on(site=visit.site, day=visit.day).is_out_of_hours(visit.arrived_at)
    visit._history_user, visit._change_reason, visit._history_date = by, reason, at
    visit.save()
    Departure.objects.filter(visit=visit).exclude(arrived_at=said.arrived_at).update(arrived_at=said.arrived_at)
    # The counter is derived and may have drifted; it must never stand in the way of a correction.
    for day, change in ((was_on, stood_in - counted_before), (visit.day, visit.counted_persons)):
        rows = SiteDay.objects.filter(site_id=visit.site_id, day=day)
        rows.update(visits=Greatest(F("visits") + change, 0))
