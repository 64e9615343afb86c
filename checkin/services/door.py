"""At a full room's door: what to say, where else there is a place, and keeping who stayed or was turned away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction

from checkin.errors import LimitWrong, OfAnotherSite, ReasonMissing, SubmissionConflict
from checkin.models import DoorNote, Site, Space, SpaceLimit, Visit
from checkin.services.occupancy import SpaceNow, spaces_now
from checkin.services.visits import MOST_PERSONS, check_persons

MOST_PLACES = 10_000


@dataclass(frozen=True)
class Advice:
    """What an arrival hears of its room; ``is_over`` says that its people found no place there."""

    room: SpaceNow
    is_over: bool
    elsewhere: SpaceNow | None


def advice_for(visit: Visit, *, day: date) -> Advice | None:
    """Nothing while there is room; a hint from four fifths on; where else to go when the room is full. Two queries.

    Whom a hard limit kept out has no room: then it is about the one that the purpose usually leads to.
    """
    rooms = spaces_now(visit.site, day=day)
    room = next((now for now in rooms if _is_of(now.space, visit)), None)
    if room is None:
        return None
    is_over = not room.has_place_for(0 if visit.space_id else visit.persons)
    if is_over:
        return Advice(room, is_over, next_free(rooms, after=room, persons=visit.persons))
    return Advice(room, is_over, None) if visit.space_id and room.is_busy else None


def next_free(rooms: Sequence[SpaceNow], *, after: SpaceNow, persons: int) -> SpaceNow | None:
    """The next room, as the house lists them, with a place for so many; a roomy one before any other."""
    place = rooms.index(after)
    others = [now for now in (*rooms[place + 1 :], *rooms[:place]) if now.has_place_for(persons)]
    known = [now for now in others if now.word]
    return next((now for now in known if now.is_roomy), known[0] if known else None)


def stayed(*, visit: Visit, at: datetime, device=None, user=None) -> DoorNote | None:
    """Keep that a visit is in its room though the room is full; once a visit and room. None where it is not full."""
    if not visit.is_inside:
        return None
    room = next(
        (now for now in spaces_now(visit.site, day=visit.site.day_of(at)) if now.space.pk == visit.space_id), None
    )
    if room is None or room.has_place_for(0):
        return None
    note, _is_new = DoorNote.objects.get_or_create(
        visit=visit, space=room.space,
        defaults={
            "submission": uuid5(visit.submission, f"stayed {room.space.pk}"), "site": visit.site,
            "day": visit.site.day_of(at), "kind": DoorNote.Kind.STAYED,
            "persons": visit.persons_inside, "people_inside": room.people, "places": room.places, "noted_at": at,
            "device": device, "user": user,
        },
    )  # fmt: skip
    return note


def turn_away(*, site: Site, submission: UUID, persons: int, space: Space | None, at: datetime, by) -> DoorNote:
    """Keep that people had to go again, exactly once per ``submission``; they are no visit.

    Raises ``TooManyPersons``, ``OfAnotherSite``, ``SubmissionConflict``.
    """
    check_persons(persons, most=MOST_PERSONS)
    if space and space.site_id != site.pk:
        raise OfAnotherSite
    day = site.day_of(at)
    now = next((now for now in spaces_now(site, day=day) if space and now.space.pk == space.pk), None)
    note = DoorNote(
        submission=submission, site=site, space=space, day=day, kind=DoorNote.Kind.TURNED_AWAY, persons=persons,
        people_inside=now.people if now else None, places=now.places if now else None, noted_at=at, user=by,
    )  # fmt: skip
    try:
        with transaction.atomic():
            note.save(force_insert=True)
    except IntegrityError:
        return _first_note(note)
    return note


def take_back(*, note: DoorNote, by, at: datetime) -> None:
    """A note made by mistake counts no more; the first who takes it back is kept."""
    DoorNote.objects.standing().filter(pk=note.pk).update(taken_back_at=at, taken_back_by=by)


def limit(
    *, space: Space, submission: UUID, places: int | None, reason: str, day: date, at: datetime, by
) -> SpaceLimit:
    """Give a room other places for a day, or with None its capacity back; exactly once per ``submission``.

    Who is in the room already stays. Raises ``ReasonMissing``, ``LimitWrong``, ``SubmissionConflict``.
    """
    if not reason.strip():
        raise ReasonMissing
    if places is not None and not 1 <= places <= MOST_PLACES:
        raise LimitWrong
    said = {"space": space, "day": day, "places": places, "reason": reason}
    row, is_new = SpaceLimit.objects.get_or_create(
        submission=submission, defaults={**said, "decided_by": by, "decided_at": at}
    )
    if not is_new and any(getattr(row, field) != value for field, value in said.items()):
        raise SubmissionConflict
    return row


def _is_of(space: Space, visit: Visit) -> bool:
    if visit.space_id:
        return space.pk == visit.space_id
    return space.is_hard and space.code == visit.purpose.space_code


def _first_note(again: DoorNote) -> DoorNote:
    first = DoorNote.objects.get(submission=again.submission)
    if (first.site_id, first.space_id, first.persons, first.kind) != (
        again.site_id, again.space_id, again.persons, again.kind,
    ):  # fmt: skip
        raise SubmissionConflict
    return first
