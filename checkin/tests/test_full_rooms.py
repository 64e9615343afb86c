"""Where full rooms meet the rest of the house: moving on, leaving, paper sheets, cards, and a day's occupancy."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from checkin.errors import OfAnotherSite, SpaceFull
from checkin.models import DoorNote, Space, Visit
from checkin.services import door
from checkin.services.automatic import close
from checkin.services.card_issuing import revoke_card, unlink
from checkin.services.cards import stay, use_card
from checkin.services.corrections import Said, correct, state_of
from checkin.services.evacuation import end, tick
from checkin.services.occupancy import occupancy
from checkin.services.sheets import Line, record_sheet
from checkin.services.visits import check_out, move, void
from checkin.tests.test_parallel import all_at_once
from checkin.views.evacuation import KEPT
from reports.counts import day_record
from reports.day import places_of

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def full(site, enter):
    """Co-working and arena with one place each, both taken; the hall has one that nobody may exceed."""
    Space.objects.filter(site=site, code__in=("COW", "ESP", "AUL")).update(capacity=1)
    Space.objects.filter(site=site, code="AUL").update(is_hard=True)
    rooms = {room.code: room for room in site.spaces.all()}
    for code in ("COW", "ESP"):
        enter(space=rooms[code])
    return rooms


@pytest.fixture
def line(category, origin, purpose):
    def line(arrived_at, space) -> Line:
        return Line(arrived_at, None, category, origin, purpose, space, 1, "")

    return line


def test_who_stayed_in_one_full_room_and_moves_to_another_is_noted_in_both(desk, enter, full):
    visit = enter(space=full["COW"])
    door.stayed(visit=visit, at=timezone.now())

    answer = desk.post(reverse("desk-move", args=["ksp", visit.pk]), {"space": "ESP"})

    assert answer.status_code == 302
    assert DoorNote.objects.filter(visit=visit).count() == 2


def test_who_has_left_or_was_cancelled_stays_nowhere(enter, full):
    gone, cancelled = enter(space=full["COW"]), enter(space=full["COW"])
    check_out(visit=gone, submission=uuid4(), persons=1, at=timezone.now(), source="desk")
    void(visit=cancelled, reason="salah ketuk", at=timezone.now())

    for visit in (gone, cancelled):
        visit.refresh_from_db()
        assert door.stayed(visit=visit, at=timezone.now()) is None


def test_of_paper_lines_of_a_hall_full_by_now_only_who_is_inside_goes_without_a_room(site, enter, full, line, officer):
    enter(space=full["AUL"])
    now = timezone.now()
    gone = replace(line(now - timedelta(minutes=2), full["AUL"]), left_at=now - timedelta(minutes=1))
    lines = [line(now - timedelta(days=1), full["AUL"]), gone, line(now, full["AUL"])]

    written = record_sheet(
        site=site, submission=uuid4(), lines=lines, source="paper", reason="listrik padam", by=officer, at=now
    )

    assert [visit.space for visit in written] == [full["AUL"], full["AUL"], None]
    assert [visit.persons_inside for visit in written] == [0, 0, 1]
    full["AUL"].refresh_from_db()
    assert full["AUL"].people_inside == 1


@pytest.mark.django_db(transaction=True)
def test_sheets_of_two_days_and_taps_at_one_hall_do_not_wait_for_each_other_for_ever(site, enter, line, officer):
    hall, other = site.spaces.get(code="AUL"), site.spaces.get(code="RPD")
    for room in (hall, other):
        room.capacity, room.is_hard = 500, True
        room.save()
    now = timezone.now()

    def work(place):
        for _turn in range(4):
            if place % 2:
                enter(space=hall)
                continue
            rooms = [hall, other] if place % 4 else [other, hall]
            lines = [
                line(now - timedelta(days=days), room) for days, room in zip((1, 0, 1), [*rooms, None], strict=True)
            ]
            told = {"submission": uuid4(), "lines": lines, "source": "paper", "reason": "listrik padam"}
            record_sheet(site=site, **told, by=officer, at=now)

    all_at_once(work, range(12))

    assert Visit.objects.filter(site=site).count() == 4 * (6 + 6 * 3)


def test_correcting_a_visit_whose_card_was_forgotten_counts_it_no_second_time(card, come, show, noon, officer):
    come(card, noon - 3 * HOUR)
    show(card, noon - 2 * HOUR)
    again = come(card, noon - HOUR)
    revoke_card(card=card, reason="lost", at=noon, by=officer)
    unlink(card=card, at=noon)
    again = Visit.objects.select_related("site", "category", "origin", "purpose", "space").get(pk=again.pk)
    said = Said(**{**vars(Said.of(again)), "organisation": "Dinas Contoh"})

    correct(visit=again, said=said, reason="salah tulis", seen=state_of(again), at=noon, by=officer)

    assert Visit.objects.counted() == 1


def test_a_leaving_taken_back_into_a_room_filled_meanwhile_is_inside_without_one(site, card, come, show, enter, noon):
    Space.objects.filter(site=site, code="COW").update(capacity=1, is_hard=True)
    visit = come(card, noon)
    departure = show(card, noon + timedelta(minutes=1))
    enter(space=site.spaces.get(code="COW"), at=noon + timedelta(minutes=1))

    stay(departure=departure, at=noon + timedelta(minutes=2))

    visit.refresh_from_db()
    assert (visit.persons_inside, visit.space) == (1, None)
    assert visit.history.order_by("-pk").first().persons_inside == 1
    assert site.spaces.get(code="COW").people_inside == 1


def test_the_answers_to_a_comings_questions_let_nobody_out(card, come, tablet, noon):
    visit = come(card, noon)
    told = {"submission": uuid4(), "at": noon + HOUR, "out_of_hours": False}

    again = use_card(card=card, device=tablet, said={"purpose": "KERJA"}, **told)

    assert (again, again.is_repeat) == (visit, True)


def test_a_limit_of_today_holds_for_who_came_yesterday(site, enter, officer):
    now = timezone.now()
    hall = site.spaces.get(code="AUL")
    Space.objects.filter(pk=hall.pk).update(capacity=50, is_hard=True)
    told = {
        "space": hall,
        "submission": uuid4(),
        "reason": "panggung",
        "day": site.day_of(now),
        "at": now,
        "by": officer,
    }
    door.limit(places=2, **told)
    visits = [enter(at=now - timedelta(days=1)) for _each in range(3)]

    for visit in visits[:2]:
        move(visit=visit, space=hall, at=now)
    with pytest.raises(SpaceFull):
        move(visit=visits[2], space=hall, at=now)


def test_nobody_is_missed_who_was_let_out_days_before_an_evacuation_or_came_after_it(site, enter, evacuation, officer):
    now = timezone.now()
    old = enter(persons=4, at=now - timedelta(days=3), recorded_at=now - timedelta(days=3))
    close(visit=old, left_at=now - timedelta(days=2))
    end(evacuation=evacuation, by=officer, at=now)
    late = enter(persons=7, at=timezone.now() + HOUR)

    for visit in (old, late):
        told = {"submission": uuid4(), "persons": 1, "before": 0, "said_at": now, "by": officer, "at": timezone.now()}
        with pytest.raises(OfAnotherSite):
            tick(evacuation=evacuation, visit=visit, **told)
    assert not evacuation.lines.exists()


def test_the_house_has_its_places_though_somebody_is_without_a_room(site, enter):
    Space.objects.filter(site=site).update(capacity=10)
    now = timezone.now()
    enter(space=None)

    _hours, places = places_of(day_record(site, site.day_of(now), until=now + HOUR))

    assert places[0].whole.capacity == occupancy(site, at=now).capacity == 70


def test_the_list_without_a_server_has_everything_its_page_loads(desk):
    page = desk.get(reverse("desk-evacuation", args=["ksp"])).content.decode()

    loaded = {part.split('"')[0] for part in page.split('="/static/')[1:]}
    assert {name for name in loaded if name.endswith((".css", ".js"))} <= set(KEPT)


@pytest.mark.parametrize(
    ("name", "order"),
    [("desk-cards", "last_used_on"), ("desk-cards", "-last_used_on"), ("desk-evacuations", "lasted")]
    + [("desk-evacuations", order) for order in ("-lasted", "people", "seen", "missing")],
)
def test_every_heading_that_can_be_pressed_orders(desk, issue_card, evacuation, name, order):
    issue_card()

    assert desk.get(reverse(name, args=["ksp"]), {"order": order}).status_code == 200
