"""The desk on another day: what was recorded then is found, corrected and cancelled, and the way leads back to it."""

from datetime import date

import pytest
from django.urls import reverse

from checkin.models import Visit

pytestmark = pytest.mark.django_db
TODAY, EARLIER = "Kunjungan hari ini", "Kunjungan Kamis, 31 Oktober 2019"


@pytest.fixture
def october(enter, local):
    """A group of Thursday, 31 October 2019, long gone."""
    moment = local(2019, 10, 31, 23, 59)
    visit = enter(at=moment, persons=24)
    Visit.objects.update(persons_inside=0)
    return visit


def entries(response) -> list[int]:
    return [row.record.pk for row in response.context["entries"].paginated_rows]


def test_a_visit_of_an_earlier_day_is_listed_with_its_days_visits(desk, october, enter):
    enter()
    page = desk.get(reverse("desk", args=["ksp"]), {"day": "2019-10-31"})

    assert entries(page) == [october.pk]
    assert EARLIER in page.content.decode()
    assert page.context["visits_of_day"] == 24
    assert reverse("desk-correct", args=["ksp", october.pk]) in page.content.decode()


def test_who_is_inside_stays_listed_beside_another_day(desk, october, enter):
    here = enter()

    page = desk.get(reverse("desk", args=["ksp"]), {"day": "2019-10-31"})

    assert [row.record.pk for row in page.context["inside"].paginated_rows] == [here.pk]


def test_a_day_without_a_visit_says_so(desk):
    page = desk.get(reverse("desk", args=["ksp"]), {"day": "2019-11-01"}).content.decode()

    assert "Kunjungan Jumat, 1 November 2019" in page
    assert "Tidak ada kunjungan yang cocok dengan pencarian." in page


def test_today_asked_for_by_its_date_is_today(desk, enter):
    visit = enter()
    page = desk.get(reverse("desk", args=["ksp"]), {"day": str(visit.day)})

    assert entries(page) == [visit.pk]
    assert TODAY in page.content.decode()


def test_a_visit_cancelled_on_its_day_leads_back_to_that_day(desk, october):
    day = f"{reverse('desk', args=['ksp'])}?day=2019-10-31"
    void = f"{reverse('desk-void', args=['ksp', october.pk])}?day=2019-10-31"

    assert void in desk.get(day).content.decode()
    assert desk.post(void, {"reason": "mistap"}).url == f"{day}#today"


def test_a_card_leads_to_the_day_of_its_last_visit(desk, issue_card, come, local):
    issued = issue_card()
    come(issued.card, local(2019, 10, 31, 9))

    page = desk.get(reverse("desk-cards", args=["ksp"])).content.decode()

    assert f"?card={issued.card.number}&amp;day={date(2019, 10, 31)}#today" in page
