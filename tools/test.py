"""Run every test on SQLite, then on PostgreSQL; the last lines say what ran and, loudly, what was left out.

``--quick``: SQLite only, without browser and LibreOffice. ``--strict``: a missing program is a failure.
Other arguments go to pytest.
"""

import argparse
import os
import re
import signal
import subprocess
import sys
from typing import NamedTuple

import postgres
import programs
from environment import PYTHON, ROOT, install

# Settings of the shell that starts the tests must not change what they see.
OWN_SETTINGS = ("KSP_ENV", "SECRET_KEY", "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "DATABASE_URL", "BEHIND_PROXY")
OWN_SETTINGS += ("SSL_REDIRECT", "HSTS_SUBDOMAINS", "LOBBY_SHOWS_YEAR")
CLOSING_LINE = re.compile(r"^.*(?:passed|failed|error|deselected|no tests ran).* in [\d.]+s.*$", re.MULTILINE)
# Whoever debugs gives -n0, which wins.
WORKERS = ["--numprocesses=auto", "--maxprocesses=4", "--dist=worksteal"]
LEFT_OUT = {
    "PostgreSQL": "every test ran on SQLite only",
    "Chromium": "no test opened a page in a browser",
    "LibreOffice": "no test recalculated a workbook",
}


class Run(NamedTuple):
    database: str
    code: int
    closing_line: str


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--strict", action="store_true")
    options, for_pytest = parser.parse_known_args(arguments)
    install("requirements-dev.txt")
    if options.quick:
        run = run_tests("SQLite", "", ["browser", "office"], for_pytest)
        return conclude([run], ["Quick: nothing ran on PostgreSQL, in a browser or in LibreOffice; make test does."])
    with postgres.reach() as url:
        missing = missing_programs(url)
        if missing and options.strict:
            print(*loudly(missing), "Strict: nothing may be left out, so nothing was run.", sep="\n")
            return 1
        without = [marker for name, marker in (("Chromium", "browser"), ("LibreOffice", "office")) if name in missing]
        runs = [run_tests("SQLite", "", without, for_pytest)]
        if url:
            runs.append(run_tests("PostgreSQL", url, without, for_pytest))
    return conclude(runs, loudly(missing))


def missing_programs(database_url: str | None) -> list[str]:
    found = {"PostgreSQL": database_url, "Chromium": programs.chromium(), "LibreOffice": programs.libreoffice()}
    return [name for name, place in found.items() if not place]


def run_tests(database: str, url: str, without: list[str], for_pytest: list[str]) -> Run:
    """One run of pytest on one database, shown as it goes."""
    print(f"\nTests on {database}", flush=True)
    command = [str(PYTHON), "-m", "pytest", *WORKERS, "-m", " and ".join(f"not {marker}" for marker in without)]
    command += ["--color=yes"] if sys.stdout.isatty() else []
    inherited = {name: value for name, value in os.environ.items() if name not in OWN_SETTINGS}
    environment = {"VAR_DIR": str(ROOT / "var" / "tests"), **inherited, "DATABASE_URL": url}
    said = b""
    with subprocess.Popen(
        [*command, *for_pytest], cwd=ROOT, env=programs.with_programs(environment), stdout=subprocess.PIPE
    ) as pytest:
        while shown := pytest.stdout.read1():
            sys.stdout.buffer.write(shown)
            sys.stdout.flush()
            said = (said + shown)[-10_000:]
    closing = [f"ended with {pytest.returncode}, before its last line"]
    closing += CLOSING_LINE.findall(said.decode(errors="replace"))
    return Run(database, pytest.returncode, closing[-1].strip())


def conclude(runs: list[Run], notes: list[str]) -> int:
    """Repeat pytest's own last lines and what they do not cover; 1 unless every run passed."""
    print()
    for run in runs:
        print(f"{run.database:<11}{run.closing_line}")
    print(*notes, sep="\n", end="\n" if notes else "", flush=True)
    return int(any(run.code for run in runs))


def loudly(missing: list[str]) -> list[str]:
    if not missing:
        return []
    lines = [f"!!! LEFT OUT: {name} is missing, so {LEFT_OUT[name]}." for name in missing]
    return [*lines, f"!!! This gets it:  {programs.command_for(missing)}"]


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *received: sys.exit(143))
    sys.exit(main(sys.argv[1:]))
