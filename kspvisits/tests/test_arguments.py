"""What a command is told: ASCII digits between two bounds, a site that is there, text that is UTF-8."""

import argparse
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from kspvisits.arguments import site_of, whole_number

TAKEN_BY_INT = ["1_0", "\u0662\u0660", "\uff12\uff10", "+20"]


@pytest.mark.parametrize("written", [*TAKEN_BY_INT, "2e1", "20.0", "0x14", "", "9" * 5_000, "-1", "0", "101"])
def test_a_number_is_written_in_plain_digits_between_its_bounds(written):
    assert whole_number(1, 100)("20") == 20
    with pytest.raises(argparse.ArgumentTypeError):
        whole_number(1, 100)(written)


def test_the_type_that_python_offers_would_take_them():
    assert [int(written) for written in TAKEN_BY_INT] == [10, 20, 20, 20]


@pytest.mark.django_db
@pytest.mark.parametrize("command", [["figures"], ["export_year", "--out", "x.xlsx"], ["set_target", "--total", "1"]])
@pytest.mark.parametrize("year", ["2_019", "\u0662\u0660\u0661\u0669", "1999", "2100", "9" * 5_000])
def test_every_command_reads_a_year_the_same_way(site, command, year):
    with pytest.raises(CommandError, match=r"2000 .* 2099"):
        call_command(*command, "--site", "ksp", "--year", year)


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["tidak-ada", "", "KSP", "\udcff", "a\x00b", "\u200bksp", "ksp ", "x" * 5_000])
def test_a_site_that_is_none_is_answered_with_those_that_are(site, code):
    with pytest.raises(CommandError, match="ksp"):
        site_of(code)


@pytest.mark.parametrize(
    "arguments",
    [
        [b"figures", b"--site", b"k\xff", b"--year", b"2019"],
        [b"add_staff", b"s\xffri", b"--site", b"ksp", b"--role", b"head"],
        [b"import_visits", b"\xff.csv", b"--site", b"ksp"],
    ],
)
def test_arguments_that_are_not_utf_8_are_refused_in_words(tmp_path, arguments):
    told = subprocess.run(
        [os.fsencode(sys.executable), b"manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env={**os.environ, "VAR_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert told.returncode == 1
    assert told.stderr.startswith("CommandError: '")
    assert told.stderr.endswith("is not UTF-8 text.\n")
