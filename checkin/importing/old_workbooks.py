"""Looking through an .xls of Excel 97 before anything parses it: how far its cells reach, and which show errors.

The parser reserves memory for every sheet at once and reads an error as an empty cell, as it does in .xlsx.
A workbook is a stream of records in a container that is laid out like a small disk, in sectors.
"""

import struct
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from checkin.importing.archives import MOST_CELLS, Flaw, Look, note_flaw, too_large
from checkin.importing.refusals import FileRefused, damaged

END_OF_CHAIN = 0xFFFFFFFA
SMALL_STREAM = 4_096
HEADER_SECTORS = 109
SHEET, PASSWORD, BEGIN, SHEET_KIND, END = 0x85, 0x2F, 0x809, 0x10, 0x0A
FORMULA, NUMBER, ERROR, SHORT_NUMBER, LABEL, RICH, SHARED = 0x06, 0x203, 0x205, 0x27E, 0x204, 0xD6, 0xFD
NUMBERS = 0xBD  # several short numbers in one row
CELLS = {FORMULA, NUMBER, ERROR, SHORT_NUMBER, LABEL, RICH, SHARED, NUMBERS}
ENDS_AT = {NUMBER: 13, FORMULA: 13, SHORT_NUMBER: 9}
NO_NUMBER, IS_ERROR, SIGN = b"\xff\xff", 2, 0x80


def look_through(path: Path) -> list[Look]:
    """The look at each sheet, in the workbook's order. Raises ``FileRefused``."""
    try:
        stream = _workbook_stream(path.read_bytes())
        starts = [_number(data) for kind, data in _records(stream, 0) if kind == SHEET]
        looks = [_look(stream, start) for start in starts]
    except (struct.error, LookupError, ValueError) as error:
        raise damaged() from error
    if sum((look.last_row + 1) * (look.last_column + 1) for look in looks) > MOST_CELLS:
        raise too_large()
    return looks


def _look(stream: bytes, start: int) -> Look:
    look = Look()
    for kind, data in _records(stream, start):
        if kind not in CELLS:
            continue
        row, column = struct.unpack_from("<HH", data)
        last = struct.unpack_from("<H", data, len(data) - 2)[0] if kind == NUMBERS else column
        look.last_row, look.last_column = max(look.last_row, row), max(look.last_column, last)
        for place, flaw in _flaws(kind, data, column):
            note_flaw(look, row, place, flaw)
    return look


def _flaws(kind: int, data: bytes, column: int) -> Iterator[tuple[int, Flaw]]:
    """(column, flaw) of the cells in a record; a sign is the highest bit of a number's last byte."""
    if kind == FORMULA and data[12:14] == NO_NUMBER:
        if data[6] == IS_ERROR:
            yield column, Flaw.ERROR
    elif kind == ERROR and data[7]:
        yield column, Flaw.ERROR
    elif kind in ENDS_AT and data[ENDS_AT[kind]] & SIGN:
        yield column, Flaw.BELOW_ZERO
    elif kind == NUMBERS:
        for nth, end in enumerate(range(9, len(data) - 2, 6)):
            if data[end] & SIGN:
                yield column + nth, Flaw.BELOW_ZERO


def _records(stream: bytes, position: int) -> Iterator[tuple[int, bytes]]:
    """(kind, data) of the records from one beginning to its end; what is embedded in between is passed over."""
    depth = 0
    while True:
        kind, length = struct.unpack_from("<HH", stream, position)
        data = stream[position + 4 : position + 4 + length]
        position += 4 + length
        if kind == PASSWORD:
            raise FileRefused(_("The workbook is protected by a password. Please save it without one."))
        depth += (kind == BEGIN) - (kind == END)
        if depth == 0:
            return
        if depth == 1:
            yield kind, data


def _workbook_stream(content: bytes) -> bytes:
    """The container's stream named Workbook, or Book before Excel 97."""
    disk = _Disk(content)
    entries = [disk.directory[at : at + 128] for at in range(0, len(disk.directory) - 127, 128)]
    streams = {entry[: max(_number(entry, 64, "<H") - 2, 0)].decode("utf-16-le"): entry for entry in entries}
    entry = streams.get("Workbook") or streams["Book"]
    first, size = _number(entry, 116), _number(entry, 120)
    if size >= SMALL_STREAM:
        return disk.chain(first, disk.sector, disk.table)[:size]
    root = disk.chain(_number(entries[0], 116), disk.sector, disk.table)
    return disk.chain(first, lambda n: root[n * 64 : n * 64 + 64], disk.small_table)[:size]


class _Disk:
    """The container's sectors, the table that chains them, and its directory."""

    def __init__(self, content: bytes):
        self._content = content
        self._size = 1 << min(_number(content, 30, "<H"), 12)
        listed = list(struct.unpack_from(f"<{HEADER_SECTORS}I", content, 76))
        extra = _number(content, 68)
        for _sector in range(min(_number(content, 72), 1_000)):
            more = struct.unpack(f"<{self._size // 4}I", self.sector(extra))
            listed, extra = listed + list(more[:-1]), more[-1]
        self.table = self._numbers(b"".join(self.sector(n) for n in listed if n < END_OF_CHAIN))
        self.directory = self.chain(_number(content, 48), self.sector, self.table)
        self.small_table = self._numbers(self.chain(_number(content, 60), self.sector, self.table))

    def sector(self, number: int) -> bytes:
        return self._content[(number + 1) * self._size : (number + 2) * self._size]

    def chain(self, number: int, sector, table) -> bytes:
        """The bytes of a chain of sectors; one that goes in a circle is damaged."""
        found = []
        while number < END_OF_CHAIN:
            found.append(sector(number))
            number = table[number]
            if len(found) > len(table):
                raise ValueError
        return b"".join(found)

    def _numbers(self, sectors: bytes) -> tuple[int, ...]:
        return struct.unpack(f"<{len(sectors) // 4}I", sectors[: len(sectors) // 4 * 4])


def _number(data: bytes, at: int = 0, form: str = "<I") -> int:
    return struct.unpack_from(form, data, at)[0]
