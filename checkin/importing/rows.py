"""From rows of cells to checked entries; what is wrong is gathered, row by row, and nothing is guessed."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timezone
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from checkin.importing import cells
from checkin.importing.reading import Table, holds
from checkin.importing.refusals import BadCell, BadRows, FileRefused, shown
from checkin.models import HistoricalTotal, Origin, Purpose, Site, Space, Visit, VisitorCategory
from checkin.services.visits import MOST_PERSONS, covered_by
from checkin.validation import clean_text

# The space in which the identifiers of imported rows are unique; changing it would import every old file again.
IMPORTED = UUID("6c1f2f5e-57a4-5d0b-9a3c-2b7c0f6d9e11")

COLUMNS = {
    # heading, English heading: what it is
    ("tanggal", "date"): "date",
    ("jam_masuk", "time_in"): "time_in",
    ("jam_keluar", "time_out"): "time_out",
    ("kategori", "category"): "category",
    ("jumlah", "persons"): "persons",
    ("asal", "origin"): "origin",
    ("keperluan", "purpose"): "purpose",
    ("ruang", "space"): "space",
    ("instansi", "organisation"): "organisation",
}
HEADINGS = {cells.fold(heading): name for headings, name in COLUMNS.items() for heading in headings}
REQUIRED = {"date": "tanggal", "time_in": "jam_masuk", "category": "kategori"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One checked row: a visit that is over. ``submission`` is the same whenever the same row is read again."""

    submission: UUID
    day: date
    arrived_at: datetime
    left_at: datetime | None
    category: VisitorCategory
    origin: Origin
    purpose: Purpose
    space: Space | None
    persons: int
    organisation: str

    @property
    def departure(self) -> UUID:
        return uuid5(self.submission, "departure")


class EntryReader:
    """Iterates over the good entries of a table; the bad rows gather in ``bad``."""

    def __init__(self, *, site: Site, table: Table, at: datetime, progress: Callable[[Iterable, int | None], Iterable]):
        self.bad = BadRows()
        self._site, self._table, self._at = site, table, at
        self._rows = iter(progress(table.rows, table.height))
        self._headings: dict[int, tuple[str, str]] = {}
        self._totals = list(HistoricalTotal.objects.filter(site=site))
        self._words = {
            "category": cells.categories(),
            "origin": cells.origins(),
            "purpose": cells.purposes(),
            "space": cells.spaces(site),
        }
        self._usual = {
            "persons": 1,
            "origin": Origin.objects.get(slug=Origin.UNKNOWN),
            "purpose": Purpose.objects.get(code=Purpose.OTHER),
            "organisation": "",
        }
        self._seen: Counter[bytes] = Counter()

    def __iter__(self) -> Iterator[Entry]:
        first = next(self._rows, None)
        if first is None:
            raise FileRefused(_("The file holds no rows."))
        self._headings = read_headings(first[1])
        rows = 0
        for number, row in self._rows:
            rows += 1
            entry = self._read(number, row)
            if entry:
                yield entry
        if not rows:
            raise FileRefused(_("The file holds a heading and no rows."))

    def _read(self, number: int, row: list) -> Entry | None:
        bad: list[BadCell] = []
        if number in self._table.merged_rows:
            bad.append(BadCell(number, "", _("Cells are merged here. Please unmerge them and fill in each row.")))
        written = self._written(number, row, bad)
        values = {}
        for name, (heading, cell) in written.items():
            try:
                values[name] = self._value(name, cell, values)
            except ValidationError as error:
                bad.append(BadCell(number, heading, " ".join(error.messages)))
        if not bad:
            try:
                return self._entry(values)
            except _Contradiction as error:
                bad.append(BadCell(number, written[error.name][0], error.reason))
        self.bad.add(bad)
        return None

    def _written(self, number: int, row: list, bad: list[BadCell]) -> dict[str, tuple[str, object]]:
        """Each column's heading and cell, days before times; cells that cannot be read go to ``bad``."""
        found = {}
        for place, cell in enumerate(row):
            name, heading = self._headings.get(place, ("", ""))
            flaw = self._table.flaws.get((number, place))
            if flaw or (not name and holds(cell)):
                bad.append(BadCell(number, heading, flaw or _("Something stands outside the named columns.")))
            elif name:
                found[name] = (heading, cell)
        for name, heading in self._headings.values():
            found.setdefault(name, (heading, ""))
        return {name: found[name] for name in COLUMNS.values() if name in found}

    def _value(self, name: str, cell, values: dict):
        """A cell's value; of an empty one the usual, where there is one."""
        if not holds(cell):
            if name in REQUIRED:
                raise ValidationError(_("Please fill this in."))
            return self._usual.get(name)
        if name == "date":
            return cells.read_date(cell)
        if name in ("time_in", "time_out"):
            return cells.read_time(cell, day=values.get("date"))
        if name == "persons":
            return cells.read_persons(cell, most=MOST_PERSONS)
        if name == "organisation":
            return clean_text(cell, most=Visit._meta.get_field("organisation").max_length)
        return self._words[name].read(cell)

    def _entry(self, values: dict) -> Entry:
        told = {**self._usual, "time_out": None, "space": None, **values}
        day, time_in, time_out = told["date"], told["time_in"], told["time_out"]
        self._check_day(day, time_in)
        if time_out is not None and time_out < time_in:
            raise _Contradiction("time_out", _("Leaving cannot be earlier than arriving."))
        return Entry(
            submission=self._submission(told),
            day=day,
            arrived_at=self._moment(day, time_in),
            left_at=None if time_out is None else self._moment(day, time_out),
            category=told["category"],
            origin=told["origin"],
            purpose=told["purpose"],
            space=told["space"],
            persons=told["persons"],
            organisation=told["organisation"],
        )

    def _check_day(self, day: date, time_in: time) -> None:
        if self._moment(day, time_in) > self._at:
            raise _Contradiction("date", _("This has not happened yet."))
        for total in self._totals:
            if total.first_day <= day <= total.last_day:
                raise _Contradiction("date", covered_by(total))

    def _moment(self, day: date, clock: time) -> datetime:
        return self._site.moment_of(day, clock).astimezone(timezone.utc)

    def _submission(self, told: dict) -> UUID:
        """uuid5 of the site, the normalised row and its nth occurrence: twins are two, the same file again none."""
        row = (
            self._site.code,
            told["date"].isoformat(),
            told["time_in"].isoformat(),
            told["time_out"].isoformat() if told["time_out"] is not None else "",
            told["category"].code,
            str(told["persons"]),
            told["origin"].slug,
            told["purpose"].code,
            told["space"].code if told["space"] else "",
            told["organisation"],
        )
        row_key = uuid5(IMPORTED, "\x1f".join(row))
        self._seen[row_key.bytes] += 1
        return uuid5(row_key, str(self._seen[row_key.bytes]))


class _Contradiction(Exception):
    """Cells that are good alone and wrong together; ``name`` is the column to mend."""

    def __init__(self, name: str, reason: str):
        self.name, self.reason = name, reason


def read_headings(row: list) -> dict[int, tuple[str, str]]:
    """What each place of a row holds, as (name, heading as written). Raises ``FileRefused`` naming the columns."""
    written = {place: cell for place, cell in enumerate(row) if holds(cell)}
    unknown = [shown(cell) for cell in written.values() if _name_of(cell) is None]
    if unknown:
        raise FileRefused(
            ngettext(
                "The column %(names)s is not known. Known are %(known)s.",
                "The columns %(names)s are not known. Known are %(known)s.",
                len(unknown),
            )
            % {"names": ", ".join(unknown[:20]), "known": ", ".join(heading for heading, _english in COLUMNS)}
        )
    found = {place: (_name_of(cell), cell.strip()) for place, cell in written.items()}
    names = [name for name, _heading in found.values()]
    twice = [heading for name, heading in found.values() if names.count(name) > 1]
    if twice:
        raise FileRefused(_("These columns say the same: %(names)s.") % {"names": ", ".join(twice)})
    missing = [heading for name, heading in REQUIRED.items() if name not in names]
    if missing:
        raise FileRefused(_("These columns are missing: %(names)s.") % {"names": ", ".join(missing)})
    return found


def _name_of(cell) -> str | None:
    return HEADINGS.get(cells.fold(cell)) if isinstance(cell, str) and len(cell) < 40 else None
