"""Items of a tablet's queue, and what stands in the record after handing them in."""

from datetime import datetime, timedelta
from uuid import uuid4

from checkin.models import Departure, HeldSubmission, Visit


def arrival(moment: datetime, /, **said) -> dict:
    told = {"id": str(uuid4()), "type": "check_in", "at": moment.isoformat(), "category": "MHS"}
    return {**told, "origin": "batam", "purpose": "KERJA", "persons": 1, **said}


def leaving(visit: dict, at: datetime, **said) -> dict:
    return {"id": str(uuid4()), "type": "check_out", "visit": visit["id"], "at": at.isoformat(), **said}


def taking_back(visit: dict, at: datetime) -> dict:
    return {"id": str(uuid4()), "type": "undo", "visit": visit["id"], "at": at.isoformat()}


def a_day(at: datetime) -> list[dict]:
    """Two groups, one of which leaves in part, a visitor who leaves, and one who is taken back."""
    single, group, big, mistap = (arrival(at, persons=persons) for persons in (1, 24, 7, 1))
    later = at + timedelta(minutes=1)
    return [
        single, group, big, mistap,
        leaving(single, later), leaving(group, later, persons=10), taking_back(mistap, later), leaving(big, later),
    ]  # fmt: skip


def end_state() -> dict:
    """What stands in the record, apart from the order in which it was written."""
    visits = Visit.objects.values_list("submission", "persons", "persons_inside", "void_reason", "arrived_at")
    departures = Departure.objects.values_list("submission", "visit__submission", "persons", "left_at")
    held = HeldSubmission.objects.waiting().values_list("submission", "reason")
    return {"visits": sorted(visits, key=str), "departures": sorted(departures, key=str), "held": sorted(held)}
