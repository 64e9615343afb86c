"""Getting the workbook: from the dashboard by reporting staff, and by a command."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reports.tests.workbooks import opened, shown

pytestmark = pytest.mark.django_db
MOST_QUERIES = 20


@pytest.fixture
def ask(client, reporter, history):
    client.force_login(reporter)

    def ask(year=2019, site="ksp", **query):
        return client.get(reverse("reports-workbook", args=[site, year]), query)

    return ask


@pytest.fixture
def export(history, tmp_path):
    """Run the command into a file of this test."""

    def export(*flags, site="ksp", year=2019, out="laporan.xlsx"):
        path = tmp_path / out
        call_command("export_year", *flags, site=site, year=year, out=path)
        return path

    return export


def test_it_comes_as_a_spreadsheet_with_its_name(ask):
    response = ask()

    assert response.status_code == 200
    assert response["Content-Type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert response["Content-Disposition"] == ('attachment; filename="Laporan_Kunjungan_KSP_2019_sd_2019-10-31.xlsx"')
    assert response["Cache-Control"] == "no-store"


def test_formulas_are_the_default_and_values_a_choice(ask):
    live, values = opened(ask().content), opened(ask(edition="values").content)

    assert live["Bulanan"]["E10"].value.startswith("=IF(COUNTIFS(tblData[bulan],1)>0,SUMIFS(")
    assert values["Bulanan"]["E10"].value == 97


@pytest.mark.parametrize("edition", ["", "both", "LIVE", "live\x00", "=1+1"])
def test_another_edition_does_not_exist(ask, edition):
    assert ask(edition=edition).status_code == 400


@pytest.mark.parametrize("year", [2000, 2018, 2026, 2099])
def test_every_year_has_a_workbook(ask, year):
    assert f"_{year}_sd_{year}-" in ask(year)["Content-Disposition"]


def test_the_language_of_the_screens_does_not_reach_the_document(client, ask):
    indonesian = shown(ask().content)
    english = shown(client.get("/en" + reverse("reports-workbook", args=["ksp", 2019])).content)

    assert {place for place in indonesian if indonesian[place] != english.get(place)} <= clock(indonesian)


def clock(cells) -> set:
    return {("Metadata", f"C{row}") for row in range(10, 60) if cells.get(("Metadata", f"B{row}")) == "Jam ekspor"}


def test_a_stranger_finds_nothing(client, stranger, history):
    client.force_login(stranger)

    assert client.get(reverse("reports-workbook", args=["ksp", 2019])).status_code == 404


def test_the_front_desk_may_not(desk, history):
    assert desk.get(reverse("reports-workbook", args=["ksp", 2019])).status_code == 403


def test_nobody_is_asked_to_sign_in(client, history):
    assert client.get(reverse("reports-workbook", args=["ksp", 2019])).status_code == 302


def test_it_is_only_read(ask, client):
    ask()

    assert client.post(reverse("reports-workbook", args=["ksp", 2019])).status_code == 405


def test_the_cost_does_not_grow_with_the_visits(ask, enter, local):
    ask(2026)
    with CaptureQueriesContext(
        connection,
    ) as with_none:
        ask(2026)
    for month in range(1, 11):
        enter(at=local(2026, month, 5, 9), persons=month)
    with CaptureQueriesContext(connection) as with_some:
        ask(2026)

    assert len(with_some) == len(with_none) <= MOST_QUERIES


def test_no_name_of_whoever_exports_is_in_the_file(ask, reporter):
    assert reporter.username not in map(str, shown(ask().content).values())


def test_the_command_writes_the_same_workbook(export, ask, capsys):
    path = export()

    assert path.read_bytes()[:2] == b"PK"
    assert capsys.readouterr().out.count("\n") == 1
    assert shown(path.read_bytes())["Ringkasan", "A15"] == shown(ask().content)["Ringkasan", "A15"]


def test_the_command_writes_values_when_asked(export):
    assert opened(export("--values").read_bytes())["Bulanan"]["E10"].value == 97


def test_an_export_replaces_the_one_before(export, tmp_path):
    export("--values")
    export()

    assert [path.name for path in tmp_path.iterdir()] == ["laporan.xlsx"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"site": "tidak-ada"}, "ksp"),
        ({"year": 1999}, "2000 .* 2099"),
        ({"year": 2100}, "2000 .* 2099"),
        ({"out": "tidak/ada/laporan.xlsx"}, "cannot be written"),
        ({"out": "."}, "cannot be written"),
        ({"out": "a\x00b"}, "cannot be written"),
    ],
)
def test_the_command_says_what_is_wrong_and_leaves_nothing(export, tmp_path, wrong, said):
    with pytest.raises(CommandError, match=said):
        export(**wrong)

    assert list(tmp_path.iterdir()) == []


def test_a_failed_write_leaves_the_old_file(export, tmp_path):
    (tmp_path / "laporan.xlsx").mkdir()
    (tmp_path / "laporan.xlsx" / "lama").touch()

    with pytest.raises(CommandError, match="cannot be written"):
        export()

    assert [path.name for path in tmp_path.iterdir()] == ["laporan.xlsx"]
