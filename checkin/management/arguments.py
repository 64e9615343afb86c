"""What several commands are told in the same words."""

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from checkin.models import Site


def add_site(parser) -> None:
    parser.add_argument("--site", required=True, help="code of the site, such as ksp")


def site_of(code: str) -> Site:
    site = Site.objects.filter(code=code[:20]).first()
    if site is None:
        known = ", ".join(Site.objects.values_list("code", flat=True))
        raise CommandError(_("There is no such site. Known are: %(sites)s.") % {"sites": known})
    return site
