"""What the dashboard says in words: the answer on top, the tiles, the findings; in Indonesian."""

from datetime import date, timedelta

import pytest

from reports import sentences
from reports.figures import Cell, Total
from reports.shares import Share, category_shares
from reports.tests.years import KSP_2019, a_year, ksp_2019
from reports.tiles import tiles

WEEKDAYS_2019 = [day for day in (date(2019, 1, 1) + timedelta(n) for n in range(365)) if day.weekday() < 5]
RUNNING = {"today": date(2019, 2, 28), "open_days": WEEKDAYS_2019, "target": 1200}


def tile(figures, name, *, is_running=False):
    return next(tile for tile in tiles(figures, is_running=is_running) if tile.name == name)


def said(figures, name, *, is_running=False):
    found = tile(figures, name, is_running=is_running)
    return (found.value, *found.notes)


def test_the_answer_of_2019_names_the_month_of_the_crossing():
    answer = sentences.answer(ksp_2019(), is_running=False)

    assert answer.headline == "Target tercapai pada Oktober 2019: 1.015 dari 1.000 kunjungan."
    assert answer.detail == "Lebih 15 kunjungan dari target. Keadaan s.d. 31 Oktober 2019."


@pytest.mark.parametrize(
    ("visits", "answer"),
    [
        (240, "Di jalur menuju target 1.200: 240 kunjungan, lebih 40 dari rencana sampai saat ini."),
        (200, "Di jalur menuju target 1.200: 200 kunjungan, tepat sesuai rencana sampai saat ini."),
        (150, "Belum di jalur menuju target 1.200: 150 kunjungan, kurang 50 dari rencana sampai saat ini."),
    ],
)
def test_a_running_year_is_on_course_or_not(visits, answer):
    assert sentences.answer(a_year({1: 100, 2: visits - 100}, **RUNNING), is_running=True).headline == answer


def test_a_plan_begun_is_asked_for_in_whole_visits():
    year = a_year({1: 100}, today=date(2019, 1, 30), open_days=WEEKDAYS_2019, target=1201)

    assert year.plan_to_date.denominator > 1
    assert sentences.lead_of(year) == year.visits - (int(year.plan_to_date) + 1)


def test_a_year_that_is_over_was_missed():
    year = a_year(totals=[Total(date(2019, 1, 1), date(2019, 12, 31), 900, "rekap")], target=1000)

    assert sentences.answer(year, is_running=False).headline == "Target 2019 tidak tercapai: 900 dari 1.000 kunjungan."
    assert sentences.answer(year, is_running=False).detail.startswith("Kurang 100 kunjungan.")


def test_a_past_year_whose_records_break_off_is_on_no_course():
    answer = sentences.answer(ksp_2019(totals=KSP_2019[:-1]), is_running=False)

    assert (
        answer.headline == "Pencatatan berakhir pada 30 September 2019, di bawah target 2019: 873 dari 1.000 kunjungan."
    )
    assert answer.detail == "Kurang 127 kunjungan."


def test_a_crossing_inside_a_block_is_an_interval():
    year = a_year(totals=[Total(date(2019, 4, 1), date(2019, 9, 30), 1200, "rekap")], target=1000)

    assert sentences.answer(year, is_running=False).headline.startswith(
        "Target tercapai antara April dan September 2019:"
    )
    assert said(year, "Target tercapai")[0] == "April–September"


def test_without_a_target_there_are_visits_and_no_percentages():
    year = a_year({1: 42})

    assert sentences.answer(year, is_running=False).headline == "42 kunjungan pada tahun 2019; target belum ditetapkan."
    for name in ("Capaian", "Sisa target", "Target tercapai", "Perlu per hari buka"):
        assert said(year, name) == ("…", "target belum ditetapkan")
    assert "%" not in "".join(text for each in tiles(year, is_running=False) for text in (each.value, *each.notes))


def test_before_october_two_visits_are_needed_on_each_of_64_open_days():
    days = [day for day in WEEKDAYS_2019 if day > date(2019, 9, 30)][:64]
    year = ksp_2019(totals=KSP_2019[:-1], open_days=[*WEEKDAYS_2019[:100], *days])

    assert sentences.needed(year).startswith("Perlu 2 kunjungan per hari buka (127 lagi, 64 hari).")
    assert said(year, "Perlu per hari buka", is_running=True) == ("2", "127 lagi dalam 64 hari buka")
    assert said(year, "Sisa target", is_running=True) == ("127", "kunjungan lagi menuju 1.000")
    assert said(year, "Target tercapai", is_running=True) == ("belum tercapai", "baru 87,30%")


def test_the_tiles_of_a_past_year_whose_records_break_off_ask_for_nothing_more():
    year = ksp_2019(totals=KSP_2019[:-1], open_days=WEEKDAYS_2019, previous=1000)

    assert said(year, "Sisa target") == ("127", "kekurangan terhadap target 1.000")
    assert said(year, "Target tercapai") == ("tidak tercapai", "87,30% dari target")
    assert said(year, "Perlu per hari buka") == ("…", "pencatatan berakhir pada 30 September 2019")
    assert said(year, "Dibandingkan tahun lalu") == (
        "87,30%",
        "dari seluruh tahun 2018 (1.000 kunjungan)",
        "pencatatan berakhir pada 30 September 2019",
    )


def test_the_tiles_of_a_past_year_that_was_missed_ask_for_nothing_more():
    year = a_year(totals=[Total(date(2019, 1, 1), date(2019, 12, 31), 900, "rekap")], target=1000)

    assert said(year, "Target tercapai") == ("tidak tercapai", "90,00% dari target")
    assert said(year, "Perlu per hari buka") == ("…", "pencatatan berakhir pada 31 Desember 2019")


def test_the_tiles_of_2019():
    year = ksp_2019(open_days=WEEKDAYS_2019[:205])

    assert said(year, "Realisasi") == ("1.015", "kunjungan dari target 1.000")
    assert said(year, "Capaian") == ("101,50%", "dari target tahunan", "s.d. Oktober: 121,70% dari rencana 834")
    assert said(year, "Sisa target") == ("0", "lebih 15 kunjungan")
    assert said(year, "Target tercapai") == ("Oktober", "memerlukan 127 dari 142 kunjungan")
    assert said(year, "Laju per hari buka") == ("4,95", "kunjungan per hari buka", "205 hari buka")
    assert said(year, "Perlu per hari buka") == ("0", "target tercapai")
    assert said(year, "Dibandingkan tahun lalu") == ("naik 2.316,67%", "24,17 kali jumlah tahun 2018 (42 kunjungan)")


@pytest.mark.parametrize(
    ("visits", "badge"),
    [
        (184, ("Sangat tinggi", "▲▲")),
        (160, ("Tinggi", "▲")),
        (140, ("Sedang", "●")),
        (110, ("Rendah", "▼")),
        (90, ("Sangat rendah", "▼▼")),
    ],
)
def test_the_badge_rates_the_plan_so_far_in_a_word_and_a_sign(visits, badge):
    found = tile(a_year({2: visits}, **RUNNING), "Capaian")

    assert (found.badge.label, found.badge.cue) == badge


def test_at_the_end_of_the_year_one_achievement_is_said_once():
    year = a_year(totals=[Total(date(2019, 1, 1), date(2019, 12, 31), 900, "rekap")], target=1000)

    assert said(year, "Capaian") == ("90,00%", "dari target tahunan")
    assert tile(year, "Capaian").badge.label == "Tinggi"


def test_a_running_year_is_not_called_a_fall():
    year = a_year({1: 50}, previous=200, **RUNNING)

    assert said(year, "Dibandingkan tahun lalu", is_running=True) == (
        "25,00%",
        "dari seluruh tahun 2018 (200 kunjungan)",
        "tahun ini masih berjalan",
    )


def test_each_visit_beyond_the_target_of_a_running_year_is_welcome():
    said_of_it = said(a_year({1: 1300}, **RUNNING), "Perlu per hari buka", is_running=True)

    assert said_of_it == ("0", "Target sudah tercapai; setiap kunjungan menambah capaian.")


@pytest.mark.parametrize(
    ("previous", "shown"),
    [
        (None, ("…", "tidak ada data tahun 2018")),
        (0, ("…", "tahun 2018 tercatat 0 kunjungan")),
        (1015, ("sama", "1,00 kali jumlah tahun 2018 (1.015 kunjungan)")),
    ],
)
def test_what_cannot_be_compared_says_why(previous, shown):
    assert said(ksp_2019(previous=previous), "Dibandingkan tahun lalu") == shown


def test_a_fall_over_a_whole_year_is_a_fall():
    whole = [Total(date(2019, 1, 1), date(2019, 12, 31), 900, "rekap")]

    assert said(a_year(totals=whole, previous=1000), "Dibandingkan tahun lalu")[0] == "turun 10,00%"


def test_no_open_day_is_no_pace_and_says_so():
    year = a_year({1: 5}, target=1000, open_days=())

    assert said(year, "Laju per hari buka", is_running=True) == ("…", "belum ada hari buka yang lewat")
    assert said(year, "Laju per hari buka") == ("…", "tidak ada hari buka dalam kalender")
    assert said(year, "Perlu per hari buka", is_running=True) == ("…", "Tidak ada hari buka tersisa tahun ini.")


def test_the_months_of_2019_that_are_known_reached_their_targets():
    assert sentences.finding_of_months(ksp_2019()) == (
        "4 dari 4 bulan yang datanya lengkap mencapai target. "
        "April–September secara gabungan mencatat 346 kunjungan dari target 499."
    )
    assert sentences.block_captions(ksp_2019()) == [
        "346 dalam 6 bulan — rincian per bulan tidak tersedia; tinggi blok bergaris adalah rata-rata 57,67 per bulan."
    ]


def test_the_running_month_is_not_judged():
    assert sentences.finding_of_months(a_year({1: 120, 2: 3}, **RUNNING)).startswith("1 dari 1 bulan")


def test_the_path_says_how_far_ahead_or_behind():
    behind = a_year({1: 100, 2: 50}, **RUNNING)

    assert sentences.finding_of_path(ksp_2019()) == ("S.d. Oktober realisasi 1.015, rencana 834: lebih 181 kunjungan.")
    assert sentences.finding_of_path(behind) == "S.d. Februari realisasi 150, rencana 200: kurang 50 kunjungan."


def test_old_reports_do_not_say_who_came():
    shares = category_shares(ksp_2019(), {"unknown": "Tidak diketahui"})

    assert [(share.label, share.visits, share.share) for share in shares] == [("Tidak diketahui", 1015, 1)]
    assert sentences.finding_of_shares(shares).startswith("Seluruh 1.015 kunjungan hanya diketahui jumlahnya")


def test_some_visits_without_a_category_are_said():
    shares = (Share("MHS", "Mahasiswa", 30, None, None), Share("unknown", "Tidak diketahui", 70, None, None))

    assert sentences.finding_of_shares(shares).endswith("70 kunjungan tidak diketahui kategorinya.")


LABELS = {"MHS": "Mahasiswa", "PLJ": "Pelajar", "unknown": "Tidak diketahui"}
LAST_YEAR = [Cell(1, "MHS", "batam", "KERJA", 50, 50), Cell(2, "PLJ", "batam", "KERJA", 50, 50)]


def test_shares_change_in_points_against_last_year():
    (students,) = category_shares(a_year({1: 10}, previous=100), LABELS, LAST_YEAR)

    assert students.change == students.share - LAST_YEAR[0].visits / 100


@pytest.mark.parametrize("previous", [120, None], ids=["part of it without categories", "nothing"])
def test_shares_are_not_compared_with_what_is_not_wholly_known(previous):
    last_year = LAST_YEAR if previous else []

    (students,) = category_shares(a_year({1: 10}, previous=previous), LABELS, last_year)

    assert students.change is None
