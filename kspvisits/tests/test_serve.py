"""The first command of a newcomer: a demo on this machine, ended by Ctrl+C, with every row kept for the next time."""

import re
import socket
import sqlite3
import subprocess

import pytest

from kspvisits.tests.serving import fetch, free_port, running, start


@pytest.fixture
def port():
    return free_port()


@pytest.fixture
def serve(tmp_path, port):
    """``manage.py serve`` with its own folder for what it keeps; answers the process."""

    def serve(*arguments: str, **environment: str) -> subprocess.Popen:
        return start("serve", "--port", str(port), *arguments, VAR_DIR=str(tmp_path), **environment)

    return serve


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
