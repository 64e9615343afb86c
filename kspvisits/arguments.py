"""What several commands are told in the same words: a site, a year, a whole number."""

import re
from argparse import ArgumentTypeError
from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from checkin.models import Site
from checkin.validation import clean_whole_number

CODE = re.compile(r"[-a-zA-Z0-9_]{1,20}")


def add_site(parser) -> None:
    parser.add_argument("--site", required=True, help="code of the site, such as ksp")


def add_year(parser) -> None:
    parser.add_argument("--year", required=True, type=whole_number(2000, 2099))


def whole_number(least: int, most: int) -> Callable[[str], int]:
    """A ``type=`` of argparse. ``int`` would take 1_000, Arabic digits and 5,000 nines."""

    def number(written: str) -> int:
        try:
            return clean_whole_number(written, least=least, most=most)
        except ValidationError as error:
            raise ArgumentTypeError(" ".join(error.messages)) from error

    return number


def site_of(code: str) -> Site:
    site = Site.objects.filter(code=code).first() if CODE.fullmatch(code) else None
    if site is None:
        known = ", ".join(Site.objects.values_list("code", flat=True))
        raise CommandError(_("There is no such site. Known are: %(sites)s.") % {"sites": known})
    return site
