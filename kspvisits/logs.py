"""Log lines that typed text cannot forge."""

import logging
import re

# Control characters and Unicode's line ends: a line break forges an entry, ESC repaints a terminal.
UNPRINTED = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def printed(text: str) -> str:
    r"""``\n`` becomes a backslash and an n."""
    return UNPRINTED.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


class OneLine(logging.Formatter):
    """One entry, one line. A traceback stays readable below it, indented, so that no line of it looks like an entry."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  logging names it so
        return printed(super().formatMessage(record))

    def formatException(self, ei) -> str:  # noqa: N802
        return "\n".join(f"  {printed(line)}" for line in super().formatException(ei).split("\n"))
