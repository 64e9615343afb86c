"""What a house shows to everybody: its facts remembered for a minute, its people for a second, and a tag of both."""

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from django.core.cache import cache
from django.shortcuts import get_object_or_404
from django.utils.http import quote_etag
from django.utils.translation import get_language

from checkin.models import Site, Space
from checkin.services.hours import LOOK_AHEAD, Hours, hours_of
from checkin.services.occupancy import Occupancy, occupancy
from reports.so_far import Aim, aim_of

#: Whoever changes a room, the hours or the target sees the screens follow within a minute.
FACTS_SECONDS = 60
#: A hundred screens and whoever reads the address of programs cost a house no more than one of them.
PIECE_SECONDS = 1


@dataclass(frozen=True)
class Facts:
    """What seldom changes about a house, as of its local day."""

    site: Site
    day: date
    spaces: list[Space]
    hours: Hours
    aim: Aim


@dataclass(frozen=True)
class Piece:
    """Something rendered, and a tag that changes with every letter of it."""

    text: str
    tag: str


def facts_of(code: str, *, at: datetime) -> Facts:
    """Six queries once a minute, and at midnight. Raises ``Http404``; an unknown code is not remembered."""
    key = f"facts-{code}"
    facts = cache.get(key)
    if facts is None or facts.day != facts.site.day_of(at):
        site = get_object_or_404(Site, code=code)
        day = site.day_of(at)
        facts = Facts(
            site=site,
            day=day,
            spaces=list(Space.objects.filter(site=site).with_places(day)),
            hours=hours_of(site=site, first=day, days=LOOK_AHEAD),
            aim=aim_of(site, day.year),
        )
        cache.set(key, facts, FACTS_SECONDS)
    return facts


def occupancy_of(facts: Facts, *, at: datetime) -> Occupancy:
    """One query."""
    return occupancy(facts.site, at=at, spaces=facts.spaces)


def piece_of(name: str, code: str, *, render) -> Piece:
    """What ``render`` answers, rendered at most once a second in each language."""
    key = f"{name}-{code}-{get_language()}"
    piece = cache.get(key)
    if piece is None:
        text = render()
        piece = Piece(text, quote_etag(sha256(text.encode()).hexdigest()[:24]))
        cache.set(key, piece, PIECE_SECONDS)
    return piece
