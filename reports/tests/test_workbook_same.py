"""Dashboard, API and workbook cell by cell: wherever the same figure stands in two of them, it is the same."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from checkin.models import Origin, VisitorCategory
from checkin.services.totals import record_total
from reports.models import AnnualTarget
from reports.targets import even, set_target
from reports.tests.said import (
    OF_A_QUARTER,
    checks,
    in_words,
    months_of_api,
    months_of_workbook,
    number,
    origins_of_workbook,
    printed_rows,
    printed_total,
    said_until,
    tables_of,
    total_row,
    with_comma,
    year_of_api,
    year_of_workbook,
)
from reports.workbook.indonesian import QUARTERS, UNKNOWN

YEARS = pytest.mark.parametrize("known", ["published_year", "running_year", "beside_a_block"])


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


@pytest.fixture
def places(request, client, download):
    """The three places where a year can be read: ``(workbook, api, dashboard's tables by their titles)``."""

    def places(known, kind="live"):
        site, year = request.getfixturevalue(known)
        cells = download(site, year, kind)
        api = client.get(reverse("api-year", args=[site.code, year])).json()
        page = client.get(reverse("reports-dashboard", args=[site.code, year])).text
        return cells, api, tables_of(page)

    return places


@pytest.mark.parametrize("kind", ["live", "values"])
@YEARS
def test_the_months_are_the_same(places, known, kind):
    cells, api, tables = places(known, kind)

    assert months_of_workbook(cells) == months_of_api(api)
    assert printed_rows(cells) == tables["Rincian per bulan"][1:-1]


@YEARS
def test_the_total_is_the_same(places, known):
    cells, api, tables = places(known)
    *_rows, total = tables["Rincian per bulan"]

    assert total[:9] == printed_total(cells)
    assert said_until(cells).startswith(total[9])
    assert [cells["Bulanan", f"{letter}{total_row(cells, 'Bulanan')}"] for letter in "DEJ"] == [
        api["target"],
        api["visits"],
        f"{with_comma(api['achievement_percent'])}%",
    ]


@YEARS
def test_the_year_is_the_same(places, known):
    cells, api, _tables = places(known)

    assert year_of_workbook(cells) == year_of_api(api)


@YEARS
def test_the_quarters_are_the_same(places, known):
    cells, api, tables = places(known)
    _headings, *rows = tables["Rincian per triwulan"]
    single = [row for row in rows if row[4] != "gabungan"]

    assert [row[2].rstrip("*") for row in single] == [in_words(checks(cells)[quarter]) for quarter in QUARTERS]
    assert [(row[1], row[2].rstrip("*"), row[4]) for row in single] == [
        (in_words(quarter["target"]), in_words(quarter["visits"] or UNKNOWN), OF_A_QUARTER[quarter["status"]])
        for quarter in api["quarters"]
    ]
    assert sum(number(row[2]) for row in rows) == api["visits"]


@YEARS
def test_the_shares_of_the_categories_are_the_same(places, known):
    cells, api, tables = places(known)
    _headings, *rows = tables["Siapa yang datang?"]
    row = total_row(cells, "Kategori")
    letters = [place[:-1] for sheet, place in cells if sheet == "Kategori" and place[1:] == "7"]
    found = {letter: [cells["Kategori", f"{letter}{at}"] for at in (7, 8, row, row + 1)] for letter in letters}
    told = [column for column in found.values() if column[2] not in (UNKNOWN, 0)]

    assert {(label, in_words(visits), share) for _code, label, visits, share in told} == {*map(tuple, rows)}
    assert {code: visits for code, _label, visits, _share in told} == {
        row["code"]: row["visits"] for row in api["categories"] if row["visits"]
    }


@YEARS
def test_the_origins_are_the_same(places, known):
    cells, api, _tables = places(known)
    labels = dict(Origin.objects.values_list("slug", "label"))

    assert origins_of_workbook(cells) == {
        labels.get(row["slug"], "Tidak diketahui"): row["visits"] for row in api["origins"] if row["visits"]
    }


@pytest.mark.parametrize(
    "place",
    [("Bulanan", "E12"), ("Bulanan", "H12"), ("Bulanan", "L12"), ("Bulanan", "F12")],
)
def test_the_comparison_notices_a_cell_of_a_month(places, place):
    """The broken twin: the same comparison, one cell changed."""
    cells, _api, tables = places("published_year")
    cells[place] = "sementara *" if place[1] == "L12" else 7

    assert printed_rows(cells) != tables["Rincian per bulan"][1:-1]


@pytest.mark.parametrize("name", ["Triwulan I", "Rencana s.d. keadaan data", "Target tercapai pada", "Predikat"])
def test_the_comparison_notices_a_figure_of_the_year(places, name):
    """The broken twin of the year."""
    cells, api, _tables = places("published_year")
    row = next(place[1:] for (sheet, place), said in cells.items() if sheet == "Kontrol" and said == name)
    cells["Kontrol", f"C{row}"] = "7"

    assert year_of_workbook(cells) != year_of_api(api)
