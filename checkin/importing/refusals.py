"""Why a file is not imported: as a whole, or row by row."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from checkin.errors import Refusal
from checkin.validation import clean_text

MOST_NAMED = 200


class FileRefused(Refusal):
    """The file as a whole cannot be read."""

    field = "file"


def damaged() -> FileRefused:
    return FileRefused(
        _("The file is damaged or incomplete. Please open it in a spreadsheet program and save it again.")
    )


@dataclass(frozen=True, slots=True)
class BadCell:
    """One thing to mend; ``row`` is the spreadsheet's own number, ``column`` its heading or "" for the whole row."""

    row: int
    column: str
    reason: str

    def __str__(self):
        if not self.column:
            return _("Row %(row)s: %(reason)s") % {"row": self.row, "reason": self.reason}
        return _("Row %(row)s, %(column)s: %(reason)s") % {
            "row": self.row,
            "column": self.column,
            "reason": self.reason,
        }


class BadRows:
    """Every bad row, the first of them with their cells: a file with a wrong column has two hundred thousand."""

    def __init__(self):
        self.cells: list[BadCell] = []
        self.count = 0

    def __bool__(self):
        return self.count > 0

    def add(self, cells: list[BadCell]) -> None:
        """Note one row by its bad cells."""
        self.count += 1
        if self.count <= MOST_NAMED:
            self.cells += cells

    @property
    def unnamed(self) -> int:
        return max(self.count - MOST_NAMED, 0)


class RowsRefused(Refusal):
    """Some rows are bad, so none is imported."""

    field = "file"

    def __init__(self, bad: BadRows):
        self.bad = bad
        super().__init__(
            ngettext(
                "%(count)s row cannot be imported. Nothing was saved.",
                "%(count)s rows cannot be imported. Nothing was saved.",
                bad.count,
            )
            % {"count": bad.count}
        )

    def lines(self) -> list[str]:
        """One line a bad cell, and how many more rows are bad."""
        lines = [str(cell) for cell in self.bad.cells]
        if self.bad.unnamed:
            lines.append(
                ngettext(
                    "One more row is bad and is not listed.",
                    "%(count)s more rows are bad and are not listed.",
                    self.bad.unnamed,
                )
                % {"count": self.bad.unnamed}
            )
        return lines


def shown(value) -> str:
    """What was typed, fit for a terminal and a log: short, visible, and never an identity number."""
    try:
        return clean_text(str(value)[:200], most=40)
    except ValidationError:
        return "…"
