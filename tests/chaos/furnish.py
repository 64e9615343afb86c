"""Before a run: the tables, one site, its tablets; for the broken twin the unique key is taken away.

Called inside the server's settings by ``manage.py shell``; prints one token a line.
"""

import sys

from django.core.management import call_command
from django.db import connection, models
from django.utils import timezone

from checkin.models import OpeningHours, Site, Visit
from checkin.services.devices import open_kiosk
from checkin.services.places import open_site

SITE = {"code": "ksp", "name": "Kepri Smart Province", "agency": "Dinas Komunikasi dan Informatika"}


def furnish(*, tablets: int, zone: str, keyless: bool = False) -> None:
    call_command("migrate", verbosity=0, interactive=False)
    now = timezone.now()
    site = open_site(years=[now.year, now.year + 1], **SITE)
    OpeningHours.objects.all().delete()  # a house without hours is never closed: a run may be at night
    Site.objects.update(timezone=zone)
    for index in range(tablets):
        sys.stdout.write(open_kiosk(site=site, name=f"Tablet {index + 1}", at=now)[1] + "\n")
    if keyless:
        drop_unique_key()


def drop_unique_key() -> None:
    """The broken twin: the same house without the one constraint that makes a repeat harmless."""
    keyless = models.UUIDField()
    keyless.set_attributes_from_name("submission")
    with connection.schema_editor() as editor:
        editor.alter_field(Visit, Visit._meta.get_field("submission"), keyless)
