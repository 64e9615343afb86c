"""A visit is cancelled with a reason and stays in the record."""

import pytest
from django.urls import reverse
from django.utils import timezone

from checkin.models import Visit
from checkin.services.visits import void
from checkin.tests.pages import page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cancel(desk):
    def cancel(visit, follow=True, **said):
        return desk.post(reverse("desk-void", args=["ksp", visit.pk]), said, follow=follow)

    return cancel


def test_a_visit_is_cancelled_with_its_reason_and_who_did_it(cancel, enter, officer):
    visit = enter(persons=3)

    cancel(visit, reason="twice")

    visit.refresh_from_db()
    assert (visit.void_reason, visit.voided_by) == ("twice", officer)
    assert visit.history.latest().history_user == officer


def test_a_reason_may_be_given_in_own_words(cancel, enter):
    visit = enter()

    page = cancel(visit, reason="other", words="  Rombongan   batal \u200b").content.decode()

    visit.refresh_from_db()
    assert visit.void_reason == "Rombongan batal"
    assert "Dibatalkan: Rombongan batal" in page


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({}, "Pilih satu alasan."),
        ({"reason": "because"}, "because"),
        ({"reason": "other"}, "Tuliskan alasannya."),
        ({"reason": "other", "words": "\u200b \u3164"}, "Tuliskan alasannya."),
        *[({"reason": "other", "words": code}, "beberapa kata lagi") for code in Visit.VoidReason.values],
        ({"reason": "other", "words": "NIK 2172010101010001"}, "NIK"),
        ({"reason": "other", "words": "a\x00b"}, ""),
        ({"reason": "other", "words": "x" * 201}, "200"),
        ({"reason": "other", "words": "x" * 300_000}, "200"),
    ],
)
def test_a_reason_that_is_none_is_refused_with_what_was_typed_kept(cancel, enter, said, why):
    visit = enter()

    response = cancel(visit, **said)

    visit.refresh_from_db()
    assert response.status_code == 400
    assert not visit.is_voided
    assert why in response.content.decode()
    assert said.get("words", "").replace("\x00", "")[:3] in response.content.decode()


def test_what_cancelling_does_to_the_month_is_told_before(desk, enter, local):
    enter(persons=142, at=local(2019, 10, 3, 9))
    mistap = enter(at=local(2019, 10, 4, 9))

    assert "Realisasi Oktober 2019: 143 → 142 (−1)" in page_of(desk, "desk-void", visit=mistap.pk)


def test_markup_in_a_reason_is_only_text(cancel, enter):
    page = cancel(enter(), reason="other", words="<img src=x onerror=alert(1)> {{7*7}} %s").content.decode()

    assert "<img src=x" not in page
    assert "&lt;img src=x onerror=alert(1)&gt; {{7*7}} %s" in page


def test_a_cancelled_visits_page_says_who_and_when_and_offers_no_form(desk, enter, officer):
    visit = enter()
    void(visit=visit, reason="twice", at=timezone.now(), by=officer)

    page = page_of(desk, "desk-void", visit=visit.pk)

    assert "oleh petugas" in page
    assert 'name="reason"' not in page


def test_cancelling_twice_keeps_the_first_reason(cancel, enter):
    visit = enter()

    for reason in ("twice", "mistap"):
        assert cancel(visit, reason=reason).status_code == 200

    visit.refresh_from_db()
    assert visit.void_reason == "twice"
