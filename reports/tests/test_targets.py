"""Splitting a target over the months, and keeping every version of it."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command

from reports import counts
from reports.models import AnnualTarget
from reports.targets import by_open_days, even, set_target, split
from reports.tests.years import LONG_AFTER
from reports.year import figures_of


def test_open_days_of_2019(history):
    days = counts.open_days(history, date(2019, 1, 1), date(2019, 12, 31))

    assert [sum(day.month == month for day in days) for month in range(1, 13)] == [
        22, 19, 20, 19, 21, 15, 23, 22, 21, 23, 21, 20,
    ]  # fmt: skip
    assert len(days) == 246
    assert sum(day <= date(2019, 10, 31) for day in days) == 205


def test_the_even_split_gives_the_odd_ones_to_the_first_months():
    assert even(1000) == [84, 84, 84, 84, 83, 83, 83, 83, 83, 83, 83, 83]
    assert [sum(even(1000)[i : i + 3]) for i in (0, 3, 6, 9)] == [252, 250, 249, 249]


def test_the_split_by_open_days(history):
    months = by_open_days(1000, counts.open_days(history, date(2019, 1, 1), date(2019, 12, 31)))

    assert months == [90, 77, 81, 77, 85, 61, 94, 90, 85, 94, 85, 81]
    assert [sum(months[i : i + 3]) for i in (0, 3, 6, 9)] == [248, 223, 269, 260]


@pytest.mark.parametrize("total", [1, 7, 11, 12, 13, 999, 1000, 9_999_999])
def test_a_split_always_sums_to_its_total(total):
    assert sum(even(total)) == total
    assert sum(split(total, [0, 5, 3, 0, 1, 1, 1, 1, 1, 1, 1, 7])) == total


def test_a_new_target_is_a_new_version_and_the_old_one_stays(history):
    call_command("set_target", site="ksp", year=2019, total=1200)

    assert figures_of(history, 2019, LONG_AFTER).target == 1200
    assert list(AnnualTarget.objects.values_list("version", "total")) == [(1, 1000), (2, 1200)]


def test_the_same_target_again_changes_nothing(history):
    set_target(site=history, year=2019, months=even(1000), method="even")

    assert AnnualTarget.objects.count() == 1


@pytest.mark.parametrize(
    "asked",
    [{"total": 0}, {"total": None}, {"months": "1,2,3"}, {"months": ",".join(["1"] * 12), "total": 13}, {"total": -5}],
)
def test_a_target_that_makes_no_sense_is_refused(history, asked):
    with pytest.raises(CommandError):
        call_command("set_target", site="ksp", year=2020, **asked)

    assert AnnualTarget.objects.count() == 1
