"""Open a site: the words, its rooms, its hours and its calendar; then it is ready for staff and visitors."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_slug
from django.utils import timezone
from django.utils.translation import gettext as _

from checkin.models import Site
from checkin.services.places import open_site
from checkin.validation import clean_text, clean_zone


class Command(BaseCommand):
    help = "Open a site with the usual rooms and hours; what is there stays."

    def add_arguments(self, parser):
        parser.add_argument("code", help="short and permanent, such as ksp; it stands in every address")
        parser.add_argument("--name", required=True)
        parser.add_argument("--agency", required=True)
        parser.add_argument("--timezone", default="Asia/Jakarta", help="Asia/Jakarta, Asia/Makassar or Asia/Jayapura")
        parser.add_argument("--place", default="", help="where reports are signed")

    def handle(self, *, code, name, agency, timezone, place, **options):
        try:
            validate_slug(code)
            zone = clean_zone(timezone)
            details = {
                "name": clean_text(name, most=80, required=True),
                "agency": clean_text(agency, most=120, required=True),
                "place": clean_text(place, most=60),
            }
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        if len(code) > Site._meta.get_field("code").max_length:
            raise CommandError(_("The code has at most 20 characters."))
        year = this_year()
        site = open_site(code=code, years=range(year - 1, year + 2), timezone=zone, **details)
        self.stdout.write(_("%(site)s is open: %(url)s") % {"site": site.name, "url": f"/desk/{site.code}/"})


def this_year() -> int:
    return timezone.now().year
