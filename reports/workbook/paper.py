"""What every printed sheet shares: letterhead, title, headings, source line and page set-up."""

from collections.abc import Sequence

from reports.workbook import looks
from reports.workbook.live import Live
from reports.workbook.looks import Look
from reports.workbook.report import Report
from reports.workbook.writer import Sheet, letter

HEADING_ROW = 8
RIBBON = "ILUSTRASI — bukan data resmi"
SYMBOLS = "Keterangan: … data tidak tersedia; * angka sementara; s.d. sampai dengan; thd. terhadap."
POINTS_A_LINE = 12.5


def ribbon(report: Report) -> str:
    return RIBBON if report.site.is_demo else ""


def head(sheet: Sheet, report: Report, title: str, last_column: str) -> None:
    """Rows 1 to 7: letterhead, ribbon, title and the day the figures stand for."""
    first, second, rest = letterhead(report)
    sheet.across(f"A1:{last_column}1", first, looks.LETTERHEAD)
    sheet.across(f"A2:{last_column}2", second, looks.LETTERHEAD_LARGEST)
    sheet.across(f"A3:{last_column}3", "\n".join(rest), looks.LETTERHEAD_LAST)
    sheet.across(f"A4:{last_column}4", ribbon(report), looks.RIBBON)
    sheet.across(f"A5:{last_column}5", f"{title} {report.site.name.upper()} TAHUN {report.year}", looks.TITLE)
    sheet.across(f"A6:{last_column}6", report.as_of_words, looks.SUBTITLE)
    sheet.height(2, 20)
    sheet.height(3, POINTS_A_LINE * max(1, len(rest)) + 6)
    sheet.height(4, 18)
    sheet.height(5, 18)


def letterhead(report: Report) -> tuple[str, str, list[str]]:
    """First line, the largest, and the others; the agency's name where no letterhead is set."""
    first, second, *rest = [*report.site.letterhead.splitlines(), "", ""][: max(2, _lines(report))]
    return (first, second, rest) if first or second else ("", report.site.agency.upper(), [])


def headings(sheet: Sheet, words: Sequence[str], *, height: float) -> list[Live]:
    """The heading and, below it, the column numbers (1), (2), …; returns the words' cells."""
    sheet.height(HEADING_ROW, height)
    for number in range(1, len(words) + 1):
        sheet.put(f"{letter(number)}{HEADING_ROW + 1}", f"({number})", looks.COLUMN_NUMBER)
    return [sheet.put(f"{letter(number)}{HEADING_ROW}", word, looks.HEADING) for number, word in enumerate(words, 1)]


def source(sheet: Sheet, report: Report, row: int, last_column: str, symbols: str = SYMBOLS) -> None:
    """Where the numbers come from, and what the signs mean."""
    said = "; ".join(report.sources) or "belum ada data"
    sheet.across(f"A{row}:{last_column}{row}", f"Sumber: {report.site.agency} — {said}.", looks.NOTE.but(wraps=True))
    sheet.across(f"A{row + 1}:{last_column}{row + 1}", symbols, looks.NOTE)


def paragraph(sheet: Sheet, area: str, words, look: Look, *, characters: int) -> None:
    """Words over an area of one row, as high as they need at so many characters a line."""
    shown = str(sheet.across(area, words, look).value)
    lines = sum(1 + len(line) // characters for line in shown.split("\n"))
    sheet.height(int("".join(filter(str.isdigit, area.split(":")[0]))), POINTS_A_LINE * lines * look.size / 9 + 4)


def set_up(
    sheet: Sheet, report: Report, *, area: str, titles: str = "1:9", landscape: bool = False, one_page: bool = True
) -> None:
    sheet.print_as(
        area=area,
        titles=titles,
        landscape=landscape,
        one_page=one_page,
        footer=f"{report.site.name} · Laporan Kunjungan {report.year}",
        ribbon=ribbon(report),
    )


def _lines(report: Report) -> int:
    return len(report.site.letterhead.splitlines())
