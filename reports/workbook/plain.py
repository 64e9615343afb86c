"""Text as a cell can hold it."""

import re
from functools import lru_cache

MOST_CHARACTERS = 32_767  # of one cell, counted as UTF-16 does
CUT = " … [dipotong]"
# XML has no way to write these, and Excel calls a file that holds one damaged.
IMPOSSIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Marked as text once more, so that the cell stays text when a reader edits it.
LOOKS_LIKE_A_FORMULA = tuple("=+-@\t\r＝＋－＠")


@lru_cache(maxsize=4096)
def plain(words: str) -> str:
    """Impossible characters left out, the over-long cut with a note that says so."""
    words = IMPOSSIBLE.sub("", words.replace("\r\n", "\n").replace("\r", "\n"))  # as XML reads them back
    encoded = words.encode("utf-16-le")
    if len(encoded) <= 2 * MOST_CHARACTERS:
        return words
    return encoded[: 2 * (MOST_CHARACTERS - len(CUT))].decode("utf-16-le", "ignore") + CUT
