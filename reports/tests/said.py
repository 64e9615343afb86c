"""What dashboard, API and workbook say of a year, each in the same words, so that they can be compared."""

import re
from html import unescape

from django.utils.html import strip_tags

from reports.tests.workbooks import column, control
from reports.workbook.indonesian import MONTHS, QUARTERS, UNKNOWN, count

# The dashboard's and the API's word for what the workbook's column (12) says of a month.
OF_A_MONTH = {
    "tetap": ("tetap", "final"),
    "sementara *": ("sementara*", "running"),
    "gabungan": ("tidak tersedia (…)", "unavailable"),
    "tidak ada data": ("belum ada data", "no_data"),
    "belum berjalan": ("belum ada data", "no_data"),
}
OF_A_QUARTER = {status: word for word, status in OF_A_MONTH.values()}


def tables_of(page: str) -> dict[str, list[list[str]]]:
    """The dashboard's tables by their titles, rows of words, headings first."""
    found = {}
    for table in re.findall(r"<table.*?</table>", page, re.DOTALL):
        rows = re.findall(r"<tr.*?</tr>", table, re.DOTALL)
        title = words(re.search(r"<caption.*?</caption>", table)[0])
        found[title] = [[words(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)] for row in rows]
    return found


def words(html: str) -> str:
    return unescape(strip_tags(html))


def number(shown: str) -> int:
    digits = shown.rstrip("*").replace(".", "")
    return int(digits) if digits.isdigit() else 0


def with_comma(decimal: str) -> str:
    """The API's 1167.29 as the workbook writes it: 1.167,29."""
    whole, _point, places = decimal.partition(".")
    return f"{count(int(whole))},{places}"


def total_row(cells, sheet: str) -> int:
    return next(row for row in range(10, 40) if cells.get((sheet, f"A{row}")) == "JUMLAH")


def month_rows(cells) -> list[int]:
    return [row for row in range(10, 40) if cells.get(("Bulanan", f"A{row}")) in range(1, 13)]


def months_of_workbook(cells) -> list[tuple]:
    rows = [[cells["Bulanan", f"{letter}{row}"] for letter in "ACDEGH"] for row in month_rows(cells)]
    statuses = [OF_A_MONTH[cells["Bulanan", f"L{row}"]][1] for row in month_rows(cells)]
    return [
        (*(None if value == UNKNOWN else value for value in row), status)
        for row, status in zip(rows, statuses, strict=True)
    ]


def months_of_api(api) -> list[tuple]:
    names = ("month", "open_days", "target", "visits", "target_cumulative", "cumulative", "status")
    return [tuple(month[name] for name in names) for month in api["months"]]


def printed_rows(cells) -> list[list[str]]:
    """Months and blocks, (2) to (12) without the share of the year, as the dashboard writes them."""
    return [printed_row(cells, row) for row in range(10, month_rows(cells)[-1] + 1)]


def printed_row(cells, row: int) -> list[str]:
    printed = [in_words(cells.get(("Bulanan", f"{letter}{row}"))) for letter in "BCDEFGHIK"]
    status = cells["Bulanan", f"L{row}"]
    if ("Bulanan", f"A{row}") in cells:
        return [*printed, OF_A_MONTH[status][0]]
    # What stands beside a block has no status of its own on the page.
    return [*printed, status if status == "gabungan" else ""]


def printed_total(cells) -> list[str]:
    row = total_row(cells, "Bulanan")
    return ["Jumlah", *(in_words(cells.get(("Bulanan", f"{letter}{row}"))) for letter in "CDEFGHIK")]


def said_until(cells) -> str:
    """``s.d. Oktober 2019`` of the line below the months."""
    said = cells["Bulanan", f"A{total_row(cells, 'Bulanan') + 1}"]
    return re.search(r"s\.d\. [^:]+", said)[0]


def in_words(value) -> str:
    """Where the dashboard prints a dash for zero the sheet has the number itself."""
    if value is None:
        return ""
    return value if isinstance(value, str) else count(value) if value else "–"


def checks(cells) -> dict:
    """The year's figures as the control sheet reaches them by formula."""
    rows = range(2, 2 + len(control(cells)))
    return dict(zip(column(cells, "Kontrol", "A", rows), column(cells, "Kontrol", "C", rows), strict=True))


def year_of_workbook(cells) -> dict:
    said = checks(cells)
    wanted = ("Realisasi", "Target tahunan", "Capaian target tahunan", "Sisa target", "Lebih dari target", "Predikat")
    per_day = re.search(r"([\d.,]+) per hari buka \((\d+) hari\)", cells["Ringkasan", "D26"])
    return {
        "figures": [said[name] for name in wanted],
        "growth": next(value for name, value in said.items() if name.startswith("Perubahan")),
        "quarters": [None if said[name] == UNKNOWN else said[name] for name in QUARTERS],
        "blocks": [value for name, value in said.items() if name.endswith("(gabungan)")],
        "plan": said["Rencana s.d. keadaan data"],
        "reached": said["Target tercapai pada"],
        "pace": per_day and per_day.groups(),  # no sentence before the year's first open day
    }


def year_of_api(api) -> dict:
    names = ("visits", "target", "achievement_percent", "remaining", "excess", "rating")
    in_indonesian = {"achievement_percent": lambda value: f"{with_comma(value)}%"}
    growth, pace = api["previous_year"]["growth_percent"], api["pace"]
    sign = "−" if growth.startswith("-") else ""
    return {
        "figures": [in_indonesian.get(name, lambda value: value)(api[name]) for name in names],
        "growth": f"{sign}{with_comma(growth.lstrip('-'))}%",
        "quarters": [quarter["visits"] for quarter in api["quarters"]],
        "blocks": [block["visits"] for block in api["blocks"]],
        "plan": with_comma(api["plan_to_date"]),
        "reached": reached_of(api),
        "pace": pace["per_open_day"] and (with_comma(pace["per_open_day"]), str(pace["open_days"])),
    }


def reached_of(api) -> str:
    if api["target_reached_in"] is None:
        return "belum tercapai"
    months = [MONTHS[int(month[5:]) - 1] for month in api["target_reached_in"].split("/")]
    return months[0] if len(months) == 1 else f"{'–'.join(months)} (gabungan)"


def origins_of_workbook(cells) -> dict[str, int]:
    """The rows of Data added up by the words of their column asal."""
    heads = {
        said: place[0] for (sheet, place), said in cells.items() if sheet == "Data" and re.fullmatch("[A-Z]5", place)
    }
    sums: dict[str, int] = {}
    for row in range(6, 6 + len(cells)):
        if ("Data", f"{heads['asal']}{row}") in cells:
            origin, visits = (cells["Data", f"{heads[name]}{row}"] for name in ("asal", "jumlah"))
            sums[origin] = sums.get(origin, 0) + visits
    return {origin: visits for origin, visits in sums.items() if visits}
