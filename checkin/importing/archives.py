"""Looking through an .xlsx archive before anything parses it, and copying out only what was looked at.

A workbook of a few kilobytes can name one cell a million rows down, unpack to gigabytes or repeat a long text in
every cell; the parser would reserve the memory and die. It also cannot tell a formula without a result from an
empty cell, so those are noted here.
"""

import re
import zlib
from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from itertools import islice
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from checkin.importing.refusals import FileRefused, damaged

MOST_ROWS = 250_000
MOST_CELLS = 8_000_000
MOST_MEMBERS = 1_000
MOST_UNPACKED = 400 * 2**20
MOST_TEXT = 128 * 2**20
MOST_SHARED = 64 * 2**20
MOST_FLAWS = 1_000
CHUNK = 2**20

TYPES, WORKBOOK, LINKS = "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
SHARED_TEXT = "xl/sharedstrings.xml"
SYMLINK = 0o120000
ARCHIVES = (".zip", ".xlsx", ".xlsm", ".xlsb", ".xls", ".docx", ".jar", ".7z", ".rar", ".gz")
BROKEN = (
    BadZipFile,
    NotImplementedError,
    RuntimeError,
    zlib.error,
    EOFError,
    OSError,
    LookupError,
    ValueError,
    AttributeError,
)

WRITTEN = rb"""([^<>"']*(?:(?:"[^"]*"|'[^']*')[^<>"']*)*)"""
ATTRIBUTE = re.compile(rb"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
SHEET = re.compile(rb"<(?:\w+:)?sheet\s" + WRITTEN + rb">")
LINK = re.compile(rb"<(?:\w+:)?Relationship\s" + WRITTEN + rb">")
SHARED = re.compile(rb"<(?:\w+:)?si\b")
# A row or a cell: its reference and type where they stand in the usual order, other attributes, formula, value.
CELL = re.compile(
    rb"<(?:\w+:)?(row|c)\b"
    rb"""(?:\sr="([A-Z]{0,3})([0-9]{1,7})")?(?:\ss="[0-9]+")?(?:\st="(\w+)")?""" + WRITTEN + rb">"
    rb"(?:(<(?:\w+:)?f\b[^<>]*(?:/>|>[^<]*</(?:\w+:)?f>))\s*)?"
    rb"(?:<(?:\w+:)?v\b[^<>/]*>([^<]*)<)?"
)
BELOW_ZERO = re.compile(rb"\s*-[0.]*[1-9]")


@dataclass
class Look:
    """What a look through one sheet found. Rows and columns are counted from 0; -1 is an empty sheet's last row."""

    last_row: int = -1
    last_column: int = -1
    flaws: dict[tuple[int, int], str] = field(default_factory=dict)


def copy_checked(source: Path, copy: Path) -> list[Look | None]:
    """Copy what a reader needs of a workbook, uncompressed; the look at each sheet, in order, None for a chart.

    The parser reads the copy, so that it can meet nothing else than what was looked at. Raises ``FileRefused``.
    """
    try:
        with ZipFile(source) as archive, ZipFile(copy, "w", ZIP_STORED) as checked:
            _check_members(archive)
            members = {member.filename.lower(): member for member in archive.infolist()}
            lengths = _shared_lengths(archive, members.get(SHARED_TEXT))
            looks = {name: _copy_member(archive, member, checked, lengths) for name, member in members.items()}
            return [looks.get(name) for name in _sheets(archive)]
    except BROKEN as error:
        raise damaged() from error


def too_large() -> FileRefused:
    return FileRefused(
        _("The file is too large. Please split it into files of at most %(rows)s rows.") % {"rows": MOST_ROWS}
    )


class Flaw(Enum):
    """What the parser would hand on as empty, or as another moment, without a word."""

    ERROR = gettext_lazy("This cell shows an error.")
    NO_RESULT = gettext_lazy(
        "This formula has no result. Please open the file in a spreadsheet program and save it again."
    )
    BELOW_ZERO = gettext_lazy("A number below zero is no day, no time and no count.")


def note_flaw(look: Look, row: int, column: int, flaw: Flaw) -> None:
    if len(look.flaws) < MOST_FLAWS:
        look.flaws[row, column] = str(flaw.value)


def _check_members(archive: ZipFile) -> None:
    members = archive.infolist()
    names = {member.filename for member in members}
    if not {TYPES, WORKBOOK, LINKS} <= names:
        raise FileRefused(_("This is not an .xlsx workbook, whatever its name says."))
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_UNPACKED:
        raise too_large()
    if any("vbaproject" in name.lower() for name in names) or b"macroEnabled" in archive.read(TYPES):
        raise FileRefused(_("This workbook holds macros. Please save it as .xlsx without them."))
    if len({name.lower() for name in names}) < len(members) or any(map(_is_suspicious, members)):
        raise FileRefused(_("This workbook holds something that no spreadsheet program writes."))


def _is_suspicious(member: ZipInfo) -> bool:
    name = member.filename.replace("\\", "/")
    return (
        name.startswith("/")
        or ".." in name.split("/")
        or name.lower().endswith(ARCHIVES)
        or member.external_attr >> 16 & 0o170000 == SYMLINK
        or member.flag_bits & 0x1 != 0
        or member.compress_type not in (ZIP_STORED, ZIP_DEFLATED)
    )


def _sheets(archive: ZipFile) -> list[str]:
    """The archive's member behind each sheet of the workbook, in lower case."""
    links = [_attributes(found[1]) for found in LINK.finditer(archive.read(LINKS))]
    targets = {link.get(b"Id"): link.get(b"Target", b"").decode() for link in links}
    sheets = [_attributes(found[1]) for found in SHEET.finditer(archive.read(WORKBOOK))]
    found = [targets[next(sheet[key] for key in sheet if key.endswith(b":id"))] for sheet in sheets]
    return [(target[1:] if target.startswith("/") else f"xl/{target}").lower() for target in found]


def _shared_lengths(archive: ZipFile, member: ZipInfo | None) -> list[int]:
    """About how long each shared text is, so that a sheet's repetitions of it can be added up."""
    if member is None:
        return []
    if member.file_size > MOST_SHARED:
        raise too_large()
    text = archive.read(member)
    starts = [found.start() for found in islice(SHARED.finditer(text), MOST_CELLS // 4)]
    return [end - start for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]


def _copy_member(archive: ZipFile, member: ZipInfo, checked: ZipFile, lengths: list[int]) -> Look | None:
    """Copy one member of text, looking through its cells. A chart, a picture and a printer's settings are not read."""
    name = member.filename.lower()
    if not name.endswith((".xml", ".rels")):
        return None
    look = Look()
    with archive.open(member) as source, checked.open(member.filename, "w", force_zip64=True) as copy:
        _look_through(look, _elements(source, copy), lengths)
    return look if name.startswith("xl/worksheets/") else None


def _elements(source, copy):
    """Every match of ``CELL``, a chunk at a time, copying what is read."""
    kept = b""
    while chunk := source.read(CHUNK):
        copy.write(chunk)
        text = kept + chunk
        found = list(CELL.finditer(text))
        # The last may go on in the next chunk; of a cell longer than a chunk the beginning is enough.
        cut = found.pop().start() if found and len(text) - found[-1].start() < CHUNK else max(len(text) - 100, 0)
        yield from found
        kept = text[cut:]
    yield from CELL.finditer(kept)


def _look_through(look: Look, elements, lengths: list[int]) -> None:
    row = column = -1
    held = text = 0
    for element in elements:
        kind, letters, digits, type_of, others, formula, value = element.groups()
        if b"=" in others:
            letters, digits, type_of = _unusual(others, letters, digits, type_of)
        # Rows and cells need not say where they are; they come next.
        if kind == b"row":
            row, column = int(digits) - 1 if digits else row + 1, -1
            continue
        row, column = (int(digits) - 1, _column(letters)) if digits else (row, column + 1)
        if others.endswith(b"/") or not (formula or value or type_of == b"inlineStr"):
            continue
        held += 1
        look.last_row, look.last_column = max(look.last_row, row), max(look.last_column, column)
        if type_of == b"s" and value:
            text += lengths[int(value)]
        if flaw := _flaw(type_of, formula, value):
            note_flaw(look, row, column, flaw)
        # The parser keeps every cell, a second time in a table of the sheet's whole extent, and copies shared texts.
        if max(held, (look.last_row + 1) * (look.last_column + 1)) > MOST_CELLS or text > MOST_TEXT:
            raise too_large()


def _flaw(type_of: bytes | None, formula: bytes | None, value: bytes | None) -> Flaw | None:
    if type_of == b"e":
        return Flaw.ERROR
    if formula and not value and type_of != b"str":
        return Flaw.NO_RESULT
    # The parser turns minus six hours into six in the evening.
    return Flaw.BELOW_ZERO if type_of in (None, b"n") and value and BELOW_ZERO.match(value) else None


def _unusual(others: bytes, letters, digits, type_of):
    """Reference and type out of attributes written in another order or with other quotes."""
    attributes = _attributes(others)
    if b"r" in attributes:
        letters, digits = re.fullmatch(rb"([A-Z]{0,3})([0-9]{1,7})", attributes[b"r"]).groups()
    return letters, digits, attributes.get(b"t", type_of)


def _attributes(written: bytes) -> dict[bytes, bytes]:
    return {name: double or single for name, double, single in ATTRIBUTE.findall(written)}


@cache
def _column(letters: bytes) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + letter - 64
    return column - 1
