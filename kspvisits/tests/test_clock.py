"""The clock beside a serving house: it lets people out, erases names in time, and outlives what goes wrong."""

from datetime import timedelta

import pytest
from django.utils import timezone

from checkin.models import Departure, VisitIdentity
from kspvisits.clock import watch_the_clock

pytestmark = pytest.mark.django_db(transaction=True)


class Minutes:
    """An ending that comes after so many minutes, without waiting for them."""

    def __init__(self, how_many: int):
        self.left = how_many

    def wait(self, seconds: float) -> bool:
        self.left -= 1
        return self.left < 0


def test_each_minute_lets_out_whose_day_is_over(enter, local):
    enter(persons=24, at=local(2019, 11, 7, 9))
    enter(at=timezone.now())

    watch_the_clock(every=60, ended=Minutes(2))

    assert list(Departure.objects.values_list("persons", "source")) == [(24, "automatic")]


def test_a_minute_that_fails_is_written_down_and_the_next_one_comes(site, enter, local, caplog):
    enter(at=local(2019, 11, 7, 9))
    site.timezone = "Asia/Atlantis"
    site.save()

    minutes = Minutes(3)
    watch_the_clock(every=60, ended=minutes)

    assert minutes.left == -1
    assert caplog.text.count("Nobody could be let out by the clock.") == 3


def named(today, days):
    keep_until = today + timedelta(days=days)
    return VisitIdentity(name="Zulaikha", notice_version="1", language="id", keep_until=keep_until)


def test_a_house_that_is_never_started_anew_erases_names_in_time(enter):
    today = timezone.localdate()
    over, running = enter(identity=named(today, -1)), enter(identity=named(today, 0))

    watch_the_clock(every=60, ended=Minutes(1))

    assert list(VisitIdentity.objects.values_list("visit", flat=True)) == [running.pk]
    assert type(over).objects.count() == 2


def test_names_are_erased_even_where_nobody_can_be_let_out(site, enter, local):
    enter(at=local(2019, 11, 7, 9), identity=named(timezone.localdate(), -1))
    site.timezone = "Asia/Atlantis"
    site.save()

    watch_the_clock(every=60, ended=Minutes(1))

    assert not VisitIdentity.objects.exists()
