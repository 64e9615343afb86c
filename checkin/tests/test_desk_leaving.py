"""One tap at the desk lets a visit out, whole or in part, and nobody twice."""

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from checkin.models import Departure, Visit
from checkin.services.visits import void

HOSTILE_NUMBERS = ["", "0", "-1", "1.9", "1e3", "abc", "٢", "true", "1\x00", "9" * 30, "9" * 5000]

pytestmark = pytest.mark.django_db


@pytest.fixture
def let_out(desk):
    def let_out(visit, persons, submission=None, follow=True):
        said = {"persons": persons, "submission": submission or uuid4()}
        return desk.post(reverse("desk-check-out", args=["ksp", visit.pk]), said, follow=follow)

    return let_out


def test_one_tap_lets_all_of_a_visit_out(let_out, enter):
    visit = enter(persons=4)

    page = let_out(visit, 4).content.decode()

    assert Visit.objects.people_inside() == 0
    assert "Nomor 1: 4 orang keluar." in page


def test_part_of_a_group_leaves_and_the_rest_is_named(let_out, enter):
    visit = enter(persons=12)

    page = let_out(visit, 5).content.decode()

    assert "Nomor 1: 5 orang keluar. 7 orang masih di dalam." in page
    assert "7 dari 12" in page


def test_a_double_tap_lets_nobody_else_out(let_out, enter):
    visit, one = enter(persons=5), uuid4()

    for _ in range(2):
        assert let_out(visit, 2, submission=one).status_code == 200

    assert Visit.objects.people_inside() == 3


def test_two_desks_cannot_let_the_same_person_out_twice(let_out, enter):
    visit = enter(persons=2)
    let_out(visit, 2)

    response = let_out(visit, 2)

    assert response.status_code == 409
    assert "Semua orang dari kunjungan ini sudah keluar." in response.content.decode()
    assert Departure.objects.count() == 1


def test_more_than_are_inside_is_refused_with_the_number_kept(let_out, enter):
    visit = enter(persons=3)

    response = let_out(visit, 9)

    page = response.content.decode()
    assert response.status_code == 409
    assert 'value="9"' in page
    assert Visit.objects.people_inside() == 3


@pytest.mark.parametrize("persons", HOSTILE_NUMBERS)
def test_a_number_of_people_that_is_none_is_refused(let_out, enter, persons):
    assert let_out(enter(persons=3), persons).status_code == 400
    assert Departure.objects.count() == 0


def test_a_cancelled_visit_cannot_leave(let_out, enter):
    visit = enter()
    void(visit=visit, reason="mistap", at=timezone.now())

    assert let_out(visit, 1).status_code == 409
