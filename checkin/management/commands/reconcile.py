"""Prove that every day's counter equals its visits, or make it so."""

import sys

from django.core.management.base import BaseCommand
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from checkin.management.arguments import add_site, site_of
from checkin.services.days import recount


class Command(BaseCommand):
    help = "Compare every day's counter with the standing visits and repair it. Exits with 1 when one differed."

    def add_arguments(self, parser):
        add_site(parser)

    def handle(self, *, site, **options):
        place = site_of(site)
        differences = recount(site=place)
        for difference in differences:
            self.stderr.write(
                _("%(day)s: the counter said %(said)s, the visits add up to %(counted)s. Repaired.")
                % {"day": date_format(difference.day), "said": difference.said, "counted": difference.counted}
            )
        if differences:
            sys.exit(1)
        self.stdout.write(_("%(site)s: every day's counter equals its visits.") % {"site": place.name})
