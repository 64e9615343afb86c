"""The day's counter and the visits it counts; and the raw path for many rows beside the ORM's."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.utils import timezone, translation

from checkin.models import Departure, SiteDay, Visit
from checkin.services import bulk
from checkin.services.days import Difference, recount
from checkin.services.visits import void
from checkin.tests.spreadsheets import run

pytestmark = pytest.mark.django_db
DAY = date(2019, 10, 31)


def test_a_counter_that_is_right_is_left_alone(enter, site, local):
    void(visit=enter(at=local(2019, 10, 31, 9), persons=3), reason="salah ketuk", at=timezone.now())
    enter(at=local(2019, 10, 31, 10), persons=2)

    assert recount(site=site) == []


def test_a_wrong_counter_is_told_and_made_right(enter, site, other_site, local):
    enter(at=local(2019, 10, 31, 9), persons=3)
    enter(site=other_site, at=local(2019, 10, 31, 9), persons=5)
    SiteDay.objects.update(visits=99)

    assert recount(site=site) == [Difference(DAY, 99, 3)]
    assert {day.site.code: day.visits for day in SiteDay.objects.all()} == {"ksp": 3, "contoh": 99}


def test_a_day_without_a_row_and_a_row_without_visits_are_both_found(enter, site, local):
    enter(at=local(2019, 10, 31, 9), persons=3)
    SiteDay.objects.all().delete()
    SiteDay.objects.create(site=site, day=date(2019, 11, 1), visits=7, last_number=4)

    assert recount(site=site) == [Difference(DAY, 0, 3), Difference(date(2019, 11, 1), 7, 0)]
    assert SiteDay.objects.get(day=date(2019, 11, 1)).last_number == 4


def test_only_the_days_asked_for_are_recounted(enter, site, local):
    for day in (30, 31):
        enter(at=local(2019, 10, day, 9))
    SiteDay.objects.update(visits=9)

    assert [found.day for found in recount(site=site, first=DAY, last=DAY)] == [DAY]


def test_reconcile_proves_repairs_and_then_proves(enter, site, local):
    enter(at=local(2019, 10, 31, 9), persons=3)
    with translation.override("en"):
        assert run("reconcile").code == 0
        SiteDay.objects.update(visits=2)

        found, again = run("reconcile"), run("reconcile")

    assert (found.code, found.out) == (1, "")
    assert found.err == "31 October 2019: the counter said 2, the visits add up to 3. Repaired.\n"
    assert (again.code, again.out) == (0, "Kepri Smart Province: every day's counter equals its visits.\n")


def test_the_raw_path_writes_what_the_orm_writes(site, category, origin, purpose, local):
    at = local(2019, 10, 31, 23, 59)
    room = site.spaces.first()
    shared = {"site": site, "source": "import", "recorded_at": timezone.now(), "persons_inside": 0}
    rows = [
        bulk.StagedVisit(uuid4(), space, category.pk, origin.pk, purpose.pk, 3, counted, at, DAY, text, uuid4(), left)
        for space, counted, text, left in [
            (room.pk, 3, "UMRAH", at + timedelta(hours=1)),
            (None, 0, "", None),
            (None, 3, "100% 'kutip' \"ganda\" %s \\ =1+1 黄", at),
        ]
    ]

    with bulk.staged(iter(rows)):
        assert bulk.new_ones() == (3, 6, 1)
        assert (bulk.add_visits(Visit(**shared)), bulk.add_departures("import")) == (3, 2)
        assert (bulk.add_visits(Visit(**shared)), bulk.add_departures("import")) == (0, 0)
        assert bulk.new_ones() == (0, 0, 0)

    for row in rows:
        varied = row._asdict()
        departure, left_at = varied.pop("departure"), varied.pop("left_at")
        twin = UUID(int=varied.pop("submission").int ^ 1)
        visit = Visit.objects.create(submission=twin, **varied, **shared)
        if left_at:
            Departure.objects.create(
                visit=visit, submission=UUID(int=departure.int ^ 1), arrived_at=at, left_at=left_at, persons=3,
                source="import",
            )  # fmt: skip
    assert everything_of(lambda visit: visit.submission in {row.submission for row in rows}) == everything_of(
        lambda visit: visit.submission not in {row.submission for row in rows}
    )


def test_the_staging_table_is_gone_afterwards_even_after_an_error():
    with pytest.raises(ZeroDivisionError), bulk.staged(iter(())):
        raise ZeroDivisionError

    with bulk.staged(iter(())):
        assert bulk.new_ones() == (0, 0, 0)


def everything_of(which) -> list:
    """All columns of some visits and their departures, but for their own keys."""
    visits = [visit for visit in Visit.objects.order_by("pk") if which(visit)]
    own = ("id", "submission", "visit_id")
    return [
        [
            (field.attname, getattr(row, field.attname))
            for field in row._meta.concrete_fields
            if field.attname not in own
        ]
        for visit in visits
        for row in (visit, *visit.departures.all())
    ]
