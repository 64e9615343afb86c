"""Metadata: what the numbers mean, how they were counted, and what was exported when."""

from kspvisits import __version__
from reports.figures import Rating
from reports.models import AnnualTarget
from reports.workbook import indonesian, looks, paper
from reports.workbook.data import fingerprint
from reports.workbook.lines import FIRST_ROW
from reports.workbook.live import Live
from reports.workbook.report import Report
from reports.workbook.writer import Sheet

TITLE = "Metadata"
LAST_COLUMN = "C"
METHODS = {
    AnnualTarget.Method.EVEN: "Rata: dua belas bagian sama besar, sisa pembulatan untuk bulan yang lebih awal.",
    AnnualTarget.Method.OPEN_DAYS: "Menurut hari buka tiap bulan, dibulatkan dengan sisa terbesar.",
    AnnualTarget.Method.MANUAL: "Diisi per bulan oleh pengelola.",
}
# The counting rules, as every export has to say them.
RULES = (
    "Satu kunjungan adalah satu orang yang masuk untuk memakai fasilitas. Rombongan n orang dihitung n kunjungan.",
    "Orang beridentitas yang masuk lagi ke tempat yang sama pada hari yang sama dihitung satu kunjungan; catatan "
    "tanpa identitas selalu dihitung, karena tidak dapat dicocokkan.",
    "Petugas yang bertugas, pengantar barang, dan orang yang sekadar lewat tidak dihitung.",
    "Hari dan bulan mengikuti waktu setempat ({zone}).",
    "Kunjungan masuk ke bulan saat orangnya masuk, walaupun keluar setelah tengah malam.",
    "Jumlah orang berbeda hanya dilaporkan untuk kunjungan yang beridentitas, beserta cakupannya; buku ini tidak "
    "memuatnya.",
    "Kunjungan yang dibatalkan dihitung 0, tetapi tetap tersimpan dengan alasannya.",
    "Persentase dihitung dari bilangan bulat dan dibulatkan saat ditampilkan: setengah dibulatkan ke atas.",
)
CALENDAR = (
    "Jam layanan mingguan dan kalender tempat ini. Hari libur nasional dan cuti bersama dimuat dari paket Python "
    "holidays; dasar hukumnya SKB 3 Menteri tentang hari libur nasional dan cuti bersama."
)
SCALE = "; ".join(f"{band.label} mulai {band.floor}%" for band in Rating) + ". Dibandingkan sebelum pembulatan."
SIGNS = (
    "… data tidak tersedia, bukan nol; * angka sementara karena bulan masih berjalan; (gabungan) hanya diketahui "
    "sebagai jumlah beberapa bulan dan tidak dipecah."
)
FINGERPRINT = (
    "Nilai dipisah tab, baris dipisah ganti baris (LF), UTF-8, sel kosong dibiarkan kosong, tanpa baris judul."
)


def fill(sheet: Sheet, report: Report, checked: Live) -> None:
    paper.head(sheet, report, "METADATA LAPORAN KUNJUNGAN", LAST_COLUMN)
    paper.headings(sheet, ("No", "Uraian", "Isi"), height=18)
    sheet.widths({"A": 5, "B": 30, "C": 74})
    rows = [*_about(report), *_target(report), *_rules(report), *_file(report, checked)]
    for row, (words, said, *look) in enumerate(rows, FIRST_ROW):
        sheet.put(f"A{row}", row - FIRST_ROW + 1, looks.CENTRED)
        sheet.put(f"B{row}", words, looks.WORDS)
        paper.paragraph(sheet, f"C{row}", said, *look or [looks.WORDS], characters=88)
    paper.set_up(sheet, report, area=f"A1:{LAST_COLUMN}{FIRST_ROW + len(rows) - 1}", one_page=False)


def _about(report: Report) -> list[tuple]:
    site = report.site
    return [
        ("Tempat", f"{site.name} ({site.code})"),
        ("Penanggung jawab", site.agency),
        ("Indikator", f"Jumlah kunjungan {site.name} tahun {report.year}"),
        ("Definisi operasional", RULES[0]),
        ("Rumus capaian", "Realisasi dibagi target, dikali 100%. Capaian di atas 100% ditampilkan apa adanya."),
        ("Satuan", "kunjungan"),
        ("Polaritas", "Maksimal: makin tinggi makin baik."),
        ("Frekuensi", "Bulanan; dilaporkan tahunan."),
        ("Sumber data", "; ".join(report.sources) or "Belum ada data."),
        ("Keadaan data", indonesian.day(report.figures.as_of)),
    ]


def _target(report: Report) -> list[tuple]:
    target = report.target
    if target is None:
        return [("Target", "Target belum ditetapkan.")]
    day = f", {indonesian.day(target.document_date)}" if target.document_date else ""
    return [
        ("Target", f"{indonesian.count(target.total)} kunjungan (versi {target.version})"),
        ("Dasar target", f"{target.document}{day}" if target.document else indonesian.UNKNOWN),
        ("Metode target bulanan", METHODS[target.method]),
        ("Rencana s.d. suatu tanggal", "Target bulan yang sudah lewat, ditambah bagian hari buka bulan berjalan."),
    ]


def _rules(report: Report) -> list[tuple]:
    zone = f"{report.site.zone_name}, {report.site.timezone}"
    rules = [(f"Aturan hitung {n}", rule.format(zone=zone)) for n, rule in enumerate(RULES, 1)]
    return [*rules, ("Predikat", SCALE), ("Sumber hari buka", CALENDAR), ("Simbol", SIGNS)]


def _file(report: Report, checked: Live) -> list[tuple]:
    at = report.exported_at
    return [
        ("Tanggal ekspor", at.date(), looks.WORDS.but(format=looks.DAY_FORMAT)),
        ("Jam ekspor", f"{at:%H.%M} {report.site.zone_name}"),
        ("Diekspor oleh", report.exported_by),
        ("Versi aplikasi", f"KSP Visits {__version__}"),
        ("Jumlah catatan kunjungan", report.figures.records, looks.WORDS.but(format=looks.COUNT_FORMAT)),
        ("Jumlah baris Data", len(report.rows), looks.WORDS.but(format=looks.COUNT_FORMAT)),
        ("SHA-256 baris Data", fingerprint(report.rows)),
        ("Cara menghitung SHA-256", FINGERPRINT),
        ("Hasil lembar Kontrol", checked),
    ]
