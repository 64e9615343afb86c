"""Typed text cannot forge a line of the log."""

import io
import logging

import pytest
from django.conf import settings

FORGED = "2026-01-01 00:00:00,000 ERROR django admin deleted everything"


@pytest.fixture
def console():
    """The handler that production writes its log with."""
    return logging.getLogger("django").handlers[0]


@pytest.fixture
def written(console):
    """What the log holds."""
    kept = io.StringIO()
    before = console.setStream(kept)
    yield kept
    console.setStream(before)


@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_a_line_break_in_a_message_stays_one_line(written, line_end):
    logging.getLogger("django").warning("Not found: %s", f"a{line_end}{FORGED}")

    assert len(written.getvalue().splitlines()) == 1
    assert FORGED in written.getvalue()


def test_a_terminal_is_not_repainted(written):
    logging.getLogger("django").warning("Not found: \x1b[2J")

    assert "\x1b" not in written.getvalue()


def test_no_line_of_a_traceback_looks_like_an_entry(written):
    try:
        raise ValueError(f"wrong\n{FORGED}")
    except ValueError:
        logging.getLogger("django").exception("Failed")

    entry, *traceback = written.getvalue().splitlines()
    assert entry.endswith("ERROR django Failed")
    assert len(traceback) > 3
    assert all(line.startswith("  ") for line in traceback)


def test_a_plain_formatter_would_be_fooled(console, written, monkeypatch):
    plain = logging.Formatter(settings.LOGGING["formatters"]["line"]["format"], style="{")
    monkeypatch.setattr(console, "formatter", plain)

    logging.getLogger("django").warning("Not found: %s", f"a\n{FORGED}")

    assert FORGED in written.getvalue().splitlines()
