"""What is a visit, and what a repeat, a void and a midnight make of it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from checkin import errors
from checkin.models import Departure, SiteDay, Visit
from checkin.services.visits import check_out, void

pytestmark = pytest.mark.django_db


def test_a_repeated_tap_is_one_visit(enter):
    tap = uuid4()

    first, again = enter(submission=tap), enter(submission=tap)

    assert Visit.objects.count() == 1
    assert again == first
    assert (first.is_repeat, again.is_repeat) == (False, True)


def test_other_content_under_a_known_submission_is_refused_and_the_first_kept(enter):
    tap = uuid4()
    enter(submission=tap)

    with pytest.raises(errors.SubmissionConflict):
        enter(submission=tap, persons=2)

    assert Visit.objects.get().persons == 1


def test_a_group_of_twenty_four_is_one_row_and_twenty_four_visits(enter, site):
    enter(persons=24)

    assert Visit.objects.count() == 1
    assert Visit.objects.counted() == 24
    assert Visit.objects.people_inside() == 24
    assert SiteDay.objects.get(site=site).visits == 24


def test_numbers_run_through_a_day_and_begin_again_at_each_site(enter, other_site):
    assert [enter().number, enter().number] == [1, 2]
    assert enter(site=other_site).number == 1


def test_a_late_entry_gets_no_number(enter, local):
    visit = enter(at=local(2019, 10, 30, 9), recorded_at=local(2019, 10, 31, 9))

    assert visit.number is None


def test_a_category_that_does_not_count_is_recorded_and_adds_nothing(enter, category):
    category.is_counted = False

    visit = enter(category=category, persons=3)

    assert (visit.persons, visit.counted_persons) == (3, 0)


@pytest.mark.parametrize(("zone", "day"), [("Asia/Jakarta", 31), ("Asia/Makassar", 31), ("Asia/Jayapura", 31)])
def test_one_minute_before_midnight_belongs_to_the_old_day(enter, site, local, zone, day):
    site.timezone = zone

    assert enter(at=local(2019, 10, 31, 23, 59, zone=zone)).day.day == day
    assert enter(at=local(2019, 11, 1, 0, 0, zone=zone)).day.month == 11


def test_half_past_five_in_the_evening_in_london_is_tomorrow_in_tanjungpinang(enter, local):
    assert enter(at=local(2019, 10, 31, 17, 30, zone="UTC")).day.isoformat() == "2019-11-01"


def test_a_lent_number_that_another_visit_has_is_refused(enter):
    enter(number=7)

    with pytest.raises(errors.NumberTaken):
        enter(number=7)


@pytest.mark.parametrize("number", [None, 7])
def test_what_else_the_database_refuses_is_not_said_to_be_a_number(enter, category, number):
    category.pk = None

    with pytest.raises(IntegrityError):
        enter(category=category, number=number)


def test_part_of_a_group_leaves(enter, at_the_door):
    visit = enter(persons=5)

    at_the_door(visit, persons=2)

    visit.refresh_from_db()
    assert visit.persons_inside == 3


def test_more_than_are_inside_cannot_leave(enter, at_the_door):
    visit = enter(persons=5)
    at_the_door(visit, persons=4)

    with pytest.raises(errors.NotThatManyInside):
        at_the_door(visit, persons=2)

    assert Departure.objects.count() == 1


def test_a_repeated_departure_lets_nobody_else_out(enter, at_the_door):
    visit, tap = enter(persons=5), uuid4()

    at_the_door(visit, persons=2, submission=tap)
    again = at_the_door(visit, persons=2, submission=tap)

    assert again.is_repeat
    assert Visit.objects.people_inside() == 3


def test_nobody_leaves_before_arriving(enter):
    visit = enter()

    with pytest.raises(errors.LeftBeforeArrival):
        check_out(visit=visit, submission=uuid4(), persons=1, at=visit.arrived_at - timedelta(seconds=1), source="desk")


def test_a_voided_visit_counts_nothing_and_stays_in_the_record(enter, officer, site):
    visit = enter(persons=3)

    void(visit=visit, reason="salah ketuk", at=timezone.now(), by=officer)

    assert (Visit.objects.count(), Visit.objects.counted(), Visit.objects.people_inside()) == (1, 0, 0)
    assert SiteDay.objects.get(site=site).visits == 0


def test_voiding_twice_takes_the_visits_off_once(enter, site):
    visit = enter(persons=3)
    enter(persons=2)

    for reason in ("salah ketuk", "sekali lagi"):
        void(visit=visit, reason=reason, at=timezone.now())

    assert SiteDay.objects.get(site=site).visits == 2
    visit.refresh_from_db()
    assert visit.void_reason == "salah ketuk"


def test_a_void_needs_a_reason(enter):
    with pytest.raises(errors.ReasonMissing):
        void(visit=enter(), reason="  ", at=timezone.now())


def test_history_keeps_changes_and_not_first_writings(enter, officer):
    visit = enter()
    assert visit.history.count() == 0

    void(visit=visit, reason="salah ketuk", at=timezone.now(), by=officer)

    kept = visit.history.order_by("history_id")
    assert [(row.voided_at is None, row.history_user) for row in kept] == [(True, None), (False, officer)]


@pytest.mark.parametrize(
    "broken", [{"persons": 0}, {"persons_inside": 2}, {"counted_persons": 2}], ids=lambda broken: next(iter(broken))
)
def test_the_database_refuses_what_must_never_be_true(enter, broken):
    visit = enter()

    with pytest.raises(IntegrityError), transaction.atomic():
        Visit.objects.filter(pk=visit.pk).update(**broken)


def test_the_database_refuses_a_stay_below_zero(enter):
    visit = enter()

    with pytest.raises(IntegrityError), transaction.atomic():
        Departure.objects.create(
            visit=visit,
            submission=uuid4(),
            persons=1,
            source="desk",
            arrived_at=visit.arrived_at,
            left_at=visit.arrived_at - timedelta(minutes=1),
        )


@pytest.fixture
def at_the_door():
    def leave(visit, *, persons, submission=None):
        return check_out(
            visit=visit, submission=submission or uuid4(), persons=persons, at=timezone.now(), source="desk"
        )

    return leave
