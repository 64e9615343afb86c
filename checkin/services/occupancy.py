"""How full a house is: people in each space and in all, places left, and who may have gone without a word."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from fractions import Fraction

from django.db.models import Q, Sum
from django.utils.translation import pgettext_lazy

from checkin.models import Site, Space, Visit

#: Who stays longer has perhaps gone without being let out.
LONG_STAY = timedelta(hours=4)
#: By the purpose's code: an event or a training lasts a working day.
LONG_STAYS = {"ACARA": timedelta(hours=8)}
FIGURES = 5


class Word(Enum):
    """How full a space is, as one says it."""

    EMPTY = "empty"
    ROOMY = "roomy"
    LIVELY = "lively"
    BUSY = "busy"
    FULL = "full"

    @property
    def text(self) -> str:
        return str(WORDS[self])


WORDS = {
    Word.EMPTY: pgettext_lazy("how full a room is", "Empty"),
    Word.ROOMY: pgettext_lazy("how full a room is", "Roomy"),
    Word.LIVELY: pgettext_lazy("how full a room is", "Fairly busy"),
    Word.BUSY: pgettext_lazy("how full a room is", "Busy"),
    Word.FULL: pgettext_lazy("how full a room is", "Full"),
}


@dataclass(frozen=True)
class SpaceNow:
    """A space, the people in it and its places today; where nobody knows them, nothing but the people is said."""

    space: Space
    people: int
    places: int | None

    @property
    def fraction(self) -> Fraction | None:
        """People by places, above 1 where more came than there are."""
        return Fraction(self.people, self.places) if self.places else None

    @property
    def word(self) -> Word | None:
        fraction = self.fraction
        if fraction is None:
            return None
        if fraction >= 1:
            return Word.FULL
        if fraction >= Fraction(8, 10):
            return Word.BUSY
        if fraction >= Fraction(1, 2):
            return Word.LIVELY
        return Word.ROOMY if fraction else Word.EMPTY

    @property
    def figures(self) -> int | None:
        """How many of five persons stand filled: one for every fifth begun, five at the most."""
        return None if self.fraction is None else min(-(-FIGURES * self.fraction // 1), FIGURES)

    @property
    def seats_taken(self) -> int | None:
        """Never more than there are; who found no seat is in the sum of the house."""
        return None if self.fraction is None else min(self.people, self.places)

    @property
    def is_full(self) -> bool:
        return self.word is Word.FULL

    @property
    def is_busy(self) -> bool:
        """From four fifths on."""
        return self.word in (Word.BUSY, Word.FULL)

    @property
    def is_roomy(self) -> bool:
        return self.word in (Word.EMPTY, Word.ROOMY)

    def has_place_for(self, persons: int) -> bool:
        """Whether so many more find a place; where nobody knows how many there are, they may try."""
        return self.places is None or self.people + persons <= self.places


@dataclass(frozen=True)
class Occupancy:
    """A house at a moment; who is ``perhaps_gone`` or ``without_space`` is among ``people_inside``."""

    spaces: tuple[SpaceNow, ...]
    people_inside: int
    perhaps_gone: int

    @property
    def without_space(self) -> int:
        return self.people_inside - sum(now.people for now in self.spaces)

    @property
    def capacity(self) -> int | None:
        """Today's places."""
        return capacity_of(now.places for now in self.spaces)

    @property
    def free_places(self) -> int | None:
        return None if self.capacity is None else max(self.capacity - self.people_inside, 0)


def capacity_of(places: Iterable[int | None]) -> int | None:
    """Of a house by its rooms; None where one room's places are unknown: a sum of the others would say too little."""
    known = list(places)
    return sum(known) if known and None not in known else None


def occupancy(site: Site, *, at: datetime, spaces: Iterable[Space] | None = None) -> Occupancy:
    """Two queries, one where the ``spaces`` are known ``with_places``; as many rows as spaces, however many are inside.

    Who is perhaps gone is told by the minute, so that two looks in the same minute see the same.
    """
    gone = Sum("persons_inside", filter=_stays_long(at.replace(second=0, microsecond=0)), default=0)
    by_space = Visit.objects.filter(site=site).inside().order_by().values("space_id")
    found = by_space.annotate(people=Sum("persons_inside"), gone=gone).values_list("space_id", "people", "gone")
    counted = {space: (people, left) for space, people, left in found}
    spaces = _with_places(site, site.day_of(at)) if spaces is None else spaces
    return Occupancy(
        spaces=tuple(SpaceNow(space, counted.get(space.pk, (0, 0))[0], space.places) for space in spaces),
        people_inside=sum(people for people, _left in counted.values()),
        perhaps_gone=sum(left for _people, left in counted.values()),
    )


def spaces_now(site: Site, *, day: date) -> tuple[SpaceNow, ...]:
    """The rooms alone, in the order of the house; two queries."""
    by_space = Visit.objects.filter(site=site).inside().order_by().values_list("space_id")
    people = dict(by_space.annotate(Sum("persons_inside")))
    return tuple(SpaceNow(space, people.get(space.pk, 0), space.places) for space in _with_places(site, day))


def _with_places(site: Site, day: date):
    return Space.objects.filter(site=site).with_places(day)


def _stays_long(at: datetime) -> Q:
    """Compared with whole minutes, of which ``at`` is one."""
    long = Q(arrived_at__lte=at - LONG_STAY) & ~Q(purpose__code__in=LONG_STAYS)
    for purpose, stay in LONG_STAYS.items():
        long |= Q(arrived_at__lte=at - stay, purpose__code=purpose)
    return long
