"""One tap at the desk is one visit, and a slip is taken back in one tap."""

from uuid import uuid4

import pytest
from django.urls import reverse

from checkin.models import Visit, VisitorCategory
from checkin.tests.pages import page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def tap(desk):
    """Tap a category once; the same ``submission`` is the same tap."""

    def tap(category="MHS", submission=None, browser=desk, follow=True):
        said = {"category": category, "submission": submission or uuid4()}
        return browser.post(reverse("desk-tally", args=["ksp"]), said, follow=follow)

    return tap


@pytest.fixture
def cancel(desk):
    def cancel(visit, follow=True, **said):
        return desk.post(reverse("desk-void", args=["ksp", visit.pk]), said, follow=follow)

    return cancel


def test_one_tap_is_one_visit_of_which_nothing_else_was_asked(tap, officer):
    page = tap("KOM").content.decode()

    visit = Visit.objects.get()
    assert (visit.category.code, visit.origin.slug, visit.purpose.code) == ("KOM", "tidak-diketahui", "LAIN")
    assert (visit.source, visit.space, visit.persons, visit.user) == ("desk", None, 1, officer)
    assert "Nomor 1, Komunitas, tercatat." in page


def test_a_double_tap_is_one_visit_and_says_so(tap):
    one = uuid4()

    tap(submission=one)
    page = tap(submission=one).content.decode()

    assert Visit.objects.count() == 1
    assert "sudah tercatat tadi" in page


def test_every_button_has_a_key_of_its_own(desk):
    page = page_of(desk)

    keys = [piece.split('"')[0] for piece in page.split('name="submission" value="')[1:]]
    assert len(keys) == len(set(keys)) == 9


def test_the_keyboard_stays_on_the_button_that_was_tapped(tap):
    assert tap("MHS", follow=False).url == reverse("desk", args=["ksp"]) + "#tally-MHS"


def test_the_lists_stay_as_they_were_asked_for(desk):
    response = desk.post(
        reverse("desk-tally", args=["ksp"]) + "?category=KOM&number=3", {"category": "MHS", "submission": uuid4()}
    )

    assert response.url == reverse("desk", args=["ksp"]) + "?category=KOM#tally-MHS"


def test_a_key_used_for_another_category_is_refused_and_the_first_kept(tap):
    one = uuid4()
    tap("MHS", submission=one)

    response = tap("KOM", submission=one)

    assert response.status_code == 409
    assert Visit.objects.get().category.code == "MHS"


@pytest.mark.parametrize("category", ["", "XXX", "mhs", "M\x00S", "' OR 1=1--", "9" * 5000])
def test_an_unknown_category_is_refused(tap, category):
    assert tap(category).status_code == 400
    assert Visit.objects.count() == 0


@pytest.mark.parametrize("key", ["", "zzz", "1", "00000000-0000-0000-0000-000000000000", "\x00", "9" * 5000])
def test_a_key_that_is_none_is_refused(tap, key):
    assert tap(submission=key or " ").status_code == 400
    assert Visit.objects.count() == 0


def test_a_category_retired_while_the_page_stood_open_is_refused_kindly(tap):
    VisitorCategory.objects.filter(code="KOM").update(is_offered=False)

    response = tap("KOM")

    assert response.status_code == 400
    assert "Kembali ke meja depan" in response.content.decode()


def test_a_retired_category_has_no_button(desk):
    VisitorCategory.objects.filter(code="KOM").update(is_offered=False)

    assert 'id="tally-KOM"' not in page_of(desk)


def test_the_last_five_of_this_person_can_be_undone_in_one_tap(tap, cancel, desk):
    for _ in range(6):
        tap()
    newest = Visit.objects.order_by("-number").first()

    assert page_of(desk).count('value="mistap"') == 5
    page = cancel(newest, reason="mistap").content.decode()

    assert "Nomor 6 dibatalkan dan tidak dihitung lagi." in page
    assert Visit.objects.counted() == 5


def test_what_colleagues_and_kiosks_recorded_is_not_among_them(desk, enter, head):
    enter(source="desk", user=head)
    enter(source="kiosk")

    assert 'value="mistap"' not in page_of(desk)


def test_what_was_undone_is_not_offered_again(tap, cancel, desk):
    tap()
    cancel(Visit.objects.get(), reason="mistap")

    assert 'value="mistap"' not in page_of(desk)
