"""Set a year's target; a change is a new version and the old one stays."""

from datetime import date

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from kspvisits.arguments import add_site, add_year, site_of, whole_number
from reports.counts import clean_text, open_days
from reports.models import AnnualTarget
from reports.targets import by_open_days, even, set_target

MOST_VISITS = 10_000_000


class Command(BaseCommand):
    help = "Set the annual target of a site, split over the months evenly, by open days, or by hand."

    def add_arguments(self, parser):
        add_site(parser)
        add_year(parser)
        parser.add_argument(
            "--total", type=whole_number(1, MOST_VISITS), help="the year's target; not needed with --months"
        )
        parser.add_argument("--method", choices=["even", "open-days"], default="even")
        parser.add_argument("--months", help="twelve whole numbers, January first, separated by commas")
        parser.add_argument("--document", default="", help="what the target is based on")

    def handle(self, *, site, year, total, method, months, document, **options):
        place = site_of(site)
        split = twelve(months, total) if months else shared_out(place, year, total, method)
        try:
            document = clean_text(document, most=160)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        target = set_target(
            site=place,
            year=year,
            months=split,
            method=AnnualTarget.Method.MANUAL if months else method,
            document=document,
        )
        self.stdout.write(f"{year}, version {target.version}: {target.total} = {' '.join(map(str, target.months))}")


def twelve(months: str, total: int | None) -> list[int]:
    """Read twelve counts; they must make the total where one is given."""
    parts = [part.strip() for part in months.split(",")]
    if len(parts) != 12 or not all(part.isascii() and part.isdigit() and len(part) <= 7 for part in parts):
        raise CommandError("--months takes twelve whole numbers separated by commas.")
    counts = [int(part) for part in parts]
    if not 1 <= sum(counts) <= MOST_VISITS:
        raise CommandError("--months sum to a whole number from 1 to 10000000.")
    if total is not None and sum(counts) != total:
        raise CommandError(f"The months sum to {sum(counts)}, not to {total}.")
    return counts


def shared_out(site, year: int, total: int | None, method: str) -> list[int]:
    if total is None or not 1 <= total <= MOST_VISITS:
        raise CommandError("--total is a whole number from 1 to 10000000.")
    if method == "even":
        return even(total)
    days = open_days(site, date(year, 1, 1), date(year, 12, 31))
    if not days:
        raise CommandError(f"{site.name} has no opening hours, so there are no open days to split by.")
    return by_open_days(total, days)
