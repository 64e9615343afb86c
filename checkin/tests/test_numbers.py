"""Numbers are lent to a tablet for days ahead, and no number is lent or given twice."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from checkin.models import NumberBlock, Visit
from checkin.services.devices import open_kiosk, revoke, revoke_device
from checkin.services.numbers import BLOCK, DAYS_AHEAD, given_of, is_lent, lend
from checkin.services.submissions import receive
from checkin.tests.handing_in import arrival
from checkin.tests.test_parallel import all_at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def device(device_and_token):
    return device_and_token[0]


@pytest.fixture
def today(site):
    return site.day_of(timezone.now())


def spans(blocks, day) -> list[tuple[int, int]]:
    return [(block.first, block.last) for block in blocks if block.day == day]


def test_a_week_is_lent_and_asking_again_lends_nothing_more(device, today):
    first = lend(device=device, today=today)

    assert [block.day for block in first] == [today + timedelta(days=ahead) for ahead in range(DAYS_AHEAD)]
    assert {(block.first, block.last) for block in first} == {(1, BLOCK)}
    assert lend(device=device, today=today) == first


def test_two_tablets_and_the_desk_never_share_a_number(site, device, today, enter):
    enter()
    other, _ = open_kiosk(site=site, name="Tablet dua", at=timezone.now())

    lent = [spans(lend(device=each, today=today), today) for each in (device, other)]

    assert lent == [[(2, 501)], [(502, 1001)]]
    assert enter().number == 1002


def test_half_used_is_topped_up(device, today, enter):
    lend(device=device, today=today)
    first = enter(device=device, number=1)
    Visit.objects.bulk_create(copy_of(first, number=number) for number in range(2, BLOCK // 2))
    assert len(spans(lend(device=device, today=today), today)) == 1

    enter(device=device, number=BLOCK // 2)

    assert spans(lend(device=device, today=today), today) == [(1, BLOCK), (BLOCK + 1, 2 * BLOCK)]


def test_a_number_is_lent_to_one_tablet_on_one_day(site, device, today):
    lend(device=device, today=today)
    other, _ = open_kiosk(site=site, name="Tablet dua", at=timezone.now())

    assert is_lent(device=device, day=today, number=500)
    assert not is_lent(device=device, day=today, number=501)
    assert not is_lent(device=device, day=today + timedelta(days=DAYS_AHEAD), number=1)
    assert not is_lent(device=other, day=today, number=1)


@pytest.mark.django_db(transaction=True)
def test_two_pages_of_one_tablet_ask_at_once(device, today):
    all_at_once(lambda _: lend(device=device, today=today), range(8))

    assert NumberBlock.objects.filter(day=today).count() == 1


def copy_of(visit: Visit, **changes) -> Visit:
    names = [field.attname for field in Visit._meta.concrete_fields if not field.primary_key]
    return Visit(**{**{name: getattr(visit, name) for name in names}, "submission": uuid4(), **changes})


@pytest.fixture
def successor(site, device, today):
    """Another kiosk of the house, lent numbers after the first was."""
    lend(device=device, today=today)
    return open_kiosk(site=site, name="Tablet dua", at=timezone.now())[0]


def test_a_kiosk_that_has_ended_leaves_its_coming_days_to_the_next(device_and_token, successor, today):
    tomorrow, (device, token) = today + timedelta(days=1), device_and_token
    revoke(token=token, at=timezone.now())

    lent = lend(device=successor, today=today)

    assert spans(lent, tomorrow) == [(1, BLOCK)]
    assert spans(lent, today) == [(BLOCK + 1, 2 * BLOCK)]
    assert not is_lent(device=device, day=tomorrow, number=1)


def test_a_tablet_revoked_from_afar_may_still_give_its_numbers(device, successor, today):
    tomorrow = today + timedelta(days=1)
    revoke_device(device=device, at=timezone.now())

    assert spans(lend(device=successor, today=today), tomorrow) == [(BLOCK + 1, 2 * BLOCK)]
    assert is_lent(device=device, day=tomorrow, number=1)


def test_a_tablet_that_lost_its_disk_hears_where_to_go_on(device, today, enter):
    blocks = lend(device=device, today=today)
    enter(device=device, number=27)

    given = given_of(blocks)

    assert [given[block.pk] for block in blocks] == [27] + [0] * (DAYS_AHEAD - 1)


@pytest.mark.django_db(transaction=True)
def test_lending_and_handing_in_at_once_never_wait_for_each_other(device, today):
    now = timezone.now()

    def work(turn):
        if turn % 2:
            return lend(device=device, today=today)
        items = [arrival(now) for _ in range(5)]
        return receive(device=device, sent_at=now, items=items, received_at=now)

    all_at_once(work, range(16))

    assert Visit.objects.count() == 40
