"""The files an administrator copies: they say what the page about them says, and name commands that exist."""

import re

import pytest
from django.conf import settings
from django.core.management import get_commands

DEPLOY = settings.BASE_DIR / "deploy"
FILES = sorted(path.name for path in DEPLOY.iterdir())
COMMAND = re.compile(r"manage\.py (\w+)")


def test_the_service_is_the_one_of_the_page():
    page = (settings.BASE_DIR / "docs" / "deploy.md").read_text(encoding="utf-8")
    unit = (DEPLOY / "kspvisits.service").read_text(encoding="utf-8").partition("\n")[2]

    assert f"```ini\n{unit}```" in page


@pytest.mark.parametrize("name", FILES)
def test_the_page_names_each_file(name):
    assert name in (settings.BASE_DIR / "docs" / "deploy.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", FILES)
def test_what_they_start_exists(name):
    named = set(COMMAND.findall((DEPLOY / name).read_text(encoding="utf-8")))

    assert named <= set(get_commands())
    assert named or name.endswith(".timer")


def test_the_clock_goes_every_minute():
    assert "OnCalendar=minutely" in (DEPLOY / "kspvisits-tick.timer").read_text(encoding="utf-8")
    assert "* * * * *  kspvisits" in (DEPLOY / "kspvisits.cron").read_text(encoding="utf-8")
