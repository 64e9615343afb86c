"""Dates and numbers as an Indonesian office writes them, and as English does; what is ambiguous is refused."""

from datetime import date, datetime, time
from fractions import Fraction

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.template import engines
from django.utils import translation
from django.utils.formats import date_format, number_format, time_format

DAY, CLOCK = date(2019, 11, 7), time(9, 41)


def shown(template: str, **context) -> str:
    return engines["django"].from_string(template).render(context)


@pytest.mark.parametrize(
    ("language", "day", "short", "clock", "both", "month"),
    [
        ("id", "7 November 2019", "07/11/2019", "09.41", "7 November 2019, 09.41", "November 2019"),
        ("en", "7 November 2019", "07/11/2019", "09:41", "7 November 2019, 09:41", "November 2019"),
    ],
)
def test_dates_and_times(language, day, short, clock, both, month):
    with translation.override(language):
        assert date_format(DAY) == day
        assert date_format(DAY, "SHORT_DATE_FORMAT") == short
        assert time_format(CLOCK) == clock
        assert date_format(datetime.combine(DAY, CLOCK), "DATETIME_FORMAT") == both
        assert date_format(DAY, "YEAR_MONTH_FORMAT") == month


def test_months_are_spelled_the_official_way():
    with translation.override("id"):
        months = " ".join(date_format(date(2019, month, 1), "F") for month in range(1, 13))

    assert months == "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember"


@pytest.mark.parametrize(
    ("language", "total", "share", "mean"), [("id", "1.015", "101,50%", "57,67"), ("en", "1,015", "101.50%", "57.67")]
)
def test_numbers(language, total, share, mean):
    with translation.override(language):
        assert shown("{{ visits|count }}", visits=1015) == total
        assert shown("{{ share|percent }}", share=Fraction(1015, 1000)) == share
        assert shown("{{ mean|two_places }}", mean=Fraction(346, 6)) == mean


@pytest.mark.parametrize("language", ["id", "en"])
def test_what_is_unknown_is_never_a_zero(language):
    with translation.override(language):
        assert shown("{{ none|count }}{{ none|percent }}{{ none|two_places }}", none=None) == "………"
        assert shown("{{ zero|count }}", zero=0) == "0"


@pytest.mark.parametrize("language", ["id", "en"])
def test_years_and_ids_are_never_grouped(language):
    with translation.override(language):
        assert shown("{{ year }} {{ day|date:'Y' }} {{ pk }}", year=2019, day=DAY, pk=1234567) == "2019 2019 1234567"
        assert number_format(2019) == "2019"


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("typed", ["2019-11-07", "07/11/2019", "07-11-2019", "7/11/2019"])
def test_a_day_may_be_typed_the_indonesian_way(language, typed):
    with translation.override(language):
        assert forms.DateField().clean(typed) == DAY


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize(
    "typed", ["07/13/2019", "13/13/2019", "30/02/2019", "11/7/19", "Nov 7 2019", "7 Nov 2019", "2019-11-07T09:41"]
)
def test_a_day_that_could_mean_another_is_refused(language, typed):
    with translation.override(language), pytest.raises(ValidationError):
        forms.DateField().clean(typed)


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("typed", ["09:41", "09.41"])
def test_a_time_may_be_typed_both_ways(language, typed):
    with translation.override(language):
        assert forms.TimeField().clean(typed) == CLOCK
