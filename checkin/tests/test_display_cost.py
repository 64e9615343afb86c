"""The lobby's screen asks every ten seconds: what changes its tag, and what asking costs."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from checkin.models import SiteDay, Visit
from checkin.services.visits import void
from checkin.tests.lobby import later

pytestmark = pytest.mark.django_db
QUERIES_OF_A_FIRST_LOOK, QUERIES_OF_A_304 = 8, 2


def test_what_is_shown_already_is_not_sent_again(furnished, enter, poll):
    enter()
    first = poll()
    later()

    again = poll(first.headers["ETag"])

    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")


def a_visit_more(site, enter):
    enter()


def a_visit_voided(site, enter):
    void(visit=Visit.objects.latest("id"), reason="salah ketuk", at=timezone.now())


def a_visit_of_last_week_counted(site, enter):
    SiteDay.objects.update_or_create(site=site, day=site.day_of(timezone.now()), defaults={"visits": 99})


@pytest.mark.parametrize("change", [a_visit_more, a_visit_voided, a_visit_of_last_week_counted])
def test_whatever_changes_the_picture_is_sent(furnished, enter, poll, change):
    enter(persons=3)
    shown = poll()

    change(furnished, enter)
    later()
    news = poll(shown.headers["ETag"])

    assert news.status_code == 200
    assert news.content != shown.content


def test_the_other_language_is_another_picture(furnished, poll):
    tag = poll().headers["ETag"]

    assert poll(tag, language="en").status_code == 200


def test_nothing_new_costs_two_queries_and_within_the_second_none(furnished, enter, poll, django_assert_num_queries):
    enter()
    tag = poll().headers["ETag"]

    with django_assert_num_queries(0):
        assert poll(tag).status_code == 304
    later()
    with django_assert_num_queries(QUERIES_OF_A_304):
        assert poll(tag).status_code == 304


def test_a_year_without_a_visit_costs_no_more(furnished, poll, django_assert_num_queries):
    tag = poll().headers["ETag"]
    later()

    with django_assert_num_queries(QUERIES_OF_A_304):
        assert poll(tag).status_code == 304


def test_without_its_memory_asking_again_would_cost_more(furnished, poll, settings):
    """The twin: what makes a screen cheap is what is remembered, and the count above would see it go."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    tag = poll().headers["ETag"]

    with CaptureQueriesContext(connection) as asked:
        assert poll(tag).status_code == 304

    assert len(asked) > QUERIES_OF_A_304


def test_a_first_look_costs_the_same_with_one_visit_and_with_a_thousand(
    furnished, enter, client, django_assert_num_queries
):
    visit = enter()
    for visits in (1, 1000):
        if visits > 1:
            Visit.objects.bulk_create(copies_of(visit, visits))
        cache.clear()
        with django_assert_num_queries(QUERIES_OF_A_FIRST_LOOK):
            assert client.get(reverse("display-lobby", args=["ksp"])).status_code == 200


def copies_of(visit, how_many: int) -> list[Visit]:
    fields = {field.attname: getattr(visit, field.attname) for field in Visit._meta.concrete_fields}
    unlike = {"id": None, "number": None}
    return [Visit(**{**fields, **unlike, "submission": f"00000000-0000-4000-8000-{n:012}"}) for n in range(how_many)]
