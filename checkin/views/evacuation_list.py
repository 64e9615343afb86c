"""The evacuation list as it is shown: a tag from its facts alone, and each line rendered once while it says the same.

Every device asks every two seconds, and a tick changes one line of perhaps a thousand.
"""

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from hashlib import sha256

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.http import quote_etag
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from checkin.models import Site
from checkin.services.roll_call import Entry, RollCall

MOST_LINES = 4_000


@dataclass(frozen=True)
class Line:
    """An entry, and everything that its line says: the same facts are the same line."""

    facts: tuple
    entry: Entry = field(compare=False)
    today: date = field(compare=False)


def tag_of(found: RollCall, today: date) -> str:
    """Another one as soon as anything on the list is."""
    rooms = [
        (room.space and (room.space.code, room.space.text), [_line(entry, today).facts for entry in room.entries])
        for room in found.rooms
    ]
    alarm = found.evacuation and (found.evacuation.submission, found.evacuation.started_at)
    return quote_etag(sha256(repr((get_language(), today, alarm, rooms)).encode()).hexdigest()[:24])


def list_of(site: Site, found: RollCall, today: date) -> SafeString:
    """Without a token or a time of its own: the same list is the same text."""
    rooms = [(room, [_rendered(_line(entry, today)) for entry in room.entries]) for room in found.rooms]
    return render_to_string("checkin/desk/_evacuation_list.html", {"site": site, "found": found, "rooms": rooms})


def _line(entry: Entry, today: date) -> Line:
    visit = entry.visit
    said = (visit.pk, visit.number, visit.category.code, visit.category.text, visit.organisation, visit.is_voided)
    counted = (entry.persons, entry.seen, entry.left, entry.is_doubtful, entry.is_late, entry.perhaps_gone)
    told_in = (get_language(), timezone.get_current_timezone_name(), today == visit.day)
    return Line((*said, visit.arrived_at, *counted, *told_in), entry, today)


@lru_cache(maxsize=MOST_LINES)
def _rendered(line: Line) -> SafeString:
    context = {"entry": line.entry, "visit": line.entry.visit, "today": line.today}
    return render_to_string("checkin/desk/_evacuation_line.html", context)
