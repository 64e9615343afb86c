"""How cells look: Arial, thin lines, one fill for headings, yellow where a reader may type."""

from dataclasses import dataclass, replace

from reports.workbook.live import COUNT_FORMAT

INK, RED = "1A1A1A", "9B2C22"
HEADING_FILL, TOTAL_FILL, INPUT_FILL = "E6EEF1", "F3F3F3", "FFF4B8"
DAY_FORMAT = "[$-421]dddd, d mmmm yyyy"


@dataclass(frozen=True)
class Look:
    size: int = 9
    bold: bool = False
    italic: bool = False
    underlined: bool = False
    colour: str = INK
    fill: str | None = None
    lines: str | None = None  # "all": a thin frame; "under": one thick line below
    across: str = "left"
    down: str = "center"
    indent: int = 0
    wraps: bool = False
    format: str = "General"

    def but(self, **changes) -> "Look":
        return replace(self, **changes)


PLAIN = Look()
NOTE = Look(size=9, italic=True)
LETTERHEAD = Look(size=11, bold=True, across="center")
LETTERHEAD_LARGEST = Look(size=14, bold=True, across="center")
LETTERHEAD_LAST = Look(size=9, across="center", down="top", wraps=True, lines="under")
RIBBON = Look(size=11, bold=True, colour=RED, across="center")
TITLE = Look(size=12, bold=True, across="center")
SUBTITLE = Look(size=10, across="center", down="top")
SECTION = Look(size=10, bold=True)
PARAGRAPH = Look(size=10, down="top", wraps=True)

HEADING = Look(bold=True, fill=HEADING_FILL, lines="all", across="center", wraps=True)
COLUMN_NUMBER = Look(fill=HEADING_FILL, lines="all", across="center")
WORDS = Look(lines="all", indent=1, wraps=True)
CENTRED = Look(lines="all", across="center", wraps=True)
COUNT = Look(lines="all", across="right", format=COUNT_FORMAT)
FIGURE = Look(lines="all", across="right")  # a number that is text: 101,50%, +15
INPUT = COUNT.but(fill=INPUT_FILL, bold=True)

TABLE_HEAD = Look(size=10, bold=True)
TABLE_MONTH = Look(size=10, across="center", down="bottom")
TABLE_COUNT = Look(size=10, across="right", down="bottom", indent=1, format=COUNT_FORMAT)
SIGNATURE = Look(size=10, across="center")
HELPER = Look(colour="7F7F7F")
CHARTED = HELPER.but(format=COUNT_FORMAT)


def italic(look: Look) -> Look:
    return look.but(italic=True)


def summed(look: Look) -> Look:
    return look.but(bold=True, fill=TOTAL_FILL)
