"""Ringkasan: the performance table of the annual report, ten key facts, the paragraph, the signature."""

from reports.workbook import looks, paper, target
from reports.workbook.bulanan import Key
from reports.workbook.facts import Facts
from reports.workbook.indonesian import UNKNOWN
from reports.workbook.key import NO_TARGET
from reports.workbook.lines import Grid
from reports.workbook.live import Live, both, known, percent, when
from reports.workbook.report import Report
from reports.workbook.writer import Sheet

TITLE = "Ringkasan"
HEADINGS = ("No", "Sasaran strategis", "Indikator kinerja", "Satuan", "Target", "Realisasi", "Capaian")
LAST_COLUMN = "G"
WIDTHS = dict(zip("ABCDEFG", (5, 22, 25, 12, 12, 12, 17), strict=True))
TARGET_CELL, PREVIOUS_CELL = "E10", "F11"
DOTS = "…" * 14
WHOLE_NUMBER = "Isi bilangan bulat, tanpa titik atau koma."


def previous_of(report: Report) -> Live:
    """Last year's visits, in a cell that a reader may fill in."""
    before = report.figures.previous_year
    return Live(f"{TITLE}!{PREVIOUS_CELL}", before.visits if before else UNKNOWN)


def fill(sheet: Sheet, report: Report, grid: Grid, key: Key) -> None:
    paper.head(sheet, report, "LAPORAN KUNJUNGAN", LAST_COLUMN)
    paper.headings(sheet, HEADINGS, height=28)
    sheet.widths(WIDTHS)
    _write_indicator(sheet, report, key)
    facts = Facts(grid, key, report)
    sheet.put("A14", "Uraian", looks.SECTION)
    paper.paragraph(sheet, "A15:G15", facts.paragraph(), looks.PARAGRAPH, characters=92)
    row = _write_facts(sheet, facts, 17)
    paper.source(sheet, report, row + 1, LAST_COLUMN)
    last_row = _write_signature(sheet, report, row + 4)
    paper.set_up(sheet, report, area=f"A1:{LAST_COLUMN}{last_row}")


def _write_indicator(sheet: Sheet, report: Report, key: Key) -> None:
    name = report.site.name
    share = when(both(known(key.visits), target.is_set(key.target)), percent(key.visits, key.target))
    this_year = {
        "A": (1, looks.CENTRED),
        "B": (f"Pemanfaatan {name}", looks.WORDS),
        "C": (f"Jumlah kunjungan {name} tahun {report.year}", looks.WORDS),
        "D": ("kunjungan", looks.CENTRED),
        "E": (report.figures.target or UNKNOWN, looks.INPUT),
        "F": (key.visits, looks.summed(looks.COUNT)),
        "G": (when(target.is_set(key.target), share, NO_TARGET), looks.summed(looks.FIGURE).but(wraps=True)),
    }
    last_year = {
        "A": (None, looks.CENTRED),
        "B": ("Pembanding", looks.italic(looks.WORDS)),
        "C": (f"Jumlah kunjungan {name} tahun {report.year - 1}", looks.italic(looks.WORDS)),
        "D": ("kunjungan", looks.italic(looks.CENTRED)),
        "E": (UNKNOWN, looks.FIGURE),
        "F": (key.previous.value, looks.INPUT),
        "G": (UNKNOWN, looks.FIGURE),
    }
    for row, cells in ((10, this_year), (11, last_year)):
        for column, (value, look) in cells.items():
            sheet.put(f"{column}{row}", value, look)
        sheet.height(row, 27)
    for place in (TARGET_CELL, PREVIOUS_CELL):
        sheet.whole_number(place, WHOLE_NUMBER)


def _write_facts(sheet: Sheet, facts: Facts, row: int) -> int:
    """Ten numbered sentences; returns the row after the last."""
    sheet.put(f"A{row}", "Sepuluh fakta utama", looks.SECTION)
    for number, (label, said) in enumerate(facts.ten(), 1):
        line = row + number
        sheet.put(f"A{line}", number, looks.CENTRED)
        sheet.across(f"B{line}:C{line}", label, looks.WORDS)
        paper.paragraph(sheet, f"D{line}:G{line}", said, looks.WORDS, characters=58)
    return row + 11


def _write_signature(sheet: Sheet, report: Report, row: int) -> int:
    """Place and day, office, room to sign, name, rank and number; dots where nobody has said. Returns the last row."""
    site = report.site
    office = site.signatory_title.splitlines() or [DOTS]
    lines = [f"{site.place or DOTS}, {DOTS}", *office, "", "", "", ""]
    for offset, words in enumerate(lines):
        sheet.across(f"E{row + offset}:G{row + offset}", words, looks.SIGNATURE)
    row += len(lines)
    name = looks.SIGNATURE.but(bold=True, underlined=True) if site.signatory_name else looks.SIGNATURE
    sheet.across(f"E{row}:G{row}", site.signatory_name or DOTS, name)
    sheet.across(f"E{row + 1}:G{row + 1}", site.signatory_rank or DOTS, looks.SIGNATURE)
    sheet.across(f"E{row + 2}:G{row + 2}", f"NIP. {site.signatory_number or DOTS}", looks.SIGNATURE)
    return row + 2
