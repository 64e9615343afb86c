"""Evacuating a house: beginning, ticking who is at the assembly point, ending.

The rule of ticks: a tick says how many *more* people of an entry have been seen, never how many in all. Ticks are
added under the line's lock, each exactly once by its key, and none overwrites another: two people who tick different
children of one group never lose a child, however their devices wait, repeat or change their order. A line is never
fuller than its people, so that two ticks of the same person are that one person. Only two devices that were apart can
have counted the same people of a group without seeing it; then the line is doubtful until somebody who sees the sum
has ticked again. Locks are taken in one order: Evacuation, EvacuationLine.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from checkin.errors import OfAnotherSite, PeopleMissing, SubmissionConflict
from checkin.models import Departure, Evacuation, EvacuationLine, EvacuationTick, Site, Visit
from checkin.services.roll_call import roll_call

#: A tick that came later than this was made where others' ticks could not be seen.
IN_SIGHT = timedelta(seconds=15)
A_DAY = timedelta(days=1)


def begin(*, site: Site, submission: UUID, started_at: datetime, by) -> Evacuation:
    """Begin an evacuation with a line for every entry of which somebody was inside at ``started_at``.

    Where one was still going on at that moment, or began after it elsewhere, it is the same alarm: that one is
    returned. A device that began without its server may come with this long afterwards, and again.
    Raises ``SubmissionConflict`` for another site's key.
    """
    known = _same_alarm(site, submission, started_at)
    if known:
        return known
    evacuation = Evacuation(submission=submission, site=site, started_at=started_at, started_by=by)
    try:
        with transaction.atomic():
            evacuation.save(force_insert=True)
            found = _inside_at(site, started_at).only("space_id", "persons_inside")
            EvacuationLine.objects.bulk_create(
                EvacuationLine(evacuation=evacuation, visit=visit, space_id=visit.space_id, persons=visit.persons_then)
                for visit in found
            )
    except IntegrityError:
        evacuation = _same_alarm(site, submission, started_at)  # another device was quicker
        if evacuation is None:
            raise SubmissionConflict from None
    return evacuation


def tick(
    *, evacuation: Evacuation, visit: Visit, submission: UUID, persons: int, before: int, said_at: datetime, by, at
) -> EvacuationTick:
    """Count ``persons`` more (below zero: fewer) of a visit as seen, exactly once per ``submission``.

    ``before`` is how many were seen on the screen of whoever says so; zero persons say that the sum is right. Whoever
    has no line yet, having come in late, gets one. After the end, too: what a device hands in late was seen all the
    same. Raises ``OfAnotherSite``, ``SubmissionConflict``.
    """
    if visit.site_id != evacuation.site_id:
        raise OfAnotherSite
    told = EvacuationTick(
        submission=submission, persons=persons, before=before, said_at=min(said_at, at), recorded_at=at, by=by
    )
    try:
        with transaction.atomic():
            told.line = line = _locked_line(evacuation, visit)
            told.counted = min(max(line.seen + persons, 0), line.persons) - line.seen
            told.save(force_insert=True)
            line.is_doubtful = _is_doubtful(line, told)
            line.seen += told.counted
            line.save(update_fields=["persons", "seen", "is_doubtful"])
    except IntegrityError:
        return _first_tick(told, visit)
    return told


@transaction.atomic
def end(*, evacuation: Evacuation, by, at: datetime, note: str = "", missing: int = 0) -> Evacuation:
    """End it and keep who left meanwhile; ending what is ended changes nothing.

    ``missing`` is how many people whoever ends it knows to be missing. Raises ``PeopleMissing`` where it is another
    number by now.
    """
    evacuation = Evacuation.objects.select_for_update(of=("self",)).select_related("site").get(pk=evacuation.pk)
    if not evacuation.is_running:
        return evacuation
    found = roll_call(evacuation.site, at=at, evacuation=evacuation)
    if found.missing not in (0, missing):
        raise PeopleMissing(missing_words(found.missing))
    _freeze(evacuation, found)
    evacuation.ended_at, evacuation.ended_by, evacuation.note = max(at, evacuation.started_at), by, note
    evacuation.save(update_fields=["ended_at", "ended_by", "note"])
    return evacuation


def missing_words(missing: int) -> str:
    words = ngettext("%(count)s person has not been seen yet.", "%(count)s people have not been seen yet.", missing)
    return words % {"count": number_format(missing, decimal_pos=0, force_grouping=True)}


def _same_alarm(site: Site, submission: UUID, started_at: datetime) -> Evacuation | None:
    here = Evacuation.objects.filter(site=site)
    not_over = here.filter(Q(ended_at=None) | Q(ended_at__gte=started_at)).order_by("started_at", "id")
    return here.filter(submission=submission).first() or not_over.first()


def _inside_at(site: Site, moment: datetime) -> QuerySet[Visit]:
    """Visits with ``persons_then`` inside at a moment: who is inside now, and who has left since."""
    since = Departure.objects.filter(visit=OuterRef("pk"), left_at__gt=moment).order_by()
    left_since = since.values("visit").annotate(people=Sum("persons")).values("people")
    # Only of these days: nobody is asked about the departures of years.
    recent = Q(persons_inside__gt=0) | Q(day__gte=site.day_of(moment - A_DAY))
    visits = Visit.objects.standing().filter(recent, site=site, arrived_at__lte=moment).order_by("arrived_at", "id")
    then = visits.annotate(persons_then=F("persons_inside") + Coalesce(Subquery(left_since), 0))
    return then.filter(persons_then__gt=0)


def _locked_line(evacuation: Evacuation, visit: Visit) -> EvacuationLine:
    """The visit's line under its lock, with as many people as are inside by now if that is more."""
    inside = Visit.objects.values_list("persons_inside", flat=True).get(pk=visit.pk)
    if not EvacuationLine.objects.filter(evacuation=evacuation, visit=visit).exists():
        # Ending it writes these lines too: without the house's order of locks the two wait for each other.
        evacuation = Evacuation.objects.select_for_update().get(pk=evacuation.pk)
        if not _could_be_seen(evacuation, visit, inside):
            raise OfAnotherSite(_("This visit was not inside during the evacuation."))
        told = {"space_id": visit.space_id, "persons": inside or visit.persons}
        EvacuationLine.objects.get_or_create(evacuation=evacuation, visit=visit, defaults=told)
    line = EvacuationLine.objects.select_for_update().get(evacuation=evacuation, visit=visit)
    line.persons = max(line.persons, inside)
    return line


def _could_be_seen(evacuation: Evacuation, visit: Visit, inside: int) -> bool:
    """Whether somebody of it was inside since the beginning and before the end, as far as people have said."""
    came_too_late = evacuation.ended_at is not None and visit.arrived_at > evacuation.ended_at
    if visit.is_voided or came_too_late:
        return False
    left_since = Departure.objects.by_people().filter(visit=visit, left_at__gte=evacuation.started_at)
    return bool(inside) or left_since.exists()


def _is_doubtful(line: EvacuationLine, told: EvacuationTick) -> bool:
    """As the line stands before the tick. Who saw the sum and ticked has settled it; who ticks all vouches for all."""
    was_apart = told.recorded_at - told.said_at > IN_SIGHT
    saw_the_sum = told.before == line.seen
    if was_apart and not saw_the_sum and told.counted and abs(told.persons) < line.persons:
        return True
    return line.is_doubtful and (was_apart or not saw_the_sum)


def _first_tick(again: EvacuationTick, visit: Visit) -> EvacuationTick:
    first = EvacuationTick.objects.select_related("line").filter(submission=again.submission).first()
    if first is None or (first.line.visit_id, first.persons) != (visit.pk, again.persons):
        raise SubmissionConflict
    first.is_repeat = True
    return first


def _freeze(evacuation: Evacuation, found) -> None:
    """Keep the list as it stands; never ``seen``, to which a tick may be added at this moment."""
    known = {line.visit_id: line for line in evacuation.lines.all()}
    late = [entry for entry in found.entries if entry.visit.pk not in known]
    EvacuationLine.objects.bulk_create(
        EvacuationLine(
            evacuation=evacuation, visit=entry.visit, space=entry.space, persons=entry.persons, left=entry.left
        )
        for entry in late
    )
    for entry in found.entries:
        if entry.visit.pk in known:
            known[entry.visit.pk].persons, known[entry.visit.pk].left = entry.persons, entry.left
    EvacuationLine.objects.bulk_update(known.values(), ["persons", "left"], batch_size=200)
