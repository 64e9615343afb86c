"""Numbers as readers see them: exact until here, then rounded half up and grouped as the language groups."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from django.utils.formats import number_format

UNKNOWN = "…"


def round_half_up(value: Fraction, places: int = 2) -> Decimal:
    """Half goes up, away from zero, as in a spreadsheet."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def percent(share: Fraction | None) -> Decimal | None:
    """1.015 becomes the number 101.50."""
    return None if share is None else round_half_up(share * 100)


def in_percent(share: Fraction | None) -> str:
    """1.015 becomes 101,50%, without a space, as official Indonesian prints it."""
    return UNKNOWN if share is None else number_format(percent(share), decimal_pos=2, force_grouping=True) + "%"


def count(number: int | None) -> str:
    """1015 becomes 1.015 in Indonesian and 1,015 in English; the unknown an ellipsis, never a zero."""
    return UNKNOWN if number is None else number_format(number, decimal_pos=0, force_grouping=True)


def two_places(number: Fraction | None) -> str:
    """An exact fraction with two decimals, rounded half up: 4,95."""
    return UNKNOWN if number is None else number_format(round_half_up(number), decimal_pos=2, force_grouping=True)
