"""Taking in what tablets hand in: every item exactly once, in any order, and what cannot be recorded held for the desk.

Each item is a transaction of its own, so that a bad one delays none. A departure that arrives before its visit is held
and settled by the visit's arrival: both sides write first and look afterwards, so that one of them finds the other.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Q

from checkin.errors import (
    AlreadySettled,
    CannotBeYet,
    DayCovered,
    LeftBeforeArrival,
    NotThatManyInside,
    NumberTaken,
    SubmissionConflict,
)
from checkin.models import Departure, Device, HeldSubmission, Origin, Purpose, Space, Visit, VisitorCategory
from checkin.services import holding
from checkin.services.automatic import persons_to_leave
from checkin.services.clocks import LONGEST_WAIT, TOLERANCE, Clock, clock_of, clock_then
from checkin.services.handed_in import Arrival, Leaving, TakingBack, rank, read
from checkin.services.hours import hours_of
from checkin.services.numbers import is_lent
from checkin.services.repeats import is_other_content
from checkin.services.statements import is_waited_for
from checkin.services.visits import SECOND_THOUGHTS, check_in_at_the_door, check_out, void
from checkin.validation import clean_uuid

Reason = HeldSubmission.Reason
ACCEPTED, DUPLICATE, HELD = "accepted", "duplicate", "held"
ALREADY_LEFT, DISCARDED = "already_left", "discarded"


@dataclass(frozen=True)
class Receipt:
    """The only thing on which a tablet forgets an item; ``id`` is the item's own, as it wrote it."""

    id: str
    outcome: str
    number: int | None = None
    reason: str | None = None


def receive(*, device: Device, sent_at: datetime, items: list, received_at: datetime) -> list[Receipt]:
    """Take in a tablet's items, whatever they are; the receipts come in the order of the items.

    The items are values as JSON gives them. A revoked tablet's items are held, except those that were in before.
    """
    desk = Taking(device, clock_of(device, sent_at=sent_at, received_at=received_at), sent_at)
    digests = [holding.digest_of(item) for item in items]
    thrown = holding.discarded(device=device, digests=digests)
    receipts = {}
    for place in sorted(range(len(items)), key=lambda place: rank(items[place])):
        item, is_thrown = items[place], digests[place] in thrown
        receipts[place] = Receipt(holding.id_of(item), HELD, reason=DISCARDED) if is_thrown else desk.take(item)
    return [receipts[place] for place in range(len(items))]


@dataclass
class Taking:
    """One handing in: the tablet, what is known of its clock, and the words looked up once for all its items.

    ``is_vouched_for``: the desk says that it may be recorded, though the tablet is no longer trusted.
    """

    device: Device
    clock: Clock
    sent_at: datetime
    is_vouched_for: bool = False

    def take(self, item) -> Receipt:
        """Record an item or hold it; either way the answer is a receipt."""
        name = holding.id_of(item)
        try:
            said = read(item)
            receipt = self.recorded(name, said)
        except CannotBeYet as why:
            return self._hold(name, item, why.reason)
        self.settle_what_waited_for(said)
        return receipt

    def settle_what_waited_for(self, said: Arrival | Leaving | TakingBack) -> None:
        """Record departures and undos that arrived before this visit; to be called when the visit is committed.

        After a repeat too: a server killed between the visit and what waits for it is asked again for the visit only.
        """
        if isinstance(said, Arrival):
            settle_what_waited_for(said.id, at=self.clock.received_at)

    def recorded(self, name: str, said: Arrival | Leaving | TakingBack) -> Receipt:
        """Raises ``CannotBeYet`` where it cannot be."""
        if self.device.revoked_at and not self.is_vouched_for and not _is_in(said):
            raise CannotBeYet(Reason.REVOKED)
        if isinstance(said, Arrival):
            return self._arrive(name, said)
        return self._leave(name, said) if isinstance(said, Leaving) else self._take_back(name, said)

    def _hold(self, name: str, item, reason: str) -> Receipt:
        held = holding.hold(
            device=self.device, item=item, about=_visit_named(item), reason=reason, sent_at=self.sent_at,
            received_at=self.clock.received_at,
        )  # fmt: skip
        if reason == Reason.NO_VISIT and Visit.objects.filter(submission=held.about).exists():
            _try_again(held, at=self.clock.received_at)  # the visit came between looking for it and holding this
        return Receipt(name, HELD, reason=reason)

    def _arrive(self, name: str, said: Arrival) -> Receipt:
        if _is_of_a_departure_or_undo(said.id):
            raise CannotBeYet(Reason.CONFLICT, field="id")
        at, flag = self.clock.moment(said.at, said.clock_error)
        visit = self._check_in(said, at, flag)
        return Receipt(name, DUPLICATE if visit.is_repeat else ACCEPTED, visit.number)

    def _check_in(self, said: Arrival, at: datetime, flag: str) -> Visit:
        site = self.device.site
        words = self._words_of(said)
        day = site.day_of(at)
        lent = said.number if said.number and is_lent(device=self.device, day=day, number=said.number) else None
        told = {
            "site": site, "submission": said.id, "at": at, "persons": said.persons, "source": Visit.Source.KIOSK,
            "device": self.device, "recorded_at": self.clock.recorded_at or self.clock.received_at,
            "clock_flag": flag, "out_of_hours": self._hours.is_out_of_hours(at), **words,
        }  # fmt: skip
        try:
            try:
                return check_in_at_the_door(number=lent, **told)
            except NumberTaken:
                return check_in_at_the_door(**told)
        except SubmissionConflict as why:
            raise CannotBeYet(Reason.CONFLICT) from why
        except DayCovered as why:
            raise CannotBeYet(Reason.COVERED) from why

    def _leave(self, name: str, said: Leaving) -> Receipt:
        visit = self._visit(said.visit)
        before = Departure.objects.select_related("visit").filter(submission=said.id).first()
        if before or Visit.objects.filter(Q(submission=said.id) | Q(void_submission=said.id)).exists():
            if before is None or before.visit_id != visit.pk or is_other_content(before, said.persons):
                raise CannotBeYet(Reason.CONFLICT, field="id")
            return Receipt(name, DUPLICATE, visit.number)
        at, _flag = self.clock.moment(said.at, said.clock_error)
        while True:
            left_to_say = persons_to_leave(visit)
            persons = min(said.persons or left_to_say, left_to_say)
            if visit.is_voided or not persons:
                return Receipt(name, DUPLICATE, visit.number, ALREADY_LEFT)
            try:
                departure = check_out(
                    visit=visit, submission=said.id, persons=persons, at=max(at, visit.arrived_at),
                    source=Departure.Source.KIOSK,
                )  # fmt: skip
            except (LeftBeforeArrival, NotThatManyInside):
                visit.refresh_from_db()  # somebody else let some of them out, or corrected the arrival, meanwhile
                continue
            except SubmissionConflict as why:
                raise CannotBeYet(Reason.CONFLICT) from why
            return Receipt(name, DUPLICATE if departure.is_repeat else ACCEPTED, visit.number)

    def _take_back(self, name: str, said: TakingBack) -> Receipt:
        """Within the two minutes by the tablet's own clock; how long it waited to be handed in does not matter."""
        of_another = Q(submission=said.id) | Q(void_submission=said.id) & ~Q(submission=said.visit)
        if Visit.objects.filter(of_another).exists() or Departure.objects.filter(submission=said.id).exists():
            raise CannotBeYet(Reason.CONFLICT, field="id")
        visit = self._visit(said.visit)
        if visit.is_voided:
            return Receipt(name, DUPLICATE, visit.number)
        at, _flag = self.clock.moment(said.at, said.clock_error)
        # The tablet has kept to the two minutes; two measures of its clock may differ by what is tolerated.
        is_in_time = -TOLERANCE <= at - visit.arrived_at <= SECOND_THOUGHTS + TOLERANCE
        if visit.device_id != self.device.pk or not is_in_time:
            raise CannotBeYet(Reason.TOO_LATE)
        try:
            void(visit=visit, reason=Visit.VoidReason.UNDONE, at=max(at, visit.arrived_at), submission=said.id)
        except SubmissionConflict as why:
            raise CannotBeYet(Reason.CONFLICT, field="id") from why
        return Receipt(name, ACCEPTED, visit.number)

    def _visit(self, submission: UUID) -> Visit:
        visit = Visit.objects.filter(submission=submission, site=self.device.site_id).first()
        if visit is None:
            raise CannotBeYet(Reason.NO_VISIT, field="visit")
        return visit

    def _words_of(self, said: Arrival) -> dict:
        """Retired words too: they were offered when the visitor chose them."""
        found = {
            "category": self._categories.get(said.category),
            "origin": self._origins.get(said.origin),
            "purpose": self._purposes.get(said.purpose),
        }
        for field, word in found.items():
            if word is None:
                raise CannotBeYet(Reason.UNKNOWN_WORD, field=field)
        return {**found, "space": self._spaces.get(found["purpose"].space_code)}

    @cached_property
    def _hours(self):
        first = self.device.site.day_of(self.clock.received_at - LONGEST_WAIT)
        return hours_of(site=self.device.site, first=first, days=LONGEST_WAIT.days + 2)

    @cached_property
    def _categories(self) -> dict[str, VisitorCategory]:
        return {category.code: category for category in VisitorCategory.objects.all()}

    @cached_property
    def _origins(self) -> dict[str, Origin]:
        return {origin.slug: origin for origin in Origin.objects.all()}

    @cached_property
    def _purposes(self) -> dict[str, Purpose]:
        return {purpose.code: purpose for purpose in Purpose.objects.all()}

    @cached_property
    def _spaces(self) -> dict[str, Space]:
        return {space.code: space for space in Space.objects.filter(site=self.device.site_id)}


def settle_what_waited_for(visit: UUID, *, at: datetime) -> None:
    """Record departures and undos that arrived before the visit of this submission, which is committed by now."""
    for held in holding.waiting_for(visit) if is_waited_for(visit) else ():
        _try_again(held, at=at)


def _try_again(held: HeldSubmission, *, at: datetime) -> None:
    """Record a held departure or undo now that its visit is there; it stays held where it still cannot be."""
    taking = Taking(held.device, clock_then(held), held.sent_at)
    try:
        taking.recorded(held.submission, read(holding.item_of(held)))
        holding.settle(held=held, outcome=HeldSubmission.Outcome.ACCEPTED, at=at)
    except (CannotBeYet, AlreadySettled):
        return


def _is_in(said: Arrival | Leaving | TakingBack) -> bool:
    """Whether it was recorded before, when its receipt was lost."""
    if isinstance(said, TakingBack):
        return Visit.objects.voided().filter(submission=said.visit).exists()
    recorded = Departure if isinstance(said, Leaving) else Visit
    return recorded.objects.filter(submission=said.id).exists()


def _is_of_a_departure_or_undo(submission: UUID) -> bool:
    departure = Departure.objects.filter(submission=submission).order_by().values("pk")
    return departure.union(Visit.objects.filter(void_submission=submission).order_by().values("pk")).exists()


def _visit_named(item) -> UUID | None:
    try:
        return clean_uuid(item.get("visit")) if isinstance(item, dict) else None
    except ValidationError:
        return None
