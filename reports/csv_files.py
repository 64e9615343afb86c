"""A table as a CSV file that a spreadsheet opens and never runs."""

import csv
from decimal import Decimal
from io import StringIO

from django.utils.formats import get_format

from reports.tables import Table

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def as_csv(table: Table) -> bytes:
    """As a spreadsheet in the page's language opens it: numbers ungrouped, unknown left empty, never a formula."""
    point = get_format("DECIMAL_SEPARATOR")
    out = StringIO()
    writer = csv.writer(out, delimiter=";" if point == "," else ",")
    writer.writerow([harmless(heading) for heading in table.headings])
    writer.writerows([_in_csv(cell.value, point) for cell in row.cells] for row in table.rows)
    return out.getvalue().encode("utf-8-sig")


def _in_csv(value: int | Decimal | str | None, point: str) -> int | str:
    return str(value).replace(".", point) if isinstance(value, Decimal) else harmless(value)


def harmless(value: int | str | None) -> int | str:
    """Text that a spreadsheet would run gets an apostrophe; a number is a number."""
    if value is None:
        return ""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value
