"""The numbers behind the charts: tables of blocks and quarters, and CSV that no spreadsheet runs."""

import csv
from datetime import date
from io import StringIO

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from checkin.models import VisitorCategory
from reports import tables
from reports.csv_files import harmless
from reports.figures import Total
from reports.tests.years import a_year, ksp_2019


def texts(table):
    return [[cell.text for cell in row.cells] for row in table.rows]


def total(first, last, visits):
    return Total(date(2019, *first), date(2019, *last), visits, "rekap")


@pytest.mark.parametrize(
    ("blocks", "tied"),
    [
        ([total((4, 1), (9, 30), 346)], [(2, 3, 346)]),
        ([total((5, 1), (9, 30), 300)], [(2, 3, 300)]),
        ([total((1, 1), (12, 31), 42)], [(1, 4, 42)]),
        ([total((3, 1), (4, 30), 10), total((9, 1), (10, 31), 20)], [(1, 2, 10), (3, 4, 20)]),
        ([total((3, 1), (4, 30), 10), total((5, 1), (7, 31), 20)], [(1, 3, 30)]),
        ([total((1, 1), (3, 31), 77)], []),
    ],
)
def test_blocks_tie_quarters_together(blocks, tied):
    assert list(tables.tied_quarters(a_year(totals=blocks))) == tied


def test_known_months_beside_a_block_count_in_the_tied_quarters():
    year = a_year({4: 50}, totals=[total((5, 1), (9, 30), 300)])

    assert list(tables.tied_quarters(year)) == [(2, 3, 350)]


def test_a_month_half_of_whose_days_are_in_a_block_counts_with_both_halves():
    year = a_year({4: 50}, totals=[total((4, 16), (9, 30), 300), total((1, 1), (1, 31), 7)])

    assert list(tables.tied_quarters(year)) == [(2, 3, 350)]


def test_a_block_stands_after_its_last_month():
    names = [row[0] for row in texts(tables.months(ksp_2019()))]

    assert names[8:11] == ["September", "April–September (gabungan)", "Oktober"]
    assert names[-1] == "Jumlah"


def test_visits_beside_a_block_in_its_last_month_have_a_row_of_their_own():
    year = a_year({6: 40}, totals=[total((4, 1), (6, 15), 100)], target=1200)

    rows = texts(tables.monthly(year))

    assert [row[0] for row in rows[5:8]] == ["Juni", "Juni (di luar gabungan)", "April–Juni (gabungan)"]
    assert rows[6] == ["Juni (di luar gabungan)", "", "", "40", "", "", "", "", "", ""]
    assert [row[3] for row in (rows[5], rows[7], rows[-1])] == ["…", "100", "140"]


def test_zero_and_unknown_look_different():
    year = a_year(totals=[total((1, 1), (1, 31), 0)])
    january, february = texts(tables.months(year))[:2]

    assert (january[2], february[2]) == ("–", "…")


def test_a_month_whose_target_is_nothing_has_no_percentage():
    year = a_year({1: 5}, target=(0, *[10] * 11))

    assert tables.months(year).rows[0].cells[3].text == "…"


@pytest.mark.parametrize("opening", ["=1+1", "+1", "-1", "@sum", "\tx", "\rx", '=HYPERLINK("http://x","Klik")'])
def test_a_text_that_a_spreadsheet_would_run_gets_an_apostrophe(opening):
    assert harmless(opening) == f"'{opening}"


def test_numbers_and_plain_texts_stay_as_they_are():
    assert [harmless(value) for value in ("Januari", 5, -12, None)] == ["Januari", 5, -12, ""]


@pytest.fixture
def download(client, reporter, history):
    client.force_login(reporter)
    return lambda table, year=2019: client.get(reverse("reports-csv", args=["ksp", year, table]))


def rows_of(response):
    return list(csv.reader(StringIO(response.content.decode("utf-8-sig")), delimiter=";"))


@pytest.mark.django_db
def test_the_csv_holds_the_page_s_numbers_plainly(download):
    response = download("monthly")
    rows = {row[0]: row[1:] for row in rows_of(response)}

    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="ksp-2019-monthly.csv"'
    assert response.headers["Cache-Control"] == "no-store"
    assert response.content.startswith(b"\xef\xbb\xbf")
    assert rows["Oktober"] == ["23", "83", "142", "171,08", "834", "1015", "121,70", "181", "tetap"]
    assert rows["Mei"] == ["21", "83", "", "", "419", "", "", "", "tidak tersedia (…)"]
    assert rows["Jumlah"][:4] == ["246", "1000", "1015", "101,50"]


@pytest.mark.django_db
def test_the_english_csv_has_commas_between_and_points_within(download):
    with translation.override("en"):
        lines = download("monthly").content.decode("utf-8-sig").splitlines()

    assert lines[9] == "September,21,83,,,751,873,116.25,122,not available (…)"
    assert lines[11] == "October,23,83,142,171.08,834,1015,121.70,181,final"


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["monthly", "months", "cumulative", "categories", "quarters"])
def test_every_table_of_the_page_can_be_downloaded(download, table):
    assert len(rows_of(download(table))) > 1


@pytest.mark.django_db
def test_an_empty_year_can_be_downloaded_too(download):
    assert len(rows_of(download("monthly", 2020))) == 14
    assert len(rows_of(download("categories", 2020))) == 1


@pytest.mark.django_db
def test_a_table_that_there_is_not_is_no_page(download):
    assert download("names").status_code == 404


@pytest.mark.django_db
def test_a_relabelled_category_is_no_formula(download, enter, site):
    VisitorCategory.objects.filter(code="MHS").update(label="=cmd|'/c calc'!A1")
    enter()

    rows = rows_of(download("categories", site.day_of(timezone.now()).year))

    assert rows[1][0] == "'=cmd|'/c calc'!A1"


@pytest.mark.django_db
def test_the_front_desk_downloads_nothing(desk, history, other_site):
    assert desk.get(reverse("reports-csv", args=["ksp", 2019, "monthly"])).status_code == 403
    assert desk.get(reverse("reports-csv", args=["contoh", 2019, "monthly"])).status_code == 404
