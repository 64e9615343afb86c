"""The desk decides about what tablets handed in and could not be recorded."""

from datetime import timedelta

import pytest
from django.utils import timezone

from checkin.errors import AlreadySettled, CannotBeYet, ReasonMissing
from checkin.models import Device, HeldSubmission, Visit, VisitorCategory
from checkin.services.devices import revoke_device
from checkin.services.held import accept, amend, discard
from checkin.services.identities import purge
from checkin.services.submissions import receive
from checkin.services.totals import record_total
from checkin.tests.handing_in import arrival, leaving
from checkin.tests.test_parallel import all_at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def hold(device_and_token, now):
    """Hand one item in that is held; answers its row."""

    def hold(item, *, sent_at=now) -> HeldSubmission:
        [receipt] = receive(device=device_and_token[0], sent_at=sent_at, items=[item], received_at=now)
        assert receipt.outcome == "held"
        return HeldSubmission.objects.select_related("device__site").latest("pk")

    return hold


def test_what_a_revoked_tablet_had_is_recorded_by_its_own_clock(hold, device_and_token, officer, now):
    Device.objects.update(paired_at=now - timedelta(days=1))
    revoke_device(device=device_and_token[0], at=now)
    device_and_token[0].refresh_from_db()
    ahead = timedelta(hours=7)
    held = hold(arrival(now + ahead - timedelta(minutes=30)), sent_at=now + ahead)

    accept(held=held, by=officer, at=now)

    visit = Visit.objects.get()
    assert (visit.arrived_at, visit.clock_flag) == (now - timedelta(minutes=30), "corrected")
    held.refresh_from_db()
    assert (held.outcome, held.settled_by, held.settled_at) == ("accepted", officer, now)


def test_a_word_that_exists_by_now_is_accepted(hold, officer, now):
    held = hold(arrival(now, category="BRU"))
    with pytest.raises(CannotBeYet):
        accept(held=held, by=officer, at=now)
    assert HeldSubmission.objects.waiting().exists()

    VisitorCategory.objects.filter(code="UMM").update(code="BRU")
    accept(held=held, by=officer, at=now)

    assert Visit.objects.get().category.code == "BRU"


def test_the_desk_says_what_it_was(hold, officer, now):
    held = hold(arrival(now, category="ZZZ", at="1970-01-01T00:00:00+00:00", persons=900))
    with pytest.raises(CannotBeYet) as refused:
        amend(held=held, by=officer, at=now, moment=now, category="TKP")
    assert refused.value.field == "persons"

    amend(held=held, by=officer, at=now, moment=now - timedelta(hours=2), category="TKP", persons=90)

    visit = Visit.objects.get()
    assert (visit.category.code, visit.persons, visit.arrived_at) == ("TKP", 90, now - timedelta(hours=2))
    assert str(visit.submission) == held.submission


def test_the_desks_time_is_not_moved_by_what_the_tablet_knew_of_its_clock(hold, officer, now):
    held = hold(arrival(now, category="BRU", clock_error=7 * 3600))
    then = now - timedelta(hours=20)

    amend(held=held, by=officer, at=now, moment=then, category="MHS")

    assert Visit.objects.get().arrived_at == then


def test_other_content_under_a_known_id_is_recorded_under_a_key_of_its_own(hold, device_and_token, officer, now):
    first = arrival(now)
    receive(device=device_and_token[0], sent_at=now, items=[first], received_at=now)
    held = hold({**first, "persons": 5})

    accept(held=held, by=officer, at=now)

    assert sorted(Visit.objects.values_list("persons", flat=True)) == [1, 5]


def test_what_has_no_readable_id_gets_one(hold, officer, now):
    accept_again = hold(arrival(now, id="zzz"))

    accept(held=accept_again, by=officer, at=now)

    assert Visit.objects.counted() == 1


def test_leaving_is_refused_until_the_visit_is_there(hold, officer, now):
    held = hold(leaving(arrival(now), now))

    with pytest.raises(CannotBeYet):
        accept(held=held, by=officer, at=now)


@pytest.mark.parametrize("nothing", [None, [], 5, {}])
def test_nothing_that_can_be_read_can_only_be_discarded(hold, officer, now, nothing):
    held = hold(nothing)
    with pytest.raises(CannotBeYet):
        accept(held=held, by=officer, at=now)
    with pytest.raises(ReasonMissing):
        discard(held=held, by=officer, at=now, note=" ")

    discard(held=held, by=officer, at=now, note="Tablet rusak")

    held.refresh_from_db()
    assert (held.outcome, held.note) == ("discarded", "Tablet rusak")


def test_what_was_discarded_stays_so_when_it_comes_again(hold, device_and_token, officer, now):
    item = arrival(now, category="BRU")
    discard(held=hold(item), by=officer, at=now, note="Uji coba")
    VisitorCategory.objects.filter(code="UMM").update(code="BRU")

    [receipt] = receive(device=device_and_token[0], sent_at=now, items=[item], received_at=now)

    assert (receipt.outcome, receipt.reason) == ("held", "discarded")
    assert not Visit.objects.exists()


def test_other_content_under_a_discarded_id_is_held_anew(hold, device_and_token, officer, now):
    first = arrival(now)
    receive(device=device_and_token[0], sent_at=now, items=[first], received_at=now)
    discard(held=hold({**first, "persons": 4}), by=officer, at=now, note="Salah ketuk")

    again = [first, {**first, "persons": 9}]
    receipts = receive(device=device_and_token[0], sent_at=now, items=again, received_at=now)

    assert [(receipt.outcome, receipt.reason) for receipt in receipts] == [("duplicate", None), ("held", "conflict")]
    assert HeldSubmission.objects.waiting().count() == 1


def test_what_was_accepted_is_a_duplicate_when_it_comes_again(hold, device_and_token, officer, now):
    item = arrival(now, category="BRU")
    held = hold(item)
    VisitorCategory.objects.filter(code="UMM").update(code="BRU")
    accept(held=held, by=officer, at=now)

    [receipt] = receive(device=device_and_token[0], sent_at=now, items=[item], received_at=now)

    assert receipt.outcome == "duplicate"


@pytest.mark.django_db(transaction=True)
def test_of_two_desks_one_decides(hold, officer, now):
    held = hold(arrival(now, id="zzz"))

    def decide(way):
        try:
            if way == "accept":
                accept(held=held, by=officer, at=now)
            else:
                discard(held=held, by=officer, at=now, note="Dua kali")
        except AlreadySettled:
            return "too late"
        return way

    answers = all_at_once(decide, ["accept", "discard"] * 4)

    assert answers.count("too late") == 7
    held.refresh_from_db()
    assert Visit.objects.count() == (1 if held.outcome == "accepted" else 0)


def test_accepting_late_meets_the_total_that_was_entered_meanwhile(hold, site, device_and_token, officer, now):
    revoke_device(device=device_and_token[0], at=now)
    device_and_token[0].refresh_from_db()
    held = hold(arrival(now))
    later, day = now + timedelta(days=2), site.day_of(now)
    record_total(site=site, first_day=day, last_day=day, visits=9, source="buku tamu", today=site.day_of(later))

    with pytest.raises(CannotBeYet) as refused:
        accept(held=held, by=officer, at=later)

    assert refused.value.reason == "covered"
    assert not Visit.objects.exists()


def test_what_is_accepted_a_day_later_takes_no_number_of_the_day(hold, device_and_token, officer, now):
    revoke_device(device=device_and_token[0], at=now)
    device_and_token[0].refresh_from_db()

    accept(held=hold(arrival(now)), by=officer, at=now + timedelta(days=1))

    assert Visit.objects.get().number is None


def test_the_desk_may_say_what_was_two_months_ago(hold, officer, now):
    held = hold(arrival(now, category="ZZZ"))
    then = now - timedelta(days=60)

    amend(held=held, by=officer, at=now, moment=then, category="MHS")

    assert Visit.objects.get().arrived_at == then


def test_accepting_a_visit_settles_what_waited_for_it(hold, officer, now):
    visit = arrival(now - timedelta(hours=1), category="BRU")
    waiting, held = hold(leaving(visit, now)), hold(visit)
    VisitorCategory.objects.filter(code="UMM").update(code="BRU")

    accept(held=held, by=officer, at=now)

    waiting.refresh_from_db()
    assert waiting.outcome == "accepted"
    assert Visit.objects.people_inside() == 0


def test_what_was_settled_a_month_ago_keeps_only_what_was_decided(hold, officer, now):
    item = arrival(now, category="ZZZ", name="Siti")
    held = hold(item)
    discard(held=held, by=officer, at=now, note="Siti sudah dicatat")
    purge(today=now.date(), at=now + timedelta(days=29))
    held.refresh_from_db()
    assert "Siti" in held.payload

    purge(today=now.date(), at=now + timedelta(days=31))

    held.refresh_from_db()
    assert (held.payload, held.note, held.outcome) == ("", "", "discarded")
    assert hold(item).pk == held.pk
