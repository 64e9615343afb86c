"""Write the annual workbook of a site's year to a file; running it again replaces the file."""

import os
from io import BytesIO
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from kspvisits.arguments import add_site, add_year, site_of
from reports.workbook import book
from reports.workbook.report import gather


class Command(BaseCommand):
    help = "Write the annual Excel workbook of one site and year: live formulas, or computed values with --values."

    def add_arguments(self, parser):
        add_site(parser)
        add_year(parser)
        parser.add_argument("--out", required=True, type=Path, metavar="FILE", help="where to write the .xlsx")
        parser.add_argument("--values", action="store_true", help="computed values instead of live formulas")

    def handle(self, *, site, year, out, values, **options):
        place = site_of(site)
        report = gather(place, year, at=timezone.now(), by="Perintah export_year")
        workbook = BytesIO()
        book.write(report, workbook, is_live=not values)
        try:
            replace_file(out, workbook.getvalue())
        except (OSError, ValueError) as error:
            raise CommandError(f"{out} cannot be written: {getattr(error, 'strerror', None) or error}.") from error
        kind = "values" if values else "live formulas"
        self.stdout.write(f"{out}: {place.name} {year} as of {report.figures.as_of}, {len(report.rows)} rows, {kind}.")


def replace_file(path: Path, content: bytes) -> None:
    """All of it or nothing: a reader never meets half a workbook, a full disk leaves the old one."""
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        partial.write_bytes(content)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
