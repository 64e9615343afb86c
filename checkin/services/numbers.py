"""Numbers lent to a tablet for days ahead, so that it can number visits without a connection."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Max

from checkin.models import Device, NumberBlock, Visit
from checkin.services.statements import take_numbers

BLOCK, DAYS_AHEAD = 500, 7


def lend(*, device: Device, today: date) -> list[NumberBlock]:
    """The numbers this tablet may give from ``today`` on, a week ahead; more of today's when half of them are used."""
    with transaction.atomic():
        # Two pages of one tablet ask at once. ``no_key`` lets visits of this tablet be written meanwhile, which hold
        # the day and want the device's key: with the whole row locked the two would wait for each other.
        Device.objects.select_for_update(no_key=True).get(pk=device.pk)
        days = [today + timedelta(days=ahead) for ahead in range(DAYS_AHEAD)]
        blocks = list(NumberBlock.objects.filter(device=device, site=device.site_id, day__in=days))
        lacking = set(days) - {block.day for block in blocks}
        if today not in lacking and _is_half_used(device, today, [block for block in blocks if block.day == today]):
            lacking.add(today)
        blocks += [_block_left_over(device, day, today) or _new_block(device, day) for day in sorted(lacking)]
    return sorted(blocks, key=lambda block: (block.day, block.first))


def given_of(blocks: list[NumberBlock]) -> dict[int, int]:
    """The highest number of each block that stands in the record, by the block's key; what a tablet forgot is here."""
    highest = {}
    for block in blocks:
        numbers = Visit.objects.filter(site=block.site_id, day=block.day, number__range=(block.first, block.last))
        highest[block.pk] = numbers.aggregate(highest=Max("number"))["highest"] or block.first - 1
    return highest


def is_lent(*, device: Device, day: date, number: int) -> bool:
    return NumberBlock.objects.filter(device=device, day=day, first__lte=number, last__gte=number).exists()


def _is_half_used(device: Device, day: date, blocks: list[NumberBlock]) -> bool:
    """Of today's newest block; older ones are used up."""
    newest = blocks[-1]
    given = Visit.objects.filter(site=device.site_id, day=day, number__range=(newest.first, newest.last)).count()
    return given * 2 >= newest.last - newest.first + 1


def _block_left_over(device: Device, day: date, today: date) -> NumberBlock | None:
    """A coming day's numbers of a kiosk that has ended: one opened every morning must not use them up.

    Not those of a tablet revoked from afar: without a connection it goes on giving them to its visitors.
    """
    others = NumberBlock.objects.filter(site=device.site_id, day=day, day__gt=today, device__in=Device.objects.gone())
    for block in others:
        if NumberBlock.objects.filter(pk=block.pk, device=block.device_id).update(device=device):
            block.device = device
            return block
    return None


def _new_block(device: Device, day: date) -> NumberBlock:
    last = take_numbers(site=device.site_id, day=day, how_many=BLOCK)
    return NumberBlock.objects.create(site_id=device.site_id, device=device, day=day, first=last - BLOCK + 1, last=last)
