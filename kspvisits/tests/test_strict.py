"""Nothing may pass by not running."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

NOT_RUN = {
    "test_skip.py": "def test_it():\n    pytest.skip('later')",
    "test_mark.py": "@pytest.mark.skip\ndef test_it(): ...",
    "test_import.py": "pytest.importorskip('no_such_module')\ndef test_it(): ...",
    "test_expected.py": "@pytest.mark.xfail\ndef test_it():\n    assert False",
    "test_unexpected.py": "@pytest.mark.xfail\ndef test_it(): ...",
}


@pytest.fixture
def run(tmp_path):
    """Run pytest on these files, without our own configuration; its exit code and what it printed."""

    def run(files: dict[str, str], *plugin: str) -> tuple[int, str]:
        (tmp_path / "pytest.ini").write_text("[pytest]")
        for name, text in files.items():
            (tmp_path / name).write_text(f"import pytest\n{text}\n")
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *plugin, str(tmp_path)],
            cwd=settings.BASE_DIR,
            env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout

    return run


@pytest.mark.parametrize("name", NOT_RUN)
def test_a_test_that_did_not_run_is_a_failure(run, name):
    code, said = run({name: NOT_RUN[name]}, "-p", "kspvisits.tests.strict")

    assert code in (1, 2), said
    assert "or let it run" in said


def test_a_test_that_ran_is_none(run):
    assert run({"test_it.py": "def test_it(): ..."}, "-p", "kspvisits.tests.strict")[0] == 0


def test_without_the_plugin_the_same_tests_pass_unseen(run):
    assert run(NOT_RUN)[0] == 0
