"""``manage.py purge_identities``: erase the names that have been kept long enough; run it daily."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from checkin.services.identities import purge


class Command(BaseCommand):
    help = "Erase the names whose keeping time is over. The visits stay and are counted as before."

    def handle(self, *args, **options):
        # The house's zone is Indonesia's westernmost: no site's day is erased before it is over there.
        erased = purge(today=timezone.localdate(), at=timezone.now())
        self.stdout.write(f"Names erased: {erased}.")
