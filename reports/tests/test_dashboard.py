"""The dashboard page: KSP's figures to the last digit, its doors, its years, its cost."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from checkin.models import Visit, VisitorCategory
from reports.models import AnnualTarget
from reports.targets import even, set_target

pytestmark = pytest.mark.django_db
MOST_QUERIES = 17

GOLDEN = [
    # figures.md 2.2, as printed
    "1.015", "101,50%", "121,70%", "2.316,67%", "24,17 kali", "4,95", "205 hari buka", "lebih 15 kunjungan",
    "127 dari 142", "346 dalam 6 bulan", "57,67 per bulan", "527–873", "Sangat tinggi", "209,13%", "69,34%",
    "115,48%", "128,57%", "116,25%", "Keadaan s.d. 31 Oktober 2019.", "Tahun 2019 · s.d. Oktober",
    "target 83–84", "April–September (gabungan)", "TW II–III (gabungan)", "tidak tersedia (…)", "142*",
    "Seluruh 1.015 kunjungan", "Target 1.000 tercapai — 1.015",
]  # fmt: skip


@pytest.fixture
def read(client, reporter, history):
    client.force_login(reporter)

    def read(site="ksp", year=2019, status=200):
        response = client.get(reverse("reports-dashboard", args=[site, year]))
        assert response.status_code == status
        return response.content.decode()

    return read


def words_of(page: str) -> str:
    return re.sub(r"\s+", " ", strip_tags(page))


@pytest.mark.parametrize("figure", GOLDEN)
def test_every_published_figure_of_2019_stands_on_the_page(read, figure):
    assert figure in words_of(read())


def test_the_achievement_is_never_confused_with_the_monthly_mean(read):
    said = words_of(read())

    assert said.count("101,50%") == said.count("101,50") > 0


def test_monthly_rows_add_up_to_the_year(read):
    table = read().split('class="card monthly"')[1]
    rows = [re.findall(r"<t[hd][^>]*>([^<]*)", row) for row in re.findall(r"<tr.*?</tr>", table, re.DOTALL)]
    by_month = {row[0]: row[1:] for row in rows}

    assert by_month["Januari"] == ["22", "84", "97", "115,48%", "84", "97", "115,48%", "+13", "tetap"]
    assert by_month["Juni"] == ["15", "83", "…", "…", "502", "…", "…", "…", "tidak tersedia (…)"]
    assert by_month["September"] == ["21", "83", "…", "…", "751", "873", "116,25%", "+122", "tidak tersedia (…)"]
    assert by_month["April–September (gabungan)"] == [
        "121", "499", "346", "69,34%", "751", "873", "116,25%", "+122", "gabungan"
    ]  # fmt: skip
    assert by_month["Desember"] == ["20", "83", "…", "…", "1.000", "…", "…", "…", "belum ada data"]
    assert by_month["Jumlah"] == ["246", "1.000", "1.015", "101,50%", "", "", "", "", "s.d. Oktober"]


def test_quarters_that_a_block_ties_together_are_known_together(read):
    table = read().split("Rincian per triwulan</h2>")[1].split("</table>")[0]
    rows = [re.findall(r"<t[hd][^>]*>([^<]*)", row) for row in re.findall(r"<tr.*?</tr>", table, re.DOTALL)]

    assert rows[1:] == [
        ["TW I", "252", "527", "209,13%", "tetap"],
        ["TW II", "250", "…", "…", "tidak tersedia (…)"],
        ["TW III", "249", "…", "…", "tidak tersedia (…)"],
        ["TW II–III (gabungan)", "499", "346", "69,34%", "gabungan"],
        ["TW IV", "249", "142*", "57,03%", "sementara*"],
    ]


def test_no_coordinate_carries_a_decimal_comma(read):
    drawn = re.findall(r'\s(viewBox|d|points|x|y|cx|cy|r|width|height|transform)="([^"]*)"', read())

    assert len(drawn) > 200
    assert not [value for name, value in drawn if name != "points" and re.search(r"\d,\d", value)]
    pairs = [pair for name, value in drawn if name == "points" for pair in value.split()]
    assert pairs
    assert all(re.fullmatch(r"-?\d+(\.\d+)?,-?\d+(\.\d+)?", pair) for pair in pairs)


def test_every_drawing_is_described_and_has_its_numbers_in_a_table(read):
    figures = re.findall(r"<figure.*?</figure>", read(), re.DOTALL)

    assert len(figures) == 3
    for figure in figures:
        assert re.search(r'<svg[^>]*role="img" aria-label="[^"]{20,}"', figure)
        assert "<details>" in figure
        assert "<table" in figure
        assert ".csv" in figure


def test_the_english_page_speaks_english_throughout(client, reporter, history):
    client.force_login(reporter)

    said = words_of(client.get("/en/reports/ksp/2019/").content.decode())

    assert "Target reached in October 2019: 1,015 of 1,000 visits." in said
    assert "up 2,316.67%" in said
    assert not re.search(r"\b(Realisasi|Capaian|Agu|Okt|Tahun|Sisa|tidak|kunjungan)\b", said)


def test_2018_is_one_block_of_42_without_a_target(read):
    said = words_of(read(year=2018))

    assert "42 kunjungan pada tahun 2018; target belum ditetapkan." in said
    assert "42 dalam 12 bulan" in said
    assert "TW I–IV (gabungan)" in said


def test_a_year_without_records_says_so_in_words(read, site):
    set_target(site=site, year=2020, months=even(1200), method=AnnualTarget.Method.EVEN)

    said = words_of(read(year=2020))

    assert "Belum ada kunjungan tercatat pada tahun 2020." in said
    assert "Target tahun ini 1.200 kunjungan." in said
    assert "Unduh Excel" not in said


def test_a_running_year_stands_at_today(read, enter, site):
    now = timezone.now()
    enter(persons=3)

    said = words_of(read(year=site.day_of(now).year))

    assert "3*" in said
    assert "sementara*" in said
    assert "target belum ditetapkan" in said


def test_the_room_opens_at_the_latest_year_with_anything_recorded(client, reporter, history):
    client.force_login(reporter)

    assert client.get(reverse("reports")).url == reverse("reports-site", args=["ksp"])
    assert client.get(reverse("reports-site", args=["ksp"])).url == reverse("reports-dashboard", args=["ksp", 2019])


def test_a_site_with_nothing_recorded_opens_at_the_running_year(client, reporter, site):
    client.force_login(reporter)
    year = site.day_of(timezone.now()).year

    assert client.get(reverse("reports-site", args=["ksp"])).url == reverse("reports-dashboard", args=["ksp", year])


def test_the_picker_leads_past_a_year_that_only_the_other_site_has(client, administrator, history, other_site):
    client.force_login(administrator)

    response = client.get(reverse("reports"), {"site": "contoh", "year": "2019"})

    assert response.url == reverse("reports-site", args=["contoh"])


def test_the_picker_needs_no_script(client, reporter, history):
    client.force_login(reporter)

    response = client.get(reverse("reports"), {"site": "ksp", "year": "2018"})

    assert response.url == reverse("reports-dashboard", args=["ksp", 2018])


@pytest.mark.parametrize(
    "asked",
    [
        {"site": "contoh", "year": "2019"}, {"site": "ksp", "year": "1999"}, {"site": "ksp", "year": "9999"},
        {"site": "ksp", "year": "٢٠١٩"}, {"site": "ksp", "year": "2019\n"}, {"site": "ksp"},
        {"site": "\x00", "year": "2019"}, {"site": "' OR 1=1--", "year": "2019"}, {"site": "", "year": "2019"},
    ],
)  # fmt: skip
def test_the_picker_answers_nonsense_with_no_page(client, reporter, history, other_site, asked):
    client.force_login(reporter)

    assert client.get(reverse("reports"), asked).status_code == 404


@pytest.mark.parametrize("year", ["1999", "2100", "9999", "0", "20190", "-1", "abc"])
def test_an_absurd_year_is_no_page(client, reporter, history, year):
    client.force_login(reporter)

    assert client.get(f"/reports/ksp/{year}/").status_code == 404


def test_another_site_is_no_page(read, other_site):
    read(site="contoh", status=404)


def test_the_front_desk_is_refused(desk, history):
    for url in (
        reverse("reports"),
        reverse("reports-site", args=["ksp"]),
        reverse("reports-dashboard", args=["ksp", 2019]),
    ):
        assert desk.get(url).status_code == 403


def test_a_stranger_signs_in_first(client, history):
    assert client.get(reverse("reports-dashboard", args=["ksp", 2019])).url.startswith(reverse("login"))


def test_the_page_is_only_read(client, reporter, history):
    client.force_login(reporter)

    assert client.post(reverse("reports-dashboard", args=["ksp", 2019])).status_code == 405


def test_no_cache_keeps_the_page(client, reporter, history):
    client.force_login(reporter)

    assert client.get(reverse("reports-dashboard", args=["ksp", 2019])).headers["Cache-Control"] == "no-store"


def test_a_label_of_the_office_s_own_is_shown_as_text(read, enter, site):
    VisitorCategory.objects.filter(code="MHS").update(label="<script>alert(1)</script>")
    enter()

    shown = read(year=site.day_of(timezone.now()).year)

    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert" in shown


def test_the_page_costs_the_same_with_ten_visits_and_a_hundred_thousand(client, reporter, enter, local):
    client.force_login(reporter)
    url = reverse("reports-dashboard", args=["ksp", 2025])
    for minute in range(10):
        enter(at=local(2025, 3, 4, 9, minute), recorded_at=local(2025, 3, 5, 9))
    with CaptureQueriesContext(connection) as few:
        assert client.get(url).status_code == 200
    copy_visits(until=100_000)

    with CaptureQueriesContext(connection) as many:
        assert "100.000" in client.get(url).content.decode()

    assert len(few) == len(many) <= MOST_QUERIES


def copy_visits(until: int) -> None:
    """Double the visits in the database itself, each copy a submission of its own."""
    fresh = {"sqlite": "lower(hex(randomblob(16)))", "postgresql": "gen_random_uuid()"}[connection.vendor]
    columns = [field.column for field in Visit._meta.concrete_fields if not field.primary_key]
    values = [fresh if column == "submission" else column for column in columns]
    copy = f"INSERT INTO checkin_visit ({', '.join(columns)}) SELECT {', '.join(values)} FROM checkin_visit LIMIT %s"
    with connection.cursor() as cursor:
        while (missing := until - Visit.objects.count()) > 0:
            cursor.execute(copy, [missing])
