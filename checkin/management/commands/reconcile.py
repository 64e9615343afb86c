"""Prove that every counter, of a day or a room, equals its visits, or make it so."""

import sys

from django.core.management.base import BaseCommand
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from checkin.services.days import recount
from checkin.services.spaces import recount_people_of
from kspvisits.arguments import add_site, site_of


class Command(BaseCommand):
    help = "Compare every counter of days and rooms with the visits and repair it. Exits with 1 when one differed."

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
        rooms = recount_people_of(place)
        for room in rooms:
            self.stderr.write(_("%(room)s: the counter differed from who is inside. Repaired.") % {"room": room.name})
        if differences or rooms:
            sys.exit(1)
        self.stdout.write(_("%(site)s: every day's counter equals its visits.") % {"site": place.name})
