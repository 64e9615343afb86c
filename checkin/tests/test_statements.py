"""The hand-written statements answer what the ORM answers."""

from uuid import uuid4

import pytest
from django.utils import timezone

from checkin.models import (
    CalendarDay,
    Device,
    Origin,
    Purpose,
    Site,
    SiteDay,
    Space,
    SpaceLimit,
    Visit,
    VisitorCategory,
)
from checkin.services.devices import revoke
from checkin.services.holding import hold, settle
from checkin.services.statements import (
    give_back_places,
    hours_and_kind,
    is_waited_for,
    store,
    take_places,
    trusted_device,
    words,
)

pytestmark = pytest.mark.django_db


def test_the_device_and_its_site_are_whole(device_and_token, site, django_assert_num_queries):
    _, token = device_and_token

    with django_assert_num_queries(1):
        device = trusted_device(token)
        place = device.site

    fields = [field.attname for field in Device._meta.concrete_fields]
    stored = Device.objects.get(pk=device.pk)
    assert [getattr(device, name) for name in fields] == [getattr(stored, name) for name in fields]
    names = [field.attname for field in Site._meta.concrete_fields]
    site.refresh_from_db()
    assert [getattr(place, name) for name in names] == [getattr(site, name) for name in names]


@pytest.mark.parametrize("token", ["", "nobody's", "\ud800", "a\x00b"])
def test_an_unknown_token_is_nobody(device_and_token, token):
    assert trusted_device(token) is None


def test_a_revoked_device_is_nobody(device_and_token):
    _, token = device_and_token
    revoke(token=token, at=timezone.now())

    assert trusted_device(token) is None


def test_every_word_leads_to_the_orms_keys(site, other_site):
    for category in VisitorCategory.objects.all():
        for purpose in Purpose.objects.all():
            found = words(site=site, category=category.code, origin="batam", purpose=purpose.code)

            space = Space.objects.filter(site=site, code=purpose.space_code).first()
            assert found.category == category.pk
            assert found.origin == Origin.objects.get(slug="batam").pk
            assert found.purpose == purpose.pk
            assert (found.space, found.is_hard) == ((space.pk, space.is_hard) if space else (None, False))
            assert (found.is_counted, found.name_rule) == (category.is_counted, category.name_rule)


def test_a_category_is_known_when_it_is_offered(site, category):
    VisitorCategory.objects.filter(pk=category.pk).update(is_offered=False)

    assert words(site=site, category="MHS", origin="batam", purpose="KERJA") is None


@pytest.mark.parametrize("change", [{"is_offered": False}, {"is_on_kiosk": False}])
def test_an_origin_is_known_when_the_kiosk_shows_it(site, origin, change):
    Origin.objects.filter(pk=origin.pk).update(**change)

    assert words(site=site, category="MHS", origin="batam", purpose="KERJA").origin is None


def test_what_is_skipped_cannot_be_retired(site):
    Origin.objects.update(is_offered=False)
    Purpose.objects.update(is_offered=False)

    found = words(site=site, category="MHS", origin=Origin.UNKNOWN, purpose=Purpose.OTHER)

    assert found.origin == Origin.objects.get(slug=Origin.UNKNOWN).pk
    assert found.purpose == Purpose.objects.get(code=Purpose.OTHER).pk


@pytest.fixture
def visit_of(site, category, origin, purpose, local):
    """A visit nobody has stored yet."""

    def visit_of(persons=1, *, place=site, **said) -> Visit:
        at = local(2019, 11, 7, 9, 41)
        return Visit(
            submission=uuid4(), site=place, category=category, origin=origin, purpose=purpose, persons=persons,
            counted_persons=persons, persons_inside=persons, arrived_at=at, recorded_at=at, day=at.date(),
            source="kiosk", **said,
        )  # fmt: skip

    return visit_of


def test_numbers_count_up_and_visits_add_up(site, other_site, visit_of):
    taps = [visit_of(1), visit_of(24), visit_of(3, place=other_site), visit_of(5)]
    for visit in taps:
        store(visit, takes_number=visit.persons != 5)

    assert [visit.number for visit in taps] == [1, 2, 1, None]
    assert list(SiteDay.objects.order_by("pk").values_list("site__code", "last_number", "visits")) == [
        (site.code, 2, 30),
        (other_site.code, 1, 3),
    ]


@pytest.mark.parametrize("takes_number", [True, False])
def test_a_visit_is_stored_whole_and_its_history_begins_with_its_first_change(visit_of, takes_number):
    visit = visit_of(organisation="Komunitas Ñandú", clock_flag="early")

    store(visit, takes_number=takes_number)

    fields = [field.attname for field in Visit._meta.concrete_fields]
    stored = Visit.objects.get(pk=visit.pk)
    assert [getattr(stored, name) for name in fields] == [getattr(visit, name) for name in fields]
    assert not stored.history.exists()
    visit.save()  # it knows that it is stored
    assert Visit.objects.count() == 1


@pytest.mark.parametrize("kind", ["", "closed", "open"])
def test_the_hours_and_the_calendar_of_one_day_are_the_orms(site, other_site, local, kind):
    day = local(2026, 11, 23).date()
    site.opening_hours.filter(weekday=4).update(valid_from=day, valid_to=day)
    if kind:
        CalendarDay.objects.create(site=site, day=day, kind=kind)

    found = hours_and_kind(site=site, day=day)

    wanted = site.opening_hours.values_list("weekday", "start", "end", "valid_from", "valid_to")
    assert found == [[*row, kind or None] for row in wanted]


def test_a_visit_is_waited_for_until_that_is_settled(device_and_token):
    visit, now = uuid4(), timezone.now()
    held = hold(device=device_and_token[0], item={}, about=visit, reason="no_visit", sent_at=now, received_at=now)

    assert [is_waited_for(visit), is_waited_for(uuid4())] == [True, False]
    settle(held=held, outcome="discarded", at=now)
    assert not is_waited_for(visit)


@pytest.mark.parametrize("is_hard", [True, False])
@pytest.mark.parametrize(("limits", "places"), [([], 10), ([6], 6), ([6, 12], 12), ([6, None], 10)])
def test_a_room_takes_whom_the_orm_finds_a_place_for(site, officer, limits, places, is_hard):
    now = timezone.now()
    today = site.day_of(now)
    for limit in limits:
        told = {"space": site.spaces.first(), "day": today, "reason": "pameran", "decided_by": officer}
        SpaceLimit.objects.create(submission=uuid4(), places=limit, decided_at=now, **told)

    for people in range(14):
        Space.objects.filter(site=site).update(capacity=10, is_hard=is_hard, people_inside=people)
        room = Space.objects.filter(site=site).with_places(today).first()
        fits = not is_hard or room.people_inside + 3 <= room.places

        assert room.places == places
        assert take_places(space=room.pk, persons=3, day=today) == fits
        room.refresh_from_db()
        assert room.people_inside == people + (3 if fits else 0)


@pytest.mark.parametrize(("people", "left"), [(9, 6), (3, 0), (2, 0)])
def test_a_room_gives_back_what_it_has(enter, site, people, left):
    room = site.spaces.first()
    visit = enter(space=room)
    Space.objects.filter(pk=room.pk).update(capacity=10, is_hard=True, people_inside=people)

    assert give_back_places(visit=visit.pk, persons=3)

    assert Space.objects.get(pk=room.pk).people_inside == left


def test_a_soft_room_and_no_room_give_nothing_back(enter, site):
    for room in (None, site.spaces.first()):
        assert not give_back_places(visit=enter(space=room).pk, persons=1)
