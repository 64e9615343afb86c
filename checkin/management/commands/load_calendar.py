"""Load a year's national holidays and collective leave."""

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from checkin.services.calendar import load_calendar
from kspvisits.arguments import add_site, add_year, site_of


class Command(BaseCommand):
    help = "Add a year's national holidays and collective leave to a site's calendar; days already there stay."

    def add_arguments(self, parser):
        add_site(parser)
        add_year(parser)

    def handle(self, *, site, year, **options):
        place = site_of(site)
        added = load_calendar(site=place, years=[year])
        self.stdout.write(told(added, place.name, year))


def told(added: int, site: str, year: int) -> str:
    if not added:
        return _("%(site)s, %(year)s: nothing to add.") % {"site": site, "year": year}
    words = ngettext("%(site)s, %(year)s: %(count)s day added.", "%(site)s, %(year)s: %(count)s days added.", added)
    return words % {"site": site, "year": year, "count": added}
