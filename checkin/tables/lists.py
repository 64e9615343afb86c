"""What every list of the desk is made of: kinds of columns, orders, and pages turned by key."""

from datetime import datetime

import django_tables2 as tables
from django.db.models import F
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django_tables2.rows import BoundRows

from checkin.paging import open_page

ROWS_PER_PAGE = 25


class SortedColumn(tables.Column):
    """Ordered by one field, empty ones last on either database, ties by entry."""

    def __init__(self, *args, by: str, **kwargs):
        self.by = by
        super().__init__(*args, **kwargs)

    def order(self, queryset, is_descending):
        way = "desc" if is_descending else "asc"
        return queryset.order_by(getattr(F(self.by), way)(nulls_last=True), "-id" if is_descending else "id"), True


class NumberColumn(SortedColumn):
    """Its figures stand under each other."""

    attrs = {"th": {"class": "number"}}


class PlainColumn(tables.Column):
    """Not one to order by."""

    def __init__(self, words, **kwargs):
        super().__init__(words, orderable=False, **kwargs)


class ActionColumn(PlainColumn):
    """What can be done with a row, at its end."""

    attrs = {"th": {"class": "end"}}


class DeskTable(tables.Table):
    """Columns define order and heading; each row is printed whole by ``row_template``; ``spot`` is the list's anchor.

    ``asked_as`` begins the words by which an address asks this list of a page for an order or a page. The library
    renders cell by cell, with an inspected call for each: ten times the cost.
    """

    row_template = caption = spot = nothing = asked_as = ""
    no_match = _("No visit matches the search.")
    look = "table table-cards"

    def __init__(self, rows, *, asked: QueryDict, at: datetime, is_narrowed: bool = False):
        """``rows`` keep their own order unless ``asked`` names an orderable column; ``at`` is the page's moment."""
        empty = self.no_match if is_narrowed else self.nothing
        super().__init__(
            rows, empty_text=empty, attrs={"class": self.look}, prefix=self.asked_as, order_by_field="order"
        )
        self.at = at
        self._put_in_order(asked)
        after, before = asked.get(self.prefixed_after, ""), asked.get(self.prefixed_before, "")
        self.page = open_page(self.data.data, size=ROWS_PER_PAGE, after=after, before=before)

    @property
    def records(self) -> list:
        """The rows of the page that is shown."""
        return self.page.rows

    @property
    def paginated_rows(self) -> BoundRows:
        return BoundRows(self.page.rows, table=self)

    @property
    def prefixed_after(self) -> str:
        """The name by which an address asks for the page after a row."""
        return f"{self.prefix}after"

    @property
    def prefixed_before(self) -> str:
        return f"{self.prefix}before"

    def _put_in_order(self, asked: QueryDict) -> None:
        column = asked.get(self.prefixed_order_by_field, "")
        if column.removeprefix("-") in {column.name for column in self.columns.iterorderable()}:
            self.order_by = [column]
