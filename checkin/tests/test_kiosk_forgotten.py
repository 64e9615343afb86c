"""Who forgot the number finds the picture and the hour; who never got one leaves by them too."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from checkin.models import Departure, Visit, VisitIdentity, VisitorCategory
from checkin.services.visits import check_out, void
from checkin.tests.kiosk_addresses import address

pytestmark = pytest.mark.django_db


@pytest.fixture
def bare(enter):
    """A visit of today that was given no number."""

    def bare(**said):
        visit = enter(**said)
        Visit.objects.filter(pk=visit.pk).update(number=None)
        visit.number = None
        return visit

    return bare


@pytest.fixture
def leave(kiosk):
    def leave(visit, submission=None, **said):
        return kiosk.post(address("kiosk-leave-entry", visit.submission), {"submission": submission or uuid4(), **said})

    return leave


def pictures(page) -> int:
    return page.text.count("tile-category")


def test_a_picture_and_a_time_lead_to_the_question_whose_it_is(kiosk, enter, site):
    visit = enter()
    clock = visit.arrived_at.astimezone(site.zone).strftime("%H.%M")

    page = kiosk.get(address("kiosk-forgotten")).text

    assert "Tidak apa-apa. Pilih gambar dan jam masuk Anda." in page
    assert f">{clock}</time>" in page
    assert f'href="{address("kiosk-leave-confirm", visit.number)}"' in page


def test_neither_names_nor_numbers_are_shown(kiosk, enter):
    visit = enter(persons=24)
    VisitIdentity.objects.create(
        visit=visit, name="Siti Nurhaliza", notice_version="1", language="id", keep_until=visit.day
    )

    page = kiosk.get(address("kiosk-forgotten")).text

    assert "Siti" not in page
    assert "Nomor 1" not in page


def test_six_stand_on_a_page_and_the_pages_lead_to_each_other(kiosk, enter):
    for _ in range(13):
        enter()

    first, second, last = (kiosk.get(address("kiosk-forgotten-page", page)) for page in (1, 2, 3))

    assert [pictures(page) for page in (first, second, last)] == [6, 6, 1]
    earlier, later = (f'href="{address("kiosk-forgotten-page", page)}"' for page in (1, 3))
    assert earlier in second.text
    assert later in second.text
    assert "Lebih awal" not in first.text
    assert "Lebih akhir" not in last.text


def test_only_who_is_inside_today_at_this_site_is_shown(kiosk, enter, other_site):
    yesterday, now = timezone.now() - timedelta(days=1), timezone.now()
    enter(at=yesterday, recorded_at=yesterday)
    enter(site=other_site)
    void(visit=enter(), reason="mistap", at=now)
    check_out(visit=enter(), submission=uuid4(), persons=1, at=timezone.now(), source="desk")

    page = kiosk.get(address("kiosk-forgotten"))

    assert pictures(page) == 0
    assert "Semua yang datang hari ini sudah keluar." in page.text


def test_a_page_beyond_the_last_is_none(kiosk, enter):
    enter()

    assert kiosk.get(address("kiosk-forgotten-page", 2)).status_code == 404


def test_who_finds_nothing_calls_the_staff(kiosk):
    assert "Tidak ketemu — panggil petugas</button>" in kiosk.get(address("kiosk-forgotten")).text


def test_the_pictures_cost_the_same_however_full_the_house(kiosk, enter, django_assert_num_queries):
    for persons in range(1, 10):
        enter(persons=persons, category=VisitorCategory.objects.all()[persons % 9])

    with django_assert_num_queries(3):
        kiosk.get(address("kiosk-forgotten"))


def test_a_visit_without_a_number_is_left_through_its_picture(kiosk, bare, leave):
    visit = bare()
    question = address("kiosk-leave-entry", visit.submission)
    assert f'href="{question}"' in kiosk.get(address("kiosk-forgotten")).text

    page = kiosk.get(question).text
    assert "Mahasiswa · masuk" in page
    assert "None" not in page
    assert f'action="{question}"' in page

    assert leave(visit).headers["Location"] == address("kiosk-goodbye")
    assert Departure.objects.get().visit_id == visit.pk
    assert Visit.objects.people_inside() == 0


def test_part_of_a_group_without_a_number_leaves(kiosk, bare, leave):
    visit = bare(persons=24)
    page = kiosk.get(address("kiosk-leave-entry-some", visit.submission, 10)).text
    assert 'name="persons" value="10"' in page
    assert f'href="{address("kiosk-leave-entry-some", visit.submission, 9)}"' in page

    leave(visit, persons=10)

    assert Visit.objects.people_inside() == 14


def test_the_same_yes_twice_lets_out_once(bare, leave):
    visit, submission = bare(), uuid4()

    assert [leave(visit, submission).status_code for _ in range(2)] == [302, 302]
    assert Departure.objects.count() == 1


def test_who_has_left_is_told_so(kiosk, bare, leave):
    visit = bare()
    leave(visit)

    assert kiosk.get(address("kiosk-leave-entry", visit.submission)).status_code == 409
    assert leave(visit).status_code == 409
    assert Departure.objects.count() == 1


def test_only_todays_standing_numberless_visits_of_this_site_have_such_an_address(kiosk, bare, enter, other_site):
    yesterday = timezone.now() - timedelta(days=1)
    nobodys = [
        uuid4(),
        enter().submission,
        bare(site=other_site).submission,
        bare(at=yesterday, recorded_at=yesterday).submission,
        void(visit=bare(), reason="mistap", at=timezone.now()).submission,
    ]

    for submission in nobodys:
        assert kiosk.get(address("kiosk-leave-entry", submission)).status_code == 404
        assert kiosk.post(address("kiosk-leave-entry", submission), {"submission": uuid4()}).status_code == 404
    assert not Departure.objects.exists()
