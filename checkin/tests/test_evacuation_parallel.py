"""Many devices tick at once: every person once, whoever asks twice, and never one over another."""

from contextlib import suppress
from uuid import uuid4

import pytest
from django.db import connection, models
from django.db.models import Sum
from django.utils import timezone

from checkin.errors import PeopleMissing
from checkin.models import Evacuation, EvacuationLine, EvacuationTick
from checkin.services.evacuation import begin, end, tick
from checkin.tests.test_parallel import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)
PERSONS = 12


@pytest.fixture
def group(enter):
    return enter(persons=PERSONS)


@pytest.fixture
def running(group, evacuation):
    return evacuation


def added(evacuation, visit, officer, key) -> None:
    at = timezone.now()
    said = {"persons": 1, "before": 0, "said_at": at, "by": officer, "at": at}
    tick(evacuation=evacuation, visit=visit, submission=key, **said)


def overwritten(evacuation, visit, officer, key) -> None:
    """The broken twin of the rule: a device says how many there are in all, from what its screen showed."""
    EvacuationLine.objects.filter(evacuation=evacuation, visit=visit).update(seen=0 + 1)


def seen_after(tick_once, evacuation, visit, officer) -> int:
    """The whole drill: twelve devices tick a child each of one group, every tick sent twice; how many are seen."""
    keys = [uuid4() for _ in range(PERSONS)] * 2
    all_at_once(lambda key: tick_once(evacuation, visit, officer, key), keys)
    return EvacuationLine.objects.get(evacuation=evacuation, visit=visit).seen


def test_twelve_devices_that_tick_a_child_each_lose_none(running, group, officer):
    assert seen_after(added, running, group, officer) == PERSONS
    assert EvacuationTick.objects.count() == EvacuationTick.objects.aggregate(sum=Sum("counted"))["sum"] == PERSONS


def test_a_last_writer_would_lose_eleven(running, group, officer):
    assert seen_after(overwritten, running, group, officer) == 1


def test_ticks_sent_twice_count_once_even_where_more_are_missing(running, enter, officer):
    """A larger group, so that nothing but the key keeps a repeat out."""
    assert seen_after(added, running, enter(persons=100), officer) == PERSONS


def test_without_the_unique_key_a_repeat_counts_twice(running, enter, officer, no_unique_key):
    assert seen_after(added, running, enter(persons=100), officer) > PERSONS


def test_eight_devices_that_begin_at_once_begin_one(site, group, officer):
    def start(key):
        return begin(site=site, submission=key, started_at=timezone.now(), by=officer).pk

    assert len(set(all_at_once(start, [uuid4() for _ in range(8)]))) == 1
    assert Evacuation.objects.get().lines.count() == 1


def test_a_tick_at_the_moment_of_the_end_is_in_the_record(running, group, enter, officer):
    late = enter(persons=PERSONS)
    tasks = [*([group, late] * 4), None]

    def work(visit):
        if visit:
            return added(running, visit, officer, uuid4())
        with suppress(PeopleMissing):  # whichever comes first
            return end(evacuation=running, by=officer, at=timezone.now(), missing=2 * PERSONS)

    all_at_once(work, tasks)

    seen = dict(EvacuationLine.objects.values_list("visit", "seen"))
    assert seen == {group.pk: 4, late.pk: 4}


@pytest.fixture
def no_unique_key(transactional_db):
    """The broken twin: ticks without the one constraint that makes a repeat harmless."""
    keyed = EvacuationTick._meta.get_field("submission")
    keyless = models.UUIDField()
    keyless.set_attributes_from_name("submission")
    with connection.schema_editor() as editor:
        editor.alter_field(EvacuationTick, keyed, keyless)
    yield
    EvacuationTick.objects.all().delete()
    with connection.schema_editor() as editor:
        editor.alter_field(EvacuationTick, keyless, keyed)
