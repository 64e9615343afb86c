"""Calling the staff from a tablet."""

from datetime import datetime

from django.db import IntegrityError, transaction

from checkin.models import Device, Site, StaffCall


def call_staff(*, device: Device, at: datetime, kind: str | None = None) -> StaffCall:
    """One open call a tablet, however often it is asked for; asked for in another ``kind`` it becomes one of that kind.

    Without a kind it stays what it is: who calls next must not call off the help that somebody waits for.
    """
    said = {"kind": kind} if kind else {}
    try:
        with transaction.atomic():
            return StaffCall.objects.create(site_id=device.site_id, device=device, called_at=at, **said)
    except IntegrityError:
        if kind:
            StaffCall.objects.filter(device=device, ended_at=None).update(kind=kind)
        # Answered between the two, it is over: the next touch of the button makes a new one.
        return StaffCall.objects.filter(device=device).latest("called_at")


def take_back(*, device: Device, at: datetime) -> None:
    StaffCall.objects.filter(device=device, ended_at=None).update(ended_at=at)


def answer(*, call: StaffCall, by, at: datetime) -> None:
    """Somebody went there; the first who says so is kept."""
    StaffCall.objects.filter(pk=call.pk, ended_at=None).update(ended_at=at, answered_by=by)


def open_call_of(device: Device) -> StaffCall | None:
    return StaffCall.objects.filter(device=device, ended_at=None).first()


def open_calls(site: Site):
    return StaffCall.objects.filter(site=site, ended_at=None).select_related("device")
