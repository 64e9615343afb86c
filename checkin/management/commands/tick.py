"""``manage.py tick``: what the passing of time does; run it every minute, or as often as you like."""

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import ngettext

from checkin.services.automatic import tick
from kspvisits.numbers import count


class Command(BaseCommand):
    help = "Let out whoever is still inside half an hour after closing. Late, twice or at once, it does no harm."

    def handle(self, *args, **options):
        people = tick(at=timezone.now())
        words = ngettext("%(count)s person let out by the clock.", "%(count)s people let out by the clock.", people)
        self.stdout.write(words % {"count": count(people)})
