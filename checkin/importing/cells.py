"""One cell at a time: a day, a clock time, a number of persons, a known word. Raises ``ValidationError``."""

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from checkin.importing.refusals import shown
from checkin.models import Origin, Purpose, Site, Space, VisitorCategory
from checkin.validation import clean_whole_number

FIRST_YEAR = 2000
DAY_FIRST = re.compile(r"([0-9]{1,2})([/-])([0-9]{1,2})\2([0-9]{4})")
YEAR_FIRST = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
CLOCK = re.compile(r"([0-9]{1,2})([.:])([0-9]{2})(?:\2([0-9]{2}))?")
HYPHENS_AND_SPACES = re.compile(r"[\s_\-\u2010-\u2015\u2212\u00ad]+")


def read_date(cell) -> date:
    """A day from a date cell or from 31/10/2019, 31-10-2019 or 2019-10-31; never the American order."""
    day = cell.date() if isinstance(cell, datetime) else cell
    if isinstance(day, str):
        day = _written_date(day.strip())
    if not isinstance(day, date):
        raise ValidationError(_("Please write the date as 31/10/2019."), code="date")
    if day.year < FIRST_YEAR:
        raise ValidationError(_("Days before the year 2000 are not imported."), code="date")
    return day


def read_time(cell, *, day: date) -> time:
    """A clock time from a time cell, a date-and-time cell of the same day, or 09.15, 09:15 and 09:15:30."""
    if isinstance(cell, datetime) and cell.date() == day:
        cell = cell.time()
    if isinstance(cell, timedelta) and timedelta(0) <= cell < timedelta(days=1):
        cell = (datetime.min + cell).time()
    if isinstance(cell, time):
        return _to_the_second(cell)
    if isinstance(cell, str):
        return _written_time(cell.strip())
    raise ValidationError(_("Please write the time as 09.15."), code="time")


def read_persons(cell, *, most: int) -> int:
    return clean_whole_number(cell, least=1, most=most, allow_float=True)


class Words:
    """What may be written for one kind of word: its code or its label in either language, however hyphenated."""

    def __init__(self, codes: dict, labels: list[tuple[str, object]]):
        self._codes = codes
        self._words: dict = {}
        for label, word in labels:
            known = self._words.setdefault(fold(label), word)
            if known != word:
                self._words[fold(label)] = None  # two words of one label: neither is meant for certain
        self._words.update({fold(code): word for code, word in codes.items()})

    def read(self, cell):
        word = self._words.get(fold(cell)) if isinstance(cell, str) and len(cell) <= 200 else None
        if word is None:
            raise ValidationError(
                _("“%(word)s” is not known. Please write one of: %(codes)s."),
                code="word",
                params={"word": shown(cell), "codes": ", ".join(self._codes)},
            )
        return word


def categories() -> Words:
    words = list(VisitorCategory.objects.all())
    return Words({word.code: word for word in words}, _labels(words))


def origins() -> Words:
    words = list(Origin.objects.all())
    official = [(word.official_name, word) for word in words if word.official_name]
    return Words({word.slug: word for word in words}, _labels(words) + official)


def purposes() -> Words:
    words = list(Purpose.objects.all())
    return Words({word.code: word for word in words}, _labels(words))


def spaces(site: Site) -> Words:
    rooms = list(Space.objects.filter(site=site))
    names = [(name, room) for room in rooms for name in (room.name, room.name_en) if name]
    return Words({room.code: room for room in rooms}, names)


@lru_cache(4_096)
def fold(text: str) -> str:
    """The same for e-sport, E‑Sport and esport: letter case, spaces and hyphens set no words apart."""
    return HYPHENS_AND_SPACES.sub("", text).casefold()


def _labels(words) -> list[tuple[str, object]]:
    return [(label, word) for word in words for label in (word.label, word.label_en)]


def _written_date(text: str) -> date | None:
    if found := DAY_FIRST.fullmatch(text):
        year, month, day = int(found[4]), int(found[3]), int(found[1])
    elif found := YEAR_FIRST.fullmatch(text):
        year, month, day = map(int, found.groups())
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError as error:
        raise ValidationError(_("There is no such day in the calendar."), code="date") from error


def _written_time(text: str) -> time:
    found = CLOCK.fullmatch(text)
    hour, minute, second = (int(found[1]), int(found[3]), int(found[4] or 0)) if found else (24, 0, 0)
    if hour > 23 or minute > 59 or second > 60:
        raise ValidationError(_("Please write the time as 09.15."), code="time")
    return time(hour, minute, min(second, 59))  # a leap second has no place in a clock that counts to 59


def _to_the_second(clock: time) -> time:
    """A spreadsheet keeps a time as a fraction of a day: 09.15 may come back a hair before it."""
    nearest = datetime.combine(date(2000, 1, 1), clock) + timedelta(milliseconds=500)
    return nearest.time().replace(microsecond=0) if nearest.day == 1 else time(23, 59, 59)
