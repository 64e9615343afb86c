"""Workbooks made up, read back, and recalculated by LibreOffice."""

import random
import shutil
import subprocess
from datetime import date, datetime, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from openpyxl import load_workbook

from checkin.vocabulary import CATEGORIES, ORIGINS, PURPOSES
from reports.figures import Total, YearFigures
from reports.models import AnnualTarget
from reports.tests.years import a_year, ksp_2019
from reports.workbook import book
from reports.workbook.report import Report, compose
from reports.workbook.rows import Words

TODAY = date(2026, 11, 21)
Cells = dict[tuple[str, str], object]


def a_site(**changed) -> SimpleNamespace:
    said = {
        "code": "ksp", "name": "Kepri Smart Province", "agency": "Dinas Kominfo", "is_demo": False,
        "timezone": "Asia/Jakarta", "zone_name": "WIB", "place": "Tanjungpinang",
        "letterhead": "PEMERINTAH PROVINSI\nDINAS KOMINFO\nTanjungpinang 29100",
        "signatory_title": "Kepala Dinas", "signatory_name": "", "signatory_rank": "", "signatory_number": "",
    }  # fmt: skip
    return SimpleNamespace(**{**said, **changed})


def a_word(code: str, label: str, **changed) -> SimpleNamespace:
    return SimpleNamespace(**{"code": code, "label": label, "is_offered": True, "is_counted": True, **changed})


def the_words(**categories) -> Words:
    """The product's vocabulary; a category's code with a word of its own replaces or adds it."""
    known = {code: a_word(code, label) for code, label, *_ in CATEGORIES}
    origins = {slug: a_word(slug, label) for slug, label, *_ in ORIGINS}
    return Words({**known, **categories}, origins, {code: a_word(code, label) for code, label, *_ in PURPOSES})


def report_of(figures: YearFigures, *, words=None, open_days_passed=15, document="", **site) -> Report:
    months = (
        {}
        if figures.target is None
        else dict(zip(AnnualTarget.MONTHS, (m.target for m in figures.months), strict=True))
    )
    target = AnnualTarget(year=figures.year, total=figures.target or 0, method="even", document=document, **months)
    return compose(
        site=a_site(**site),
        figures=figures,
        target=target if figures.target else None,
        words=words or the_words(),
        open_days_passed=open_days_passed,
        at=datetime(2026, 11, 21, 9, 41, tzinfo=ZoneInfo("Asia/Jakarta")),
        by="Kepala bidang",
    )


def written(report: Report, *, is_live: bool = True) -> bytes:
    file = BytesIO()
    book.write(report, file, is_live=is_live)
    return file.getvalue()


@cache
def edition(name: str, *, is_live: bool = True) -> Cells:
    """What the workbook of one of ``YEARS`` shows."""
    return shown(written(report_of(YEARS[name]), is_live=is_live))


def opened(content: bytes, *, data_only: bool = False):
    return load_workbook(BytesIO(content), data_only=data_only)


def shown(content: bytes) -> Cells:
    """What every filled cell shows: numbers typed, results of formulas as cached."""
    return cells_of(opened(content, data_only=True))


def cells_of(workbook) -> Cells:
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in workbook
        for row in sheet.iter_rows()
        for cell in row
        if cell.value not in (None, "")
    }


def differences(left: Cells, right: Cells) -> dict:
    """Cells that are not the same; a fraction may differ in its last bits, for 346/6 has no last digit."""
    pairs = {place: (left.get(place), right.get(place)) for place in {*left, *right}}
    return {place: pair for place, pair in pairs.items() if not _is_same(*pair)}


def column(cells: Cells, sheet: str, letter: str, rows: range) -> list:
    return [cells.get((sheet, f"{letter}{row}")) for row in rows]


def control(cells: Cells) -> dict[str, str]:
    """Every check of the control sheet with its outcome."""
    rows = (int(place[1:]) for sheet, place in cells if sheet == "Kontrol" and place[0] == "A" and place != "A1")
    return {cells["Kontrol", f"A{row}"]: cells["Kontrol", f"D{row}"] for row in sorted(rows)}


def recalculated(folder: Path, files: dict[str, bytes], locale: str = "id-ID") -> dict[str, Cells]:
    """The same workbooks after LibreOffice, set to a locale, has worked out every formula anew."""
    profile, out = folder / f"profile-{locale}", folder / f"out-{locale}"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(PROFILE.format(locale=locale))
    for name, content in files.items():
        (folder / f"{name}.xlsx").write_bytes(content)
    soffice = shutil.which("soffice") or shutil.which("libreoffice")
    command = [soffice, "--headless", f"-env:UserInstallation=file://{profile}", "--convert-to", "xlsx"]
    sources = [str(folder / f"{name}.xlsx") for name in files]
    subprocess.run([*command, "--outdir", str(out), *sources], check=True, capture_output=True, timeout=300)
    return {name: shown((out / f"{name}.xlsx").read_bytes()) for name in files}


def _is_same(left, right) -> bool:
    if isinstance(left, float) or isinstance(right, float):
        return None not in (left, right) and abs(left - right) < 1e-12 * max(1, abs(left))
    return left == right


def weekdays(year: int) -> tuple[date, ...]:
    days = (date(year, 1, 1) + timedelta(days=n) for n in range(365))
    return tuple(day for day in days if day.weekday() < 5)


def block(first: date, last: date, visits: int) -> Total:
    return Total(first, last, visits, "Rekap lama")


def a_random_year(seed: int) -> YearFigures:
    """Blocks, months and holes end to end on any day, sums of nothing, any target, seen on any day."""
    dice = random.Random(seed)
    today = dice.choice([TODAY, date(2019, dice.randint(1, 12), dice.randint(1, 28)), date(2020, 1, 1)])
    totals, visits, first = [], {}, date(2019, 1, 1)
    while first < today and first.year == 2019:
        last = min(first + timedelta(days=dice.randint(1, 110)), date(2019, 12, 31))
        kind = dice.choice("bbmmh") if last < today else "h"
        if kind == "b":
            totals.append(block(first, last, dice.choice([0, 1, dice.randint(0, 400)])))
        elif kind == "m":
            visits |= {month: dice.choice([0, dice.randint(0, 150)]) for month in range(first.month, last.month + 1)}
        first = last + timedelta(days=1)
    by_hand = tuple(dice.choice([0, dice.randint(1, 99)]) for _ in range(12))
    return a_year(
        visits, totals=totals, today=today, target=dice.choice([None, dice.randint(1, 2000), by_hand]),
        open_days=dice.choice([(), weekdays(2019)]), previous=dice.choice([None, 0, dice.randint(1, 800)]),
    )  # fmt: skip


def report_of_random(seed: int) -> Report:
    figures = a_random_year(seed)
    month = [day for day in weekdays(2019) if day.month == figures.as_of.month and day <= figures.as_of]
    return report_of(figures, open_days_passed=len(month))


# OOXMLRecalcMode 0: always. Without it LibreOffice believes the results that the file brings along.
PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N">
<prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>{locale}</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>"""

EACH_MONTH = {month: 20 + 7 * month for month in range(1, 13)}
RUNNING = {"year": 2026, "today": TODAY, "open_days": weekdays(2026), "previous": 700}
YEARS = {
    "ksp-2019": ksp_2019(),
    "nothing": a_year(year=2026, today=TODAY),
    "nothing-but-a-target": a_year(year=2026, today=TODAY, target=1200, open_days=weekdays(2026)),
    "running": a_year({month: EACH_MONTH[month] for month in range(1, 12)}, target=1100, **RUNNING),
    "running-without-target": a_year({1: 30, 2: 12}, **RUNNING),
    "over": a_year(EACH_MONTH, target=500, previous=1),
    "behind": a_year({1: 3, 2: 4}, target=(500, 0, *[50] * 10), previous=2000),
    "after-a-year-of-none": a_year(EACH_MONTH, target=786, previous=0),
    "one-block": a_year(totals=[block(date(2019, 1, 1), date(2019, 12, 31), 871)], target=800),
    "two-blocks": a_year(
        totals=[
            block(date(2019, 1, 1), date(2019, 1, 31), 50),
            block(date(2019, 2, 1), date(2019, 3, 31), 90),
            block(date(2019, 5, 1), date(2019, 8, 31), 700),
        ],
        visits={4: 40, 9: 10},
        target=500,
    ),
    "beside-a-block": a_year(totals=[block(date(2019, 4, 10), date(2019, 6, 20), 30)], visits={4: 5, 7: 3}, target=30),
    "running-beside-a-block": a_year(
        {9: 20, 11: 9}, totals=[block(date(2026, 10, 1), date(2026, 11, 10), 60)], target=300, **RUNNING
    ),
    "with-a-hole": a_year({1: 5, 3: 7}, totals=[block(date(2019, 5, 1), date(2019, 5, 20), 4)], target=12),
    "ten-million": a_year(
        {2: 1_234_567}, totals=[block(date(2019, 1, 1), date(2019, 1, 31), 10_000_000)], target=9_000_000,
        previous=9_999_999,
    ),
}  # fmt: skip
