"""The scripts that start before anything is installed: they install once, run everything and hide nothing."""

import os
import shutil
import subprocess
import sys
import sysconfig
import venv

import pytest
from django.conf import settings

FAILING = "def test_it():\n    assert False\n"
PASSING = "def test_it(): ...\n"


@pytest.fixture
def script(tmp_path):
    """Run a script of tools/ and answer its exit code and what it said."""

    def script(name: str, *arguments: str, folder=settings.BASE_DIR, **environment: str) -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, str(folder / "tools" / name), *arguments],
            cwd=tmp_path,
            env={**os.environ, "VAR_DIR": str(tmp_path / "var"), **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout

    return script


@pytest.fixture
def clone(tmp_path):
    """A folder with the installer and a ``.venv`` that borrows our pip, which takes seconds to unpack."""
    (tmp_path / "tools").mkdir()
    shutil.copy(settings.BASE_DIR / "tools" / "environment.py", tmp_path / "tools")
    venv.create(tmp_path / ".venv", with_pip=False)
    packages = next((tmp_path / ".venv").rglob("site-packages"))
    (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib"))
    (tmp_path / "base.txt").write_text("")
    (tmp_path / "dev.txt").write_text("-r base.txt\n")
    return tmp_path


def test_what_is_required_is_installed_once_and_again_when_it_changes(script, clone):
    first = script("environment.py", "dev.txt", folder=clone)
    again = script("environment.py", "dev.txt", folder=clone)
    (clone / "base.txt").write_text("# another line\n")
    changed = script("environment.py", "dev.txt", folder=clone)

    assert first == changed == (0, "Installing dev.txt into .venv; the first time takes a minute.\n")
    assert again == (0, "")


def test_what_cannot_be_installed_stops_the_start(script, clone):
    (clone / "base.txt").write_text("./no-such-package\n")

    code, said = script("environment.py", "base.txt", folder=clone)

    assert code == 1
    assert "Installing base.txt failed" in said
    assert not list((clone / ".venv").glob("*.installed"))


@pytest.mark.parametrize(("text", "code", "closing"), [(PASSING, 0, "1 passed"), (FAILING, 1, "1 failed")])
def test_the_last_lines_are_those_of_pytest_and_of_what_was_left_out(script, tmp_path, text, code, closing):
    (tmp_path / "test_it.py").write_text(text)

    ended, said = script("test.py", "--quick", "-n0", str(tmp_path / "test_it.py"))

    assert ended == code
    assert closing in said.splitlines()[-2]
    assert said.splitlines()[-1].startswith("Quick: nothing ran on PostgreSQL")


def test_where_nothing_may_be_left_out_a_missing_browser_is_a_failure(script, tmp_path):
    code, said = script("test.py", "--strict", PATH=str(tmp_path), CHROMIUM="")

    assert code == 1
    assert "!!! LEFT OUT: Chromium is missing, so no test opened a page in a browser." in said
    assert "!!! This gets it:" in said
    assert "Tests on SQLite" not in said
