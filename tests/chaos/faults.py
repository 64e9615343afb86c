"""What can happen to one connection, and a plan of it drawn from a seed."""

from dataclasses import dataclass
from enum import Enum, auto
from itertools import cycle, islice
from random import Random


class Kind(Enum):
    """``after`` counts bytes forwarded; for DELAY it is milliseconds."""

    PASS = auto()
    REFUSE = auto()
    DELAY = auto()
    CUT_REQUEST = auto()
    CUT_RESPONSE = auto()
    RESET_REQUEST = auto()
    RESET_RESPONSE = auto()
    PORTAL = auto()


@dataclass(frozen=True)
class Fault:
    kind: Kind
    after: int = 0


PASS = Fault(Kind.PASS)
CUTS = (Kind.CUT_REQUEST, Kind.CUT_RESPONSE, Kind.RESET_REQUEST, Kind.RESET_RESPONSE)
OTHERS = (Kind.REFUSE, Kind.DELAY, Kind.PORTAL)
# A request and an answer of one item, headers included, are a little longer than this.
SHORTEST_MESSAGE = 400
# Longer than an impatient tablet waits.
LONGEST_DELAY_MS = 1_000


def plan(*, random: Random, until: int, cuts: int, others: int) -> dict[int, Fault]:
    """What happens when, from 1 to ``until``: exactly so many cuts, and so many faults of other kinds."""
    places = random.sample(range(1, until + 1), cuts + others)
    kinds = [*islice(cycle(CUTS), cuts), *islice(cycle(OTHERS), others)]
    return {place: _drawn(kind, random) for place, kind in zip(places, kinds, strict=True)}


def _drawn(kind: Kind, random: Random) -> Fault:
    if kind is Kind.DELAY:
        return Fault(kind, random.choice((20, 100, 300, LONGEST_DELAY_MS)))
    if kind in CUTS:
        # Nothing of the answer after everything was written is the hardest cut of all: one in four.
        return Fault(kind, random.choice((0, *(random.randrange(SHORTEST_MESSAGE) for _ in range(3)))))
    return Fault(kind)
