"""The first command of a newcomer: a demo on this machine, ended by Ctrl+C, with every row kept for the next time."""

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import contextmanager
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from django.conf import settings

SETTINGS = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "KSP_ENV")


@pytest.fixture
def port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


@pytest.fixture
def serve(tmp_path, port):
    """``manage.py serve`` with its own folder for what it keeps; answers the process."""
    kept = {name: value for name, value in os.environ.items() if name not in SETTINGS}

    def serve(*arguments: str, **environment: str) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--port", str(port), *arguments],
            cwd=settings.BASE_DIR,
            env={**kept, "VAR_DIR": str(tmp_path), "PYTHONUNBUFFERED": "1", **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )

    return serve


@contextmanager
def running(process: subprocess.Popen):
    """Let it serve until it has said everything; then Ctrl+C, which reaches every process of the terminal."""
    said = []
    with process:
        try:
            for line in process.stdout:
                said.append(line)
                if line.startswith("Ctrl+C"):
                    break
            yield "".join(said)
        finally:
            interrupt(process)
            process.wait(timeout=20)


def interrupt(process: subprocess.Popen) -> None:
    if sys.platform == "win32":
        process.send_signal(signal.CTRL_BREAK_EVENT)
    else:
        os.killpg(process.pid, signal.SIGINT)


def fetch(address: str):
    """The answer once the server listens; workers need a moment after the last line."""
    deadline = time.monotonic() + 20
    while True:
        try:
            return urlopen(address, timeout=5)
        except URLError as error:
            if not isinstance(error.reason, ConnectionRefusedError) or time.monotonic() > deadline:
                raise


def recorded(folder) -> set[str]:
    with sqlite3.connect(folder / "kspvisits.sqlite3") as database:
        return {submission for (submission,) in database.execute("SELECT submission FROM checkin_visit")}


def test_one_command_prepares_serves_and_ends(serve, port, tmp_path):
    with running(serve("--demo")) as said:
        page = fetch(f"http://127.0.0.1:{port}/login/").read().decode()
        sheet = re.search(r"/static/css/base\.[0-9a-f]{12}\.css", page)[0]
        assert "immutable" in fetch(f"http://127.0.0.1:{port}{sheet}").headers["Cache-Control"]
        assert f"http://127.0.0.1:{port}/kiosk/" in said
        assert "petugas, pelaporan, kabid, admin" in said
    first = recorded(tmp_path)

    again = serve("--demo")
    with running(again):
        assert fetch(f"http://127.0.0.1:{port}/login/").status == 200

    assert again.returncode == 0
    assert first
    assert first <= recorded(tmp_path)


def test_without_the_demo_there_is_nobody_with_a_known_password(serve, port, tmp_path):
    with running(serve()) as said:
        assert fetch(f"http://127.0.0.1:{port}/login/").status == 200

    assert "petugas" not in said
    assert recorded(tmp_path) == set()


def test_a_busy_port_is_said_in_one_line_before_anything_is_touched(serve, port, tmp_path):
    with socket.create_server(("127.0.0.1", port)):
        said, _ = serve("--demo").communicate(timeout=60)

    assert said.startswith(f"CommandError: Cannot serve on 127.0.0.1 port {port}: ")
    assert said.count("\n") == 1
    assert not (tmp_path / "kspvisits.sqlite3").exists()
