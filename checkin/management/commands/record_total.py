"""Enter a period of which only the sum is known."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from checkin.errors import Refusal
from checkin.importing.cells import read_date
from checkin.models import HistoricalTotal
from checkin.services.totals import MOST_VISITS, record_total
from checkin.validation import clean_text, clean_whole_number
from kspvisits.arguments import add_site, site_of


class Command(BaseCommand):
    help = "Record the visits of a period of which only the sum is known; the same entry again changes nothing."

    def add_arguments(self, parser):
        add_site(parser)
        parser.add_argument("--from", required=True, dest="first", help="first day, as 2019-04-01 or 01/04/2019")
        parser.add_argument("--to", required=True, dest="last", help="last day, included")
        parser.add_argument("--visits", required=True)
        parser.add_argument("--source", required=True, help="where the sum is from")
        parser.add_argument("--note", default="")

    def handle(self, *, site, first, last, visits, source, note, **options):
        place = site_of(site)
        try:
            total = record_total(
                site=place,
                first_day=self.clean("--from", read_date, first),
                last_day=self.clean("--to", read_date, last),
                visits=self.clean("--visits", clean_whole_number, visits, least=0, most=MOST_VISITS),
                source=self.clean("--source", clean_text, source, most=120, required=True),
                note=self.clean("--note", clean_text, note, most=200),
                today=place.day_of(timezone.now()),
            )
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(told(total))

    def clean(self, option: str, cleaning, value, **bounds):
        try:
            return cleaning(value, **bounds)
        except ValidationError as error:
            raise CommandError(f"{option}: {' '.join(error.messages)}") from error


def told(total: HistoricalTotal) -> str:
    return _("%(site)s: %(visits)s visits from %(first)s to %(last)s are recorded as one sum.") % {
        "site": total.site.name,
        "visits": number_format(total.visits, force_grouping=True),
        "first": date_format(total.first_day),
        "last": date_format(total.last_day),
    }
