"""Places in rooms: a hard limit is never exceeded, whoever comes in, leaves or moves.

The counter of a room is the last row that a transaction locks, after Site, Card, SiteDay and Visit; of two rooms
the one with the lower key first. The visits are the truth, and ``recount_people`` makes every counter agree with them.
"""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from checkin.errors import LimitWrong, SpaceFull
from checkin.models import Site, Space, Visit
from checkin.services import statements


def take_places(*, space_id: int, persons: int, day: date) -> None:
    """Within a transaction, and last in it: let so many people into a room.

    The conditional update, not a look before it, keeps 32 tablets from filling the last place. Raises ``SpaceFull``.
    """
    if not statements.take_places(space=space_id, persons=persons, day=day):
        raise SpaceFull


def give_back_places(*, visit_id: int, persons: int) -> None:
    """Within a transaction that holds the visit: so many of its people have left the room it is in."""
    statements.give_back_places(visit=visit_id, persons=persons)


def move_places(*, before: tuple[int | None, int], after: tuple[int | None, int], day: date) -> None:
    """Within a transaction that holds the visit: its people were ``before`` and are ``after`` (room, people).

    Raises ``SpaceFull``.
    """
    changes: dict[int, int] = {}
    for sign, (space_id, people) in ((-1, before), (1, after)):
        if space_id:
            changes[space_id] = changes.get(space_id, 0) + sign * people
    for space_id in sorted(changes):
        if changes[space_id] > 0:
            take_places(space_id=space_id, persons=changes[space_id], day=day)
        elif changes[space_id] < 0:
            rooms = Space.objects.filter(is_hard=True, pk=space_id)
            rooms.update(people_inside=Greatest(F("people_inside") + changes[space_id], 0))


@transaction.atomic
def change_room(*, space: Space, is_hard: bool, capacity: int | None, **said) -> None:
    """What a room is; ``said`` are its texts. A limit that becomes hard holds from whoever comes next.

    Taps of that very moment, which still took it for soft, are added by the next ``tick``.

    Who is inside stays, more than there are places or not. Raises ``LimitWrong`` for a hard limit without places.
    """
    if is_hard and not capacity:
        raise LimitWrong(_("A hard limit needs the number of places."), field="capacity")
    rooms = Space.objects.filter(pk=space.pk)
    rooms.update(is_hard=is_hard, capacity=capacity, **said)
    if is_hard:
        recount_people(rooms)


def recount_people(spaces: Iterable[Space]) -> list[Space]:
    """Make the counters of rooms with a hard limit the sum of who is inside; returns those that differed."""
    return [space for space in spaces if space.is_hard and _recounted(space)]


def recount_people_of(site: Site) -> list[Space]:
    return recount_people(Space.objects.filter(site=site, is_hard=True).order_by("pk"))


@transaction.atomic
def _recounted(space: Space) -> bool:
    # Whoever writes holds this row until the commit: their people are in the sum, or wait until the counter is right.
    said = Space.objects.select_for_update(no_key=True).get(pk=space.pk).people_inside
    people = Visit.objects.filter(site_id=space.site_id, space=space).people_inside()
    if people != said:
        Space.objects.filter(pk=space.pk).update(people_inside=people)
    return people != said
