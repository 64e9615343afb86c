"""The workbook of KSP's published year, word for word; and dashboard, API and workbook cell by cell."""

import re
from datetime import date
from decimal import Decimal
from hashlib import sha256

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from checkin.models import VisitorCategory
from checkin.services.totals import record_total
from reports.models import AnnualTarget
from reports.targets import even, set_target
from reports.tests.workbooks import cells_of, column, control, opened
from reports.workbook.indonesian import UNKNOWN, count

PARAGRAPH = (
    "Realisasi kunjungan s.d. Oktober 2019 sebanyak 1.015 kunjungan atau 101,50% dari target 1.000 kunjungan (predikat "
    "sangat tinggi). Dibandingkan tahun 2018 sebanyak 42 kunjungan, terjadi kenaikan 973 kunjungan atau 2.316,67%."
)
TEN_FACTS = [
    ("Capaian terhadap target tahunan", "101,50% (1.015 dari 1.000 kunjungan)"),
    ("Selisih terhadap target tahunan", "lebih 15 kunjungan (1,50%); sisa target 0"),
    ("Target tahunan tercapai pada", "Oktober 2019; saat itu dibutuhkan 127 dari 142 kunjungan"),
    ("Dibandingkan seluruh tahun 2018", "naik 973 kunjungan atau 2.316,67% (24,17 kali)"),
    ("Realisasi seluruh tahun 2018 terlampaui pada", "Januari 2019 (97 kunjungan, 2,31 kali, naik 130,95%)"),
    (
        "Bulan dan triwulan tertinggi yang diketahui",
        "Maret 311 kunjungan (30,64%); Triwulan I 527 kunjungan (51,92%)",
    ),
    ("Kenaikan bulanan tertinggi", "Maret terhadap Februari naik 161,34%"),
    (
        "Bulan terakhir yang diketahui",
        "Oktober 142 kunjungan; terhadap rata-rata April–September naik 146,24%; terhadap Maret (tertinggi) "
        "turun 54,34%",
    ),
    ("Rata-rata", "101,50 kunjungan per bulan (10 bulan berdata); 4,95 per hari buka (205 hari)"),
    ("Data gabungan", "April–September 346 kunjungan, rata-rata 57,67 per bulan (34,09%)"),
]
BULANAN_2019 = [
    # (1) to (12): month, open days, target, visits, share, target and visits to date, shares, difference, status
    (1, "Januari", 22, 84, 97, "115,48%", 84, 97, "115,48%", "9,70%", "+13", "tetap"),
    (2, "Februari", 19, 84, 119, "141,67%", 168, 216, "128,57%", "21,60%", "+48", "tetap"),
    (3, "Maret", 20, 84, 311, "370,24%", 252, 527, "209,13%", "52,70%", "+275", "tetap"),
    (4, "April", 19, 84, "…", "…", 336, "…", "…", "…", "…", "gabungan"),
    (5, "Mei", 21, 83, "…", "…", 419, "…", "…", "…", "…", "gabungan"),
    (6, "Juni", 15, 83, "…", "…", 502, "…", "…", "…", "…", "gabungan"),
    (7, "Juli", 23, 83, "…", "…", 585, "…", "…", "…", "…", "gabungan"),
    (8, "Agustus", 22, 83, "…", "…", 668, "…", "…", "…", "…", "gabungan"),
    (9, "September", 21, 83, "…", "…", 751, 873, "116,25%", "87,30%", "+122", "gabungan"),
    (None, "April–September (gabungan)", 121, 499, 346, "69,34%", 751, 873, "116,25%", "87,30%", "+122", "gabungan"),
    (10, "Oktober", 23, 83, 142, "171,08%", 834, 1015, "121,70%", "101,50%", "+181", "tetap"),
    (11, "November", 21, 83, "…", "…", 917, "…", "…", "…", "…", "tidak ada data"),
    (12, "Desember", 20, 83, "…", "…", 1000, "…", "…", "…", "…", "tidak ada data"),
    ("JUMLAH", None, 246, 1000, 1015, "101,50%", None, None, None, "101,50%", None, None),
]


@pytest.fixture
def download(client, reporter):
    """The workbook as reporting staff get it from the dashboard."""
    client.force_login(reporter)

    def download(site, year, kind="live"):
        response = client.get(reverse("reports-workbook", args=[site.code, year]), {"edition": kind})
        return cells_of(opened(response.content, data_only=True))

    return download


@pytest.fixture
def published_year(history):
    return history, 2019


@pytest.fixture
def running_year(site, enter, local):
    """A year that runs today, with visits of several kinds in its first months and today."""
    today = site.day_of(timezone.now())
    kinds = list(VisitorCategory.objects.all())
    for month in range(1, today.month + 1):
        for n in range(month % 3 + 1):
            enter(at=local(today.year, month, 1, 9), persons=7 * month + n, category=kinds[(month + n) % len(kinds)])
    record_total(
        site=site, first_day=date(today.year - 1, 1, 1), last_day=date(today.year - 1, 12, 31), visits=411,
        source="Rekap", today=today,
    )  # fmt: skip
    set_target(site=site, year=today.year, months=even(1301), method=AnnualTarget.Method.EVEN)
    return site, today.year


@pytest.fixture
def beside_a_block(history, enter, local):
    """KSP's 2020: a sum from the middle of February, and visits before and after it."""
    record_total(
        site=history, first_day=date(2020, 2, 10), last_day=date(2020, 4, 20), visits=77, source="Rekap",
        today=date(2026, 1, 1),
    )  # fmt: skip
    for day, persons in (((2020, 1, 6), 4), ((2020, 2, 3), 5), ((2020, 4, 27), 6), ((2020, 6, 2), 7)):
        enter(at=local(*day, 10), persons=persons)
    set_target(site=history, year=2020, months=even(90), method=AnnualTarget.Method.EVEN)
    return history, 2020


def table(cells, rows) -> list[tuple]:
    return [tuple(cells.get(("Bulanan", f"{letter}{row}")) for letter in "ABCDEFGHIJKL") for row in rows]


@pytest.mark.parametrize("kind", ["live", "values"])
def test_the_published_year_is_printed_to_the_last_digit(download, history, kind):
    cells = download(history, 2019, kind)

    assert table(cells, range(10, 24)) == BULANAN_2019
    assert cells["Ringkasan", "A15"] == PARAGRAPH
    assert [(cells["Ringkasan", f"B{row}"], cells["Ringkasan", f"D{row}"]) for row in range(18, 28)] == TEN_FACTS
    assert cells["Bulanan", "A24"] == (
        "Predikat capaian s.d. Oktober 2019: Sangat tinggi (121,70% dari rencana 834 kunjungan)"
    )
    assert cells["Bulanan", "A25"] == "Target tahunan tercapai pada: Oktober"
    assert set(control(cells).values()) == {"COCOK"}


def test_metadata_says_rules_target_and_fingerprint(download, history):
    said = metadata(download(history, 2019))

    assert said["Target"] == "1.000 kunjungan (versi 1)"
    assert said["Metode target bulanan"].startswith("Rata")
    assert said["Aturan hitung 4"] == "Hari dan bulan mengikuti waktu setempat (WIB, Asia/Jakarta)."
    assert said["Sumber data"] == "absen elektronik"
    assert said["Diekspor oleh"] == "Staf pelaporan"
    assert said["Hasil lembar Kontrol"] == "SEMUA COCOK: 56 dari 56"
    assert "SKB 3 Menteri" in said["Sumber hari buka"]
    rows = [
        f"{month}\t{(month + 2) // 3}\tksp\tTidak diketahui\tTidak diketahui\tTidak diketahui\t{visits}\ttetap\t"
        f"2019-{month:02d}-01/2019-{month:02d}-{last}\tunknown"
        for month, visits, last in ((1, 97, 31), (2, 119, 28), (3, 311, 31), (10, 142, 31))
    ]
    rows.append(
        "\t\tksp\tTidak diketahui\tTidak diketahui\tTidak diketahui\t346\tgabungan\t2019-04-01/2019-09-30\tunknown"
    )
    assert said["SHA-256 baris Data"] == sha256("\n".join(rows).encode()).hexdigest()


@pytest.mark.parametrize("kind", ["live", "values"])
@pytest.mark.parametrize("known", ["published_year", "running_year", "beside_a_block"])
def test_dashboard_api_and_workbook_show_the_same(request, client, download, known, kind):
    site, year = request.getfixturevalue(known)
    cells = download(site, year, kind)
    api = client.get(reverse("api-year", args=[site.code, year])).json()
    page = client.get(reverse("reports-dashboard", args=[site.code, year])).content.decode()

    assert months_of_workbook(cells) == months_of_api(api)
    assert year_of_workbook(cells) == year_of_api(api)
    assert printed_rows(cells) == dashboard_rows(page)


def test_the_comparison_notices_one_visit(client, download, history):
    """The broken twin: the same comparison, a visit more in one place."""
    cells = download(history, 2019)
    cells["Bulanan", "E12"] += 1
    api = client.get(reverse("api-year", args=["ksp", 2019])).json()
    page = client.get(reverse("reports-dashboard", args=["ksp", 2019])).content.decode()

    assert months_of_workbook(cells) != months_of_api(api)
    assert printed_rows(cells) != dashboard_rows(page)


def metadata(cells) -> dict:
    rows = range(10, 60)
    return dict(zip(column(cells, "Metadata", "B", rows), column(cells, "Metadata", "C", rows), strict=True))


def month_rows(cells) -> list[int]:
    return [row for row in range(10, 40) if cells.get(("Bulanan", f"A{row}")) in range(1, 13)]


def months_of_workbook(cells) -> list[tuple]:
    rows = [[cells["Bulanan", f"{letter}{row}"] for letter in "ACDEGH"] for row in month_rows(cells)]
    return [tuple(None if value == UNKNOWN else value for value in row) for row in rows]


def months_of_api(api) -> list[tuple]:
    names = ("month", "open_days", "target", "visits", "target_cumulative", "cumulative")
    return [tuple(month[name] for name in names) for month in api["months"]]


def year_of_workbook(cells) -> dict:
    """The year's figures as the control sheet reaches them by formula, and the categories of their own sheet."""
    rows = range(2, 2 + len(control(cells)))
    said = dict(zip(column(cells, "Kontrol", "A", rows), column(cells, "Kontrol", "C", rows), strict=True))
    wanted = ("Realisasi", "Target tahunan", "Capaian target tahunan", "Sisa target", "Lebih dari target", "Predikat")
    quarters = [said[f"Triwulan {number}"] for number in ("I", "II", "III", "IV")]
    heads = {place[:-1]: code for (sheet, place), code in cells.items() if sheet == "Kategori" and place[1:] == "7"}
    total_row = next(row for row in range(10, 40) if cells.get(("Kategori", f"A{row}")) == "JUMLAH")
    sums = {code: cells["Kategori", f"{letter}{total_row}"] for letter, code in heads.items()}
    return {
        "figures": [said[name] for name in wanted],
        "growth": next(value for name, value in said.items() if name.startswith("Perubahan")),
        "quarters": [None if value == UNKNOWN else value for value in quarters],
        "categories": {code: number for code, number in sums.items() if number not in (UNKNOWN, 0)},
        "blocks": [value for name, value in said.items() if name.endswith("(gabungan)")],
    }


def year_of_api(api) -> dict:
    names = ("visits", "target", "achievement_percent", "remaining", "excess", "rating")
    in_indonesian = {"achievement_percent": lambda value: f"{value.replace('.', ',')}%"}
    growth = f"{Decimal(api['previous_year']['growth_percent']):,}%"
    return {
        "figures": [in_indonesian.get(name, lambda value: value)(api[name]) for name in names],
        "growth": growth.translate(str.maketrans({",": ".", ".": ",", "-": "−"})),
        "quarters": [quarter["visits"] for quarter in api["quarters"]],
        "categories": {row["code"]: row["visits"] for row in api["categories"] if row["visits"]},
        "blocks": [block["visits"] for block in api["blocks"]],
    }


def printed_rows(cells) -> list[list[str]]:
    """Months and blocks, (2) to (11) without the share of the year, as the dashboard writes them."""
    last = month_rows(cells)[-1]
    rows = [[cells.get(("Bulanan", f"{letter}{row}")) for letter in "BCDEFGHIK"] for row in range(10, last + 1)]
    return [[in_words(value) for value in row] for row in rows]


def in_words(value) -> str:
    """Where the dashboard prints a dash for zero the sheet has the number itself."""
    if value is None:
        return ""
    return value if isinstance(value, str) else count(value) if value else "–"


def dashboard_rows(page: str) -> list[list[str]]:
    monthly = page.split('class="card monthly"')[1]
    rows = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in re.findall(r"<tr.*?</tr>", monthly, re.DOTALL)]
    return [[strip_tags(cell) for cell in row[:9]] for row in rows[1:-1]]
