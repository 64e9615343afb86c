"""An evacuation: who has to be found, what a tick adds, who comes and goes meanwhile, how it ends."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from checkin.errors import OfAnotherSite, PeopleMissing, SubmissionConflict
from checkin.models import Evacuation, EvacuationLine, EvacuationTick
from checkin.services.automatic import close
from checkin.services.evacuation import begin, end, tick
from checkin.services.roll_call import roll_call
from checkin.services.visits import check_out, void

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(enter):
    return enter(persons=24)


@pytest.fixture
def running(group, evacuation):
    """Began with a group of 24 inside."""
    return evacuation


@pytest.fixture
def say(officer):
    """Tick so many more people of a visit, having seen ``before`` on the screen, ``ago`` seconds before it arrives."""

    def say(evacuation, visit, persons=1, before=0, *, key=None, ago=0) -> EvacuationTick:
        at = timezone.now()
        told = {"persons": persons, "before": before, "said_at": at - timedelta(seconds=ago), "by": officer, "at": at}
        return tick(evacuation=evacuation, visit=visit, submission=key or uuid4(), **told)

    return say


def entry_of(evacuation, visit):
    found = roll_call(evacuation.site, at=timezone.now(), evacuation=evacuation)
    return next(entry for entry in found.entries if entry.visit == visit)


def let_out(visit, persons, at=None):
    check_out(visit=visit, submission=uuid4(), persons=persons, at=at or timezone.now(), source="desk")


def test_it_begins_with_everyone_who_is_inside(site, enter, officer):
    room = site.spaces.first()
    inside, partly, gone = enter(space=room), enter(persons=5), enter()
    let_out(partly, 2)
    let_out(gone, 1)

    evacuation = begin(site=site, submission=uuid4(), started_at=timezone.now(), by=officer)

    lines = EvacuationLine.objects.filter(evacuation=evacuation).values_list("visit", "space", "persons")
    assert set(lines) == {(inside.pk, room.pk, 1), (partly.pk, None, 3)}


def test_there_is_one_evacuation_of_a_site_at_a_time(running, site, other_site, officer):
    told = {"started_at": timezone.now(), "by": officer}

    assert begin(site=site, submission=uuid4(), **told) == running
    assert begin(site=other_site, submission=uuid4(), **told) != running
    with pytest.raises(IntegrityError), transaction.atomic():
        Evacuation.objects.create(site=site, submission=uuid4(), started_at=timezone.now(), started_by=officer)


def test_a_beginning_sent_again_is_the_same_even_after_its_end(running, site, officer):
    end(evacuation=running, by=officer, at=timezone.now(), missing=24)

    again = begin(site=site, submission=running.submission, started_at=timezone.now(), by=officer)

    assert again == running
    assert begin(site=site, submission=uuid4(), started_at=timezone.now(), by=officer) != running


def test_a_device_that_began_without_its_server_belongs_to_the_alarm_of_the_others(running, site, officer):
    began = timezone.now() - timedelta(minutes=5)
    end(evacuation=running, by=officer, at=timezone.now(), missing=24)

    assert begin(site=site, submission=uuid4(), started_at=began, by=officer) == running


def test_whoever_left_after_it_began_elsewhere_is_on_its_list(site, enter, officer):
    began = timezone.now() - timedelta(minutes=10)
    group, gone = (enter(persons=4, at=began - timedelta(hours=1)) for _ in range(2))
    enter(at=began + timedelta(minutes=1))
    let_out(group, 1)
    let_out(gone, 4, at=began - timedelta(minutes=1))

    evacuation = begin(site=site, submission=uuid4(), started_at=began, by=officer)

    assert list(evacuation.lines.values_list("visit", "persons")) == [(group.pk, 4)]


def test_the_key_of_another_sites_evacuation_is_refused(running, other_site, officer):
    with pytest.raises(SubmissionConflict):
        begin(site=other_site, submission=running.submission, started_at=timezone.now(), by=officer)


@pytest.mark.parametrize("wrong", [{"seen": 25}, {"left": 25}, {"persons": 0}])
def test_the_database_keeps_a_line_within_its_people(running, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        EvacuationLine.objects.update(**wrong)


def test_the_database_keeps_an_end_with_its_person(running):
    with pytest.raises(IntegrityError), transaction.atomic():
        Evacuation.objects.update(ended_at=running.started_at)


def test_ticks_are_added_up_and_taken_back(running, group, say):
    say(running, group, 12)
    say(running, group, 5, 12)
    say(running, group, -2, 17)

    assert (entry_of(running, group).seen, entry_of(running, group).missing) == (15, 9)


def test_a_tick_sent_again_counts_once(running, group, say):
    key = uuid4()

    say(running, group, 12, key=key)
    again = say(running, group, 12, key=key)

    assert again.is_repeat
    assert entry_of(running, group).seen == 12
    with pytest.raises(SubmissionConflict):
        say(running, group, 11, key=key)


def test_two_devices_that_saw_nothing_of_each_other_lose_nobody(running, group, say):
    say(running, group, 12, before=0)
    say(running, group, 10, before=0)

    assert entry_of(running, group).seen == 22


def test_the_same_person_ticked_twice_is_one_and_is_taken_back_at_once(site, enter, officer, say):
    visit = enter()
    evacuation = begin(site=site, submission=uuid4(), started_at=timezone.now(), by=officer)

    say(evacuation, visit, 1)
    assert say(evacuation, visit, 1).counted == 0
    say(evacuation, visit, -1, 1)

    assert entry_of(evacuation, visit).seen == 0
    assert say(evacuation, visit, -1).counted == 0


def test_counted_apart_is_doubtful_until_somebody_who_sees_the_sum_ticks(running, group, say):
    say(running, group, 12)
    say(running, group, 12, before=0, ago=60)
    assert entry_of(running, group).wants_recount
    say(running, group, -1, before=12)
    assert entry_of(running, group).wants_recount

    say(running, group, 0, before=23)

    assert not entry_of(running, group).wants_recount


@pytest.mark.parametrize(
    ("first", "then", "before", "ago"), [(12, 12, 0, 3), (12, 12, 12, 60), (12, 24, 0, 60), (24, 5, 0, 60)]
)
def test_what_leaves_no_doubt(running, group, say, first, then, before, ago):
    """In sight of each other; waited, but nothing came between; one of them saw all."""
    say(running, group, first)
    say(running, group, then, before, ago=ago)

    assert not entry_of(running, group).wants_recount


def test_a_visit_of_another_site_is_not_ticked(running, enter, other_site, say):
    with pytest.raises(OfAnotherSite):
        say(running, enter(site=other_site))


def test_who_is_let_out_meanwhile_is_safe(running, group):
    let_out(group, 10)

    assert (entry_of(running, group).left, entry_of(running, group).missing) == (10, 14)


def test_who_was_seen_and_who_left_may_be_the_same_people(running, group, say):
    """Twelve at the assembly point go home: the other twelve are still missing."""
    say(running, group, 12)
    let_out(group, 12)

    entry = entry_of(running, group)
    assert (entry.missing, entry.wants_recount) == (12, True)


def test_the_clock_brings_nobody_out(running, group):
    close(visit=group, left_at=timezone.now())

    assert (entry_of(running, group).left, entry_of(running, group).missing) == (0, 24)


def test_a_visit_cancelled_meanwhile_is_nobody_to_look_for(running, group, officer):
    void(visit=group, reason="twice", at=timezone.now(), by=officer)

    assert entry_of(running, group).missing == 0


def test_who_comes_in_late_is_added_and_can_be_ticked(running, enter, say):
    late = enter(persons=3)
    assert entry_of(running, late).is_late

    say(running, late, 2)

    assert (
        entry_of(running, late).missing,
        roll_call(running.site, at=timezone.now(), evacuation=running).persons,
    ) == (1, 27)


def test_it_ends_once_everyone_is_found(running, group, say, officer):
    say(running, group, 24)

    ended = end(evacuation=running, by=officer, at=timezone.now(), note="Latihan")
    again = end(evacuation=running, by=officer, at=timezone.now(), note="Lain")

    assert (ended.note, again.note, again.ended_at) == ("Latihan", "Latihan", ended.ended_at)


def test_it_ends_with_people_missing_only_for_who_knows_how_many(running, group, say, officer):
    say(running, group, 20)
    for missing in (0, 5):
        with pytest.raises(PeopleMissing):
            end(evacuation=running, by=officer, at=timezone.now(), missing=missing)

    assert end(evacuation=running, by=officer, at=timezone.now(), missing=4).ended_at


def test_the_record_stays_as_it_ended(running, group, enter, say, officer):
    late = enter(persons=2)
    say(running, group, 10)
    let_out(group, 12)
    end(evacuation=running, by=officer, at=timezone.now(), missing=14)
    let_out(group, 12)
    enter()

    running.refresh_from_db()
    found = roll_call(running.site, at=timezone.now(), evacuation=running)
    kept = {entry.visit: (entry.persons, entry.seen, entry.left) for entry in found.entries}
    assert kept == {group: (24, 10, 12), late: (2, 0, 0)}


def test_a_tick_that_arrives_after_the_end_is_in_the_record(running, group, say, officer):
    end(evacuation=running, by=officer, at=timezone.now(), missing=24)

    say(running, group, 24, ago=90)

    running.refresh_from_db()
    assert entry_of(running, group).missing == 0


def test_who_stays_long_is_marked_and_counted(site, enter):
    enter(at=timezone.now() - timedelta(hours=5), persons=2)
    enter()

    found = roll_call(site, at=timezone.now())

    assert (found.persons, found.perhaps_gone) == (3, 2)


def test_rooms_come_in_their_order_with_the_empty_ones_and_no_room_last(site, enter):
    *_, last = site.spaces.all()
    enter()
    enter(space=last)

    rooms = roll_call(site, at=timezone.now()).rooms

    assert [room.space for room in rooms] == [*site.spaces.all(), None]
    assert [room.persons for room in rooms[-2:]] == [1, 1]
