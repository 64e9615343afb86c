"""Opening a site: its rooms, its weekly hours and its calendar of closing days."""

from collections.abc import Iterable
from datetime import time

import holidays
from django.db import transaction

from checkin.models import CalendarDay, OpeningHours, Site, Space
from checkin.vocabulary import load_vocabulary

MONDAY_TO_THURSDAY, FRIDAY = range(4), 4
# The published service hours of PPID Kepri; the office edits them.
OFFICE_HOURS = [(day, time(8), time(16)) for day in MONDAY_TO_THURSDAY] + [(FRIDAY, time(8), time(15))]
ROOMS = [
    # code, name, English, way, English way, capacity of the demo
    ("COW", "Ruang co‑working", "Co‑working room", "Lurus, pintu kanan", "Straight on, right-hand door", 20),
    ("ESP", "Arena e‑sport", "E‑sport arena", "Lurus, pintu kiri", "Straight on, left-hand door", 10),
    ("AUL", "Aula", "Hall", "Belok kiri, pintu besar", "Turn left, the large door", 60),
    ("SEL", "Selasar", "Veranda", "Keluar lewat pintu samping", "Out through the side door", 12),
    ("INF", "Pojok informasi", "Information corner", "Di sebelah meja depan", "Beside the front desk", 6),
    ("KAF", "Kafetaria", "Cafeteria", "Belok kanan, ujung selasar", "Turn right, end of the veranda", 16),
    ("RPD", "Ruang rapat daring", "Online meeting room", "Lantai dua, pintu pertama", "Upstairs, first door", 20),
]


@transaction.atomic
def open_site(*, code: str, years: Iterable[int], with_demo_details: bool = False, **details) -> Site:
    """A site ready for its first visitor: words, rooms, hours and the calendar of these years.

    What is there stays; ``details`` are the fields of a new ``Site``.
    """
    load_vocabulary()
    site, _is_new = Site.objects.get_or_create(code=code, defaults=details)
    furnish(site=site, with_demo_details=with_demo_details)
    load_calendar(site=site, years=years)
    return site


@transaction.atomic
def furnish(*, site: Site, with_demo_details: bool) -> None:
    """Give a site its rooms and hours. Capacities and ways are known only for the demo and stay empty elsewhere."""
    for position, (code, name, name_en, way, way_en, capacity) in enumerate(ROOMS):
        details = {"capacity": capacity, "wayfinding": way, "wayfinding_en": way_en} if with_demo_details else {}
        Space.objects.get_or_create(
            site=site, code=code, defaults={"name": name, "name_en": name_en, "position": position, **details}
        )
    if not site.opening_hours.exists():
        OpeningHours.objects.bulk_create(
            OpeningHours(site=site, weekday=day, start=start, end=end) for day, start, end in OFFICE_HOURS
        )


def load_calendar(*, site: Site, years: Iterable[int]) -> int:
    """Add Indonesia's national holidays and collective leave; days already entered stay. Returns the days added.

    The legal source is the yearly joint decree of three ministers; the ``holidays`` package follows it.
    """
    national = holidays.Indonesia(years=years, language="id")
    with_leave = holidays.Indonesia(years=years, language="id", categories=("public", "government"))
    days = [
        CalendarDay(
            site=site,
            day=day,
            kind=CalendarDay.Kind.HOLIDAY if day in national else CalendarDay.Kind.COLLECTIVE_LEAVE,
            note=note[:120],
        )
        for day, note in sorted(with_leave.items())
    ]
    known = set(CalendarDay.objects.filter(site=site).values_list("day", flat=True))
    new = [day for day in days if day.day not in known]
    CalendarDay.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)
