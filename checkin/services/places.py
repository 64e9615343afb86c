"""Opening a site: its rooms, its weekly hours and its calendar of closing days."""

from collections.abc import Iterable
from datetime import time

from django.db import transaction

from checkin.models import OpeningHours, Site, Space
from checkin.services.calendar import load_calendar
from checkin.validation import clean_zone
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
#: Of the demo: numbered seats, never one person more.
HALLS = {"AUL"}
STEP_FREE = {
    "RPD": {
        "step_free_way": "Lift di ujung selasar, lantai dua",
        "step_free_way_en": "Lift at the end of the veranda, first floor",
    }
}


@transaction.atomic
def open_site(
    *, code: str, years: Iterable[int], timezone: str = "Asia/Jakarta", with_demo_details: bool = False, **details
) -> Site:
    """A site ready for its first visitor: words, rooms, hours and the calendar of these years.

    What is there stays; ``details`` are the fields of a new ``Site``. Raises ``ValidationError`` for a zone that is
    none: every page of a site without a midnight would fail.
    """
    timezone = clean_zone(timezone)
    load_vocabulary()
    site, _is_new = Site.objects.get_or_create(code=code, defaults={**details, "timezone": timezone})
    furnish(site=site, with_demo_details=with_demo_details)
    load_calendar(site=site, years=years)
    return site


@transaction.atomic
def furnish(*, site: Site, with_demo_details: bool) -> None:
    """Give a site its rooms and hours. Capacities and ways are known only for the demo and stay empty elsewhere."""
    rooms = []
    for position, (code, name, name_en, way, way_en, capacity) in enumerate(ROOMS):
        details = {"capacity": capacity, "is_hard": code in HALLS, "wayfinding": way, "wayfinding_en": way_en}
        details = {**details, **STEP_FREE.get(code, {})} if with_demo_details else {}
        rooms.append(Space(site=site, code=code, name=name, name_en=name_en, position=position, **details))
    Space.objects.bulk_create(rooms, ignore_conflicts=True)
    if not site.opening_hours.exists():
        OpeningHours.objects.bulk_create(
            OpeningHours(site=site, weekday=day, start=start, end=end) for day, start, end in OFFICE_HOURS
        )
