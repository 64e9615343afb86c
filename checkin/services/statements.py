"""The three statements of the kiosk's hot path, written by hand.

The ORM takes longer to build each of them than the database to answer: together they were two thirds of a
recorded tap. ``tests/test_statements.py`` holds each to the ORM's own answer.
"""

from datetime import date
from typing import NamedTuple

from django.db import connection

from checkin.models import Device, Origin, Purpose, Site

SITE_COLUMNS = [field.column for field in Site._meta.concrete_fields]
TRUSTED_DEVICE = f"""
SELECT device.*, {", ".join(f"site.{column} AS site__{column}" for column in SITE_COLUMNS)}
FROM checkin_device device JOIN checkin_site site ON site.id = device.site_id
WHERE device.token_digest = %s AND device.revoked_at IS NULL
"""  # noqa: S608  column names of our own models
NEXT_NUMBER = """
INSERT INTO checkin_siteday (site_id, day, last_number, visits) VALUES (%s, %s, 1, %s)
ON CONFLICT (site_id, day) DO UPDATE
SET last_number = checkin_siteday.last_number + 1, visits = checkin_siteday.visits + excluded.visits
RETURNING last_number
"""
WORDS = """
SELECT category.id, category.is_counted, category.name_rule, origin.id, purpose.id, space.id
FROM checkin_visitorcategory category
LEFT JOIN checkin_origin origin
  ON origin.slug = %s AND (origin.slug = %s OR (origin.is_offered AND origin.is_on_kiosk))
LEFT JOIN checkin_purpose purpose ON purpose.code = %s AND (purpose.code = %s OR purpose.is_offered)
LEFT JOIN checkin_space space ON space.site_id = %s AND space.code = purpose.space_code
WHERE category.code = %s AND category.is_offered
"""


def trusted_device(token: str) -> Device | None:
    """The device whose secret this is, with its site, unless revoked."""
    for device in Device.objects.raw(TRUSTED_DEVICE, [Device.digest(token)]):
        device.site = Site(**{column: device.__dict__.pop(f"site__{column}") for column in SITE_COLUMNS})
        return device
    return None


class Words(NamedTuple):
    """The keys behind three codes; None where a code is not offered, or a purpose leads to no room."""

    category: int
    is_counted: bool
    name_rule: str
    origin: int | None
    purpose: int | None
    space: int | None


def words(*, site: Site, category: str, origin: str, purpose: str) -> Words | None:
    """Look three codes up at once, and the room they lead to; None where the category is not offered.

    Who skips the origin or gives no details chooses a word that cannot be retired.
    """
    with connection.cursor() as cursor:
        cursor.execute(WORDS, [origin, Origin.UNKNOWN, purpose, Purpose.OTHER, site.pk, category])
        row = cursor.fetchone()
    return Words(row[0], bool(row[1]), *row[2:]) if row else None


def next_number(*, site: Site, day: date, counted: int) -> int:
    """Take the day's lock until the transaction ends, and its next number; gaps are allowed, repeats are not."""
    with connection.cursor() as cursor:
        cursor.execute(NEXT_NUMBER, [site.pk, connection.ops.adapt_datefield_value(day), counted])
        return cursor.fetchone()[0]
