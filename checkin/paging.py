"""One page of a list, sought by the key of the row it follows or precedes: as quick at any depth, and steady while rows
come and go.

Own work, because nothing found orders empty values alike on both databases, walks back over them, and survives any
address: django-cursor-pagination compares every value as text and hands a wrong one to the database.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from functools import reduce
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F, Model, Q, QuerySet
from django.db.models.expressions import OrderBy
from django.utils.duration import duration_string

#: Longer than any key of ours.
MOST_CHARACTERS = 600
UNREADABLE = (ValidationError, ValueError, TypeError, OverflowError, RecursionError)


@dataclass(frozen=True)
class Key:
    """One of the values a list is ordered by."""

    path: str
    is_descending: bool = False
    #: None where there is always a value: there a database may follow its index.
    nulls_first: bool | None = None

    def order(self, *, is_back: bool = False) -> OrderBy:
        nulls = (
            {} if self.nulls_first is None else {"nulls_first" if self.nulls_first != is_back else "nulls_last": True}
        )
        return OrderBy(F(self.path), descending=self.is_descending != is_back, **nulls)

    def beyond(self, value, *, is_back: bool) -> Q | None:
        """Rows that come later than the value, going this way; None where there can be none."""
        nulls_lie_ahead = self.nulls_first is not None and self.nulls_first == is_back
        if value is None:
            return None if nulls_lie_ahead else Q(**{f"{self.path}__isnull": False})
        later = Q(**{f"{self.path}__{'lt' if self.is_descending != is_back else 'gt'}": value})
        return later | self.same(None) if nulls_lie_ahead else later

    def same(self, value) -> Q:
        return Q(**({f"{self.path}__isnull": True} if value is None else {self.path: value}))

    def reach(self, value, *, is_back: bool) -> Q:
        """Says beforehand what ``beyond`` and ``same`` amount to, so that a database enters its index at the spot."""
        if self.nulls_first is not None:
            return Q()
        return Q(**{f"{self.path}__{'lte' if self.is_descending != is_back else 'gte'}": value})


@dataclass(frozen=True)
class Page:
    """``after`` and ``before`` are what an address says to come to the next page and to the one before."""

    rows: list[Model]
    after: str = ""
    before: str = ""


def open_page(rows: QuerySet, *, size: int, after: str = "", before: str = "") -> Page:
    """So many rows in their own order, empty values where that order has them or else last, ties by id.

    An address that names no place in this order, or one with nothing beyond it, gets the first page.
    """
    keys = _keys_of(rows)
    for said, is_back in ((after, False), (before, True)):
        place = _read(said, keys, rows) if said else None
        found = _walked(rows, keys, place, size, is_back=is_back) if place else None
        if found and found.rows:
            return found
    ahead = list(_ordered(rows, keys)[: size + 1])
    return Page(ahead[:size], after=_written(ahead[size - 1], keys) if len(ahead) > size else "")


def _walked(rows: QuerySet, keys: list[Key], place: list, size: int, *, is_back: bool) -> Page:
    ahead = list(_ordered(rows.filter(_beyond(keys, place, is_back)), keys, is_back=is_back)[: size + 1])
    shown, goes_on = ahead[:size], len(ahead) > size
    if not shown:
        return Page([])
    behind = rows.filter(_beyond(keys, _place_of(shown[0], keys), not is_back))
    leads_back = behind.order_by().exists()
    if is_back:
        shown, goes_on, leads_back = shown[::-1], leads_back, goes_on
    return Page(
        shown,
        after=_written(shown[-1], keys) if goes_on else "",
        before=_written(shown[0], keys) if leads_back else "",
    )


def _ordered(rows: QuerySet, keys: list[Key], *, is_back: bool = False) -> QuerySet:
    return rows.order_by(*(key.order(is_back=is_back) for key in keys))


def _beyond(keys: list[Key], place: list, is_back: bool) -> Q:
    """Later by the first key, or the same and later by the next, and so on."""

    def weigh(rest: Q | None, pair: tuple[Key, Any]) -> Q | None:
        key, value = pair
        found = [key.beyond(value, is_back=is_back), key.same(value) & rest if rest else None]
        return reduce(Q.__or__, filter(None, found)) if any(found) else None

    pairs = list(zip(keys, place, strict=True))
    return keys[0].reach(place[0], is_back=is_back) & reduce(weigh, reversed(pairs), None)


def _keys_of(rows: QuerySet) -> list[Key]:
    keys = [_key(rows, said) for said in rows.query.order_by or rows.model._meta.ordering]
    return keys if keys and keys[-1].path == "id" else [*keys, Key("id", bool(keys) and keys[-1].is_descending)]


def _key(rows: QuerySet, said: str | OrderBy) -> Key:
    if isinstance(said, str):
        path, is_descending, nulls_first = said.removeprefix("-"), said.startswith("-"), False
    else:
        path, is_descending, nulls_first = said.expression.name, said.descending, bool(said.nulls_first)
    may_be_empty = path in rows.query.annotations or any(field.null for field in _fields(rows, path))
    return Key(path, is_descending, nulls_first if may_be_empty else None)


def _fields(rows: QuerySet, path: str) -> Iterable:
    if path in rows.query.annotations:  # the database works it out: a sum, a span of time, a day of another table
        yield rows.query.annotations[path].output_field
        return
    model = rows.model
    for name in path.split("__"):
        field = model._meta.get_field(name)
        yield field
        model = field.related_model


def _place_of(row: Model, keys: list[Key]) -> list:
    def step(part, name):
        return getattr(part, name, None)

    return [reduce(step, key.path.split("__"), row) for key in keys]


def _written(row: Model, keys: list[Key]) -> str:
    def plain(value):
        if isinstance(value, timedelta):
            return duration_string(value)
        return value.isoformat() if isinstance(value, date | time) else value

    return json.dumps([plain(value) for value in _place_of(row, keys)], separators=(",", ":"))


def _read(said: str, keys: list[Key], rows: QuerySet) -> list | None:
    """What ``_written`` wrote, of these keys; None for anything else."""
    if len(said) > MOST_CHARACTERS:
        return None
    try:
        values = json.loads(said)
        return [_cleaned(value, key, rows) for key, value in zip(keys, values, strict=True)]
    except UNREADABLE:
        return None


def _cleaned(value, key: Key, rows: QuerySet):
    """A value the database can compare with; raises one of ``UNREADABLE``."""
    if value is None and key.nulls_first is not None:
        return None
    if not isinstance(value, str | int):
        raise TypeError(value)
    *_, field = _fields(rows, key.path)
    cleaned = field.clean(value, None)
    if isinstance(cleaned, datetime):
        return cleaned.astimezone(timezone.utc) if cleaned.tzinfo else _refuse(cleaned)
    if isinstance(cleaned, str) and "\x00" in cleaned:
        return _refuse(cleaned)
    if isinstance(cleaned, str):
        cleaned.encode()
    return cleaned


def _refuse(value):
    raise ValueError(value)
