"""What the lobby says of the year: the same visits and target as the dashboard, in three queries."""

from datetime import date

import pytest
from django.utils import timezone

from checkin.models import SiteDay, VisitorCategory
from checkin.services.numbers import lend
from checkin.services.totals import record_total
from checkin.services.visits import void
from reports.figures import YearSoFar
from reports.models import AnnualTarget
from reports.so_far import aim_of, so_far, voyages
from reports.targets import even, set_target
from reports.year import figures_of


@pytest.fixture
def year(site):
    return site.day_of(timezone.now()).year


@pytest.mark.django_db
@pytest.mark.parametrize("year", [2018, 2019, 2020])
def test_the_published_years_are_those_of_the_dashboard(history, year):
    figures = figures_of(history, year, date(2026, 11, 22))

    assert so_far(history, aim_of(history, year)) == YearSoFar(figures.visits, figures.target)


@pytest.mark.django_db
@pytest.mark.parametrize("year", [2026])
def test_a_running_year_counts_totals_and_todays_visits_and_nothing_voided(site, enter, local, year):
    """On a day of its own: in January no total of January may be written down yet."""
    today, now = date(year, 11, 22), local(year, 11, 22, 9)
    record_total(
        site=site, first_day=date(year, 1, 1), last_day=date(year, 1, 31), visits=97, source="absen", today=today
    )
    set_target(site=site, year=year, months=even(1000), method=AnnualTarget.Method.EVEN)
    enter(persons=24, at=now)
    void(visit=enter(at=now), reason="salah ketuk", at=now)

    found = so_far(site, aim_of(site, year))

    assert found == YearSoFar(visits=121, target=1000)
    assert found.visits == figures_of(site, year, today).visits


@pytest.mark.django_db
def test_a_year_of_which_nothing_was_recorded_is_unknown(site, year):
    assert so_far(site, aim_of(site, year)).visits is None


@pytest.mark.django_db
def test_a_day_opened_before_its_first_visit_is_not_zero_visits(site, enter, year, device_and_token):
    """A tablet's numbers open a day, and so does closing one; a visit taken back was never one."""
    lend(device=device_and_token[0], today=site.day_of(timezone.now()))
    void(visit=enter(), reason="salah ketuk", at=timezone.now())

    figures = figures_of(site, year, site.day_of(timezone.now()))
    assert SiteDay.objects.exists()
    assert so_far(site, aim_of(site, year)).visits is figures.visits is None


@pytest.mark.django_db
def test_entries_that_add_no_visits_are_zero_visits(site, enter, year, category, django_assert_num_queries):
    VisitorCategory.objects.filter(pk=category.pk).update(is_counted=False)
    enter(category=VisitorCategory.objects.get(pk=category.pk))

    figures = figures_of(site, year, site.day_of(timezone.now()))
    aim = aim_of(site, year)
    with django_assert_num_queries(1):
        assert so_far(site, aim).visits == figures.visits == 0


@pytest.mark.django_db
def test_the_quick_half_is_one_query(site, enter, year, django_assert_num_queries):
    enter()
    with django_assert_num_queries(2):
        aim = aim_of(site, year)
    with django_assert_num_queries(1):
        assert so_far(site, aim).visits == 1


@pytest.mark.parametrize(("visits", "is_reached"), [(None, False), (999, False), (1000, True), (1015, True)])
def test_the_boat_anchors_with_the_target_and_not_a_visit_before(visits, is_reached):
    year = YearSoFar(visits, 1000)

    assert year.is_reached == is_reached
    assert [voyage.is_anchored for voyage in voyages(year)] == [is_reached] * 2


def test_without_a_target_there_is_no_way_to_it():
    assert voyages(YearSoFar(7, None)) == []
    assert not YearSoFar(7, None).is_reached
