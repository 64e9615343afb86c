"""Record old attendance from a spreadsheet; all of it or nothing."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from tqdm import tqdm

from checkin.errors import Refusal
from checkin.importing.refusals import RowsRefused
from checkin.services.imports import Outcome, import_visits
from kspvisits.arguments import add_site, site_of


class Command(BaseCommand):
    help = "Record old attendance from an .xlsx, .xls or .csv file. Importing the same file again adds nothing."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        add_site(parser)
        parser.add_argument("--dry-run", action="store_true", help="say what would be added and save nothing")

    def handle(self, *, file, site, dry_run, **options):
        place = site_of(site)
        try:
            outcome = import_visits(site=place, path=file, at=timezone.now(), dry_run=dry_run, progress=self.with_a_bar)
        except RowsRefused as refusal:
            for line in refusal.lines():
                self.stderr.write(line)
            raise CommandError(refusal.message) from refusal
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
        except KeyboardInterrupt:
            self.stderr.write(_("Interrupted. Nothing is half saved; the same file can be imported again."))
            sys.exit(130)
        self.stdout.write(told(outcome, place.name, dry_run=dry_run))

    def with_a_bar(self, rows, height):
        """The rows as they come, drawn as a bar where somebody is watching."""
        return tqdm(rows, total=height, unit="", leave=False, file=sys.stderr, disable=not sys.stderr.isatty())


def told(outcome: Outcome, site: str, *, dry_run: bool) -> str:
    sentence = (
        _("%(site)s: %(visits)s in %(rows)s on %(days)s would be added; %(known)s known already. Nothing was saved.")
        if dry_run
        else _("%(site)s: %(visits)s in %(rows)s on %(days)s added; %(known)s known already.")
    )
    return sentence % {
        "site": site,
        "visits": _counted(ngettext("%(count)s visit", "%(count)s visits", outcome.visits), outcome.visits),
        "rows": _counted(ngettext("%(count)s row", "%(count)s rows", outcome.rows), outcome.rows),
        "days": _counted(ngettext("%(count)s day", "%(count)s days", outcome.days), outcome.days),
        "known": _counted(ngettext("%(count)s row", "%(count)s rows", outcome.known), outcome.known),
    }


def _counted(words: str, count: int) -> str:
    return words % {"count": number_format(count, force_grouping=True)}
