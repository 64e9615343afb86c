"""Leaving by the number of today: the keypad, whose it is, and how many go."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from checkin.models import Departure, Visit
from checkin.tests.kiosk_addresses import address

pytestmark = pytest.mark.django_db


@pytest.fixture
def leave(kiosk):
    def leave(number, *, persons=None, submission=None):
        said = {"submission": submission or uuid4()} | ({"persons": persons} if persons is not None else {})
        return kiosk.post(address("kiosk-leave-confirm", number), said)

    return leave


def test_the_keypad_is_links_that_write_the_number(kiosk):
    page = kiosk.get(address("kiosk-leave-typed", 2)).text

    assert f'href="{address("kiosk-leave-typed", 27)}" data-digit="7"' in page
    assert f'href="{address("kiosk-leave")}" data-erase' in page
    assert f'href="{address("kiosk-leave-confirm", 2)}" data-enter' in page


def test_an_empty_keypad_cannot_go_on(kiosk):
    page = kiosk.get(address("kiosk-leave")).text

    assert 'aria-disabled="true" data-enter' in page
    assert f'href="{address("kiosk-leave")}" data-digit="0"' in page


def test_the_keypad_takes_no_sixth_digit(kiosk):
    page = kiosk.get(address("kiosk-leave-typed", 12345)).text

    assert f'href="{address("kiosk-leave-typed", 12345)}" data-digit="6"' in page


def test_the_number_is_shown_with_its_picture_and_its_time(kiosk, enter, site):
    visit = enter()
    clock = visit.arrived_at.astimezone(site.zone).strftime("%H.%M")

    page = kiosk.get(address("kiosk-leave-confirm", 1)).text

    assert f"Nomor 1 · Mahasiswa · masuk {clock} — benar?" in page
    assert 'class="pictogram"' in page
    assert "Berapa orang yang keluar?" not in page


def test_yes_lets_one_person_out_once_however_often_it_is_tapped(leave, enter):
    visit, submission = enter(), uuid4()

    answers = [leave(visit.number, submission=submission) for _ in range(2)]

    assert [answer.headers["Location"] for answer in answers] == [address("kiosk-goodbye")] * 2
    assert Departure.objects.get().source == Departure.Source.KIOSK
    assert Visit.objects.people_inside() == 0


def test_a_group_leaves_whole_unless_it_says_otherwise(kiosk, enter):
    enter(persons=24)

    assert 'name="persons" value="24"' in kiosk.get(address("kiosk-leave-confirm", 1)).text
    assert 'name="persons" value="14"' in kiosk.get(address("kiosk-leave-some", 1, 14)).text


def test_part_of_a_group_leaves(leave, enter):
    visit = enter(persons=24)

    leave(1, persons=10)

    visit.refresh_from_db()
    assert visit.persons_inside == 14


@pytest.mark.parametrize("persons", ["0", "-1", "25", "abc", "٣", "9" * 30, "1\x00", ""])
def test_a_number_of_people_that_cannot_be_is_refused(leave, enter, persons):
    enter(persons=24)

    assert leave(1, persons=persons).status_code == 400
    assert not Departure.objects.exists()


def test_a_group_that_does_not_say_how_many_lets_nobody_out(leave, enter):
    enter(persons=24)

    assert leave(1).status_code == 400
    assert Visit.objects.people_inside() == 24


def test_more_than_are_still_inside_are_kindly_refused(leave, enter):
    enter(persons=5)
    leave(1, persons=4)

    page = leave(1, persons=2)

    assert page.status_code == 409
    assert "Orang yang masih di dalam kurang dari jumlah itu." in page.text
    assert "data-keypad" in page.text


def test_an_address_with_more_than_are_inside_is_none(kiosk, enter):
    enter(persons=5)

    assert kiosk.get(address("kiosk-leave-some", 1, 6)).status_code == 404


def test_an_unknown_number_gets_kind_words_and_the_keypad_again(kiosk, leave):
    for page in (kiosk.get(address("kiosk-leave-confirm", 99)), leave(99)):
        assert page.status_code == 404
        assert "Nomor 99 tidak ada hari ini. Coba lagi." in page.text
        assert "data-keypad" in page.text


def test_who_has_left_has_left(kiosk, leave, enter):
    enter()
    leave(1)

    page = kiosk.get(address("kiosk-leave-confirm", 1))

    assert page.status_code == 409
    assert "Nomor 1 sudah keluar." in page.text


def test_yesterdays_number_is_none_today(kiosk, enter):
    yesterday = timezone.now() - timedelta(days=1)
    enter(at=yesterday, recorded_at=yesterday)

    assert kiosk.get(address("kiosk-leave-confirm", 1)).status_code == 404


def test_who_forgot_the_number_is_shown_another_way(kiosk):
    page = kiosk.get(address("kiosk-leave")).text

    assert f'href="{address("kiosk-forgotten")}">Lupa nomor</a>' in page


def test_another_sites_number_is_none_here(kiosk, leave, enter, other_site):
    enter(site=other_site)

    assert kiosk.get(address("kiosk-leave-confirm", 1)).status_code == 404
    assert leave(1).status_code == 404
    assert not Departure.objects.exists()


def test_a_cancelled_visit_has_no_number(kiosk, enter):
    visit = enter()
    Visit.objects.filter(pk=visit.pk).update(voided_at=timezone.now(), void_reason="mistap")

    assert kiosk.get(address("kiosk-leave-confirm", 1)).status_code == 404


@pytest.mark.parametrize("submission", ["", "zzz", "0" * 32, "f" * 32])
def test_leaving_needs_a_key_of_its_own(kiosk, enter, submission):
    enter()

    page = kiosk.post(address("kiosk-leave-confirm", 1), {"submission": submission})

    assert page.status_code == 400
    assert not Departure.objects.exists()


def test_a_key_that_let_somebody_else_out_is_refused(leave, enter):
    submission = uuid4()
    enter(), enter()
    leave(1, submission=submission)

    assert leave(2, submission=submission).status_code == 409
    assert Visit.objects.people_inside() == 1


def test_leaving_asks_few_queries(kiosk, leave, enter, django_assert_max_num_queries):
    enter(persons=24)

    with django_assert_max_num_queries(2):
        kiosk.get(address("kiosk-leave-confirm", 1))
    with django_assert_max_num_queries(8):
        leave(1)


def test_goodbye_says_the_verse_and_returns(kiosk):
    page = kiosk.get(address("kiosk-goodbye")).text

    assert "Terima kasih, sampai jumpa!" in page
    assert "Buah kelapa di tepi titi," in page
    assert 'data-return="6"' in page
