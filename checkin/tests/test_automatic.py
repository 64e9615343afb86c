"""The end of a day: who was forgotten is let out by the clock, once, and gives way to whoever knows better."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db.models import F

from checkin.errors import NotThatManyInside
from checkin.models import CalendarDay, Departure, SiteDay, Visit
from checkin.services.automatic import close, key_of, persons_to_leave, tick
from checkin.services.visits import check_out, void

pytestmark = pytest.mark.django_db


@pytest.fixture
def monday(enter, local):
    """Somebody, or a group, who came in on Monday 23 November 2026 at nine."""

    def monday(**said) -> Visit:
        return enter(**{"at": local(2026, 11, 23, 9), **said})

    return monday


@pytest.fixture
def half_past_four(local):
    """Half an hour after that Monday's closing time."""
    return local(2026, 11, 23, 16, 30)


def let_out(visit, persons, at, source="desk"):
    return check_out(visit=visit, submission=uuid4(), persons=persons, at=at, source=source)


def departures(visit) -> list[tuple[str, int]]:
    return sorted(visit.departures.values_list("source", "persons"))


def adds_up(visit) -> bool:
    """Nobody left twice and nobody vanished."""
    visit.refresh_from_db()
    return visit.persons == visit.persons_inside + visit.departures.people()


def test_who_is_inside_half_an_hour_after_closing_is_let_out_at_that_moment(monday, half_past_four):
    visit = monday(persons=3)

    assert tick(at=half_past_four) == 3

    departure = visit.departures.get()
    assert (departure.left_at, departure.persons, departure.source) == (half_past_four, 3, "automatic")
    assert departure.submission == key_of(visit)
    assert adds_up(visit)


def test_until_then_nobody_is(monday, half_past_four):
    monday()

    assert tick(at=half_past_four - timedelta(seconds=1)) == 0
    assert Visit.objects.people_inside() == 1


def test_a_second_tick_changes_nothing(monday, half_past_four):
    visit = monday(persons=24)
    tick(at=half_past_four)
    before = list(Departure.objects.values())

    assert tick(at=half_past_four + timedelta(minutes=1)) == 0
    assert list(Departure.objects.values()) == before
    assert adds_up(visit)


def test_after_three_days_without_a_tick_each_visit_ends_with_its_own_day(enter, local):
    days = {enter(at=local(2026, 11, day, 9)): local(2026, 11, day, 16, 30) for day in (16, 17, 18)}
    friday = enter(at=local(2026, 11, 20, 9))

    tick(at=local(2026, 11, 23, 8))

    assert {visit: visit.departures.get().left_at for visit in days} == days
    assert friday.departures.get().left_at == local(2026, 11, 20, 15, 30)


def test_a_day_without_hours_ends_at_its_midnight(enter, local):
    sunday = enter(at=local(2026, 11, 22, 10))

    assert tick(at=local(2026, 11, 22, 23, 59)) == 0
    tick(at=local(2026, 11, 23, 0))

    assert sunday.departures.get().left_at == local(2026, 11, 23, 0)


def test_a_holiday_ends_at_its_midnight(monday, site, local):
    CalendarDay.objects.create(site=site, day=date(2026, 11, 23), kind="holiday")
    visit = monday()

    tick(at=local(2026, 11, 24, 0))

    assert visit.departures.get().left_at == local(2026, 11, 24, 0)


@pytest.mark.parametrize("clock", [(16, 30), (20, 0), (23, 59)])
def test_who_was_let_in_after_that_stays_until_midnight(monday, local, clock):
    late = monday(at=local(2026, 11, 23, *clock))

    assert tick(at=local(2026, 11, 23, 23, 59, 59)) == 0
    tick(at=local(2026, 11, 24, 0))

    assert late.departures.get().left_at == local(2026, 11, 24, 0)


def test_the_midnight_is_the_sites_own(enter, site, local):
    site.timezone = "Asia/Jayapura"
    site.save()
    visit = enter(at=local(2026, 11, 23, 9, zone="Asia/Jayapura"))

    tick(at=local(2026, 11, 23, 14, 30))

    assert visit.departures.get().left_at == local(2026, 11, 23, 16, 30, zone="Asia/Jayapura")


def test_what_was_cancelled_is_not_let_out(monday, half_past_four):
    visit = monday()
    void(visit=visit, reason="mistap", at=visit.arrived_at)

    assert tick(at=half_past_four) == 0
    assert not visit.departures.exists()


def test_the_count_of_visits_stays(monday, half_past_four, site):
    monday(persons=24)

    tick(at=half_past_four)

    assert Visit.objects.counted() == SiteDay.objects.get(site=site).visits == 24


def test_where_somebody_let_them_out_first_the_clock_finds_nobody(monday, half_past_four):
    visit = monday(persons=24)
    let_out(visit, 24, half_past_four)

    assert tick(at=half_past_four) == 0
    assert departures(visit) == [("desk", 24)]


def test_of_a_group_of_which_ten_left_the_clock_lets_out_fourteen(monday, half_past_four):
    visit = monday(persons=24)
    let_out(visit, 10, half_past_four)

    assert tick(at=half_past_four) == 14
    assert departures(visit) == [("automatic", 14), ("desk", 10)]
    assert adds_up(visit)


@pytest.fixture
def fourteen_by_the_clock(monday, half_past_four):
    """24 came in, ten were let out by hand, fourteen by the clock."""
    visit = monday(persons=24)
    let_out(visit, 10, half_past_four)
    tick(at=half_past_four)
    return visit


@pytest.mark.parametrize("minutes", [-60, 60])
def test_a_later_word_about_all_fourteen_replaces_the_clocks(fourteen_by_the_clock, half_past_four, minutes):
    visit = fourteen_by_the_clock
    left_at = half_past_four + timedelta(minutes=minutes)

    let_out(visit, 14, left_at, source="kiosk")

    assert departures(visit) == [("desk", 10), ("kiosk", 14)]
    assert visit.departures.get(persons=14).left_at == left_at
    assert adds_up(visit)
    assert tick(at=half_past_four + timedelta(days=1)) == 0


def test_a_later_word_about_five_replaces_a_part(fourteen_by_the_clock, half_past_four):
    visit = fourteen_by_the_clock

    let_out(visit, 5, half_past_four)

    assert departures(visit) == [("automatic", 9), ("desk", 5), ("desk", 10)]
    assert adds_up(visit)
    assert persons_to_leave(visit) == 9


def test_what_the_automatic_departure_was_stays_in_its_history(fourteen_by_the_clock, half_past_four):
    visit = fourteen_by_the_clock
    five, nine = (let_out(visit, persons, half_past_four) for persons in (5, 9))

    kept = Departure.history.filter(submission=key_of(visit)).order_by("history_id")

    assert [(row.history_type, row.persons) for row in kept] == [("+", 14), ("~", 9), ("-", 9)]
    assert [row.history_change_reason for row in kept] == [
        "",
        f"departure {five.submission}",
        f"departure {nine.submission}",
    ]


def test_a_later_word_sent_twice_replaces_once(fourteen_by_the_clock, half_past_four):
    visit, said = fourteen_by_the_clock, uuid4()

    for _ in range(2):
        check_out(visit=visit, submission=said, persons=5, at=half_past_four, source="kiosk")

    assert departures(visit) == [("automatic", 9), ("desk", 10), ("kiosk", 5)]


def test_more_than_the_clock_let_out_is_refused_and_changes_nothing(fourteen_by_the_clock, half_past_four):
    with pytest.raises(NotThatManyInside):
        let_out(fourteen_by_the_clock, 15, half_past_four)

    assert departures(fourteen_by_the_clock) == [("automatic", 14), ("desk", 10)]


def test_of_a_cancelled_visit_nobody_leaves_any_more(fourteen_by_the_clock, half_past_four):
    void(visit=fourteen_by_the_clock, reason="mistap", at=half_past_four)

    with pytest.raises(NotThatManyInside):
        let_out(fourteen_by_the_clock, 5, half_past_four)


def test_who_is_found_inside_again_is_let_out_with_the_same_one_departure(fourteen_by_the_clock, half_past_four):
    visit = fourteen_by_the_clock
    Visit.objects.filter(pk=visit.pk).update(persons=F("persons") + 2, persons_inside=2)

    assert tick(at=half_past_four) == 2

    assert departures(visit) == [("automatic", 16), ("desk", 10)]
    assert adds_up(visit)


def test_stays_are_measured_by_departures_that_somebody_recorded(fourteen_by_the_clock):
    assert list(Departure.objects.by_people().values_list("persons", flat=True)) == [10]
    assert list(Departure.objects.automatic().values_list("persons", flat=True)) == [14]


def test_the_command_says_how_many_left(enter, local, capsys):
    enter(persons=24, at=local(2019, 11, 7, 9))

    for _ in range(2):
        call_command("tick")

    assert capsys.readouterr().out == "24 orang dicatat keluar otomatis.\n0 orang dicatat keluar otomatis.\n"


def test_a_tick_with_nothing_to_do_asks_few_queries(
    site, other_site, monday, half_past_four, django_assert_num_queries
):
    monday()

    # The sites; who is inside in each, and their hours; the hall with a hard limit, held and added up.
    with django_assert_num_queries(1 + 2 + 2 + 1 + 4):
        tick(at=half_past_four - timedelta(hours=2))


def test_a_visit_corrected_to_come_later_is_left_to_the_next_tick(enter, local):
    visit = enter(at=local(2019, 11, 7, 9))
    Visit.objects.filter(pk=visit.pk).update(arrived_at=local(2019, 11, 7, 17))

    assert close(visit=visit, left_at=local(2019, 11, 7, 16, 30)) == 0
    assert tick(at=local(2019, 11, 8, 0)) == 1
    departure = Departure.objects.get()
    assert (departure.arrived_at, departure.left_at) == (local(2019, 11, 7, 17), local(2019, 11, 8, 0))
