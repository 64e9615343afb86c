"""What was recorded wrongly is said rightly: counted anew, kept as it was in the history, never by two at once."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from checkin.errors import (
    ChangedMeanwhile,
    DayCovered,
    LeftBeforeArrival,
    NotThatManyInside,
    OfAnotherSite,
    ReasonMissing,
    TooLateHere,
    TooManyPersons,
)
from checkin.models import Departure, SiteDay, Space, Visit, VisitorCategory
from checkin.services.automatic import tick
from checkin.services.corrections import Said, correct, effect, state_of
from checkin.services.imports import import_visits
from checkin.services.visits import check_in, check_out, void
from checkin.tests.test_parallel import all_at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def put_right(officer):
    def put_right(visit, *, reason="Salah hitung", seen=None, **otherwise):
        said = replace(Said.of(visit), **otherwise)
        seen = state_of(visit) if seen is None else seen
        return correct(visit=visit, said=said, reason=reason, seen=seen, at=timezone.now(), by=officer)

    return put_right


@pytest.fixture
def leave():
    def leave(visit, persons, at=None):
        at = at or timezone.now()
        return check_out(visit=visit, submission=uuid4(), persons=persons, at=at, source=Departure.Source.DESK)

    return leave


def visits_on(day) -> int:
    return SiteDay.objects.get(day=day).visits


def test_another_number_of_people_is_another_number_of_visits(enter, put_right):
    visit = enter(persons=24)

    put_right(visit, persons=20)

    visit.refresh_from_db()
    assert (visit.persons, visit.counted_persons, visit.persons_inside) == (20, 20, 20)
    assert visits_on(visit.day) == Visit.objects.counted() == 20


def test_what_it_was_stays_in_the_history_with_who_and_why(enter, put_right, officer):
    visit = enter(persons=24)

    put_right(visit, persons=20, reason="Terhitung dua kali")

    now, first = visit.history.order_by("-pk")
    assert (first.persons, now.persons) == (24, 20)
    assert (now.history_user, now.history_change_reason) == (officer, "Terhitung dua kali")


def test_who_has_left_stays_gone(enter, put_right, leave):
    visit = enter(persons=24)
    leave(visit, 10)
    visit.refresh_from_db()

    assert put_right(visit, persons=20).persons_inside == 10
    with pytest.raises(NotThatManyInside):
        put_right(visit, persons=9)


def test_a_category_that_does_not_count_takes_the_visit_out_of_the_sum(enter, put_right):
    visit = enter(persons=3)
    VisitorCategory.objects.filter(code="UMM").update(is_counted=False)

    put_right(visit, category=VisitorCategory.objects.get(code="UMM"))

    assert visits_on(visit.day) == Visit.objects.counted() == 0


def test_another_day_takes_the_visits_along_and_gives_the_number_back(enter, put_right, local):
    visit = enter(at=local(2019, 11, 1, 0, 30), persons=5)

    moved = put_right(visit, arrived_at=local(2019, 10, 31, 23, 30))

    assert (moved.day, moved.number) == (date(2019, 10, 31), None)
    assert (visits_on(date(2019, 11, 1)), visits_on(date(2019, 10, 31))) == (0, 5)


def test_cancelled_by_who_read_it_on_its_former_day_it_is_taken_off_its_new_one(enter, put_right, local):
    enter(at=local(2019, 11, 1, 8), persons=7)
    visit = enter(at=local(2019, 11, 1, 9), persons=5)
    put_right(visit, arrived_at=local(2019, 10, 31, 9))

    cancelled = void(visit=visit, reason="twice", at=timezone.now())

    assert cancelled.is_voided
    assert (visits_on(date(2019, 11, 1)), visits_on(date(2019, 10, 31))) == (7, 0)


def test_its_departures_know_the_new_arrival_and_none_may_lie_before_it(enter, put_right, leave, local):
    visit = enter(at=local(2019, 11, 1, 9))
    leave(visit, 1, at=local(2019, 11, 1, 10))
    visit.refresh_from_db()

    with pytest.raises(LeftBeforeArrival):
        put_right(visit, arrived_at=local(2019, 11, 1, 10, 1))
    put_right(visit, arrived_at=local(2019, 11, 1, 9, 30))

    assert Departure.objects.get().arrived_at == local(2019, 11, 1, 9, 30)


@pytest.mark.parametrize("by", ["hand", "clock"])
def test_who_read_the_former_arrival_lets_nobody_out_before_the_new_one(enter, put_right, leave, local, by):
    visit = enter(at=local(2026, 3, 2, 9), persons=5)
    if by == "clock":
        tick(at=local(2026, 3, 3, 8))
    put_right(Visit.objects.get(), arrived_at=local(2026, 3, 2, 11))

    with pytest.raises(LeftBeforeArrival):
        leave(visit, 2, at=local(2026, 3, 2, 10))
    assert not Departure.objects.by_people().exists()
    leave(visit, 2, at=local(2026, 3, 2, 12))

    assert Departure.objects.by_people().get().arrived_at == local(2026, 3, 2, 11)


def test_a_day_for_which_a_total_stands_takes_no_visit(enter, put_right, history, local):
    visit = enter(at=local(2019, 11, 1, 9))

    with pytest.raises(DayCovered):
        put_right(visit, arrived_at=local(2019, 10, 31, 9))


@pytest.mark.parametrize(
    ("otherwise", "refusal"),
    [
        ({"persons": 0}, TooManyPersons),
        ({"persons": 10_001}, TooManyPersons),
        ({"persons": 2, "reason": "  "}, ReasonMissing),
        ({"persons": 2, "seen": 7}, ChangedMeanwhile),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(enter, put_right, otherwise, refusal):
    visit = enter()

    with pytest.raises(refusal):
        put_right(visit, **otherwise)

    assert (Visit.objects.get().persons, visit.history.count()) == (1, 0)


def test_another_sites_room_is_refused(enter, put_right, other_site):
    with pytest.raises(OfAnotherSite):
        put_right(enter(), space=Space.objects.filter(site=other_site).first())


def test_a_cancelled_visit_is_not_corrected(enter, put_right):
    visit = enter()
    void(visit=visit, reason="twice", at=timezone.now())

    with pytest.raises(TooLateHere):
        put_right(visit, persons=2)


def test_two_desks_do_not_correct_over_each_other(enter, put_right):
    visit = enter(persons=24)
    seen = state_of(visit)

    put_right(Visit.objects.get(), persons=20, seen=seen)
    with pytest.raises(ChangedMeanwhile):
        put_right(visit, persons=22, seen=seen)

    assert Visit.objects.get().persons == 20


def test_the_same_correction_again_is_the_same_correction(enter, put_right):
    visit = enter(persons=24)
    seen = state_of(visit)

    for _time in range(2):
        put_right(Visit.objects.get(), persons=20, seen=seen)

    assert visit.history.count() == 2
    assert visits_on(visit.day) == 20


def test_a_tablet_that_asks_again_after_the_correction_has_still_recorded_it(site, enter, put_right, category):
    visit = enter(persons=24)
    put_right(visit, persons=20)

    again = check_in(
        site=site, submission=visit.submission, category=category, origin=visit.origin, purpose=visit.purpose,
        persons=24, at=visit.arrived_at, source="kiosk",
    )  # fmt: skip

    assert again.is_repeat
    assert Visit.objects.counted() == 20


def test_the_effect_is_told_by_month(enter, local):
    visit = enter(at=local(2019, 11, 1, 9), persons=24)
    said = Said.of(visit)

    assert effect(visit=visit, said=said) == {}
    assert effect(visit=visit, said=replace(said, persons=20)) == {date(2019, 11, 1): -4}
    earlier = replace(said, arrived_at=said.arrived_at - timedelta(days=1))
    assert effect(visit=visit, said=earlier) == {date(2019, 10, 1): 24, date(2019, 11, 1): -24}


@pytest.fixture
def last_night(enter, local):
    """A group of 24 of whom 4 were let out by hand and the others by the clock."""
    visit = enter(at=local(2026, 3, 2, 9), persons=24)
    check_out(visit=visit, submission=uuid4(), persons=4, at=local(2026, 3, 2, 10), source=Departure.Source.DESK)
    tick(at=local(2026, 3, 3, 8))
    return Visit.objects.get()


def people_gone() -> dict[str, int]:
    return dict(Departure.objects.values_list("source", "persons"))


@pytest.mark.parametrize(
    ("persons", "by_clock", "inside"),
    [(20, {"automatic": 16}, 0), (4, {}, 0), (30, {"automatic": 20}, 6)],
)
def test_whom_only_the_clock_let_out_follows_the_number_of_people(put_right, last_night, persons, by_clock, inside):
    put_right(last_night, persons=persons)

    assert Visit.objects.get().persons_inside == inside
    assert people_gone() == {"desk": 4} | by_clock


def test_nobody_corrects_away_whom_somebody_saw_leaving(put_right, last_night):
    with pytest.raises(NotThatManyInside):
        put_right(last_night, persons=3)


def test_moved_to_another_day_it_ends_with_that_day(put_right, last_night, local):
    put_right(last_night, arrived_at=local(2026, 3, 1, 9))
    assert Visit.objects.get().persons_inside == 20

    tick(at=local(2026, 3, 3, 8))

    assert Departure.objects.automatic().get().left_at <= local(2026, 3, 2, 0)
    assert Visit.objects.get().persons_inside == 0


@pytest.mark.parametrize(
    ("left_at", "otherwise"),
    [("", {"organisation": "UMRAH"}), ("", {"persons": 20}), ("", {"persons": 30}), ("10.00", {"persons": 30})],
)
def test_nobody_of_an_imported_visit_comes_back_into_the_house(put_right, site, tmp_path, left_at, otherwise):
    file = tmp_path / "lama.csv"
    file.write_text(f"tanggal;jam_masuk;jam_keluar;kategori;jumlah\n31/10/2019;09.00;{left_at};STU;24")
    import_visits(site=site, path=file, at=timezone.now())

    put_right(Visit.objects.get(), **otherwise)

    assert Visit.objects.people_inside() == 0
    assert people_gone() == ({"import": 24} if left_at else {})


@pytest.mark.django_db(transaction=True)
def test_of_four_desks_that_correct_the_same_writing_one_does(enter, put_right):
    visit = enter(persons=24)

    def one(persons):
        try:
            return put_right(Visit.objects.get(pk=visit.pk), persons=persons, seen=0).persons
        except ChangedMeanwhile:
            return None

    done = [persons for persons in all_at_once(one, [20, 21, 22, 23]) if persons]

    assert [Visit.objects.get().persons] == done
    assert visits_on(visit.day) == done[0]
    assert visit.history.count() == 2
