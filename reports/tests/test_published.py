"""KSP's published years, to the last digit: the object, the percentages, the pace, the commands and the API."""

import json
from datetime import date, timedelta
from fractions import Fraction

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from reports import counts
from reports.figures import Block, Status, ratio
from reports.progress import percent, round_half_up
from reports.tests.years import LONG_AFTER, a_year
from reports.year import as_object, figures_of

MONTHS_2019 = [
    # visits, status, cumulative, target, target so far, open days
    (97, "final", 97, 84, 84, 22),
    (119, "final", 216, 84, 168, 19),
    (311, "final", 527, 84, 252, 20),
    (None, "unavailable", None, 84, 336, 19),
    (None, "unavailable", None, 83, 419, 21),
    (None, "unavailable", None, 83, 502, 15),
    (None, "unavailable", None, 83, 585, 23),
    (None, "unavailable", None, 83, 668, 22),
    (None, "unavailable", 873, 83, 751, 21),
    (142, "final", 1015, 83, 834, 23),
    (None, "no_data", None, 83, 917, 21),
    (None, "no_data", None, 83, 1000, 20),
]


@pytest.fixture
def year_2019(history):
    return figures_of(history, 2019, LONG_AFTER)


def test_the_object_of_2019_is_the_published_year(year_2019):
    said = as_object(year_2019)

    assert said == {
        "site": "ksp",
        "year": 2019,
        "as_of": "2019-10-31",
        "unit": "visits",
        "target": 1000,
        "visits": 1015,
        "achievement_percent": "101.50",
        "remaining": 0,
        "excess": 15,
        "plan_to_date": "834.00",
        "rating": "Sangat tinggi",
        "target_reached_in": "2019-10",
        "records": 0,
        "months": [
            {
                "month": number,
                "visits": visits,
                "status": status,
                "cumulative": cumulative,
                "target": target,
                "target_cumulative": target_cumulative,
                "open_days": open_days,
            }
            for number, (visits, status, cumulative, target, target_cumulative, open_days) in enumerate(MONTHS_2019, 1)
        ],
        "blocks": [{"start": "2019-04-01", "end": "2019-09-30", "visits": 346}],
        "quarters": [
            {"quarter": 1, "visits": 527, "target": 252, "status": "final"},
            {"quarter": 2, "visits": None, "target": 250, "status": "unavailable"},
            {"quarter": 3, "visits": None, "target": 249, "status": "unavailable"},
            {"quarter": 4, "visits": 142, "target": 249, "status": "running"},
        ],
        "pace": {
            "open_days": 205,
            "per_open_day": "4.95",
            "open_days_left": 41,
            "needed_per_open_day": "0.00",
        },
        "previous_year": {"year": 2018, "visits": 42, "growth_percent": "2316.67"},
        "categories": [{"code": "unknown", "visits": 1015}],
        "origins": [{"slug": "tidak-diketahui", "visits": 1015}],
    }


def test_2018_is_one_block_and_no_month_of_it_is_known(history):
    year = figures_of(history, 2018, LONG_AFTER)

    assert year.visits == 42
    assert year.target is year.achievement is year.rating is None
    assert {month.status for month in year.months} == {Status.UNAVAILABLE}
    assert year.months[11].cumulative == 42
    assert round_half_up(Fraction(year.visits, 12)) == round_half_up(Fraction("3.50"))


def test_a_year_that_nothing_covers_is_unknown_and_not_zero(history):
    year = figures_of(history, 2017, LONG_AFTER)

    assert year.visits is None
    assert {month.status for month in year.months} == {Status.NO_DATA}


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        (1015, 1000, "101.50"),
        (97 - 42, 42, "130.95"),
        (1015 - 42, 42, "2316.67"),
        (119 - 97, 97, "22.68"),
        (311 - 119, 119, "161.34"),
        (142 - 311, 311, "-54.34"),
        (Fraction(142) - Fraction(346, 6), Fraction(346, 6), "146.24"),
        (97, 1015, "9.56"),
        (119, 1015, "11.72"),
        (311, 1015, "30.64"),
        (346, 1015, "34.09"),
        (142, 1015, "13.99"),
        (527, 1015, "51.92"),
        (527, 252, "209.13"),
        (346, 499, "69.34"),
        (346, 500, "69.20"),
    ],
)
def test_published_percentages(part, whole, shown):
    assert str(percent(ratio(part, whole))) == shown


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        (97, 42, "2.31"),
        (1015, 42, "24.17"),
        (346, 6, "57.67"),
        (1015, 10, "101.50"),
        (527, 3, "175.67"),
        (42, 12, "3.50"),
        (1015, 205, "4.95"),
        (1000, 246, "4.07"),
    ],
)
def test_published_means(part, whole, shown):
    assert str(round_half_up(ratio(part, whole))) == shown


@pytest.mark.parametrize(
    ("end_of", "visits", "of_target", "even_pace", "split_pace", "needed", "a_month", "a_day"),
    [
        (1, {1: 97}, "9.70", "116.40", "115.48", 903, "82.09", "4.03"),
        (2, {1: 97, 2: 119}, "21.60", "129.60", "128.57", 784, "78.40", "3.82"),
        (3, {1: 97, 2: 119, 3: 311}, "52.70", "210.80", "209.13", 473, "52.56", "2.56"),
        (9, {1: 97, 2: 119, 3: 311, 9: 346}, "87.30", "116.40", "116.25", 127, "42.33", "1.98"),
        (10, {1: 97, 2: 119, 3: 311, 9: 346, 10: 142}, "101.50", "121.80", "121.70", 0, "0.00", "0.00"),
    ],
)
def test_the_pace_table_of_2019(history, end_of, visits, of_target, even_pace, split_pace, needed, a_month, a_day):
    days = counts.open_days(history, date(2019, 1, 1), date(2019, 12, 31))
    today = date(2019, end_of + 1, 1) - timedelta(days=1)

    year = a_year(visits, open_days=days, target=1000, today=today)

    assert str(percent(year.achievement)) == of_target
    assert str(percent(ratio(year.visits, Fraction(1000 * end_of, 12)))) == even_pace
    assert str(percent(year.achievement_to_date)) == split_pace
    assert year.remaining == needed
    assert str(round_half_up(Fraction(year.remaining, 12 - end_of))) == a_month
    assert str(round_half_up(year.pace.needed_per_open_day)) == a_day


def test_the_half_year_lies_between_its_bounds_and_is_never_split(year_2019):
    block = year_2019.blocks[0]

    assert block == Block(date(2019, 4, 1), date(2019, 9, 30), 346, block.source)
    assert block.monthly_mean * 6 == 346
    assert all(year_2019.months[month - 1].visits is None for month in range(4, 10))
    assert [year_2019.months[month - 1].cumulative for month in (3, 9)] == [527, 873]


def test_the_target_was_crossed_in_october_whatever_the_half_year_was(year_2019):
    assert year_2019.target_reached_in == (10, 10)
    assert year_2019.target - year_2019.months[8].cumulative == 127


def test_two_quarters_together_are_known_where_a_block_fills_both(year_2019):
    quarters = {quarter.number: quarter for quarter in year_2019.quarters}

    assert quarters[2].visits is quarters[3].visits is None
    assert sum(block.visits for block in year_2019.blocks) == 346
    assert quarters[2].target + quarters[3].target == 499


def test_the_same_six_queries_for_any_year(history, enter, local, django_assert_num_queries):
    for month in range(1, 13):
        enter(at=local(2025, month, 3, 9), persons=month)

    for year in (2017, 2019, 2025):
        with django_assert_num_queries(6):
            figures_of(history, year, LONG_AFTER)


def test_the_command_prints_the_object(history, capsys):
    call_command("figures", site="ksp", year=2019)

    assert json.loads(capsys.readouterr().out) == as_object(figures_of(history, 2019, LONG_AFTER))


@pytest.mark.parametrize("asked", [{"site": "nobody", "year": 2019}, {"site": "ksp", "year": 19}])
def test_the_command_says_what_it_does_not_know(history, asked):
    with pytest.raises(CommandError):
        call_command("figures", **asked)


def test_the_api_answers_the_object_to_reporting_staff(history, client, reporter):
    client.force_login(reporter)

    answer = client.get(reverse("api-year", args=["ksp", 2019]))

    assert answer.json() == as_object(figures_of(history, 2019, LONG_AFTER))
    assert answer.headers["Cache-Control"] == "no-store"
