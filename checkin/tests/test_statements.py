"""The hand-written statements answer what the ORM answers."""

import pytest
from django.db import transaction
from django.utils import timezone

from checkin.models import Device, Origin, Purpose, Site, SiteDay, Space, VisitorCategory
from checkin.services.devices import revoke
from checkin.services.statements import next_number, trusted_device, words

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
            assert found.space == (space.pk if space else None)
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


def test_numbers_count_up_and_visits_add_up(site, other_site, local):
    day = local(2019, 11, 7).date()

    with transaction.atomic():
        numbers = [next_number(site=place, day=day, counted=n) for place, n in ((site, 1), (site, 24), (other_site, 3))]

    assert numbers == [1, 2, 1]
    assert list(SiteDay.objects.order_by("pk").values_list("day", "last_number", "visits")) == [
        (day, 2, 25),
        (day, 1, 3),
    ]
