"""Entering a paper sheet: what was written down by hand while nothing else could be, all of it or nothing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from checkin.errors import LeftBeforeArrival, ReasonMissing, Refusal, SubmissionConflict
from checkin.models import Departure, Origin, Purpose, Site, SiteDay, Space, Visit, VisitorCategory
from checkin.services.visits import check_in_at_the_door, lock_site


@dataclass(frozen=True)
class Line:
    """One line of the sheet; ``left_at`` is None where nobody wrote it down."""

    arrived_at: datetime
    left_at: datetime | None
    category: VisitorCategory
    origin: Origin
    purpose: Purpose
    space: Space | None
    persons: int
    organisation: str


class LineRefused(Refusal):
    """A refusal with the place of its line, counted from 0."""

    def __init__(self, place: int, refusal: Refusal):
        self.place = place
        super().__init__(refusal.message, field=refusal.field)


def record_sheet(
    *, site: Site, submission: UUID, lines: Sequence[Line], source: str, reason: str, by, at: datetime
) -> list[Visit]:
    """Record every line, exactly once per ``submission``; the same sheet again gets the first rows back.

    ``reason`` says why they come late and stands in each visit's history; it may be empty where all are of today.
    Raises ``ReasonMissing``, for the first line that cannot be ``LineRefused``, and ``SubmissionConflict`` where
    only some lines are new; then nothing is recorded.
    """
    is_late = any(site.day_of(line.arrived_at) < site.day_of(at) for line in lines)
    if is_late and not reason.strip():
        raise ReasonMissing
    with transaction.atomic():
        if is_late:
            lock_site(site)  # before the first day's lock: the house's order holds over all lines
        _hold(site, lines)
        # In the order of days, whatever the order on paper: numbers follow the clock.
        order = sorted(range(len(lines)), key=lambda place: lines[place].arrived_at)
        done = {place: _recorded(site, submission, place, lines[place], source, reason, by, at) for place in order}
        _refuse_additions(done.values())
    return [done[place] for place in range(len(lines))]


def _hold(site: Site, lines: Sequence[Line]) -> None:
    """All days, then all rooms with a hard limit: else a room is held while a day is waited for."""
    days = sorted({site.day_of(line.arrived_at) for line in lines})
    for day in days:
        SiteDay.objects.get_or_create(site=site, day=day)
    list(SiteDay.objects.select_for_update().filter(site=site, day__in=days).order_by("day"))
    rooms = {line.space.pk for line in lines if line.space}
    list(Space.objects.select_for_update(no_key=True).filter(pk__in=rooms, is_hard=True).order_by("pk"))


def _refuse_additions(visits: Collection[Visit]) -> None:
    """A sheet that came back longer: it is neither new nor known, and either answer would have lines counted twice."""
    if len({visit.is_repeat for visit in visits}) > 1:
        raise SubmissionConflict(
            _("Some of these lines are recorded already. Open a new sheet and enter only the others.")
        )


def _recorded(site, submission, place: int, line: Line, source: str, reason: str, by, at: datetime) -> Visit:
    try:
        if line.left_at and line.left_at < line.arrived_at:
            raise LeftBeforeArrival
        key = uuid5(submission, str(place))
        visit = check_in_at_the_door(
            submission=key, site=site, category=line.category, origin=line.origin,
            purpose=line.purpose, space=line.space, persons=line.persons, organisation=line.organisation,
            at=line.arrived_at, source=source, user=by, recorded_at=at, departure=_departure(key, line),
        )  # fmt: skip
        if visit.is_repeat:
            return visit
        if reason.strip():
            Visit.history.bulk_history_create([visit], default_user=by, default_date=at, default_change_reason=reason)
    except Refusal as refusal:
        raise LineRefused(place, refusal) from refusal
    return visit


def _departure(visit: UUID, line: Line) -> Departure | None:
    if line.left_at is None:
        return None
    said = {"left_at": line.left_at, "persons": line.persons, "source": Departure.Source.DESK}
    return Departure(submission=uuid5(visit, "left"), **said)
