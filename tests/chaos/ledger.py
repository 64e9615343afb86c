"""What visitors were told, kept outside the tablet: one line when an entry begins, one before anything is shown."""

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Entry:
    """An item as the visitor made it; ``visit`` is what a departure or an undo is about."""

    id: str
    type: str
    persons: int = 1
    number: int | None = None
    visit: str | None = None


@dataclass
class Ledger:
    """Begun may arrive; recorded was shown and must arrive."""

    begun: dict[str, Entry] = field(default_factory=dict)
    recorded: set[str] = field(default_factory=set)


class Journal:
    """A file of JSON lines that is on the disk when ``write`` returns; a line torn by a kill is no line."""

    def __init__(self, path: Path):
        self.path = path
        is_torn = path.exists() and path.read_bytes()[-1:] not in (b"\n", b"")
        self._file = path.open("ab", buffering=0)
        if is_torn:
            self._file.write(b"\n")

    def write(self, *lines: dict, sync: bool = True) -> None:
        self._file.write("".join(json.dumps(line) + "\n" for line in lines).encode())
        if sync:
            os.fsync(self._file.fileno())

    def close(self) -> None:
        self._file.close()


def lines(path: Path) -> list[dict]:
    """Everything that was written whole."""
    return [said for said in map(_parsed, path.read_bytes().splitlines()) if said] if path.exists() else []


def _parsed(line: bytes) -> dict | None:
    try:
        return json.loads(line)
    except ValueError:
        return None


def begin(journal: Journal, *entries: Entry) -> None:
    journal.write(*({"begun": vars(entry)} for entry in entries))


def record(journal: Journal, *ids: str) -> None:
    journal.write(*({"recorded": each} for each in ids))


def read(paths: Iterable[Path]) -> Ledger:
    """The ledgers of all tablets as one."""
    ledger = Ledger()
    for line in (line for path in paths for line in lines(path)):
        if "begun" in line:
            entry = Entry(**line["begun"])
            ledger.begun[entry.id] = entry
        else:
            ledger.recorded.add(line["recorded"])
    return ledger
