"""The desk's two lists: which columns, which orders, page by page."""

from datetime import datetime

import django_tables2 as tables
from django.core.exceptions import ValidationError
from django.core.paginator import EmptyPage
from django.db.models import F
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django_tables2.paginators import LazyPaginator

from checkin.validation import clean_whole_number

ROWS_PER_PAGE = 25
MOST_PAGES = 4_000  # an offset beyond a database's integers would be an error instead of an empty page


class SortedColumn(tables.Column):
    """Ordered by one field, empty ones last on either database, ties by entry."""

    def __init__(self, *args, by: str, **kwargs):
        self.by = by
        super().__init__(*args, **kwargs)

    def order(self, queryset, is_descending):
        way = "desc" if is_descending else "asc"
        return queryset.order_by(getattr(F(self.by), way)(nulls_last=True), "-id" if is_descending else "id"), True


class VisitTable(tables.Table):
    """Columns define order and heading; each row is printed whole by ``row_template``; ``spot`` is the list's anchor.

    The library renders cell by cell, with an inspected call for each: ten times the cost.
    """

    row_template = caption = spot = nothing = ""
    number = SortedColumn(verbose_name=_("No."), by="number", attrs={"th": {"class": "number"}})
    category = SortedColumn(verbose_name=_("Category"), by="category__position")

    class Meta:
        order_by_field = "order"
        attrs = {"class": "table table-stacks"}

    def __init__(self, visits, *, asked: QueryDict, at: datetime, is_narrowed: bool):
        """``visits`` keep their own order unless ``asked`` names an orderable column; ``at`` is the page's moment."""
        super().__init__(visits, empty_text=_("No visit matches the search.") if is_narrowed else self.nothing)
        self.at = at
        self._put_in_order(asked)
        self._open_page(asked)

    def _put_in_order(self, asked: QueryDict) -> None:
        column = asked.get(self.prefixed_order_by_field, "")
        if column.removeprefix("-") in {column.name for column in self.columns.iterorderable()}:
            self.order_by = [column]

    def _open_page(self, asked: QueryDict) -> None:
        try:
            page = clean_whole_number(asked.get(self.prefixed_page_field), least=1, most=MOST_PAGES)
            self.paginate(LazyPaginator, per_page=ROWS_PER_PAGE, page=page)
        except (ValidationError, EmptyPage):
            self.paginate(LazyPaginator, per_page=ROWS_PER_PAGE, page=1)


class InsideTable(VisitTable):
    """Who has come in and not yet left, whichever day they came."""

    row_template = "checkin/desk/_inside_row.html"
    caption, spot = _("People inside now"), "inside"
    nothing = _("Nobody is inside.")
    persons_inside = SortedColumn(verbose_name=_("People"), by="persons_inside", attrs={"th": {"class": "number"}})
    space = SortedColumn(verbose_name=_("Room"), by="space__position")
    arrived_at = SortedColumn(verbose_name=_("Came in"), by="arrived_at")
    stay = tables.Column(verbose_name=_("Stay"), orderable=False)
    leave = tables.Column(verbose_name=_("Leaving"), orderable=False, attrs={"th": {"class": "end"}})

    class Meta(VisitTable.Meta):
        prefix = "inside-"


class TodayTable(VisitTable):
    """Everything recorded today, cancelled visits too."""

    row_template = "checkin/desk/_today_row.html"
    caption, spot = _("Visits today"), "today"
    nothing = _("Nobody has come in today yet.")
    persons = SortedColumn(verbose_name=_("People"), by="persons", attrs={"th": {"class": "number"}})
    space = SortedColumn(verbose_name=_("Room"), by="space__position")
    source = SortedColumn(verbose_name=_("Source"), by="source")
    arrived_at = SortedColumn(verbose_name=_("Came in"), by="arrived_at")
    state = tables.Column(verbose_name=_("State"), orderable=False)
    cancel = tables.Column(verbose_name=_("Correction"), orderable=False, attrs={"th": {"class": "end"}})

    class Meta(VisitTable.Meta):
        prefix = ""
