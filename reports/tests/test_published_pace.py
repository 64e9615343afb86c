"""KSP's published year held to each pace that it is compared with, and what may never be said of it as a fact."""

import re
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import override

from kspvisits.numbers import percent, round_half_up
from reports import counts, tables
from reports.shares import category_shares
from reports.targets import split
from reports.tests.workbooks import cells_of, opened, report_of, shown, written
from reports.tests.years import KSP_2019, a_year, ksp_2019

OPEN_DAYS = [22, 19, 20, 19, 21, 15, 23, 22, 21, 23, 21, 20]
EVENLY = (Fraction(1000, 12),) * 12
BY_OPEN_DAYS = tuple(Fraction(1000 * days, 246) for days in OPEN_DAYS)
#: A house that opens once a month needs on each of its days what any house needs in a month.
ONCE_A_MONTH = [date(2019, month, 1) for month in range(1, 13)]


def at_the_end_of(month: int, **said):
    """The year as it was known on the last day of one of its months before December."""
    today = date(2019, month + 1, 1) - timedelta(days=1)
    return a_year(totals=[total for total in KSP_2019 if total.last_day <= today], today=today, **said)


def two_places(number: Fraction) -> str:
    return str(round_half_up(number))


@pytest.mark.parametrize(
    ("end_of", "plan", "achieved"),
    [
        (1, "83.33", "116.40"),
        (2, "166.67", "129.60"),
        (3, "250.00", "210.80"),
        (9, "750.00", "116.40"),
        (10, "833.33", "121.80"),
    ],
)
def test_a_plan_of_exact_twelfths_is_rounded_only_when_it_is_shown(end_of, plan, achieved):
    year = at_the_end_of(end_of, target=EVENLY)

    assert two_places(year.plan_to_date) == plan
    assert str(percent(year.achievement_to_date)) == achieved


@pytest.mark.parametrize(("end_of", "plan"), [(3, "247.97"), (9, "739.84"), (10, "833.33")])
def test_a_plan_by_open_days_is_the_even_one_at_the_end_of_october_and_not_before(end_of, plan):
    assert two_places(at_the_end_of(end_of, target=BY_OPEN_DAYS).plan_to_date) == plan


@pytest.mark.parametrize(("end_of", "needed"), [(1, "82.09"), (2, "78.40"), (3, "52.56"), (9, "42.33"), (10, "0.00")])
def test_what_each_month_that_is_left_must_bring(end_of, needed):
    year = at_the_end_of(end_of, target=1000, open_days=ONCE_A_MONTH)

    assert two_places(year.pace.needed_per_open_day) == needed


@pytest.mark.parametrize(("end_of", "mean"), [(3, "175.67"), (10, "101.50")])
def test_the_mean_of_the_months_so_far(end_of, mean):
    assert two_places(at_the_end_of(end_of, open_days=ONCE_A_MONTH).pace.per_open_day) == mean


@pytest.mark.django_db
def test_the_plan_of_an_open_day(history):
    days = counts.open_days(history, date(2019, 1, 1), date(2019, 12, 31))

    assert two_places(a_year(target=1000, open_days=days, today=date(2019, 1, 1)).pace.needed_per_open_day) == "4.07"


@pytest.mark.django_db
def test_at_the_end_of_october_the_pace_by_day_and_the_pace_by_month_foretell_the_same(history):
    days = counts.open_days(history, date(2019, 1, 1), date(2019, 12, 31))

    by_day, by_month = (at_the_end_of(10, open_days=known).pace for known in (days, ONCE_A_MONTH))

    assert by_day.per_open_day * (by_day.open_days + by_day.days_left) == 1218
    assert by_month.per_open_day * (by_month.open_days + by_month.days_left) == 1218


def test_the_two_quarters_of_the_block_against_exact_quarters_of_the_target():
    rows = {row.cells[0].text: row.cells for row in tables.quarters(ksp_2019(target=EVENLY)).rows}

    _name, target, visits, share, _status = rows["TW II–III (gabungan)"]
    assert (target.value, visits.value, share.text) == (500, 346, "69,20%")


def test_the_workbook_of_march_has_its_mean():
    facts = facts_at_the_end_of(3)

    assert facts["Rata-rata"].startswith("175,67 kunjungan per bulan (3 bulan berdata)")


def test_the_workbook_of_february_has_its_rise():
    assert facts_at_the_end_of(2)["Kenaikan bulanan tertinggi"] == "Februari terhadap Januari naik 22,68%"


def facts_at_the_end_of(month: int) -> dict[str, str]:
    cells = shown(written(report_of(at_the_end_of(month, target=1000, previous=42))))
    return {cells["Ringkasan", f"B{row}"]: cells["Ringkasan", f"D{row}"] for row in range(18, 28)}


def test_shares_of_the_published_sum():
    """Nobody knows who came; what the months brought stands here for five kinds of visitors."""
    brought = {"A": 97, "B": 119, "C": 311, "D": 346, "E": 142}
    year = replace(ksp_2019(), categories=tuple(brought.items()))

    rows = tables.shares("", category_shares(year, {code: code for code in brought})).rows

    assert [row.cells[2].text for row in rows] == ["9,56%", "11,72%", "30,64%", "34,09%", "13,99%"]


@pytest.mark.parametrize(
    ("total", "months"),
    [
        (1000, [80, 98, 255, 45, 49, 35, 54, 52, 49, 117, 85, 81]),
        (1200, [96, 117, 306, 54, 59, 42, 65, 62, 59, 140, 102, 98]),
    ],
)
def test_a_target_split_as_the_published_year_went(total, months):
    weights = "97 119 311 54.33 60.05 42.89 65.77 62.91 60.05 142 103.98 99.02"

    assert split(total, [Fraction(weight) for weight in weights.split()]) == months


def test_the_half_year_spread_over_its_open_days_is_an_illustration():
    months = split(346, OPEN_DAYS[3:9])
    year = a_year({1: 97, 2: 119, 3: 311, **dict(zip(range(4, 10), months, strict=True))})

    assert months == [54, 60, 43, 66, 63, 60]
    assert [month.cumulative for month in year.months[3:9]] == [581, 641, 684, 750, 813, 873]


@pytest.mark.django_db
def test_an_even_rate_would_reach_the_target_on_a_day_of_its_own(history):
    """127 of October's 142 visits were needed, and 127/142 of its 23 open days end on the twenty-first."""
    assert counts.open_days(history, date(2019, 10, 1), date(2019, 10, 31))[20] == date(2019, 10, 29)


A_DAY_IN_OCTOBER = re.compile(r"\b29\W+(okt|oct)|oct\w*\W+29\b|\b29[/.-]10\b|\b10-29\b", re.I)


@pytest.fixture
def everything_said(history, client, reporter):
    """Dashboard in both languages, API and workbook of the published year, their words one below the other."""
    client.force_login(reporter)
    said = []
    for language in ("id", "en"):
        with override(language):
            said += strip_tags(client.get(reverse("reports-dashboard", args=["ksp", 2019])).text).splitlines()
    said.append(client.get(reverse("api-year", args=["ksp", 2019])).text)
    workbook = client.get(reverse("reports-workbook", args=["ksp", 2019]), {"edition": "live"})
    return "\n".join([*said, *map(str, cells_of(opened(workbook.content, data_only=True)).values())])


def test_the_day_on_which_the_target_was_reached_is_said_nowhere(everything_said):
    """Nobody has recorded it."""
    assert "Target tercapai pada Oktober 2019" in everything_said
    assert A_DAY_IN_OCTOBER.search(everything_said) is None


@pytest.mark.parametrize("day", ["29 Oktober 2019", "29 Okt", "October 29", "Oct. 29", "29/10/2019", "2019-10-29"])
def test_such_a_day_would_be_noticed(day):
    """The broken twin."""
    assert A_DAY_IN_OCTOBER.search(f"Kunjungan ke-1.000: {day}")
