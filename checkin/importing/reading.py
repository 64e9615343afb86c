"""Opening .xlsx, .xls and .csv: what the content is, not what the name says; then one row after another."""

import csv
from collections.abc import Container, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

from django.utils.translation import gettext as _
from python_calamine import CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from checkin.importing.archives import MOST_ROWS, Look, copy_checked, too_large
from checkin.importing.old_workbooks import look_through
from checkin.importing.refusals import FileRefused, damaged, shown

MOST_BYTES = 100 * 2**20
MOST_EMPTY_ROWS = 100
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED, OLD_WORKBOOKS = "EncryptedPackage".encode("utf-16-le"), ("Workbook", "Book")
SUFFIXES = {".xlsx": ZIP, ".xls": OLE, ".csv": None}


@dataclass
class Table:
    """Rows with the spreadsheet's own numbers, and what is wrong with single cells by (row, place in the row)."""

    rows: Iterator[tuple[int, list]]
    height: int | None = None
    flaws: dict[tuple[int, int], str] = field(default_factory=dict)
    merged_rows: frozenset[int] = frozenset()


@contextmanager
def open_table(path: Path) -> Iterator[Table]:
    """The table in a file. Raises ``FileRefused`` on opening, and later for a file that breaks off in the middle."""
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise FileRefused(_("Only .xlsx, .xls and .csv files are read; .xlsm is refused because it can hold macros."))
    _check_content(path, suffix)
    if suffix == ".csv":
        with _open_text(path) as file:
            yield Table(rows=_until_empty(_csv_rows(file)))
    elif suffix == ".xlsx":
        with TemporaryDirectory() as folder:
            copy = Path(folder) / "checked.xlsx"
            looks = copy_checked(path, copy)
            yield _workbook_table(copy, looks)
    else:
        yield _workbook_table(path, look_through(path))


def _check_content(path: Path, suffix: str) -> None:
    try:
        with path.open("rb") as file:
            start = file.read(8)
            size = file.seek(0, 2)
    except (OSError, ValueError) as error:
        raise FileRefused(_("There is no readable file at this place.")) from error
    if not size:
        raise FileRefused(_("The file is empty."))
    if size > MOST_BYTES:
        raise too_large()
    found = next((magic for magic in (ZIP, OLE) if start.startswith(magic)), None)
    if found == OLE and ENCRYPTED in path.read_bytes():
        raise _locked()
    if found != SUFFIXES[suffix]:
        raise FileRefused(
            _(
                "The content of this file is not what %(suffix)s promises. "
                "Please open it in a spreadsheet program and save it as .xlsx."
            )
            % {"suffix": suffix}
        )


@contextmanager
def _open_text(path: Path):
    """The text of a CSV, checked to be one: UTF-8, no NUL, and not a web page under another name."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            start = file.read(4_096)
            if "\0" in start or start.lstrip().startswith("<"):
                raise FileRefused(_("This is not a CSV file, whatever its name says."))
            file.seek(0)
            yield file
    except UnicodeDecodeError as error:
        raise FileRefused(_("This CSV is not in UTF-8. Please save it as “CSV UTF-8”.")) from error
    except csv.Error as error:
        raise FileRefused(_("This CSV breaks off inside quotation marks or holds a line that is too long.")) from error


def _csv_rows(file) -> Iterator[tuple[int, list]]:
    lines = iter(lambda: file.readline(10_000), "")
    heading = next((line for line in lines if line.strip()), "")
    delimiter = max(",;\t", key=heading.count)
    file.seek(0)
    # Strict, because a quotation mark that is never closed would swallow every row after it.
    return enumerate(csv.reader(file, delimiter=delimiter, strict=True), start=1)


def _workbook_table(path: Path, looks: list[Look | None]) -> Table:
    try:
        with CalamineWorkbook.from_path(path) as workbook:
            chosen = _only_filled_sheet(workbook, looks)
            sheet = workbook.get_sheet_by_index(chosen)
    except PasswordError as error:
        raise _locked() from error
    except FileRefused:
        raise
    except Exception as error:
        raise damaged() from error
    except BaseException as error:
        # A panic of the parser is no Exception; everything else of that rank is somebody stopping us.
        if type(error).__name__ != "PanicException":
            raise
        raise damaged() from error
    return _table(sheet, looks[chosen])


def _table(sheet: CalamineSheet, look: Look) -> Table:
    """The parser's rows begin at the sheet's first, its columns at the first that holds something."""
    if sheet.start is None:
        raise FileRefused(_("The workbook holds no visible sheet with rows."))
    flaws = {(row + 1, column - sheet.start[1]): flaw for (row, column), flaw in look.flaws.items()}
    height, flawed = sheet.end[0] + 1, {row for row, _column in flaws}
    # Rows of nothing but formulas without results are below the parser's last row, and are rows all the same.
    below = ((row, [""] * (look.last_column + 1)) for row in sorted(flawed) if row > height)
    return Table(
        rows=_until_empty(chain(_rows_of(sheet), below), flawed),
        height=height,
        flaws=flaws,
        merged_rows=frozenset(first[0] + 1 for first, _last in sheet.merged_cell_ranges or ()),
    )


def _rows_of(sheet) -> Iterator[tuple[int, list]]:
    """The parser's rows, numbered. A time beyond all calendars makes it panic, which is not even an Exception."""
    number = 0
    try:
        for number, row in enumerate(sheet.iter_rows(), start=1):
            yield number, row
    except (GeneratorExit, KeyboardInterrupt):
        raise
    except BaseException as error:
        raise FileRefused(_("Row %(row)s cannot be read.") % {"row": number + 1}) from error


def _only_filled_sheet(workbook: CalamineWorkbook, looks: list[Look | None]) -> int:
    """The one visible sheet that holds something. A second one is refused, so that no month is forgotten."""
    sheets = workbook.sheets_metadata
    if len(looks) != len(sheets):
        raise damaged()
    visible = [n for n, sheet in enumerate(sheets) if sheet.visible == SheetVisibleEnum.Visible]
    filled = [n for n in visible if looks[n] and looks[n].last_row >= 0]
    if not filled:
        raise FileRefused(_("The workbook holds no visible sheet with rows."))
    if len(filled) > 1:
        raise FileRefused(
            _("Several sheets hold rows: %(names)s. Please keep one sheet a file.")
            % {"names": ", ".join(shown(sheets[n].name) for n in filled[:5])}
        )
    return filled[0]


def _until_empty(rows: Iterator[tuple[int, list]], flawed: Container[int] = ()) -> Iterator[tuple[int, list]]:
    """Rows that hold something, up to a hundred empty ones in a row; more below them is refused, not forgotten."""
    read = last = 0
    for number, cells in rows:
        if number not in flawed and not any(map(holds, cells)):
            continue
        if last and number - last > MOST_EMPTY_ROWS + 1:
            raise FileRefused(
                _("Row %(row)s stands below more than %(most)s empty rows. Please remove it or the empty rows.")
                % {"row": number, "most": MOST_EMPTY_ROWS}
            )
        read, last = read + 1, number
        if read > MOST_ROWS + 1:
            raise too_large()
        yield number, cells


def holds(cell) -> bool:
    """Whether a cell holds anything; spaces are nothing."""
    return bool(cell.strip()) if isinstance(cell, str) else cell is not None


def _locked() -> FileRefused:
    return FileRefused(_("The workbook is protected by a password. Please save it without one."))
