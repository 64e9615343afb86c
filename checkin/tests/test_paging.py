"""Page after page of a list, sought by key: every row once, in every order, there and back, while rows come and go."""

import json
from datetime import timedelta
from itertools import product
from random import Random
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import F
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from checkin.models import CalendarDay, Device, HeldSubmission, HistoricalTotal, OpeningHours, Visit, VisitorCategory
from checkin.paging import MOST_CHARACTERS, open_page
from checkin.tables import devices, house, visits
from checkin.tables.lists import SortedColumn

pytestmark = pytest.mark.django_db
SIZE = 4
MODELS = {
    visits.TodayTable: Visit, visits.InsideTable: Visit, visits.OpenTable: Visit, visits.AutomaticTable: Visit,
    house.TotalTable: HistoricalTotal, devices.DeviceTable: Device, devices.HeldTable: HeldSubmission,
    devices.SettledTable: HeldSubmission, house.HoursTable: OpeningHours, house.SpecialDayTable: CalendarDay,
}  # fmt: skip
#: Each order that a heading offers, either way, and those that the pages begin with.
ORDERS = sorted(
    {
        (MODELS[table], f"{way}{column.by}")
        for table, way in product(MODELS, ("", "-"))
        for column in table.base_columns.values()
        if isinstance(column, SortedColumn)
    }
    | {(Visit, "arrived_at"), (CalendarDay, "day"), (HistoricalTotal, "-first_day")},
    key=str,
)
SEVERAL = [
    (Device, (F("revoked_at").desc(nulls_first=True), F("last_seen_at").desc(nulls_last=True), "-id")),
    (OpeningHours, (F("valid_from").asc(nulls_first=True), "weekday", "start", "id")),
    (HeldSubmission, ("-settled_at", "-id")),
]


@pytest.fixture
def crowd(site, category, origin, purpose):
    """Visits with many ties and many gaps, all inside, written at once."""
    spaces = [None, *site.spaces.all()[:2]]
    categories = list(VisitorCategory.objects.all()[:3])
    now = timezone.now()

    def crowd(size=33, *, seed=1):
        chance = Random(seed)
        return Visit.objects.bulk_create(
            Visit(
                submission=uuid4(), site=site, category=chance.choice(categories), origin=origin, purpose=purpose,
                persons=chance.randint(1, 3), counted_persons=1, persons_inside=1, space=chance.choice(spaces),
                arrived_at=now - timedelta(seconds=chance.randint(0, 9), microseconds=chance.choice([0, 0, 1])),
                day=site.day_of(now), recorded_at=now, source=chance.choice(Visit.Source.values),
                number=None if chance.random() < 0.4 else (Visit.objects.count() + turn + 1),
            )
            for turn in range(size)
        )  # fmt: skip

    return crowd


@pytest.fixture
def everything(crowd, site, history, officer):
    """Rows of every list, with ties and gaps."""
    crowd()
    now, chance = timezone.now(), Random(2)
    past = [None, now - timedelta(days=1), now - timedelta(days=2)]
    for turn in range(20):
        device = Device.objects.create(
            site=site, name=f"Tablet {turn % 4}", token_digest=f"{turn}", paired_at=chance.choice(past[1:]),
            revoked_at=chance.choice(past), last_seen_at=chance.choice(past), app_version=chance.choice(["", "1~\"é"]),
        )  # fmt: skip
        settled = chance.choice(past)
        HeldSubmission.objects.create(
            device=device, payload={}, payload_digest=f"{turn}", reason=chance.choice(HeldSubmission.Reason.values),
            sent_at=now, received_at=past[1], settled_at=settled, settled_by=officer if settled else None,
            outcome="discarded" if settled else "", note="Coba-coba" if settled else "",
        )  # fmt: skip


def walk(rows, *, size=SIZE, between=lambda: None) -> list[list]:
    """The pages from the first to the last."""
    pages = [open_page(rows, size=size)]
    while pages[-1].after:
        between()
        pages.append(open_page(rows, size=size, after=pages[-1].after))
    return pages


def walk_back(rows, page, *, size=SIZE, between=lambda: None) -> list:
    pages = [page]
    while pages[0].before:
        between()
        pages.insert(0, open_page(rows, size=size, before=pages[0].before))
    return pages


def seen(pages) -> list[int]:
    return [row.pk for page in pages for row in page.rows]


def ordered(model, order):
    """As a heading orders its list."""
    is_descending = order.startswith("-")
    column = SortedColumn(by=order.removeprefix("-"))
    return column.order(model.objects.all(), is_descending)[0]


@pytest.mark.parametrize(("model", "order"), ORDERS, ids=lambda said: getattr(said, "__name__", said))
def test_every_row_is_seen_once_there_and_back_in_every_order(everything, model, order):
    rows = ordered(model, order)
    expected = list(rows.values_list("pk", flat=True))
    assert len(expected) > SIZE

    pages = walk(rows)

    assert seen(pages) == expected
    assert seen(walk_back(rows, pages[-1])) == expected
    assert {len(page.rows) for page in pages[:-1]} == {SIZE}


@pytest.mark.parametrize(("model", "order"), SEVERAL, ids=lambda said: getattr(said, "__name__", ""))
def test_an_order_of_several_values_is_kept(everything, model, order):
    rows = model.objects.order_by(*order)

    pages = walk(rows, size=3)

    assert sorted(seen(pages)) == sorted(rows.values_list("pk", flat=True))
    assert seen(walk_back(rows, pages[-1], size=3)) == seen(pages) == seen([open_page(rows, size=100)])


@pytest.mark.parametrize("order", ["number", "-number", "space__position", "-persons", "-arrived_at", "source"])
@pytest.mark.parametrize("seed", range(3))
def test_while_visits_come_and_go_who_stays_is_seen_once(crowd, order, seed):
    chance, stays = Random(seed), {visit.pk for visit in crowd(40, seed=seed)}
    rows = ordered(Visit, order) if order != "-arrived_at" else Visit.objects.order_by("-arrived_at", "-id")
    inside = rows.filter(pk__in=Visit.objects.inside())

    def busy():
        crowd(2, seed=chance.random())
        if len(stays) > 10:
            gone = chance.choice(sorted(stays))
            stays.discard(gone)
            Visit.objects.filter(pk=gone).update(voided_at=timezone.now(), void_reason="mistap")

    there = walk(inside, between=busy)
    assert twice(seen(there)) == set()
    assert stays <= set(seen(there))
    back = walk_back(inside, there[-1], between=busy)
    assert twice(seen(back)) == set()
    assert stays <= set(seen(back))


def twice(pks: list[int]) -> set[int]:
    return {pk for pk in pks if pks.count(pk) > 1}


def test_pages_by_offset_would_show_a_row_twice_and_skip_another(crowd):
    """The twin: what the walk above would find wrong with page numbers."""
    crowd(20)
    rows = Visit.objects.order_by("-id")
    first = list(rows[:SIZE])
    crowd(1)
    assert twice([row.pk for row in [*first, *rows[SIZE : 2 * SIZE]]])

    Visit.objects.filter(pk=first[0].pk).delete()
    Visit.objects.filter(pk=first[1].pk).delete()
    after = open_page(rows, size=SIZE, after=json.dumps([first[-1].pk]))
    assert after.rows[0].pk not in {row.pk for row in rows[SIZE : 2 * SIZE]}


WRONG = [
    "", "x", "1", "null", "[]", "{}", "[1]", "[1,2,3]", "[[],1]", "[{},1]", "[null,1]", '["x",1]', '["2026-11-22",1]',
    '["2026-11-22T10:00:00",1]', '["2026-13-45T10:00:00+00:00",1]', '["0001-01-01T00:00:00+23:59",1]',
    '["9999-12-31T23:59:59-23:59",1]', "[true,1]", "[1e999,1]", "[NaN,1]", '["2026-11-22T10:00:00+00:00",null]',
    '["2026-11-22T10:00:00+00:00",9223372036854775808]', '["2026-11-22T10:00:00+00:00",1.5]', "[" * 500,
    "[" * MOST_CHARACTERS * 2, "9" * 599, "\x00", '["\\u0000",1]', '["2026-11-22T10:00:00+00:00","1; DROP TABLE"]',
]  # fmt: skip


@pytest.mark.parametrize("said", WRONG, ids=range(len(WRONG)))
@pytest.mark.parametrize("way", ["after", "before"])
def test_a_place_that_is_none_gets_the_first_page(crowd, said, way):
    crowd(20)
    rows = Visit.objects.order_by("-arrived_at", "-id")

    assert open_page(rows, size=SIZE, **{way: said}) == open_page(rows, size=SIZE)


@pytest.mark.parametrize("value", ["a\\u0000b", "\\ud800", "x" * 500, "helicopter"])
def test_text_that_no_database_holds_gets_the_first_page(crowd, value):
    crowd(20)
    rows = Visit.objects.order_by("source", "id")

    assert open_page(rows, size=SIZE, after=f'["{value}",1]') == open_page(rows, size=SIZE)


def test_a_place_beyond_every_row_gets_the_first_page(crowd):
    crowd(10)
    rows = Visit.objects.order_by("id")

    assert open_page(rows, size=SIZE, after="[9000000000]") == open_page(rows, size=SIZE, before="[0]")
    assert len(open_page(rows, size=SIZE, after="[9000000000]").rows) == SIZE


def test_a_place_of_one_order_means_nothing_in_another(crowd):
    crowd(20)
    after = open_page(Visit.objects.order_by("-arrived_at"), size=SIZE).after

    assert open_page(ordered(Visit, "number"), size=SIZE, after=after) == open_page(ordered(Visit, "number"), size=SIZE)


def test_the_first_page_asks_once_and_every_other_twice(crowd):
    crowd(30)
    rows = Visit.objects.order_by("-arrived_at", "-id")
    first = open_page(rows, size=SIZE)

    for said, queries in (({}, 1), ({"after": first.after}, 2)):
        with CaptureQueriesContext(connection) as asked:
            open_page(rows, size=SIZE, **said)
        assert len(asked) == queries
        assert "OFFSET" not in " ".join(query["sql"] for query in asked)


SPOT = {"sqlite": "visits_by_arrival (site_id=? AND day=? AND arrived_at<?)", "postgresql": "AND (arrived_at <= '"}
SORTED = {"sqlite": "TEMP B-TREE", "postgresql": "Sort Key"}


def test_a_deep_page_enters_the_index_at_its_spot_and_sorts_nothing(crowd, site):
    crowd(30)
    rows = Visit.objects.filter(site=site, day=site.day_of(timezone.now())).order_by("-arrived_at", "-id")
    after = open_page(rows, size=SIZE).after
    with CaptureQueriesContext(connection) as asked:
        open_page(rows, size=SIZE, after=after)

    plan = plan_of(asked[0]["sql"])

    assert SPOT[connection.vendor] in plan
    assert SORTED[connection.vendor] not in plan


def plan_of(sql: str) -> str:
    """How the database goes about it, were the table a large one."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
        cursor.execute(f"EXPLAIN {'QUERY PLAN ' if connection.vendor == 'sqlite' else ''}{sql}")
        return str(cursor.fetchall())


def test_the_desk_goes_on_back_and_to_its_first_page_by_its_own_links(desk, crowd):
    crowd(60)
    address, seen, link = reverse("desk", args=["ksp"]), [], "?order=number"
    while link:
        context = desk.get(address + link).context
        seen += [visit.pk for visit in context["entries"].records]
        link = link_of(context, "after")

    assert len(seen) == len(set(seen)) == 60
    assert context["entries"].page.before
    page = desk.get(f"{address}?order=number&before={context['entries'].page.before}").content.decode()
    assert 'href="?order=number#today">Halaman pertama</a>' in page
    assert 'rel="prev"' in page
    assert 'rel="next"' in page


def link_of(context, way: str) -> str:
    place = getattr(context["entries"].page, way)
    asked = QueryDict(mutable=True)
    asked.update({"order": "number", way: place})
    return f"?{asked.urlencode()}" if place else ""


def test_the_first_page_of_a_bare_address_is_asked_anew(desk, crowd):
    crowd(60)
    after = desk.get(reverse("desk", args=["ksp"])).context["entries"].page.after

    page = desk.get(reverse("desk", args=["ksp"]), {"after": after}).content.decode()

    assert 'href="?#today">Halaman pertama</a>' in page


def test_each_list_of_a_page_is_turned_alone(desk, crowd):
    crowd(60)
    address = reverse("desk", args=["ksp"])
    first = desk.get(address).context

    turned = desk.get(address, {"inside-after": first["inside"].page.after}).context

    assert turned["entries"].records == first["entries"].records
    assert not set(turned["inside"].records) & set(first["inside"].records)
