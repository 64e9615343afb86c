"""The evacuation page and its record, without a browser: what they show, take and cost."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.messages import constants
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from checkin.models import Evacuation, EvacuationLine, EvacuationTick, Visit
from checkin.services.evacuation import begin, end
from checkin.tests.pages import page_of

pytestmark = pytest.mark.django_db
QUERIES, QUERIES_RUNNING, QUERIES_OF_A_LOOK, QUERIES_OF_A_RECORD = 8, 9, 6, 10
BAD_BODIES = [b"", b"[]", b"{}", b"null", b'{"ticks": 1}', b"\xff", b"[" * 100_000, b'{"evacuation": "x", "ticks": []}']


@pytest.fixture
def post(desk):
    def post(name, **said):
        return desk.post(reverse(f"desk-evacuation-{name}", args=["ksp"]), said)

    return post


@pytest.fixture
def hand_in(desk):
    """Hand in ticks as a device does; answers the response."""

    def hand_in(*ticks, evacuation=None, ago=0):
        body = {"evacuation": str(evacuation or uuid4()), "ago": ago, "ticks": ticks}
        address = reverse("desk-evacuation-ticks", args=["ksp"])
        return desk.post(address, json.dumps(body), content_type="application/json")

    return hand_in


def said_of(visit, **said) -> dict:
    return {"id": str(uuid4()), "visit": visit.pk, "persons": 1, "before": 0, "ago": 0, **said}


def test_every_page_of_the_desk_leads_there_in_one_tap(desk, site):
    for name in ("desk", "desk-devices", "desk-close-day", "desk-held"):
        assert 'href="/desk/ksp/evacuation/"' in page_of(desk, name)


def test_it_shows_everyone_inside_by_room(desk, site, enter):
    room = site.spaces.first()
    enter(space=room)
    enter(persons=24, organisation="PAUD Melati", at=timezone.now() - timedelta(hours=5))

    page = page_of(desk, "desk-evacuation")

    assert '<dd data-sum="persons">25</dd>' in page
    assert page.index(room.text) < page.index("Tanpa ruang") < page.index("PAUD Melati")
    assert "<b>24 orang</b>" in page
    assert "mungkin sudah pulang, mungkin masih di dalam" in page


def test_who_left_or_was_cancelled_is_not_there(desk, enter):
    Visit.objects.filter(pk=enter(organisation="Sudah pulang").pk).update(persons_inside=0)

    page = page_of(desk, "desk-evacuation")

    assert "Sudah pulang" not in page
    assert '<p class="empty">' in page


def test_another_sites_people_are_not_there(desk, enter, other_site, site):
    enter(site=other_site, organisation="Instansi seberang")

    assert "Instansi seberang" not in page_of(desk, "desk-evacuation")


def test_a_button_is_one_tick_however_often_it_is_pressed(post, desk, enter):
    visit = enter(persons=24)
    post("begin", submission=uuid4())
    pressed = {"key": uuid4(), "tick": f"{visit.pk} 5 0"}

    answers = [post("tick", **pressed) for _ in range(2)]

    assert {answer.url for answer in answers} == {f"/desk/ksp/evacuation/#v{visit.pk}"}
    assert EvacuationTick.objects.get().counted == 5
    assert "<b data-count>5</b> dari 24" in page_of(desk, "desk-evacuation")


@pytest.mark.parametrize("tick", ["", "1", "1 1", "a b c", "1 1 1 1", "0 1 0", "1 99999 0", "1 1 -1", "9" * 5000])
def test_a_button_that_is_none_is_refused(post, enter, evacuation, tick):
    assert post("tick", key=uuid4(), tick=tick).status_code == 400
    assert not EvacuationTick.objects.exists()


def test_what_a_device_hands_in_gets_its_receipts(hand_in, enter, other_site):
    visit, other = enter(persons=3), enter(site=other_site)
    ticks = [said_of(visit), said_of(visit, persons=2, before=1), said_of(other), {"id": "x"}, None]

    first, again = hand_in(*ticks[:2]).json(), hand_in(*ticks).json()

    assert [receipt["outcome"] for receipt in first["receipts"]] == ["counted", "counted"]
    assert [receipt["outcome"] for receipt in again["receipts"]] == ["repeat", "repeat", *["unknown"] * 3]
    assert again["evacuation"] == first["evacuation"]
    assert EvacuationLine.objects.get(visit=visit).seen == 3


def test_a_device_begins_as_long_ago_as_it_says(hand_in, enter):
    visit = enter(at=timezone.now() - timedelta(hours=1))

    hand_in(said_of(visit, ago=500), ago=600)

    begun, ticked = Evacuation.objects.get().started_at, EvacuationTick.objects.get().said_at
    assert (ticked - begun) == timedelta(seconds=100)
    assert timedelta(minutes=9) < timezone.now() - begun < timedelta(minutes=11)


@pytest.mark.parametrize("body", BAD_BODIES, ids=range(len(BAD_BODIES)))
def test_what_cannot_be_read_is_refused(desk, site, body):
    address = reverse("desk-evacuation-ticks", args=["ksp"])

    assert desk.post(address, body, content_type="application/json").status_code == 400
    assert not Evacuation.objects.exists()


def test_the_key_of_another_sites_evacuation_is_refused(post, hand_in, other_site, officer):
    other = begin(site=other_site, submission=uuid4(), started_at=timezone.now(), by=officer)

    assert hand_in(evacuation=other.submission).status_code == 409
    assert post("begin", submission=other.submission).status_code == 400
    assert Evacuation.objects.get() == other


def test_too_many_ticks_at_once_are_refused(hand_in, enter):
    assert hand_in(*[said_of(enter())] * 501).status_code == 400


def test_ending_asks_once_more_and_says_how_many(post, desk, enter):
    enter(persons=3)
    post("begin", submission=uuid4())
    assert "<b>3 orang belum terlihat.</b>" in page_of(desk, "desk-evacuation-end")

    asked = post("end", note="Latihan")
    enter()
    asked_again = post("end", note="Latihan", missing=3)

    assert "Akhiri, 3 orang belum terlihat" in asked.content.decode()
    assert "Akhiri, 4 orang belum terlihat" in asked_again.content.decode()
    assert Evacuation.objects.get().is_running
    record = post("end", note="Latihan", missing=4)
    assert record.url == reverse("desk-evacuation-record", args=["ksp", Evacuation.objects.get().pk])
    assert post("end", missing=4).url == reverse("desk-evacuation", args=["ksp"])


def test_past_evacuations_are_listed_with_what_they_came_to(desk, enter, evacuation, hand_in, officer):
    visit = enter(persons=24)
    hand_in(said_of(visit, persons=20), evacuation=evacuation.submission)
    end(evacuation=evacuation, by=officer, at=evacuation.started_at + timedelta(minutes=12), missing=4, note="Latihan")

    listed = page_of(desk, "desk-evacuations")
    record = page_of(desk, "desk-evacuation-record", evacuation=evacuation.pk)

    for said in ("12 mnt", ">24<", ">20<", ">4<", "Latihan"):
        assert said in listed
    assert "petugas: nomor 1, Mahasiswa, +20" in record


def test_the_record_of_another_site_is_not_there(desk, other_site, officer, site):
    other = begin(site=other_site, submission=uuid4(), started_at=timezone.now(), by=officer)

    assert desk.get(reverse("desk-evacuation-record", args=["ksp", other.pk])).status_code == 404


def test_the_same_list_is_not_sent_again_and_says_until_when_it_holds(desk, enter, evacuation):
    address = reverse("desk-evacuation-now", args=["ksp"])
    first = desk.get(address)
    again = desk.get(address, headers={"If-None-Match": first["ETag"]})
    enter()
    later = desk.get(address, headers={"If-None-Match": first["ETag"]})

    assert [answer.status_code for answer in (first, again, later)] == [200, 304, 200]
    assert all("Last-Modified" in answer.headers for answer in (first, again, later))
    assert b"csrf" not in first.content


def test_keeping_the_page_takes_no_message_from_the_person(desk, enter):
    desk.post(reverse("desk-tally", args=["ksp"]), {"category": "MHS", "submission": uuid4()})

    kept = page_of(desk, "desk-evacuation-snapshot")

    assert f"message-{constants.DEFAULT_TAGS[constants.SUCCESS]}" not in kept
    assert "tercatat." in page_of(desk)


def test_wrong_methods_are_refused(desk, site):
    posts, gets = ("begin", "tick", "ticks"), ("now", "snapshot")
    assert {desk.get(reverse(f"desk-evacuation-{name}", args=["ksp"])).status_code for name in posts} == {405}
    assert {desk.post(reverse(f"desk-evacuation-{name}", args=["ksp"])).status_code for name in gets} == {405}


def queries_of(desk, name, **args) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert page_of(desk, name, **args)
    return len(asked)


def test_ten_people_and_thousands_cost_the_same_number_of_queries(desk, enter, site, officer):
    def costs():
        return [queries_of(desk, name) for name in ("desk-evacuation", "desk-evacuation-now", "desk-evacuations")]

    def many(how_many):
        visit = enter(space=site.spaces.first())
        fields = {field.attname: getattr(visit, field.attname) for field in Visit._meta.concrete_fields}
        fields |= {"id": None, "number": None}
        Visit.objects.bulk_create(Visit(**{**fields, "submission": uuid4()}) for _ in range(how_many))

    many(10)
    few = costs()
    many(3_000)
    assert costs() == few == [QUERIES, QUERIES_OF_A_LOOK, 6]
    begin(site=site, submission=uuid4(), started_at=timezone.now(), by=officer)
    running = costs()
    many(10)

    assert costs() == running == [QUERIES_RUNNING, QUERIES_OF_A_LOOK + 1, 6]


@pytest.mark.parametrize("how_many", [1, 30])
def test_a_record_costs_the_same_however_many_ticks_it_has(desk, enter, evacuation, hand_in, how_many):
    hand_in(*(said_of(enter()) for _ in range(how_many)), evacuation=evacuation.submission)

    assert queries_of(desk, "desk-evacuation-record", evacuation=evacuation.pk) == QUERIES_OF_A_RECORD
