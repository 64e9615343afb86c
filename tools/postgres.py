"""A PostgreSQL to test on: one that is running, or a throw-away cluster that is always stopped and removed."""

import getpass
import os
import re
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from glob import glob
from hashlib import sha256
from pathlib import Path

from environment import PYTHON, ROOT

USUAL_PLACES = (
    "/usr/lib/postgresql/*/bin/initdb",
    "/usr/pgsql-*/bin/initdb",
    "/opt/homebrew/opt/postgresql@*/bin/initdb",
    "/usr/local/opt/postgresql@*/bin/initdb",
    "/Applications/Postgres.app/Contents/Versions/*/bin/initdb",
    "C:/Program Files/PostgreSQL/*/bin/initdb.exe",
)
ASK = """
import sys, psycopg2
cursor = psycopg2.connect(host="127.0.0.1", user=sys.argv[1], dbname="postgres", connect_timeout=3).cursor()
cursor.execute("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user")
sys.exit(not cursor.fetchone()[0])
"""
SETTINGS = (
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    # A cluster that lives for one run may lose it in a crash, so it need not wait for the disk.
    "fsync=off",
    "full_page_writes=off",
    # Tests of many threads run beside each other, one to a core.
    "max_connections=300",
)


@contextmanager
def reach() -> Iterator[str | None]:
    """The URL of a database to test on, or None where there is no PostgreSQL."""
    url = os.environ.get("TEST_DATABASE_URL") or running()
    folder = None if url else binaries()
    if folder is None:
        yield url
        return
    with throw_away_cluster(folder) as url:
        yield url


def running() -> str | None:
    """A server on this machine on which we may make databases without a password."""
    for user in ("postgres", getpass.getuser()):
        if may_make_databases(user):
            # One name for each checkout, so that two of them can be tested on one server at once.
            return f"postgres://{user}@127.0.0.1:5432/kspvisits_{sha256(str(ROOT).encode()).hexdigest()[:8]}"
    return None


def may_make_databases(user: str) -> bool:
    """Asked from ``.venv``, which has the driver."""
    return subprocess.run([str(PYTHON), "-c", ASK, user], stderr=subprocess.DEVNULL, check=False).returncode == 0


def binaries() -> Path | None:
    """The folder of ``initdb`` and ``pg_ctl``, the newest where there are several."""
    found = [path for place in USUAL_PLACES for path in glob(place)] or [shutil.which("initdb")]
    newest = max(found, key=lambda path: [int(number) for number in re.findall(r"\d+", path or "")])
    return Path(newest).parent if newest else None


@contextmanager
def throw_away_cluster(folder: Path) -> Iterator[str]:
    """A server of our own on a free port, gone with its files when the block ends, however it ends."""
    home = Path(tempfile.mkdtemp(prefix="ksp-postgres-"))
    runs_as = {}
    if hasattr(os, "geteuid") and os.geteuid() == 0:  # PostgreSQL refuses to run as root
        runs_as = {"user": "nobody", "extra_groups": []}
        shutil.chown(home, user="nobody")

    def call(program: str, *arguments: str, check: bool = True) -> None:
        command = [str(folder / program), f"--pgdata={home / 'data'}", *arguments]
        subprocess.run(command, cwd=home, stdout=subprocess.DEVNULL, check=check, **runs_as)

    port = free_port()
    options = " ".join(f"-c {setting}" for setting in (f"port={port}", *SETTINGS))
    try:
        call("initdb", "--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")
        call("pg_ctl", "start", "--wait", f"--log={home / 'log'}", f"--options={options}")
        yield f"postgres://postgres@127.0.0.1:{port}/kspvisits"
    finally:
        call("pg_ctl", "stop", "--mode=immediate", check=False)
        shutil.rmtree(home, ignore_errors=True)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]
