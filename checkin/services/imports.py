"""Recording old attendance from a file: all of it or nothing, and the same file again adds none."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.db import transaction

from checkin.errors import DayCovered
from checkin.importing.reading import open_table
from checkin.importing.refusals import RowsRefused
from checkin.importing.rows import Entry, EntryReader
from checkin.models import Departure, HistoricalTotal, Site, Visit
from checkin.services import bulk
from checkin.services.counting import counted_persons
from checkin.services.days import recount
from checkin.services.visits import covered_by, lock_site


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import added, or would add: new rows, the visits they count and their days; rows known before."""

    rows: int
    visits: int
    days: int
    known: int


def import_visits(
    *,
    site: Site,
    path: Path,
    at: datetime,
    dry_run: bool = False,
    progress: Callable[[Iterable, int | None], Iterable] = lambda rows, height: rows,
) -> Outcome:
    """Read a file and record what it holds that is not yet known.

    Everything is read, checked and laid beside the tables before anything is locked.
    Raises ``FileRefused``, ``RowsRefused`` with every bad row, or ``DayCovered`` where a historical
    total was entered in the meantime; nothing is saved then.
    """
    with open_table(path) as table:
        reader = EntryReader(site=site, table=table, at=at, progress=progress)
        journal = _Journal()
        with bulk.staged(journal.note(reader)):
            if reader.bad:
                raise RowsRefused(reader.bad)
            return _outcome(journal) if dry_run else _record(site, journal, at)


class _Journal:
    """What passed by on its way into the staging table."""

    def __init__(self):
        self.rows = 0
        self.days: set[date] = set()

    def note(self, entries: Iterable[Entry]) -> Iterator[bulk.StagedVisit]:
        for entry in entries:
            self.rows += 1
            self.days.add(entry.day)
            yield _staged(entry)


def _staged(entry: Entry) -> bulk.StagedVisit:
    return bulk.StagedVisit(
        submission=entry.submission,
        space_id=entry.space.pk if entry.space else None,
        category_id=entry.category.pk,
        origin_id=entry.origin.pk,
        purpose_id=entry.purpose.pk,
        persons=entry.persons,
        counted_persons=counted_persons(entry.category, entry.persons),
        arrived_at=entry.arrived_at,
        day=entry.day,
        organisation=entry.organisation,
        departure=entry.departure,
        left_at=entry.left_at,
    )


def _record(site: Site, journal: _Journal, at: datetime) -> Outcome:
    # An imported visit is over: nobody of it is inside, and it took no number of its day.
    like = Visit(site=site, source=Visit.Source.IMPORT, recorded_at=at, persons_inside=0)
    with transaction.atomic():
        bulk.import_alone(site)
        outcome = _outcome(journal)
        bulk.add_visits(like)
        bulk.add_departures(Departure.Source.IMPORT)
        bulk.check_references()
        # Nobody sees the new rows yet; only from here to the commit does an entry of an old day have to wait.
        lock_site(site)
        _check_days(site, journal.days)
        if outcome.rows:
            recount(site=site, first=min(journal.days), last=max(journal.days))
    return outcome


def _outcome(journal: _Journal) -> Outcome:
    new = bulk.new_ones()
    return Outcome(rows=new.rows, visits=new.visits, days=new.days, known=journal.rows - new.rows)


def _check_days(site: Site, days: set[date]) -> None:
    """Look again under the lock: a total may have been entered while the file was read."""
    for total in HistoricalTotal.objects.filter(site=site).overlapping(min(days), max(days)):
        if any(total.first_day <= day <= total.last_day for day in days):
            raise DayCovered(covered_by(total))
