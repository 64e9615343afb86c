"""The words a house starts with are added where they are missing, and nothing an office has changed is changed."""

import pytest

from checkin.models import Origin, Purpose, VisitorCategory
from checkin.services.places import furnish
from checkin.vocabulary import CATEGORIES, ORIGINS, PURPOSES, load_vocabulary

pytestmark = pytest.mark.django_db


def everything():
    return [list(model.objects.order_by("pk").values()) for model in (Purpose, VisitorCategory, Origin)]


def test_loaded_twice_they_are_there_once(words):
    before = everything()
    load_vocabulary()

    assert everything() == before
    assert [len(rows) for rows in before] == [len(PURPOSES), len(CATEGORIES), len(ORIGINS)]


def test_what_an_office_has_relabelled_stays_and_what_is_missing_comes_back(words):
    VisitorCategory.objects.filter(code="MHS").update(label="Mahasiswa UMRAH", position=40)
    VisitorCategory.objects.filter(code="STU").delete()
    load_vocabulary()

    relabelled = VisitorCategory.objects.get(code="MHS")
    assert (relabelled.label, relabelled.position) == ("Mahasiswa UMRAH", 40)
    assert VisitorCategory.objects.get(code="STU").usual_purpose == Purpose.objects.get(code="KERJA")


def test_a_house_furnished_twice_keeps_its_rooms_and_what_it_says_of_them(site):
    rooms = site.spaces.count()
    site.spaces.filter(code="COW").update(name="Ruang kerja", capacity=12)
    furnish(site=site, with_demo_details=True)

    assert site.spaces.count() == rooms
    room = site.spaces.get(code="COW")
    assert (room.name, room.capacity) == ("Ruang kerja", 12)
