"""The words the product starts with: categories, origins, purposes. Codes are permanent; the rest is data."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Model

from checkin.models import Origin, Purpose, VisitorCategory

# U+2011 keeps e‑sport, co‑working and start‑up whole at a line's end.
PURPOSES = [
    # code, label, English, hint, English hint, usual room
    ("KERJA", "Bekerja atau belajar", "Work or study", "", "", "COW"),
    ("INFO", "Informasi & layanan", "Information & services", "", "", "INF"),
    ("ACARA", "Acara atau pelatihan", "Event or training", "", "", "AUL"),
    ("ESPORT", "Latihan e‑sport", "E‑sport practice", "", "", "ESP"),
    ("RAPAT", "Rapat daring", "Online meeting", "", "", "RPD"),
    ("LAIN", "Lainnya", "Something else", "", "", ""),
]
CATEGORIES = [
    # code, label, English, hint, English hint, group, always a group, usual purpose
    ("MHS", "Mahasiswa", "University students", "", "", "students", False, "KERJA"),
    ("PLJ", "Pelajar", "School pupils", "", "", "students", False, "KERJA"),
    ("TKP", "TK & PAUD", "Kindergarten groups", "datang berombongan", "come as a group", "students", True, "ACARA"),
    ("ASN", "Pegawai pemerintah", "Civil servants", "", "", "civil-servants", False, "RAPAT"),
    ("KOM", "Komunitas", "Communities", "", "", "communities", False, "ACARA"),
    ("ESP", "Pemain e‑sport", "E‑sport players", "", "", "esport-players", False, "ESPORT"),
    ("STU", "Start‑up & kreatif", "Start‑ups, creatives", "", "", "communities", False, "KERJA"),
    ("KRS", "Kursus & pelatihan", "Course participants", "mis. tata rias", "e.g. make‑up", "communities", False,
     "ACARA"),
    ("UMM", "Masyarakat umum", "General public", "", "", "public", False, "INFO"),
]  # fmt: skip
ORIGINS = [
    # slug, label, English, official name, Kemendagri, BPS, on the kiosk
    ("tanjungpinang", "Tanjungpinang", "Tanjungpinang", "Kota Tanjungpinang", "21.72", "2172", True),
    ("bintan", "Bintan", "Bintan", "Kabupaten Bintan", "21.01", "2102", True),
    ("batam", "Batam", "Batam", "Kota Batam", "21.71", "2171", True),
    ("karimun", "Karimun", "Karimun", "Kabupaten Karimun", "21.02", "2101", True),
    ("lingga", "Lingga", "Lingga", "Kabupaten Lingga", "21.04", "2104", True),
    ("natuna", "Natuna", "Natuna", "Kabupaten Natuna", "21.03", "2103", True),
    ("anambas", "Anambas", "Anambas", "Kabupaten Kepulauan Anambas", "21.05", "2105", True),
    ("luar-kepri", "Luar Kepri", "Outside Kepri", "Provinsi lain", "", "", True),
    ("luar-negeri", "Luar negeri", "Abroad", "Luar negeri", "", "", False),
    ("tidak-diketahui", "Tidak diketahui", "Not known", "", "", "", False),
]


@transaction.atomic
def load_vocabulary() -> None:
    """Add the words that are missing; what an office has relabelled or retired stays as it is."""
    _add_missing(
        Purpose(
            code=code, label=label, label_en=label_en, hint=hint, hint_en=hint_en, space_code=space_code,
            position=position,
        )
        for position, (code, label, label_en, hint, hint_en, space_code) in enumerate(PURPOSES)
    )  # fmt: skip
    purposes = {purpose.code: purpose for purpose in Purpose.objects.all()}
    _add_missing(
        VisitorCategory(
            code=code, label=label, label_en=label_en, hint=hint, hint_en=hint_en, group=group,
            is_always_group=is_always_group, usual_purpose=purposes[usual], position=position,
        )
        for position, (code, label, label_en, hint, hint_en, group, is_always_group, usual) in enumerate(CATEGORIES)
    )  # fmt: skip
    _add_missing(
        Origin(
            slug=slug, label=label, label_en=label_en, official_name=official, kemendagri_code=kemendagri,
            bps_code=bps, is_on_kiosk=on_kiosk, position=position,
        )
        for position, (slug, label, label_en, official, kemendagri, bps, on_kiosk) in enumerate(ORIGINS)
    )  # fmt: skip


def _add_missing(words: Iterable[Model]) -> None:
    """By their permanent codes; two servers that start at once add them once."""
    words = list(words)
    type(words[0]).objects.bulk_create(words, ignore_conflicts=True)
