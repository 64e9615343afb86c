"""Log lines that typed text cannot forge."""

import logging


class OneLine(logging.Formatter):
    """A visitor's line break must not look like a second log entry; tracebacks stay readable below the line."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  logging names it so
        return super().formatMessage(record).replace("\r", "\\r").replace("\n", "\\n")
