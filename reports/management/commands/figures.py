"""Print a year's figures as JSON, the same object that the API answers."""

import json

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from reports.counts import site_named
from reports.year import as_object, figures_of


class Command(BaseCommand):
    help = "Print one site's figures of one year as JSON."

    def add_arguments(self, parser):
        parser.add_argument("--site", required=True, help="code of the site, such as ksp")
        parser.add_argument("--year", required=True, type=int)

    def handle(self, *, site, year, **options):
        place = site_named(site)
        if place is None:
            raise CommandError(f"There is no site {site!r}.")
        if not 2000 <= year <= 2099:
            raise CommandError("The year lies between 2000 and 2099.")
        figures = figures_of(place, year, place.day_of(timezone.now()))
        self.stdout.write(json.dumps(as_object(figures), ensure_ascii=False, indent=1))
