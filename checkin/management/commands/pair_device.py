"""Make the one-time code by which a tablet becomes a kiosk."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from checkin.models import Device, PairingCode, Site
from checkin.services.pairing import new_code
from checkin.templatetags.desk import in_fours
from checkin.validation import clean_text
from kspvisits.arguments import add_site, site_of


class Command(BaseCommand):
    help = "Make a code that lets one tablet in; printed once, good for ten minutes. Run again, it makes another."

    def add_arguments(self, parser):
        add_site(parser)
        parser.add_argument("--name", required=True, help='what the office calls the tablet, as "Tablet depan"')
        parser.add_argument("--again", action="store_true", help="pair the tablet of this name anew")

    def handle(self, *, site, name, again, **options):
        place = site_of(site)
        try:
            name = clean_text(name, most=Device._meta.get_field("name").max_length, required=True)
        except ValidationError as error:
            raise CommandError(f"--name: {' '.join(error.messages)}") from error
        device = known(place, name) if again else None
        code, letters = new_code(site=place, name=name, at=timezone.now(), device=device)
        self.stdout.write(told(code, letters))


def known(site: Site, name: str) -> Device:
    device = Device.objects.filter(site=site, name=name).first()
    if device is None:
        raise CommandError(_("%(site)s has no tablet of this name.") % {"site": site.name})
    return device


def told(code: PairingCode, letters: str) -> str:
    return _("%(code)s lets “%(tablet)s” in at %(site)s, once, until %(time)s %(zone)s.") % {
        "code": in_fours(letters),
        "tablet": code.name,
        "site": code.site.name,
        "time": time_format(code.expires_at.astimezone(code.site.zone).time()),
        "zone": code.site.zone_name,
    }
