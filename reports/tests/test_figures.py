"""What may be said of a year: blocks, crossings, quarters, ratings, and whose midnight counts."""

from datetime import date
from fractions import Fraction

import pytest

from reports.figures import Rating, Status, Total
from reports.progress import rating
from reports.tests.years import LONG_AFTER, a_year
from reports.year import as_object, figures_of


def test_a_crossing_inside_a_block_is_an_interval():
    block = Total(date(2019, 4, 1), date(2019, 9, 30), 900, "")

    year = a_year({1: 97, 2: 119, 3: 311}, totals=[block], target=1000)

    assert as_object(year)["target_reached_in"] == "2019-04/2019-09"


@pytest.mark.parametrize(
    ("target", "months"),
    [(90, "2019-03"), (1200, "2019-04/2019-06"), (2100, "2019-04/2019-06"), (2105, "2019-06/2019-09"), (2200, None)],
)
def test_of_blocks_that_meet_within_a_month_the_one_that_crosses_is_named(target, months):
    blocks = [Total(date(2019, 4, 1), date(2019, 6, 15), 2000, ""), Total(date(2019, 6, 16), date(2019, 9, 30), 10, "")]

    year = a_year({3: 100}, totals=blocks, target=target)

    assert as_object(year)["target_reached_in"] == months


@pytest.mark.parametrize("target", [90, 120, 140])
def test_a_crossing_in_a_month_that_a_block_covers_in_part_names_the_block(target):
    year = a_year({6: 40}, totals=[Total(date(2019, 4, 1), date(2019, 6, 15), 100, "")], target=target)

    assert as_object(year)["target_reached_in"] == "2019-04/2019-06"


def test_a_block_that_fills_a_quarter_is_that_quarter():
    year = a_year({1: 10}, totals=[Total(date(2019, 4, 1), date(2019, 6, 30), 60, "")])

    assert (year.quarters[1].visits, year.quarters[1].status) == (60, Status.FINAL)


@pytest.mark.parametrize(
    ("today", "status"),
    [(date(2019, 3, 20), Status.RUNNING), (date(2019, 3, 31), Status.RUNNING), (date(2019, 4, 1), Status.FINAL)],
)
def test_a_quarter_into_which_a_block_reaches_runs_until_its_last_day_is_over(today, status):
    year = a_year({3: 12}, totals=[Total(date(2019, 1, 1), date(2019, 3, 10), 300, "")], today=today)

    assert (year.quarters[0].visits, year.quarters[0].status) == (312, status)
    assert [month.status for month in year.months[:3]] == [Status.UNAVAILABLE] * 3
    assert year.months[2].is_running == (status is Status.RUNNING)
    assert not any(month.is_running for month in (*year.months[:2], *year.months[3:]))


@pytest.mark.parametrize(
    ("visits", "plan", "expected"),
    [
        (91, 100, Rating.VERY_HIGH),
        (909, 1000, Rating.HIGH),
        (76, 100, Rating.HIGH),
        (759, 1000, Rating.MEDIUM),
        (66, 100, Rating.MEDIUM),
        (659, 1000, Rating.LOW),
        (51, 100, Rating.LOW),
        (509, 1000, Rating.VERY_LOW),
        (0, 100, Rating.VERY_LOW),
        (10_000, 100, Rating.VERY_HIGH),
        (90_999_999, 100_000_000, Rating.HIGH),
    ],
)
def test_the_rating_is_decided_before_rounding(visits, plan, expected):
    assert rating(visits, plan) is expected


def test_without_a_target_there_is_no_percentage_and_no_division():
    year = a_year({1: 10}, target=None)

    assert (year.achievement, year.remaining, year.excess, year.rating) == (None, None, None, None)
    assert year.months[0].achievement is None


def test_while_the_year_runs_it_is_rated_against_the_plan_so_far():
    days = [date(2019, month, day) for month in range(1, 13) for day in range(1, 11)]

    year = a_year({1: 84, 2: 84}, open_days=days, target=1000, today=date(2019, 3, 5))

    assert year.as_of == date(2019, 3, 5)
    assert year.plan_to_date == 168 + Fraction(84 * 5, 10)
    assert year.rating is Rating.HIGH
    assert year.months[1].status is Status.FINAL
    assert [month.status for month in a_year({3: 1}, today=date(2019, 3, 5)).months[2:3]] == [Status.RUNNING]


def test_a_finished_year_is_rated_against_its_target():
    year = a_year(dict.fromkeys(range(1, 13), 60), target=1000)

    assert year.is_over
    assert year.rating is Rating.MEDIUM


def test_a_total_within_a_month_adds_to_the_visits_of_that_month():
    year = a_year({1: 10}, totals=[Total(date(2019, 1, 1), date(2019, 1, 15), 5, "")])

    assert (year.months[0].visits, year.blocks) == (15, ())


def test_categories_and_origins_sum_to_the_visits(enter, history, local, other_site):
    enter(at=local(2019, 11, 5, 9), persons=24)
    enter(at=local(2019, 11, 5, 9), site=other_site)

    year = figures_of(history, 2019, LONG_AFTER)

    assert year.visits == 1039
    assert sum(visits for _, visits in year.categories) == sum(visits for _, visits in year.origins) == 1039
    assert as_object(year)["categories"] == [{"code": "unknown", "visits": 1015}, {"code": "MHS", "visits": 24}]


@pytest.mark.parametrize("zone", ["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"])
def test_months_follow_the_clock_on_the_sites_wall(enter, site, local, zone):
    site.timezone = zone
    site.save()
    for clock in [
        (2018, 12, 31, 23, 59),
        (2019, 1, 1, 0, 0),
        (2019, 10, 31, 23, 59),
        (2019, 11, 1, 0, 0),
        (2019, 12, 31, 23, 59),
        (2020, 1, 1, 0, 0),
    ]:
        enter(at=local(*clock, zone=zone))

    years = {year: figures_of(site, year, LONG_AFTER) for year in (2018, 2019, 2020)}

    assert {year: shown.visits for year, shown in years.items()} == {2018: 1, 2019: 4, 2020: 1}
    assert {m.number: m.visits for m in years[2019].months if m.visits} == {1: 1, 10: 1, 11: 1, 12: 1}


def test_one_instant_is_november_in_jakarta_and_october_in_london(enter, local, site):
    enter(at=local(2019, 10, 31, 17, 30, zone="UTC"))

    assert [m.number for m in figures_of(site, 2019, LONG_AFTER).months if m.visits] == [11]
