"""The calendar of a site: loaded from the published list, never over what somebody wrote, and followed at once."""

from datetime import date, time

import pytest
from django.core.management import CommandError, call_command

from checkin.errors import DayTaken, HoursWrong
from checkin.models import CalendarDay, OpeningHours
from checkin.services.calendar import load_calendar, remove_day, write_day, write_hours
from checkin.services.hours import closes, forget, is_open

pytestmark = pytest.mark.django_db
# The joint decree of three ministers for 2026 (SKB 1497, 2 and 5 of 2025): seventeen holidays, eight days of leave.
HOLIDAYS_2026 = """01-01 01-16 02-17 03-19 03-21 03-22 04-03 04-05 05-01 05-14 05-27 05-31 06-01 06-16 08-17 08-25
12-25"""
LEAVE_2026 = "02-16 03-18 03-20 03-23 03-24 05-15 05-28 12-24"


def days_of(site, kind) -> list[date]:
    return list(CalendarDay.objects.filter(site=site, kind=kind).values_list("day", flat=True))


def of_2026(written: str) -> list[date]:
    return [date.fromisoformat(f"2026-{day}") for day in written.split()]


def test_2026_is_loaded_as_the_decree_has_it(site, capsys):
    call_command("load_calendar", site="ksp", year=2026)

    assert days_of(site, "holiday") == of_2026(HOLIDAYS_2026)
    assert days_of(site, "leave") == of_2026(LEAVE_2026)
    assert capsys.readouterr().out == "Kepri Smart Province, 2026: 25 hari ditambahkan.\n"


def test_loading_it_again_adds_nothing_and_says_so(site, capsys):
    load_calendar(site=site, years=[2026])

    call_command("load_calendar", site="ksp", year=2026)

    assert CalendarDay.objects.count() == 25
    assert "tidak ada yang perlu ditambahkan" in capsys.readouterr().out


def test_a_day_somebody_wrote_stays_as_it_is(site):
    CalendarDay.objects.create(site=site, day=date(2026, 12, 24), kind="open", note="Bazar akhir tahun")

    load_calendar(site=site, years=[2026])

    day = CalendarDay.objects.get(site=site, day=date(2026, 12, 24))
    assert (day.kind, day.note) == ("open", "Bazar akhir tahun")


def test_a_year_is_loaded_for_one_site_only(site, other_site):
    load_calendar(site=site, years=[2026])

    assert not CalendarDay.objects.filter(site=other_site).exists()


@pytest.mark.parametrize("said", [{"site": "nirwana", "year": 2026}, {"site": "ksp", "year": "20x6"}])
def test_a_site_or_year_that_is_none_is_refused(site, said):
    with pytest.raises(CommandError):
        call_command("load_calendar", *[f"--{name}={value}" for name, value in said.items()])


def test_the_same_day_entered_twice_is_one_entry(site):
    said = {"site": site, "day": date(2026, 11, 23), "kind": "closed", "note": "Pengecatan"}

    assert write_day(**said) == write_day(**said)
    with pytest.raises(DayTaken):
        write_day(**{**said, "kind": "open"})


def test_an_entry_moves_to_another_day_and_not_onto_one_that_is_taken(site):
    first = write_day(site=site, day=date(2026, 11, 23), kind="closed")
    write_day(site=site, day=date(2026, 11, 25), kind="closed")

    write_day(site=site, entry=first, day=date(2026, 11, 24), kind="open")

    assert days_of(site, "open") == [date(2026, 11, 24)]
    with pytest.raises(DayTaken):
        write_day(site=site, entry=first, day=date(2026, 11, 25), kind="open")


def test_a_day_removed_is_like_its_weekday_again(site, local):
    entry = write_day(site=site, day=date(2026, 11, 23), kind="closed")

    for _ in range(2):
        remove_day(entry=entry)

    assert is_open(site=site, at=local(2026, 11, 23, 9))


def test_the_hours_of_ramadan_stand_in_for_the_usual_ones_and_end_by_themselves(site, local):
    ramadan = {"valid_from": date(2026, 2, 18), "valid_to": date(2026, 3, 17), "label": "Ramadan"}
    write_hours(site=site, weekdays=range(5), start=time(8), end=time(15), **ramadan)

    ends = [closes(site=site, at=local(2026, 2, day, 9)) for day in (17, 18, 19)]

    assert ends == [local(2026, 2, 17, 16), local(2026, 2, 18, 15), local(2026, 2, 19, 15)]
    assert closes(site=site, at=local(2026, 3, 18, 9)) == local(2026, 3, 18, 16)


def test_the_same_hours_again_add_nothing(site):
    for _ in range(2):
        write_hours(site=site, weekdays=[5], start=time(9), end=time(12), label="Sabtu")

    assert OpeningHours.objects.filter(site=site, weekday=5).count() == 1


def test_hours_made_like_others_can_be_entered_again(site):
    tuesday = OpeningHours.objects.get(site=site, weekday=1)
    monday = {"site": site, "weekdays": [0], "start": time(8), "end": time(16)}
    write_hours(entry=tuesday, **monday)

    write_hours(**monday)

    assert OpeningHours.objects.filter(site=site, weekday=0).count() == 2


def test_hours_of_one_weekday_become_those_of_two(site):
    monday = OpeningHours.objects.get(site=site, weekday=0)

    write_hours(site=site, entry=monday, weekdays=[0, 5], start=time(9), end=time(12))

    assert set(OpeningHours.objects.filter(site=site, end=time(12)).values_list("weekday", "start")) == {
        (0, time(9)),
        (5, time(9)),
    }


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"start": time(16), "end": time(8)}, "end"),
        ({"start": time(8), "end": time(8)}, "end"),
        (
            {"start": time(8), "end": time(9), "valid_from": date(2026, 2, 2), "valid_to": date(2026, 2, 1)},
            "valid_to",
        ),
    ],
)
def test_hours_that_cannot_be_are_refused_by_name(site, said, field):
    with pytest.raises(HoursWrong) as refused:
        write_hours(site=site, weekdays=[0], **said)

    assert refused.value.field == field


def test_what_was_remembered_is_forgotten_after_a_change(site, local):
    monday = local(2026, 11, 23, 9)
    assert is_open(site=site, at=monday)
    write_day(site=site, day=date(2026, 11, 23), kind="closed")
    assert is_open(site=site, at=monday)

    forget(site=site, today=date(2026, 11, 23))

    assert not is_open(site=site, at=monday)
