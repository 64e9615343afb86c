"""The rooms at the desk: a glance, today's limit, what a room is, who moves and who was turned away."""

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from checkin.models import DoorNote, Space, SpaceLimit, Visit
from checkin.services.door import stayed
from checkin.tests.desk_screens import BOTH, complaints_about, enter_leads_on, tab_to
from checkin.tests.pages import page_of

pytestmark = pytest.mark.django_db
QUERIES = 11


@pytest.fixture
def rooms(site):
    """Co-working 10, hall 20 and not one more; the others are unknown."""
    for code, capacity in {"COW": 10, "AUL": 20}.items():
        Space.objects.filter(site=site, code=code).update(capacity=capacity, is_hard=code == "AUL")
    return {room.code: room for room in site.spaces.all()}


@pytest.fixture
def send(desk):
    """Post to one of the rooms' pages; answers what follows."""

    def send(page, /, browser=desk, **said):
        args = {"site": "ksp", **{part: said.pop(part) for part in ("visit", "note", "room") if part in said}}
        if "room" in args:
            args["space"] = args.pop("room")
        return browser.post(reverse(page, kwargs=args), {"submission": uuid4(), **said}, follow=True)

    return send


def test_the_desk_shows_how_full_each_room_is(desk, enter, rooms):
    enter(space=rooms["COW"], persons=8)
    enter(space=rooms["KAF"], persons=3)
    enter(space=None)

    page = page_of(desk)

    assert '<b>8</b> / 10 <span class="room-word">Ramai</span>' in page
    assert "<b>3</b> orang" in page
    assert "Tanpa ruang" in page


@pytest.mark.parametrize("name", ["desk", "desk-spaces"])
def test_only_rooms_of_known_size_have_a_tide(desk, rooms, name):
    page = desk.get(reverse(name, args=["ksp"])).content.decode()

    assert page.count("tide-bed") == 2


def test_who_has_perhaps_left_is_said_beside_who_is_inside(desk, enter, local):
    enter(persons=3, at=timezone.now() - timezone.timedelta(hours=5))

    assert "3 di antaranya mungkin sudah pulang." in page_of(desk)


def test_a_limit_of_today_is_said_with_its_reason_and_who_decided(desk, send, rooms):
    page = send("desk-space-limit", room=rooms["COW"].pk, places=6, reason="Meja rusak").content.decode()

    assert "Tersimpan." in page
    assert "Hari ini 6 tempat: Meja rusak (petugas," in page
    assert "<b>0</b> / 6" in page


def test_a_limit_sent_twice_is_decided_once(send, rooms):
    said = {"room": rooms["COW"].pk, "places": 6, "reason": "Meja rusak", "submission": uuid4()}
    send("desk-space-limit", **said)
    send("desk-space-limit", **said)

    assert SpaceLimit.objects.count() == 1
    assert send("desk-space-limit", **{**said, "places": 7}).status_code == 409


@pytest.mark.parametrize(("places", "reason"), [("0", "rusak"), ("-1", "rusak"), ("٣", "rusak"), ("6", ""), ("6", " ")])
def test_a_limit_of_nothing_or_without_a_reason_is_refused(send, rooms, places, reason):
    assert send("desk-space-limit", room=rooms["COW"].pk, places=places, reason=reason).status_code == 400
    assert not SpaceLimit.objects.exists()


def test_the_head_says_what_a_room_is(client, head, send, rooms):
    client.force_login(head)
    said = {"name": "Aula Besar", "capacity": 80, "is_hard": "on", "wayfinding": "Belok kiri", "room": rooms["SEL"].pk}
    send("desk-space", browser=client, **said)

    room = Space.objects.get(pk=rooms["SEL"].pk)

    assert (room.name, room.capacity, room.is_hard, room.wayfinding) == ("Aula Besar", 80, True, "Belok kiri")


def test_the_head_says_the_way_without_steps_and_takes_it_back(client, head, send, rooms):
    client.force_login(head)
    said = {"name": "Selasar", "room": rooms["SEL"].pk}
    ways = {"step_free_way": "Lift di ujung selasar", "step_free_way_en": "Lift at the veranda’s end"}
    send("desk-space", browser=client, **said, **ways)

    assert Space.objects.filter(pk=rooms["SEL"].pk, **ways).exists()
    assert all(f'value="{way}"' in page_of(client, "desk-space", space=rooms["SEL"].pk) for way in ways.values())
    assert send("desk-space", browser=client, **said, step_free_way="x" * 81).status_code == 400
    send("desk-space", browser=client, **said)
    assert Space.objects.filter(pk=rooms["SEL"].pk, step_free_way="", step_free_way_en="").exists()


def test_a_limit_that_becomes_hard_counts_who_is_inside_already(client, head, send, rooms, enter):
    enter(space=rooms["SEL"], persons=5)
    client.force_login(head)
    send("desk-space", browser=client, room=rooms["SEL"].pk, name="Selasar", capacity=6, is_hard="on")

    assert Space.objects.get(pk=rooms["SEL"].pk).people_inside == 5


def test_a_hard_limit_without_places_is_refused(client, head, send, rooms):
    client.force_login(head)
    answer = send("desk-space", browser=client, room=rooms["SEL"].pk, name="Selasar", is_hard="on")

    assert answer.status_code == 400
    assert "Batas keras memerlukan jumlah tempat." in answer.content.decode()


def test_moving_leads_back_with_the_room_named(desk, send, rooms, enter):
    visit = enter(space=rooms["COW"])
    page = send("desk-move", visit=visit.pk, space="KAF").content.decode()

    assert "Dipindahkan ke Kafetaria." in page
    assert Visit.objects.get(pk=visit.pk).space == rooms["KAF"]


def test_moving_into_a_full_soft_room_is_kept_and_into_a_hard_one_refused(send, rooms, enter, officer):
    enter(space=rooms["COW"], persons=10)
    enter(space=rooms["AUL"], persons=20)
    visit = enter(space=rooms["KAF"], persons=2)

    assert send("desk-move", visit=visit.pk, space="AUL").status_code == 409
    page = send("desk-move", visit=visit.pk, space="COW").content.decode()

    note = DoorNote.objects.get()
    assert "Ruang itu penuh" in page
    assert (note.kind, note.persons, note.user, note.visit) == ("stayed", 2, officer, visit)


@pytest.mark.parametrize("said", ["", "XXX", "AUL\0"])
def test_a_room_nobody_knows_moves_nobody(send, rooms, enter, said):
    visit = enter(space=rooms["COW"])

    assert send("desk-move", visit=visit.pk, space=said).status_code == 400


def test_who_was_turned_away_is_noted_once_and_taken_back_with_one_tap(desk, send, rooms):
    submission = uuid4()
    for _again in range(2):
        page = send("desk-turned-away", persons=12, space=rooms["AUL"].pk, submission=submission).content.decode()
    assert "12 orang yang tidak tertampung sudah dicatat." in page
    assert DoorNote.objects.turned_away().people() == 12

    page = send("desk-note-take-back", note=DoorNote.objects.get().pk).content.decode()

    assert "Dibatalkan" in page
    assert DoorNote.objects.turned_away().people() == 0


@pytest.mark.parametrize("persons", ["0", "", "10001", "1e3"])
def test_nobody_and_a_flood_are_not_turned_away(send, persons):
    assert send("desk-turned-away", persons=persons).status_code == 400
    assert not DoorNote.objects.exists()


def test_another_sites_room_visit_and_note_are_not_there(send, enter, other_site, turned_away):
    DoorNote.objects.update(site=other_site)
    elsewhere = enter(site=other_site)

    assert send("desk-space-limit", room=other_site.spaces.first().pk).status_code == 404
    assert send("desk-move", visit=elsewhere.pk, space="KAF").status_code == 404
    assert send("desk-note-take-back", note=turned_away.pk).status_code == 404
    assert send("desk-turned-away", persons=2, space=other_site.spaces.first().pk).status_code == 400


def test_the_page_of_rooms_costs_the_same_however_many_came(desk, enter, rooms, django_assert_num_queries):
    for visits in (0, 12):
        for _each in range(visits):
            stayed(visit=enter(space=rooms["COW"], persons=2), at=timezone.now())
        with django_assert_num_queries(QUERIES):
            page_of(desk, "desk-spaces")


def test_an_empty_day_says_so(desk, rooms):
    page = page_of(desk, "desk-spaces")

    assert "Hari ini belum ada yang mendapati ruang penuh." in page
    assert "Jumlah tempatnya belum diketahui" in page


@pytest.mark.browser
@BOTH
@pytest.mark.parametrize("name", ["desk", "desk-move", "desk-space-limit", "desk-spaces"])
def test_the_pages_can_be_used_by_everybody(sit_down, enter, rooms, turned_away, name, width, language):
    enter(space=rooms["COW"], persons=9)
    visit = enter(space=rooms["COW"], persons=2)
    stayed(visit=visit, at=timezone.now())
    args = {"desk-move": {"visit": visit.pk}, "desk-space-limit": {"space": rooms["COW"].pk}}

    assert complaints_about(sit_down(name, width=width, language=language, **args.get(name, {}))) == []


@pytest.mark.browser
def test_somebody_is_moved_by_keyboard_alone(sit_down, enter, rooms):
    visit = enter(space=rooms["COW"])
    page = sit_down()
    tab_to(page, f'[href$="/visits/{visit.pk}/move/"]')
    enter_leads_on(page)
    tab_to(page, "[type=radio]")
    page.keyboard.press("ArrowDown")
    tab_to(page, ".button-main")
    enter_leads_on(page)

    assert Visit.objects.get(pk=visit.pk).space == rooms["ESP"]
