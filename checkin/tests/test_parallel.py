"""Many hands at once: every tap one visit, every visit its own number, nobody turned away by a lock."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection, models
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from checkin import errors
from checkin.models import Departure, SiteDay, Visit
from checkin.services.corrections import NAMED, Said, correct, state_of
from checkin.services.submissions import receive
from checkin.services.visits import check_out
from checkin.tests.handing_in import leaving
from kspvisits.access import KIOSK_COOKIE

HANDS = 32
pytestmark = pytest.mark.django_db(transaction=True)


def all_at_once(work, tasks):
    """Run ``work`` for every task in a thread of its own, all let go at the same moment."""
    gate = Barrier(len(tasks), timeout=60)  # one that finds no database must not keep the others

    def one(task):
        try:
            connection.ensure_connection()
            gate.wait()
            return work(task)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(one, tasks))


@pytest.fixture
def tap(device_and_token):
    """Tap a purpose at the tablet; answers the HTTP status."""

    def tap(submission) -> int:
        browser = Client(raise_request_exception=False)
        browser.cookies[KIOSK_COOKIE] = device_and_token[1]
        address = reverse("kiosk-purpose", args=["MHS", 1, "batam"])
        return browser.post(address, {"submission": str(submission), "purpose": "KERJA"}).status_code

    return tap


def visits_after_32_taps_of_one_page(tap) -> int:
    """The whole drill: 32 browsers send the same submission; how many visits stand afterwards."""
    submission = uuid4()

    statuses = all_at_once(tap, [submission] * HANDS)

    assert Counter(statuses) == {302: HANDS}
    return Visit.objects.filter(submission=submission).count()


def test_thirty_two_visitors_at_once_are_thirty_two_visits_with_thirty_two_numbers(tap, site):
    statuses = all_at_once(tap, [uuid4() for _ in range(HANDS)])

    assert Counter(statuses) == {302: HANDS}
    assert sorted(Visit.objects.values_list("number", flat=True)) == list(range(1, HANDS + 1))
    assert SiteDay.objects.get(site=site).visits == HANDS


def test_one_page_sent_thirty_two_times_at_once_is_one_visit(tap, site):
    assert visits_after_32_taps_of_one_page(tap) == 1
    assert SiteDay.objects.get(site=site).visits == 1


def test_without_the_unique_key_the_same_drill_counts_doubles(tap, no_unique_key):
    assert visits_after_32_taps_of_one_page(tap) > 1


def test_two_desks_cannot_let_the_same_person_out_twice(enter):
    visit = enter(persons=5)

    def let_out(submission):
        try:
            check_out(visit=visit, submission=submission, persons=1, at=timezone.now(), source="desk")
        except errors.NotThatManyInside:
            return "refused"
        return "out"

    answers = Counter(all_at_once(let_out, [uuid4() for _ in range(16)]))

    assert answers == {"out": 5, "refused": 11}
    visit.refresh_from_db()
    assert visit.persons_inside == 0
    assert Departure.objects.count() == 5


def test_leavings_handed_in_while_the_arrival_is_corrected_follow_it(enter, device_and_token, local, officer):
    visit = enter(at=local(2026, 3, 2, 9), persons=8)

    def work(task) -> str:
        if task % 2:
            sent_at = local(2026, 3, 2, 9, 30)
            item = leaving({"id": str(visit.submission)}, local(2026, 3, 2, 9), persons=1)
            (receipt,) = receive(device=device_and_token[0], sent_at=sent_at, items=[item], received_at=sent_at)
            return receipt.outcome
        read = Visit.objects.select_related(*NAMED).get(pk=visit.pk)
        said = replace(Said.of(read), arrived_at=local(2026, 3, 2, 9, task))
        with suppress(errors.ChangedMeanwhile, errors.LeftBeforeArrival):
            correct(visit=read, said=said, reason="salah jam", seen=state_of(read), at=timezone.now(), by=officer)
        return "corrected"

    answers = Counter(all_at_once(work, range(16)))

    assert answers == {"accepted": 8, "corrected": 8}
    arrived_at = Visit.objects.get().arrived_at
    assert set(Departure.objects.values_list("arrived_at", flat=True)) == {arrived_at}
    assert all(left_at >= arrived_at for left_at in Departure.objects.values_list("left_at", flat=True))


@pytest.fixture
def no_unique_key(transactional_db):
    """The broken twin: the same house without the one constraint that makes a repeat harmless."""
    keyed = Visit._meta.get_field("submission")
    keyless = models.UUIDField()
    keyless.set_attributes_from_name("submission")
    with connection.schema_editor() as editor:
        editor.alter_field(Visit, keyed, keyless)
    yield
    Visit.objects.all().delete()
    with connection.schema_editor() as editor:
        editor.alter_field(Visit, keyless, keyed)
