"""Who has to be found: everyone inside by room, during an evacuation with who was seen and who has left."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import IntegerField, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from checkin.models import Departure, Evacuation, EvacuationLine, Site, Space, Visit
from checkin.services.occupancy import LONG_STAY, LONG_STAYS


@dataclass(frozen=True)
class Entry:
    """A visit and its people who have to be found; ``left`` of them were let out since the evacuation began."""

    visit: Visit
    space: Space | None
    persons: int
    seen: int = 0
    left: int = 0
    is_doubtful: bool = False
    is_late: bool = False
    perhaps_gone: bool = False

    @property
    def missing(self) -> int:
        """Who was seen and who left may be the same people: only the greater of both is surely safe."""
        return self.persons - max(self.seen, self.left)

    @property
    def rest(self) -> int:
        """How many are not ticked yet."""
        return self.persons - self.seen

    @property
    def is_group(self) -> bool:
        return self.persons > 1

    @property
    def is_complete(self) -> bool:
        return not (self.missing or self.wants_recount)

    @property
    def wants_recount(self) -> bool:
        """Whether nobody can tell from here how many people the ticks and departures are."""
        return self.is_doubtful or bool(self.seen and self.left and self.missing)


@dataclass(frozen=True)
class Room:
    """A room, or no room, and who was in it."""

    space: Space | None
    entries: tuple[Entry, ...]

    @property
    def persons(self) -> int:
        return sum(entry.persons for entry in self.entries)

    @property
    def missing(self) -> int:
        return sum(entry.missing for entry in self.entries)


@dataclass(frozen=True)
class RollCall:
    """All rooms of a site in their order, the empty ones too: that a room is empty is news."""

    evacuation: Evacuation | None
    rooms: tuple[Room, ...]

    @property
    def entries(self) -> list[Entry]:
        return [entry for room in self.rooms for entry in room.entries]

    @property
    def persons(self) -> int:
        return sum(room.persons for room in self.rooms)

    @property
    def missing(self) -> int:
        return sum(room.missing for room in self.rooms)

    @property
    def seen(self) -> int:
        return sum(entry.seen for entry in self.entries)

    @property
    def left(self) -> int:
        return sum(entry.left for entry in self.entries)

    @property
    def doubtful(self) -> int:
        """How many entries somebody should count again."""
        return sum(entry.wants_recount for entry in self.entries)

    @property
    def perhaps_gone(self) -> int:
        return sum(entry.persons for entry in self.entries if entry.perhaps_gone)


def roll_call(site: Site, *, at: datetime, evacuation: Evacuation | None = None) -> RollCall:
    """Two queries, with an evacuation three, however many are inside."""
    known = list(_lines(evacuation)) if evacuation else []
    entries = [_entry(line, evacuation) for line in known]
    if evacuation is None or evacuation.is_running:
        since = evacuation.started_at if evacuation else at
        inside = Visit.objects.filter(site=site).inside().select_related("category", "purpose", "space")
        if evacuation:
            inside = inside.exclude(evacuation_lines__evacuation=evacuation)
        entries += [_newcomer(visit, since) for visit in inside.order_by("arrived_at", "id")]
    return RollCall(evacuation, tuple(_rooms(Space.objects.filter(site=site), entries)))


def _lines(evacuation: Evacuation):
    """With the people whom only the clock let out: a clock brings nobody out of a building."""
    clock = Departure.objects.automatic().filter(visit=OuterRef("visit")).order_by().values("visit")
    people = Subquery(clock.annotate(people=Sum("persons")).values("people"), output_field=IntegerField())
    lines = EvacuationLine.objects.filter(evacuation=evacuation).annotate(by_clock=Coalesce(people, 0))
    return lines.select_related("space", "visit__category", "visit__purpose").order_by("visit__arrived_at", "visit")


def _entry(line: EvacuationLine, evacuation: Evacuation) -> Entry:
    visit = line.visit
    persons, left = line.persons, line.left
    if evacuation.is_running:
        inside = 0 if visit.is_voided else visit.persons_inside
        persons = max(line.persons, inside)
        left = max(persons - inside - (0 if visit.is_voided else line.by_clock), 0)
    return Entry(
        visit=visit, space=line.space, persons=persons, seen=line.seen, left=left,
        is_doubtful=line.is_doubtful, is_late=visit.arrived_at > evacuation.started_at,
        perhaps_gone=_stays_long(visit, evacuation.started_at),
    )  # fmt: skip


def _newcomer(visit: Visit, since: datetime) -> Entry:
    told = {"is_late": visit.arrived_at > since, "perhaps_gone": _stays_long(visit, since)}
    return Entry(visit=visit, space=visit.space, persons=visit.persons_inside, **told)


def _stays_long(visit: Visit, at: datetime) -> bool:
    return at - visit.arrived_at >= LONG_STAYS.get(visit.purpose.code, LONG_STAY)


def _rooms(spaces: Iterable[Space], entries: list[Entry]):
    by_space: dict[int | None, list[Entry]] = {}
    for entry in entries:
        by_space.setdefault(entry.space and entry.space.pk, []).append(entry)
    for space in spaces:
        yield Room(space, tuple(by_space.get(space.pk, ())))
    if None in by_space:
        yield Room(None, tuple(by_space[None]))
