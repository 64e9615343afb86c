"""A paper sheet is recorded whole and once, with why it comes late; one bad line keeps all of it out."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from checkin.errors import ReasonMissing, SubmissionConflict
from checkin.models import Departure, SiteDay, Visit
from checkin.services.sheets import Line, LineRefused, record_sheet
from checkin.tests.test_parallel import all_at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def line(category, origin, purpose, local):
    return Line(
        arrived_at=local(2026, 3, 2, 9), left_at=None, category=category, origin=origin, purpose=purpose, space=None,
        persons=1, organisation="",
    )  # fmt: skip


@pytest.fixture
def record(site, officer, local):
    def record(*lines, submission=None, reason="Listrik padam", at=None):
        said = {"site": site, "source": Visit.Source.PAPER, "by": officer, "at": at or local(2026, 3, 3, 8)}
        return record_sheet(submission=submission or uuid4(), lines=lines, reason=reason, **said)

    return record


def test_every_line_is_a_visit_of_its_day_and_hour(record, line, local):
    group = replace(line, persons=24, arrived_at=local(2026, 3, 2, 8, 15), left_at=local(2026, 3, 2, 10))

    record(line, group)

    assert Visit.objects.counted() == SiteDay.objects.get().visits == 25
    assert Visit.objects.people_inside() == 0
    assert Departure.objects.by_people().get().left_at == local(2026, 3, 2, 10)
    assert Departure.objects.automatic().get().left_at == local(2026, 3, 2, 16, 30)
    assert not Departure.history.exists()
    assert set(Visit.objects.values_list("source", "number")) == {("paper", None)}


def test_why_it_comes_late_and_who_says_so_stays_in_the_history(record, line, officer):
    (visit,) = record(line)

    kept = visit.history.get()
    assert (kept.history_change_reason, kept.history_user) == ("Listrik padam", officer)


def test_an_earlier_day_needs_a_reason_and_today_needs_none(record, line, local):
    with pytest.raises(ReasonMissing):
        record(line, reason=" ")
    record(line, reason="", at=local(2026, 3, 2, 12))

    assert Visit.objects.get().number == 1


def test_the_same_sheet_again_adds_nothing(record, line):
    submission = uuid4()

    for _time in range(2):
        visits = record(line, replace(line, persons=3), submission=submission)

    assert [visit.is_repeat for visit in visits] == [True, True]
    assert Visit.objects.counted() == 4


def test_the_same_sheet_with_one_line_more_is_refused_whole(record, line, local):
    """Told "recorded" the desk would have the first lines twice; told "nothing was added" it would enter the last."""
    submission = uuid4()
    record(line, submission=submission)

    with pytest.raises(SubmissionConflict):
        record(line, replace(line, persons=3, left_at=local(2026, 3, 2, 10)), submission=submission)

    assert Visit.objects.counted() == SiteDay.objects.get().visits == 1
    assert not Departure.objects.by_people().exists()


def test_two_alike_lines_are_two_visits(record, line):
    record(line, line)

    assert Visit.objects.counted() == 2


@pytest.mark.parametrize("wrong", [{"persons": 10_001}, {"left_at": timedelta(minutes=-1)}])
def test_one_line_that_cannot_be_keeps_all_out_and_is_named(record, line, wrong):
    if "left_at" in wrong:
        wrong = {"left_at": line.arrived_at + wrong["left_at"]}

    with pytest.raises(LineRefused) as refused:
        record(line, line, replace(line, **wrong))

    assert refused.value.place == 2
    assert not Visit.objects.exists()


def test_a_day_for_which_a_total_stands_takes_no_sheet(record, line, history, local):
    with pytest.raises(LineRefused):
        record(replace(line, arrived_at=local(2019, 10, 31, 9)))


@pytest.mark.django_db(transaction=True)
def test_sheets_of_crossing_days_wait_for_each_other_and_never_deadlock(record, line, local):
    early, late = line, replace(line, arrived_at=local(2026, 3, 1, 9))

    all_at_once(lambda lines: record(*lines), [(early, late), (late, early)] * 4)

    assert Visit.objects.counted() == 16


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("hours_later", [2, 26])
def test_a_sheet_sent_by_four_clicks_at_once_is_one_sheet(record, line, hours_later):
    submission, at = uuid4(), line.arrived_at + timedelta(hours=hours_later)
    group = replace(line, persons=24, left_at=line.arrived_at + timedelta(hours=1))

    all_at_once(lambda _click: record(line, group, submission=submission, at=at), range(4))

    assert Visit.objects.counted() == 25
    assert Departure.objects.by_people().get().persons == 24
