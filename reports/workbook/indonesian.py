"""Numbers and dates as an Indonesian office prints them, whatever the language of the screens."""

from calendar import monthrange
from datetime import date
from fractions import Fraction

from kspvisits.numbers import round_half_up

UNKNOWN = "…"
MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
SHORT_MONTHS = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")
QUARTERS = ("Triwulan I", "Triwulan II", "Triwulan III", "Triwulan IV")


def count(number: int) -> str:
    """1.015"""
    return f"{number:,}".replace(",", ".")


def decimal(number: int | Fraction) -> str:
    """2.316,67: two places, half up."""
    whole, places = str(round_half_up(Fraction(number))).split(".")
    return f"{count(int(whole))},{places}"


def day(moment: date) -> str:
    """7 November 2019"""
    return f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}"


def months(first: int, last: int) -> str:
    """April–September"""
    return MONTHS[first - 1] if first == last else f"{MONTHS[first - 1]}–{MONTHS[last - 1]}"


def last_day(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def is_month_end(moment: date) -> bool:
    return moment == last_day(moment.year, moment.month)
