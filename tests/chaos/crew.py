"""The tablets of a run, each a process of its own that can be killed and started again from its files."""

import subprocess
import sys
import threading
from pathlib import Path
from random import Random

from tests.chaos.server import ROOT, kill_group


class Shown:
    """How many entries visitors were shown: the clock of a run, which stands still while nothing can be handed in."""

    def __init__(self, ledgers: list[Path]):
        self._read = dict.fromkeys(ledgers, 0)
        self._shown = 0
        self._lock = threading.Lock()

    def __call__(self) -> int:
        with self._lock:
            for path, read in self._read.items():
                if path.exists() and path.stat().st_size > read:
                    with path.open("rb") as file:
                        file.seek(read)
                        # Whole lines alone: the last one may be half written.
                        whole, end, _torn = file.read().rpartition(b"\n")
                    self._shown += whole.count(b'{"recorded"')
                    self._read[path] += len(whole + end)
            return self._shown


class Crew:
    """Every second tablet shows numbers that it was lent for its day in ``zone``, unless none may."""

    def __init__(
        self, *, folder: Path, port: int, tokens: list[str], check_ins: int, seed: int, kind: str, lent: bool, zone: str
    ):
        self.folder, self.port, self.tokens, self.seed = folder, port, tokens, seed
        self.kind, self.lent, self.zone = kind, lent, zone
        self.shares = [check_ins // len(tokens) + (index < check_ins % len(tokens)) for index in range(len(tokens))]
        self.lives = [0] * len(tokens)
        self.kills = 0
        self.shown = Shown(self.ledgers)
        self._processes: dict[int, subprocess.Popen] = {}

    def __enter__(self):
        for index in range(len(self.tokens)):
            self._start(index)
        return self

    def __exit__(self, *error):
        for process in self._processes.values():
            kill_group(process)

    @property
    def ledgers(self) -> list[Path]:
        return [self._folder(index) / "ledger" for index in range(len(self.tokens))]

    @property
    def working(self) -> list[int]:
        return [index for index, process in self._processes.items() if process.poll() is None]

    @property
    def crashed(self) -> int:
        """Tablets that ended by themselves and not well."""
        return sum(process.poll() not in (None, 0) for process in self._processes.values())

    def kill_one(self, random: Random) -> None:
        """The tablet's battery falls out, and it is started again."""
        if working := self.working:
            index = random.choice(working)
            kill_group(self._processes[index])
            self.kills += 1
            self._start(index)

    def _start(self, index: int) -> None:
        self.lives[index] += 1
        command = [sys.executable, "-m", "tests.chaos.tablets", "--folder", str(self._folder(index))]
        command += ["--port", str(self.port), f"--token={self.tokens[index]}", "--kind", self.kind, "--zone", self.zone]
        # Another life, other ids: the same seed again would make the first ones anew.
        command += ["--seed", f"{self.seed}-{index}-{self.lives[index]}", "--check-ins", str(self.shares[index])]
        command += ["--numbered"] if self.lent and index % 2 else []
        self._processes[index] = subprocess.Popen(command, cwd=ROOT, start_new_session=True)

    def _folder(self, index: int) -> Path:
        return self.folder / f"tablet-{index}"
