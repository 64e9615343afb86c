"""The desk's page of a correction: what it will change is shown before it is saved."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from checkin.models import Visit
from checkin.services.visits import void
from checkin.tests.pages import page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def answer(desk):
    """Fill in the form as it stands with something else; answers the response."""

    def answer(visit, step="look", **otherwise):
        page = reverse("desk-correct", args=["ksp", visit.pk])
        form = desk.get(page).context["form"]
        said = {name: form[name].value() for name in form.fields}
        said = {name: getattr(value, "pk", value) for name, value in said.items() if value is not None}
        said["time"] = f"{said['time']:%H:%M}"
        return desk.post(page, {**said, "reason": "Salah hitung", "step": step, **otherwise}, follow=True)

    return answer


def test_the_effect_is_shown_and_nothing_is_saved_yet(enter, answer, local):
    at = timezone.localtime(timezone.now(), local(2019, 1, 1).tzinfo)
    visit = enter(persons=142)

    page = answer(visit, persons=141).content.decode()

    month = page[page.index("Realisasi") :].split("<")[0]
    assert month.endswith(f"{at.year}: 142 → 141 (−1)")
    assert Visit.objects.get().persons == 142


def test_what_was_shown_is_saved_and_said(enter, answer):
    visit = enter(persons=142)

    page = answer(visit, step="save", persons=141).content.decode()

    assert Visit.objects.get().persons == 141
    assert "142 → 141 (−1)" in page
    assert "Catatan semula tetap tersimpan." in page


def test_a_correction_that_moves_no_figure_says_so(enter, answer):
    page = answer(enter(), organisation="SMAN 1 Tanjungpinang").content.decode()

    assert "SMAN 1 Tanjungpinang" in page
    assert "Jumlah kunjungan tidak berubah." in page


def test_the_moment_stays_to_the_second_where_nobody_touched_it(enter, answer):
    at = (timezone.now() - timedelta(minutes=2)).replace(second=42, microsecond=7)
    visit = enter(at=at)

    answer(visit, step="save", persons=2)

    visit.refresh_from_db()
    assert (visit.arrived_at, visit.persons) == (at, 2)


@pytest.mark.parametrize(
    ("otherwise", "why"),
    [
        ({}, "Belum ada yang berubah."),
        ({"persons": "0"}, "1"),
        ({"persons": "2", "reason": ""}, "Bagian ini perlu diisi."),
        ({"day": "2999-01-01"}, "melewati saat ini"),
        ({"category": "999999"}, "pilihan"),
        ({"organisation": "x" * 81}, "80"),
    ],
)
def test_what_cannot_be_is_told_with_what_was_typed_kept(enter, answer, otherwise, why):
    response = answer(enter(), **otherwise)

    assert response.status_code == 400
    assert why.lower() in response.content.decode().lower()
    assert Visit.objects.get().history.count() == 0


def test_somebody_was_quicker(enter, answer):
    visit = enter(persons=24)

    response = answer(visit, step="save", persons=20, seen=99)

    assert response.status_code == 409
    assert "baru saja diubah orang lain" in response.content.decode()
    assert Visit.objects.get().persons == 24


def test_a_cancelled_visit_offers_no_form(desk, enter):
    visit = enter()
    void(visit=visit, reason="twice", at=timezone.now())

    page = page_of(desk, "desk-correct", visit=visit.pk)

    assert "tidak dapat dikoreksi" in page
    assert 'name="reason"' not in page


def test_another_sites_visit_is_not_there(desk, enter, other_site):
    visit = enter(site=other_site)

    assert desk.get(reverse("desk-correct", args=["ksp", visit.pk])).status_code == 404


def test_the_page_asks_as_much_with_many_visits_as_with_one(desk, enter, django_assert_num_queries):
    visit = enter()
    page = reverse("desk-correct", args=["ksp", visit.pk])
    desk.get(page)
    for _more in range(20):
        enter()

    with django_assert_num_queries(13):
        desk.get(page)
