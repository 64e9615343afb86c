"""The ledgers against the database: what is lost, doubled, phantom, changed or miscounted. Pure."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from datetime import date

from tests.chaos.ledger import Entry, Ledger


@dataclass(frozen=True)
class VisitRow:
    id: str
    persons: int
    counted_persons: int
    persons_inside: int
    number: int | None
    site: int
    day: date
    is_voided: bool


@dataclass(frozen=True)
class DepartureRow:
    id: str
    visit: str
    persons: int


@dataclass(frozen=True)
class HeldRow:
    """What waits for the desk; ``about`` is the visit that a departure or an undo belongs to."""

    id: str
    about: str | None = None


@dataclass
class Books:
    """What the database says; ``days`` are the counters."""

    visits: list[VisitRow] = field(default_factory=list)
    departures: list[DepartureRow] = field(default_factory=list)
    held: list[HeldRow] = field(default_factory=list)
    days: dict[tuple[int, date], int] = field(default_factory=dict)


@dataclass
class Findings:
    """Each a list of ids or of sentences; a house that keeps its promise has none."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    phantom: list[str] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    numbered_twice: list[str] = field(default_factory=list)
    miscounted: list[str] = field(default_factory=list)

    @property
    def none(self) -> bool:
        return not any(getattr(self, each.name) for each in fields(self))

    def __str__(self):
        return ", ".join(f"{len(getattr(self, each.name))} {each.name.replace('_', ' ')}" for each in fields(self))


def check(ledger: Ledger, books: Books) -> Findings:
    return Findings(
        lost=sorted(ledger.recorded - set(_arrived(ledger, books))),
        doubled=sorted(_doubled(books)),
        phantom=sorted(_phantom(ledger, books)),
        stuck=sorted(_stuck(books)),
        changed=sorted(_changed(ledger, books)),
        numbered_twice=sorted(_numbered_twice(books)),
        miscounted=sorted(_miscounted(books)),
    )


def _arrived(ledger: Ledger, books: Books) -> Iterator[str]:
    """Ids of which the database knows; an undo has no row of its own, its visit is voided."""
    yield from (row.id for row in books.visits)
    yield from (row.id for row in books.departures)
    yield from (row.id for row in books.held)
    voided = {row.id for row in books.visits if row.is_voided}
    yield from (entry.id for entry in ledger.begun.values() if entry.type == "undo" and entry.visit in voided)


def _doubled(books: Books) -> Iterator[str]:
    """Every row beyond an id's first; an id both recorded and waiting for the desk could be counted again."""
    rows = Counter(
        [*(row.id for row in books.visits), *(row.id for row in books.departures), *(row.id for row in books.held)]
    )
    for each, times in rows.items():
        yield from [each] * (times - 1)


def _phantom(ledger: Ledger, books: Books) -> Iterator[str]:
    """Rows that nobody began: visits, departures, and visits voided that nobody took back."""
    undone = {entry.visit for entry in ledger.begun.values() if entry.type == "undo"}
    yield from (row.id for row in books.visits if row.id not in ledger.begun)
    yield from (row.id for row in books.visits if row.is_voided and row.id not in undone)
    yield from (row.id for row in books.departures if row.id not in ledger.begun)
    yield from (row.id for row in books.held if row.id not in ledger.begun)


def _stuck(books: Books) -> Iterator[str]:
    """Held for want of a visit that has arrived since: the order of arrival has made a difference."""
    visits = {row.id for row in books.visits}
    yield from (row.id for row in books.held if row.about in visits)


def _changed(ledger: Ledger, books: Books) -> Iterator[str]:
    """Rows that do not say what the visitor was shown, or whose inside does not follow from who left."""
    left = Counter()
    for row in books.departures:
        left[row.visit] += row.persons
    for row in books.visits:
        entry = ledger.begun.get(row.id)
        if entry and (_differs(entry, row) or row.persons_inside != row.persons - left[row.id]):
            yield row.id
    for row in books.departures:
        entry = ledger.begun.get(row.id)
        if entry and (entry.visit, entry.persons) != (row.visit, row.persons):
            yield row.id


def _differs(entry: Entry, row: VisitRow) -> bool:
    return entry.persons != row.persons or (entry.number is not None and entry.number != row.number)


def _numbered_twice(books: Books) -> Iterator[str]:
    given = Counter((row.site, row.day, row.number) for row in books.visits if row.number is not None)
    yield from (f"{day} number {number}" for (site, day, number), times in given.items() if times > 1)


def _miscounted(books: Books) -> Iterator[str]:
    counted = Counter()
    for row in books.visits:
        counted[row.site, row.day] += 0 if row.is_voided else row.counted_persons
    for place in sorted(set(counted) | set(books.days)):
        if counted[place] != books.days.get(place, 0):
            yield f"{place[1]}: the counter says {books.days.get(place, 0)}, the rows say {counted[place]}"
