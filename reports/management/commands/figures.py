"""Print a year's figures as JSON, the same object that the API answers."""

import json

from django.core.management.base import BaseCommand
from django.utils import timezone

from kspvisits.arguments import add_site, add_year, site_of
from reports.year import as_object, figures_of


class Command(BaseCommand):
    help = "Print one site's figures of one year as JSON."

    def add_arguments(self, parser):
        add_site(parser)
        add_year(parser)

    def handle(self, *, site, year, **options):
        place = site_of(site)
        figures = figures_of(place, year, place.day_of(timezone.now()))
        self.stdout.write(json.dumps(as_object(figures), ensure_ascii=False, indent=1))
