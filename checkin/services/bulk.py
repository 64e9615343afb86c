"""The house's one raw path for many rows: filled beside the tables first, then moved in by one statement each.

Filling a temporary table takes no lock that a check-in could wait for; only the moving does.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection, connections
from psycopg2.extras import execute_values

from checkin.models import Departure, Site, Visit

PAGE, CACHE_KB = 1_000, 131_072
ADVISORY = 2_019  # PostgreSQL's advisory locks are told apart by a number; nothing else here takes one


class StagedVisit(NamedTuple):
    """What differs from row to row, named like the columns of ``Visit``; then the departure's own two."""

    submission: UUID
    space_id: int | None
    category_id: int
    origin_id: int
    purpose_id: int
    persons: int
    counted_persons: int
    arrived_at: datetime
    day: date
    organisation: str
    departure: UUID
    left_at: datetime | None


class Sum(NamedTuple):
    rows: int
    visits: int
    days: int


COLUMNS = ", ".join(StagedVisit._fields)
VISIT_COLUMNS = StagedVisit._fields[:-2]
FIELDS = [Visit._meta.get_field(name.removesuffix("_id")) for name in VISIT_COLUMNS]
FIELDS += [Departure._meta.get_field("submission"), Departure._meta.get_field("left_at")]


@contextmanager
def staged(rows: Iterable[StagedVisit]) -> Iterator[None]:
    """Hold the rows in a temporary table of this connection while the block runs."""
    with connection.cursor() as cursor:
        # Copying the columns from nothing gives each database its own types.
        cursor.execute(
            f"CREATE TEMPORARY TABLE staged_visit AS SELECT {', '.join(VISIT_COLUMNS)},"  # noqa: S608
            " submission AS departure, arrived_at AS left_at FROM checkin_visit WHERE 1 = 0"
        )
    try:
        _fill(rows)
        with _room_in_memory():
            yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE staged_visit")


def import_alone(site: Site) -> None:
    """Let a site's imports follow one another until the transaction ends, without holding up anybody else.

    Two files that share rows in another order would otherwise wait for each other's rows. SQLite has one writer anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [ADVISORY, site.pk])


def check_references() -> None:
    """Have PostgreSQL look up the new rows' foreign keys now and not at the commit, when others wait for it."""
    if connection.vendor == "postgresql":
        connection.check_constraints()


def new_ones() -> Sum:
    """Rows, counted visits and days of what is staged and not yet recorded."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COUNT(*), COALESCE(SUM(counted_persons), 0), COUNT(DISTINCT day) FROM staged_visit WHERE NOT EXISTS"
            " (SELECT 1 FROM checkin_visit WHERE checkin_visit.submission = staged_visit.submission)"
        )
        return Sum(*cursor.fetchone())


def add_visits(like: Visit) -> int:
    """Record what is staged and not yet known; everything that does not differ is taken from ``like``."""
    fields = [field for field in Visit._meta.concrete_fields if not field.primary_key]
    same = {field.column: field for field in fields if field.column not in VISIT_COLUMNS}
    values = [field.get_db_prep_save(getattr(like, field.attname), connection) for field in same.values()]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO checkin_visit ({', '.join([*VISIT_COLUMNS, *same])})"  # noqa: S608
            f" SELECT {', '.join([*VISIT_COLUMNS, *['%s'] * len(same)])} FROM staged_visit"
            " WHERE 1 = 1 ON CONFLICT (submission) DO NOTHING",
            values,
        )
        return cursor.rowcount


def add_departures(source: str) -> int:
    """Record the departures of staged visits whose leaving is known."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO checkin_departure (visit_id, submission, arrived_at, left_at, persons, source)"
            " SELECT visit.id, staged_visit.departure, visit.arrived_at, staged_visit.left_at, visit.persons, %s"
            " FROM staged_visit JOIN checkin_visit AS visit ON visit.submission = staged_visit.submission"
            " WHERE staged_visit.left_at IS NOT NULL ON CONFLICT (submission) DO NOTHING",
            [source],
        )
        return cursor.rowcount


@contextmanager
def _room_in_memory() -> Iterator[None]:
    """In SQLite's usual two megabytes each page of an index would go to the disk many times over, under the lock."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        usual = cursor.execute("PRAGMA cache_size").fetchone()[0]
        cursor.execute(f"PRAGMA cache_size = -{CACHE_KB}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA cache_size = {usual}")


def _fill(rows: Iterable[StagedVisit]) -> None:
    database = connections[DEFAULT_DB_ALIAS]  # itself, not the proxy: it is asked two million times
    prepared = ([field.get_db_prep_save(cell, database) for field, cell in zip(FIELDS, row)] for row in rows)  # noqa: B905
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            execute_values(cursor, f"INSERT INTO staged_visit ({COLUMNS}) VALUES %s", prepared, page_size=PAGE)  # noqa: S608
        else:
            places = ", ".join(["%s"] * len(FIELDS))
            cursor.executemany(f"INSERT INTO staged_visit ({COLUMNS}) VALUES ({places})", prepared)  # noqa: S608
