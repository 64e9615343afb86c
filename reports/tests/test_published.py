"""KSP's published years, to the last digit: the object, the percentages, the pace, the commands and the API."""

import json
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from kspvisits.numbers import percent, round_half_up
from reports import counts, tables
from reports.figures import Block, Status
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
    assert str(round_half_up(year.blocks[0].monthly_mean)) == "3.50"


def test_a_year_that_nothing_covers_is_unknown_and_not_zero(history):
    year = figures_of(history, 2017, LONG_AFTER)

    assert year.visits is None
    assert {month.status for month in year.months} == {Status.NO_DATA}


def shares(table, column):
    """The percentages of a table's column by the names of its rows, where they are known."""
    return {
        row.cells[0].text: str(row.cells[column].value) for row in table.rows if row.cells[column].value is not None
    }


def test_published_percentages_of_the_months(year_2019):
    assert shares(tables.months(year_2019), 3) == {
        "Januari": "115.48",
        "Februari": "141.67",
        "Maret": "370.24",
        "April–September (gabungan)": "69.34",
        "Oktober": "171.08",
        "Jumlah": "101.50",
    }


def test_published_percentages_of_the_sums_so_far(year_2019):
    assert shares(tables.cumulative(year_2019), 3) == {
        "Januari": "115.48",
        "Februari": "128.57",
        "Maret": "209.13",
        "September": "116.25",
        "Oktober": "121.70",
    }


def test_published_percentages_of_the_quarters(year_2019):
    assert shares(tables.quarters(year_2019), 3) == {
        "TW I": "209.13",
        "TW II–III (gabungan)": "69.34",
        "TW IV": "57.03",
    }


def test_published_percentages_of_the_year(year_2019):
    year = year_2019

    assert [str(percent(share)) for share in (year.achievement, year.achievement_to_date)] == ["101.50", "121.70"]
    assert str(percent(year.previous_year.growth)) == "2316.67"


def test_published_means(year_2019):
    assert str(round_half_up(year_2019.blocks[0].monthly_mean)) == "57.67"
    assert str(round_half_up(year_2019.pace.per_open_day)) == "4.95"


@pytest.mark.parametrize(
    ("end_of", "visits", "of_target", "of_plan", "left", "a_day"),
    [
        (1, {1: 97}, "9.70", "115.48", 903, "4.03"),
        (2, {1: 97, 2: 119}, "21.60", "128.57", 784, "3.82"),
        (3, {1: 97, 2: 119, 3: 311}, "52.70", "209.13", 473, "2.56"),
        (9, {1: 97, 2: 119, 3: 311, 9: 346}, "87.30", "116.25", 127, "1.98"),
        (10, {1: 97, 2: 119, 3: 311, 9: 346, 10: 142}, "101.50", "121.70", 0, "0.00"),
    ],
)
def test_the_pace_table_of_2019(history, end_of, visits, of_target, of_plan, left, a_day):
    days = counts.open_days(history, date(2019, 1, 1), date(2019, 12, 31))
    today = date(2019, end_of + 1, 1) - timedelta(days=1)

    year = a_year(visits, open_days=days, target=1000, today=today)

    assert str(percent(year.achievement)) == of_target
    assert str(percent(year.achievement_to_date)) == of_plan
    assert year.remaining == left
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
    assert [quarter.visits for quarter in year_2019.quarters] == [527, None, None, 142]
    assert list(tables.tied_quarters(year_2019)) == [(2, 3, 346)]


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
