"""When a site is open: weekly hours, their validity, and days that differ."""

from datetime import date, time, timedelta

import pytest

from checkin.models import CalendarDay, OpeningHours
from checkin.services.hours import closes, hours_of, is_open, opens_next, periods

pytestmark = pytest.mark.django_db


def test_open_from_the_first_minute_and_closed_at_the_last(site, local):
    assert not is_open(site=site, at=local(2026, 11, 23, 7, 59))
    assert is_open(site=site, at=local(2026, 11, 23, 8))
    assert not is_open(site=site, at=local(2026, 11, 23, 16))
    assert closes(site=site, at=local(2026, 11, 23, 9)) == local(2026, 11, 23, 16)
    assert closes(site=site, at=local(2026, 11, 23, 17)) is None


def test_friday_evening_opens_again_on_monday(site, local):
    assert opens_next(site=site, at=local(2026, 11, 20, 17)) == local(2026, 11, 23, 8)


def test_a_break_is_closed(site, local):
    site.opening_hours.filter(weekday=0).delete()
    for start, end in ((8, 12), (13, 16)):
        OpeningHours.objects.create(site=site, weekday=0, start=time(start), end=time(end))

    assert not is_open(site=site, at=local(2026, 11, 23, 12, 30))
    assert opens_next(site=site, at=local(2026, 11, 23, 12, 30)) == local(2026, 11, 23, 13)
    assert closes(site=site, at=local(2026, 11, 23, 9)) == local(2026, 11, 23, 12)


@pytest.mark.parametrize("hours", [[(8, 12), (11, 16)], [(12, 16), (8, 12)], [(8, 16), (9, 10)], [(8, 16), (8, 12)]])
def test_hours_that_overlap_or_touch_are_one_stretch(site, local, hours):
    site.opening_hours.filter(weekday=0).delete()
    for start, end in hours:
        OpeningHours.objects.create(site=site, weekday=0, start=time(start), end=time(end))

    (day,) = periods(site=site, first=date(2026, 11, 23), days=1)
    assert (day.opens, day.closes) == (local(2026, 11, 23, 8), local(2026, 11, 23, 16))
    assert closes(site=site, at=local(2026, 11, 23, 9, 30)) == local(2026, 11, 23, 16)


def test_hours_hold_while_they_are_valid(site, local):
    site.opening_hours.update(valid_to=date(2026, 11, 22))
    OpeningHours.objects.create(site=site, weekday=0, start=time(9), end=time(14), valid_from=date(2026, 11, 23))

    assert [period.opens.hour for period in periods(site=site, first=date(2026, 11, 16), days=8)] == [8] * 5 + [9]
    assert not is_open(site=site, at=local(2026, 11, 23, 8, 30))
    assert is_open(site=site, at=local(2026, 11, 23, 9))


@pytest.mark.parametrize("kind", ["holiday", "leave", "closed"])
def test_a_closing_day_is_closed(site, local, kind):
    CalendarDay.objects.create(site=site, day=date(2026, 11, 23), kind=kind)

    assert not is_open(site=site, at=local(2026, 11, 23, 9))
    assert opens_next(site=site, at=local(2026, 11, 23, 9)) == local(2026, 11, 24, 8)


def test_a_sunday_opened_by_exception_has_the_hours_of_the_weeks_first_day(site, local):
    CalendarDay.objects.create(site=site, day=date(2026, 11, 22), kind="open")

    assert is_open(site=site, at=local(2026, 11, 22, 15))
    assert not is_open(site=site, at=local(2026, 11, 22, 16))


def test_a_site_without_hours_never_closes(site, local):
    site.opening_hours.all().delete()

    assert is_open(site=site, at=local(2026, 11, 22, 3))
    assert opens_next(site=site, at=local(2026, 11, 22, 3)) is None
    assert closes(site=site, at=local(2026, 11, 22, 3)) is None


def test_a_month_of_closing_days_has_no_next_opening(site, local):
    days = [date(2026, 11, 23) + timedelta(days=number) for number in range(40)]
    CalendarDay.objects.bulk_create(CalendarDay(site=site, day=day, kind="closed") for day in days)

    assert opens_next(site=site, at=local(2026, 11, 23, 9)) is None


def test_the_hours_are_the_sites_own(site, other_site, local):
    other_site.timezone = "Asia/Jayapura"
    other_site.save()

    assert is_open(site=other_site, at=local(2026, 11, 23, 6))
    assert not is_open(site=site, at=local(2026, 11, 23, 6))


def test_one_look_costs_one_query(site, local, django_assert_num_queries):
    with django_assert_num_queries(1):
        is_open(site=site, at=local(2026, 11, 23, 9))
        is_open(site=site, at=local(2026, 11, 23, 17))


def test_a_target_counts_on_working_days_and_on_days_opened_by_exception(site):
    CalendarDay.objects.create(site=site, day=date(2026, 11, 22), kind="open")
    CalendarDay.objects.create(site=site, day=date(2026, 11, 24), kind="holiday")
    week = [date(2026, 11, 22) + timedelta(days=number) for number in range(7)]

    def opening():
        hours = hours_of(site=site, first=week[0], days=7)
        return [day.day for day in week if hours.opens_on(day)]

    assert opening() == [22, 23, 25, 26, 27]
    site.opening_hours.all().delete()
    assert opening() == [22]
