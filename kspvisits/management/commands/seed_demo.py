"""Load the demo: both sites, this year's invented visits, the accounts. Running it again keeps every row."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from checkin.models import Visit
from kspvisits import demo


class Command(BaseCommand):
    help = "Load the demo sites and accounts; running it again keeps every row."

    def add_arguments(self, parser):
        parser.add_argument(
            "--closed", action="store_true", help="show the invented site closed today; without it, it is open again"
        )

    def handle(self, **options):
        try:
            demo.seed(now=timezone.now(), closed=options["closed"])
        except demo.DemoRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"Demo ready: sites ksp and contoh, {Visit.objects.count()} visit records.")
