"""Months, quarters, periods and signed numbers in words, as pages print them."""

from calendar import monthrange
from datetime import date
from fractions import Fraction

from django.utils.dates import MONTHS
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from kspvisits.numbers import UNKNOWN, count, two_places
from reports.figures import Block, YearFigures

# Django's own Indonesian short names are lower case and call August "agt"; an office writes Agu.
SHORT_MONTHS = (
    pgettext_lazy("short month", "Jan"),
    pgettext_lazy("short month", "Feb"),
    pgettext_lazy("short month", "Mar"),
    pgettext_lazy("short month", "Apr"),
    pgettext_lazy("short month", "May"),
    pgettext_lazy("short month", "Jun"),
    pgettext_lazy("short month", "Jul"),
    pgettext_lazy("short month", "Aug"),
    pgettext_lazy("short month", "Sep"),
    pgettext_lazy("short month", "Oct"),
    pgettext_lazy("short month", "Nov"),
    pgettext_lazy("short month", "Dec"),
)
ROMAN = ("I", "II", "III", "IV")


def month_name(number: int) -> str:
    return str(MONTHS[number])


def short_month(number: int) -> str:
    return str(SHORT_MONTHS[number - 1])


def months_name(first: int, last: int) -> str:
    """One month, or a run of them: April–September."""
    return month_name(first) if first == last else f"{month_name(first)}–{month_name(last)}"


def block_name(block: Block) -> str:
    return months_name(block.first_day.month, block.last_day.month)


def quarters_name(first: int, last: int) -> str:
    """TW II, or TW II–III."""
    numbers = ROMAN[first - 1] if first == last else f"{ROMAN[first - 1]}–{ROMAN[last - 1]}"
    return _("Quarter %(numbers)s") % {"numbers": numbers}


def until(figures: YearFigures) -> str:
    """Up to when the figures reach: a month's name where that month is complete, else the day."""
    day = figures.as_of
    return month_name(day.month) if _is_month_end(day) else date_format(day, "j F")


def _is_month_end(day: date) -> bool:
    return day.day == monthrange(day.year, day.month)[1]


def signed(number: int | None) -> str:
    """+181, −12 with a true minus, 0."""
    if number is None:
        return UNKNOWN
    return f"{'+' if number > 0 else '−'}{count(abs(number))}" if number else "0"


def points(change: Fraction | None) -> str:
    """A share's change in percentage points: +2,10."""
    if not change:
        return two_places(change)
    return f"{'+' if change > 0 else '−'}{two_places(abs(change) * 100)}"
