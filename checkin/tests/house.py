"""A house kept a second time in the plainest way, and a walk that does anything to both: the property of people(t)."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from random import Random
from uuid import UUID

from django.utils import timezone

from checkin.errors import Refusal
from checkin.models import Departure, Space, Visit
from checkin.services.automatic import close
from checkin.services.corrections import Said, correct, state_of
from checkin.services.visits import check_in, check_out, move, void

GROUPS = (1, 1, 1, 2, 5, 24)
ROOMS = ("AUL", "COW", "SEL")
LATEST = timedelta(hours=6)


@dataclass
class Guest:
    """One arrival as somebody with paper and pencil would keep it."""

    persons: int
    room: str | None
    came: datetime
    left: dict[UUID, tuple[datetime, int]] = field(default_factory=dict)
    let_out: tuple[datetime, int] | None = None
    is_cancelled: bool = False

    def inside(self, at: datetime | None = None) -> int:
        """Who is inside at a moment, or at the end of all that is known."""
        if self.is_cancelled or (at and at < self.came):
            return 0
        departures = [*self.left.values(), *([self.let_out] if self.let_out else [])]
        return self.persons - sum(people for left_at, people in departures if at is None or left_at <= at)

    @property
    def gone_by_word(self) -> int:
        return sum(people for _at, people in self.left.values())


@dataclass
class House:
    """The walk: each step does something to the house and the same on paper; what is refused happens in neither."""

    site: object
    words: dict
    dice: Random
    start: datetime
    guests: dict[UUID, Guest] = field(default_factory=dict)
    forgotten: dict[UUID, Guest] = field(default_factory=dict)
    steps: Counter = field(default_factory=Counter)

    def walk(self, steps: int, *, look: Callable[["House"], None], every: int) -> None:
        acts = (self.enter, self.enter, self.enter_again, self.leave, self.leave, self.leave_again, self.move)
        acts += (self.void, self.amend, self.auto_close)
        for step in range(1, steps + 1):
            act = self.dice.choice(acts)
            try:
                act()
                self.steps[act.__name__] += 1
            except Refusal as refusal:
                self.steps[type(refusal).__name__] += 1
            if step % every == 0:
                look(self)
                self._forget_the_gone()

    def enter(self) -> None:
        tap, persons, room, came = self._key(), self.dice.choice(GROUPS), self._room(), self._moment()
        told = {"persons": persons, "space": room, "at": came, "recorded_at": came, "source": "desk"}
        check_in(site=self.site, submission=tap, **told, **self.words)
        self.guests[tap] = Guest(persons, room.code if room else None, came)

    def enter_again(self) -> None:
        """A repeat says what was said first; what was corrected since stands."""
        if tap := self._anyone():
            first = Visit.objects.get(submission=tap).history.order_by("pk").first() or Visit.objects.get(
                submission=tap
            )
            said = {"persons": first.persons, "at": first.arrived_at, "space": None, "source": "desk"}
            assert check_in(site=self.site, submission=tap, **said, **self.words).is_repeat

    def leave(self) -> None:
        if tap := self._anyone():
            guest, persons = self.guests[tap], self.dice.choice(GROUPS)
            self._check_out(tap, self._key(), persons, guest.came + self._a_while())

    def leave_again(self) -> None:
        gone = [(tap, key) for tap, guest in self.guests.items() for key in guest.left]
        if gone:
            tap, key = self.dice.choice(gone)
            left_at, persons = self.guests[tap].left[key]
            self._check_out(tap, key, persons, left_at)

    def _check_out(self, tap: UUID, key: UUID, persons: int, left_at: datetime) -> None:
        guest = self.guests[tap]
        departure = check_out(visit=self._visit(tap), submission=key, persons=persons, at=left_at, source="desk")
        if departure.is_repeat:
            return
        of_the_clock = max(persons - guest.inside(), 0)
        guest.left[key] = (left_at, persons)
        if of_the_clock:
            assert guest.let_out, "more people left than had come"
            at, people = guest.let_out
            guest.let_out = (at, people - of_the_clock) if people > of_the_clock else None

    def move(self) -> None:
        if tap := self._anyone():
            room = self._room()
            move(visit=self._visit(tap), at=timezone.now(), space=room)
            self.guests[tap].room = room.code if room else None

    def void(self) -> None:
        if self.dice.random() < 0.3 and (tap := self._anyone()):
            void(visit=self._visit(tap), reason="salah ketuk", at=timezone.now())
            self.guests[tap].is_cancelled = True

    def amend(self) -> None:
        tap = self._anyone()
        if not tap:
            return
        visit, guest, room = self._visit(tap), self.guests[tap], self._room()
        came, persons = guest.came + self.dice.choice((-1, 0, 0, 1)) * self._a_while(), self.dice.choice(GROUPS)
        said = Said(**{**vars(Said.of(visit)), "persons": persons, "space": room, "arrived_at": came})
        correct(visit=visit, said=said, reason="salah tulis", seen=state_of(visit), at=timezone.now(), by=None)
        others = persons - guest.gone_by_word
        holds = guest.let_out and came.date() == guest.came.date() and came <= guest.let_out[0]
        by_clock = min(guest.let_out[1], others) if holds else 0
        guest.let_out = (guest.let_out[0], by_clock) if by_clock else None
        guest.persons, guest.came, guest.room = persons, came, room.code if room else None

    def auto_close(self) -> None:
        """By the end of the day; twice is once."""
        if tap := self._anyone():
            guest, end = self.guests[tap], self.start + timedelta(days=1)
            visit = self._visit(tap)
            people = guest.inside()
            for again in range(2):
                assert close(visit=visit, left_at=end) == (0 if again else people)
                visit.refresh_from_db()
            if people:
                guest.let_out = (end, people + (guest.let_out[1] if guest.let_out else 0))

    def _forget_the_gone(self) -> None:
        """Keep the walk among people who can still do something, and a few who cannot."""
        gone = [tap for tap, guest in self.guests.items() if not guest.inside() and not guest.let_out]
        for tap in gone[:-20]:
            self.forgotten[tap] = self.guests.pop(tap)

    @property
    def everybody(self) -> list[Guest]:
        return [*self.forgotten.values(), *self.guests.values()]

    def people_at(self, moment: datetime) -> int:
        """People of this house at a moment, as its rows say."""
        came = Visit.objects.filter(site=self.site, arrived_at__lte=moment).standing()
        left = Departure.objects.filter(visit__in=came, left_at__lte=moment)
        return sum(came.values_list("persons", flat=True)) - left.people()

    def _visit(self, tap: UUID) -> Visit:
        return Visit.objects.select_related("site", "category", "origin", "purpose", "space").get(submission=tap)

    def _anyone(self) -> UUID | None:
        return self.dice.choice(list(self.guests)) if self.guests else None

    @cached_property
    def _rooms(self) -> list[Space | None]:
        return [*Space.objects.filter(site=self.site, code__in=ROOMS), None]

    def _room(self) -> Space | None:
        return self.dice.choice(self._rooms)

    def _key(self) -> UUID:
        return UUID(int=self.dice.getrandbits(128))

    def _moment(self) -> datetime:
        """Late, and not in order."""
        return self.start + self._a_while()

    def _a_while(self) -> timedelta:
        return timedelta(seconds=self.dice.randrange(int(LATEST.total_seconds())))
