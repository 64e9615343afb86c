"""A QR code in the terminal."""

import io

import segno

WHITE_ON_BLACK, AS_BEFORE = "\033[97;40m", "\033[0m"


def qr_code(text: str, *, encoding: str, colours: bool) -> str:
    """Two rows of modules a line where the terminal knows half blocks, else two blank characters a module."""
    code, drawn = segno.make(text, error="m", micro=False), io.StringIO()
    try:
        "█▀▄".encode(encoding)
    except (UnicodeEncodeError, LookupError):
        code.terminal(drawn, border=2)
        return drawn.getvalue()
    code.terminal(drawn, border=2, compact=True)
    lines = drawn.getvalue().splitlines()
    return "\n".join(f"{WHITE_ON_BLACK}{line}{AS_BEFORE}" for line in lines) if colours else "\n".join(lines)
