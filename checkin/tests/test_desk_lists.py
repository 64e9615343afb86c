"""The desk's two lists: what is found, in which order, page by page, at what cost."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from checkin.models import Visit, VisitorCategory
from checkin.services.visits import check_out, void
from checkin.tables.lists import ROWS_PER_PAGE

pytestmark = pytest.mark.django_db
QUERIES = 15


@pytest.fixture
def ask(desk):
    """The numbers of today's list, as an address asks for them."""

    def ask(**said):
        response = desk.get(reverse("desk", args=["ksp"]), said)
        assert response.status_code == 200
        return [row.record.number for row in response.context["entries"].paginated_rows]

    return ask


@pytest.fixture
def crowd(enter):
    """At least so many visits of today at one site, all inside; the database copies its own rows, which is quick."""

    def crowd(size):
        have = Visit.objects.count() or len([enter(persons=2)])
        columns = [field.column for field in Visit._meta.concrete_fields]
        copied = [column for column in columns if column not in ("id", "submission", "number")]
        a_key = "lower(hex(randomblob(16)))" if connection.vendor == "sqlite" else "gen_random_uuid()"
        while have < size:
            with connection.cursor() as cursor:
                cursor.execute(
                    f"INSERT INTO checkin_visit (submission, number, {', '.join(copied)})"
                    f" SELECT {a_key}, number + {have}, {', '.join(copied)} FROM checkin_visit"
                )
            have *= 2
        return have

    return crowd


def test_the_newest_visit_stands_first(ask, enter):
    for _ in range(3):
        enter()

    assert ask() == [3, 2, 1]


def test_a_visit_is_found_by_its_number_in_both_lists(desk, enter):
    for _ in range(3):
        enter()

    context = desk.get(reverse("desk", args=["ksp"]), {"number": "2"}).context

    for table in (context["inside"], context["entries"]):
        assert [row.record.number for row in table.paginated_rows] == [2]


def test_visits_are_found_by_category_source_and_institution(ask, enter):
    enter(category=VisitorCategory.objects.get(code="KOM"))
    enter(source="desk")
    enter(organisation="SMAN 2 Tanjungpinang")

    assert ask(category="KOM") == [1]
    assert ask(source="desk") == [2]
    assert ask(organisation="sman 2") == [3]


def test_visits_are_found_by_where_they_stand(ask, enter):
    inside, gone, undone = enter(), enter(), enter()
    check_out(visit=gone, submission=uuid4(), persons=1, at=timezone.now(), source="desk")
    void(visit=undone, reason="mistap", at=timezone.now())

    assert ask(state="inside") == [inside.number]
    assert ask(state="departed") == [gone.number]
    assert ask(state="voided") == [undone.number]


@pytest.mark.parametrize(
    "text", ["%", "_", "100%", "a_b", "' OR 1=1--", "1-1) OR 964=(SELECT 964 FROM PG_SLEEP(15))--"]
)
def test_a_search_is_taken_literally(ask, enter, text):
    enter(organisation="SMAN 2")
    found = enter(organisation=f"x{text}x")

    assert ask(organisation=text) == [found.number]


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("École Française", "éCOLE fran"),
        ("ÉCOLE", "école"),
        ("Universität Straße", "STRASSE"),
        ("МГУ", "мгу"),
        ("SMAN 2", "sman"),
    ],
)
def test_capitals_of_every_alphabet_are_found_on_either_database(ask, enter, written, asked):
    found = enter(organisation=written)
    enter(organisation="Ecole")
    enter()

    assert ask(organisation=asked) == [found.number]


def test_an_institution_is_found_with_two_more_queries_however_many_came(desk, crowd, enter):
    for turn in range(40):
        enter(organisation=f"SMAN {turn}")
    crowd(1_000)

    with CaptureQueriesContext(connection) as queries:
        desk.get(reverse("desk", args=["ksp"]), {"organisation": "sman"})

    assert len(queries) == QUERIES + 2


def test_a_search_that_finds_nothing_says_so_and_offers_everything(desk, enter):
    enter()

    page = desk.get(reverse("desk", args=["ksp"]), {"number": "999"}).content.decode()

    assert page.count("Tidak ada kunjungan yang cocok dengan pencarian.") == 2
    assert "Tampilkan semua" in page


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("organisation", "x" * 101),
        ("organisation", "x" * 100_000),
        ("organisation", "a\x00b"),
        ("organisation", "2172010101010001"),
        ("number", "abc"),
        ("number", "1e3"),
        ("number", "-1"),
        ("number", "0"),
        ("number", "٢"),
        ("number", "1\x00"),
        ("number", "2147483648"),
        ("number", "9" * 5000),
        ("category", "XXX"),
        ("category", "M\x00S"),
        ("state", "delete"),
        ("source", "kiosk'--"),
        ("day", "2019-02-30"),
        ("day", "1999-12-31"),
        ("day", "10000-01-01"),
        ("day", "kemarin"),
    ],
)
def test_a_question_that_is_none_is_refused_naming_its_field_with_what_was_typed_kept(desk, enter, field, value):
    enter()

    response = desk.get(reverse("desk", args=["ksp"]), {field: value})

    assert response.status_code == 400
    assert list(response.context["asked"].form.errors) == [field]


def test_what_was_searched_for_is_kept(desk):
    page = desk.get(reverse("desk", args=["ksp"]), {"number": "12x", "organisation": "SMAN"}).content.decode()

    assert 'value="12x"' in page
    assert 'value="SMAN"' in page


@pytest.mark.parametrize(
    "said",
    [
        {"user__password__startswith": "p"},
        {"id": "1"},
        {"order": "password"},
        {"order": "-site__secret"},
        {"order": "--number"},
        {"order": "-"},
        {"order": "number,password"},
        {"order": "state"},
        {"inside-order": "leave"},
        {"order": "number\x00"},
        {"page": "2"},
        {"after": "abc"},
        {"after": "[]"},
        {"after": "\x00"},
        {"after": "9" * 5000},
        {"before": '["2026-11-22",1]'},
        {"inside-before": "[null,null]"},
        {"after": '["1000-01-01T00:00:00+00:00",1]'},
        {"per_page": "100000"},
        {"inside-per_page": "0"},
    ],
)
def test_an_address_that_asks_for_what_there_is_not_gets_the_usual_list(ask, enter, said):
    enter()
    enter()

    assert ask(**said) == [2, 1]


def test_a_thousand_orders_are_one(desk, enter):
    enter()

    assert desk.get(reverse("desk", args=["ksp"]) + "?" + "order=number&order=-number&" * 450).status_code == 200


@pytest.mark.parametrize("column", ["number", "category", "persons", "space", "source", "arrived_at"])
def test_every_heading_that_offers_an_order_gives_it_both_ways(ask, enter, site, column):
    enter(at=timezone.now() - timedelta(days=1), recorded_at=timezone.now() - timedelta(days=1))
    enter(persons=2, space=site.spaces.first())
    enter(category=VisitorCategory.objects.get(code="UMM"), source="desk")

    up, down = ask(order=column), ask(order=f"-{column}")

    assert sorted(up) == sorted(down) == [1, 2]
    if column not in ("space",):
        assert up == down[::-1]


def test_empty_numbers_and_rooms_stand_last_on_either_database(ask, enter, site):
    late = enter(space=site.spaces.first())
    Visit.objects.filter(pk=late.pk).update(number=None)
    enter()

    assert ask(order="number") == ask(order="-number") == [2, None]
    assert ask(order="space") == ask(order="-space") == [None, 2]


def test_the_next_page_goes_on_where_the_first_ended(desk, ask, crowd):
    last = crowd(ROWS_PER_PAGE + 5)
    after = desk.get(reverse("desk", args=["ksp"])).context["entries"].page.after

    assert ask() + ask(after=after) == list(range(last, 0, -1))


def test_ten_visits_and_a_hundred_thousand_cost_the_same_number_of_queries(desk, crowd):
    crowd(10)
    few = queries_of(desk)
    crowd(100_000)

    assert queries_of(desk) == few == QUERIES


def queries_of(desk) -> int:
    with CaptureQueriesContext(connection) as queries:
        page = desk.get(reverse("desk", args=["ksp"])).content.decode()
    assert "Kunjungan hari ini" in page
    return len(queries)


def test_a_row_says_how_its_arrival_was_recorded(desk, enter):
    enter(out_of_hours=True, clock_flag="corrected")
    page = desk.get(reverse("desk", args=["ksp"])).text

    assert "Di luar jam buka" in page
    assert "Waktu disesuaikan: jam tablet keliru" in page
    assert "Waktu meragukan" not in page


@pytest.mark.parametrize("flag", ["future", "early"])
def test_a_time_in_doubt_is_said_to_be_wherever_its_visit_stands_alone(desk, enter, flag):
    visit = enter(clock_flag=flag)
    page = desk.get(reverse("desk-correct", args=["ksp", visit.pk])).text

    assert "Waktu meragukan: jam tablet keliru" in page
    assert "Di luar jam buka" not in page
