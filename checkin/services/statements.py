"""The statements of the kiosk's hot path, written by hand.

The ORM takes longer to build each of them than the database to answer: together they were two thirds of a
recorded tap. ``tests/test_statements.py`` holds each to the ORM's own answer.
"""

from datetime import date
from functools import cache
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from checkin.models import Device, HeldSubmission, OpeningHours, Origin, Purpose, Site, Visit

DEVICE_FIELDS, SITE_FIELDS = Device._meta.concrete_fields, Site._meta.concrete_fields
VISIT_FIELDS = [field for field in Visit._meta.concrete_fields if not field.primary_key]
TRUSTED_DEVICE = f"""
SELECT {", ".join(f"device.{field.column}" for field in DEVICE_FIELDS)},
       {", ".join(f"site.{field.column}" for field in SITE_FIELDS)}
FROM checkin_device device JOIN checkin_site site ON site.id = device.site_id
WHERE device.token_digest = %s AND device.revoked_at IS NULL
"""  # noqa: S608  column names of our own models
HOURS_FIELDS = [OpeningHours._meta.get_field(name) for name in ("weekday", "start", "end", "valid_from", "valid_to")]
HOURS_AND_KIND = """
SELECT hours.weekday, hours.start, hours."end", hours.valid_from, hours.valid_to, this_day.kind
FROM checkin_openinghours hours
LEFT JOIN checkin_calendarday this_day ON this_day.site_id = hours.site_id AND this_day.day = %s
WHERE hours.site_id = %s ORDER BY hours.weekday, hours.start
"""
ABOUT = HeldSubmission._meta.get_field("about")
WAITED_FOR = "SELECT 1 FROM checkin_heldsubmission WHERE about = %s AND settled_at IS NULL LIMIT 1"
COUNT_IN_DAY = """
INSERT INTO checkin_siteday AS today (site_id, day, last_number, visits) VALUES (%s, %s, %s, %s)
ON CONFLICT (site_id, day) DO UPDATE
SET last_number = today.last_number + excluded.last_number, visits = today.visits + excluded.visits
RETURNING last_number
"""
VISIT_COLUMNS = [field.column for field in VISIT_FIELDS]
STORE = f"""
INSERT INTO checkin_visit ({", ".join(VISIT_COLUMNS)}) VALUES ({", ".join(["%s"] * len(VISIT_COLUMNS))}) RETURNING id
"""  # noqa: S608  column names of our own model
# One statement spares a trip, a tenth of the whole tap. SQLite writes nothing within WITH, and is a call, not a trip.
OTHER_FIELDS = [field for field in VISIT_FIELDS if field.column != "number"]
COUNT_AND_STORE = f"""
WITH counted AS ({COUNT_IN_DAY})
INSERT INTO checkin_visit (number, {", ".join(field.column for field in OTHER_FIELDS)})
VALUES ((SELECT last_number FROM counted), {", ".join(["%s"] * len(OTHER_FIELDS))}) RETURNING id, number
"""  # noqa: S608  column names of our own model
# In the WHERE itself, which PostgreSQL asks again of the row as the one before left it.
TAKE_PLACES = """
UPDATE checkin_space SET people_inside = people_inside + %s
WHERE id = %s AND (NOT is_hard OR people_inside + %s <= COALESCE(
  (SELECT places FROM checkin_spacelimit WHERE space_id = checkin_space.id AND day = %s ORDER BY id DESC LIMIT 1),
  capacity))
RETURNING id
"""
GIVE_BACK_PLACES = """
UPDATE checkin_space SET people_inside = CASE WHEN people_inside > %s THEN people_inside - %s ELSE 0 END
WHERE is_hard AND id = (SELECT space_id FROM checkin_visit WHERE id = %s)
RETURNING id
"""
WORDS = """
SELECT category.id, category.is_counted, category.name_rule, origin.id, purpose.id, space.id,
       space.is_hard
FROM checkin_visitorcategory category
LEFT JOIN checkin_origin origin
  ON origin.slug = %s AND (origin.slug = %s OR (origin.is_offered AND origin.is_on_kiosk))
LEFT JOIN checkin_purpose purpose ON purpose.code = %s AND (purpose.code = %s OR purpose.is_offered)
LEFT JOIN checkin_space space ON space.site_id = %s AND space.code = purpose.space_code
WHERE category.code = %s AND category.is_offered
"""


def trusted_device(token: str) -> Device | None:
    """The device whose secret this is, with its site, unless revoked."""
    row = _answer(TRUSTED_DEVICE, [Device.digest(token)])
    if row is None:
        return None
    device = _row_of(Device, list(row[: len(DEVICE_FIELDS)]))
    device.site = _row_of(Site, list(row[len(DEVICE_FIELDS) :]))
    return device


def hours_and_kind(*, site: Site, day: date) -> list[list]:
    """The site's weekly hours as ``[weekday, start, end, valid_from, valid_to, kind of this day in the calendar]``."""
    with connection.cursor() as cursor:
        cursor.execute(HOURS_AND_KIND, [_day(day), site.pk])
        return [_converted(HOURS_FIELDS, list(row)) for row in cursor.fetchall()]


def is_waited_for(visit: UUID) -> bool:
    """Whether a held departure or undo is about the visit of this submission."""
    return _answer(WAITED_FOR, [ABOUT.get_db_prep_value(visit, connection)]) is not None


def _row_of(model, values):
    """An object of the model from the values of its columns."""
    fields = model._meta.concrete_fields
    return model.from_db(connection.alias, [field.attname for field in fields], _converted(fields, values))


def _converted(fields, values: list) -> list:
    """Raw values of this database in the types of Python, as Django does it."""
    for index, converter in _converters(tuple(fields), connection.vendor):
        values[index] = converter(values[index], None, connection)
    return values


@cache
def _converters(fields, vendor: str) -> list:
    """(column's place, converter) in their order."""
    return [
        (index, converter)
        for index, field in enumerate(fields)
        for converter in connection.ops.get_db_converters(field.get_col("")) + field.get_db_converters(connection)
    ]


class Words(NamedTuple):
    """The keys behind three codes; None where a code is not offered, or a purpose leads to no room."""

    category: int
    is_counted: bool
    name_rule: str
    origin: int | None
    purpose: int | None
    space: int | None
    is_hard: bool


def words(*, site: Site, category: str, origin: str, purpose: str) -> Words | None:
    """Look three codes up at once, and the room they lead to; None where the category is not offered.

    Who skips the origin or gives no details chooses a word that cannot be retired.
    """
    row = _answer(WORDS, [origin, Origin.UNKNOWN, purpose, Purpose.OTHER, site.pk, category])
    return Words(row[0], bool(row[1]), *row[2:-1], bool(row[-1])) if row else None


def store(visit: Visit, *, takes_number: bool) -> None:
    """Count a new visit in its day, write it and give it its key; a visit that ``takes_number`` gets the day's next.

    Takes the day's lock until the transaction ends. Gaps between numbers are allowed, repeats are not.
    The first writing is the row itself; history keeps changes.
    """
    counting = [visit.site_id, _day(visit.day), int(takes_number), visit.counted_persons]
    if takes_number and connection.vendor == "postgresql":
        visit.pk, visit.number = _answer(COUNT_AND_STORE, counting + _values(visit, OTHER_FIELDS))
    else:
        (last,) = _answer(COUNT_IN_DAY, counting)
        visit.number = last if takes_number else visit.number
        (visit.pk,) = _answer(STORE, _values(visit, VISIT_FIELDS))
    visit._state.adding, visit._state.db = False, connection.alias


def take_places(*, space: int, persons: int, day: date) -> bool:
    """Let so many people into a room, unless its limit is hard and has no place for them: then nothing is changed.

    Holds the room until the transaction ends.
    """
    return _answer(TAKE_PLACES, [persons, space, persons, _day(day)]) is not None


def give_back_places(*, visit: int, persons: int) -> bool:
    """So many people have left the room of a visit; answers whether it is one with a hard limit.

    The room is asked of the visit's row: whoever read the visit before may not know that it has moved.
    """
    return _answer(GIVE_BACK_PLACES, [persons, persons, visit]) is not None


def take_numbers(*, site: int, day: date, how_many: int) -> int:
    """Set the day's next numbers aside; returns the last of them. Holds the day's lock until the transaction ends."""
    (last,) = _answer(COUNT_IN_DAY, [site, _day(day), how_many, 0])
    return last


def _day(day: date):
    return connection.ops.adapt_datefield_value(day)


def _values(visit: Visit, fields) -> list:
    return [field.get_db_prep_save(getattr(visit, field.attname), connection) for field in fields]


def _answer(statement: str, values: list) -> tuple | None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()
