"""The workbook of KSP's published year, word for word."""

from hashlib import sha256

import pytest

from reports.tests.workbooks import column, control

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


def metadata(cells) -> dict:
    rows = range(10, 60)
    return dict(zip(column(cells, "Metadata", "B", rows), column(cells, "Metadata", "C", rows), strict=True))
