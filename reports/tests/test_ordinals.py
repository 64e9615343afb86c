"""Which visit of the day and of the year an entry is."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from checkin.services.totals import record_total
from checkin.services.visits import void
from reports.models import AnnualTarget
from reports.ordinals import Span, ordinals_of
from reports.targets import even, set_target

pytestmark = pytest.mark.django_db


@pytest.fixture
def on(enter, local):
    """Enter at a local hour of a day of 2019, as it happened."""

    def on(month, day, hour=9, **said):
        at = local(2019, month, day, hour)
        return enter(at=at, recorded_at=at, **said)

    return on


def test_a_group_spans_its_persons(on):
    on(10, 1, persons=27)

    ordinals = ordinals_of(on(10, 1, persons=24))

    assert ordinals.today == ordinals.year == Span(28, 51)


def test_the_year_goes_on_and_the_day_begins_anew(on):
    on(10, 1, persons=27)

    ordinals = ordinals_of(on(10, 2))

    assert (ordinals.today, ordinals.year) == (Span(1, 1), Span(28, 28))


def test_the_totals_of_old_reports_stand_before_the_first_tap(history, on):
    ordinals = ordinals_of(on(11, 1))

    assert ordinals.year == Span(1016, 1016)
    assert ordinals.target == 1000
    assert not ordinals.reaches_target


def test_the_last_year_does_not_count(site, on, local, enter):
    at = local(2018, 12, 31, 23, 59)
    enter(at=at, recorded_at=at, persons=50)

    assert ordinals_of(on(1, 1)).year == Span(1, 1)


def test_only_the_entry_that_crosses_the_target_reaches_it(site, on):
    set_target(site=site, year=2019, months=even(30), method=AnnualTarget.Method.EVEN)

    reached = [ordinals_of(on(10, 1, persons=persons)).reaches_target for persons in (29, 24, 1)]

    assert reached == [False, True, False]


def test_a_year_without_a_target_reaches_none(on):
    ordinals = ordinals_of(on(10, 1))

    assert ordinals.target is None
    assert not ordinals.reaches_target


def test_whoever_undid_before_me_is_not_counted_before_me(on):
    first, mine = on(10, 1, persons=5), on(10, 1)
    void(visit=first, reason="salah ketuk", at=timezone.now())

    assert ordinals_of(mine).today == Span(1, 1)
    first.refresh_from_db()
    assert ordinals_of(first) is None


def test_who_comes_after_me_changes_nothing(on):
    mine = on(10, 1)
    on(10, 1, persons=9)

    assert ordinals_of(mine).today == Span(1, 1)


def test_another_sites_visits_are_not_mine(on, other_site):
    on(10, 1, site=other_site, persons=40)
    record_total(
        site=other_site, first_day=date(2019, 1, 1), last_day=date(2019, 1, 31), visits=9, source="absen",
        today=date(2019, 2, 1),
    )  # fmt: skip

    assert ordinals_of(on(10, 1)).year == Span(1, 1)


def test_the_cost_is_the_same_for_one_visit_and_for_many(on, django_assert_num_queries):
    visits = [on(10, day) for day in range(1, 20)]
    for visit in (visits[0], visits[-1]):
        with django_assert_num_queries(4):
            ordinals_of(visit)


def test_a_late_entry_has_no_place_in_the_row(on, enter, local):
    visit = enter(at=local(2019, 10, 1, 9), recorded_at=local(2019, 10, 1, 9) + timedelta(days=2))

    assert ordinals_of(visit) is None


def test_two_tablets_with_numbers_of_their_own_count_as_the_visitors_came(on):
    first, second = (on(10, 1, hour, number=number) for hour, number in ((9, 501), (10, 1)))

    assert [ordinals_of(visit).today for visit in (first, second, on(10, 1, 11, number=502))] == [
        Span(1, 1),
        Span(2, 2),
        Span(3, 3),
    ]
