"""What the tests of the lobby's screen share: a small house, and looking at it as if time had passed."""

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import translation

from checkin.models import Space
from checkin.views import house_now
from kspvisits.tests.crawl import readable


@pytest.fixture
def furnished(site):
    """Two rooms of known capacity and one of unknown."""
    for code, capacity in (("COW", 20), ("ESP", 10), ("AUL", None)):
        site.spaces.filter(code=code).update(capacity=capacity)
    site.spaces.exclude(code__in=["COW", "ESP", "AUL"]).delete()
    return site


@pytest.fixture
def look(client):
    """Look at the screen anew, as if a second had passed; answers what is read on it."""

    def look(language="id", site="ksp") -> str:
        later()
        with translation.override(language):
            return readable(client.get(reverse("display-lobby", args=[site])).content.decode())

    return look


@pytest.fixture
def a_long_second(monkeypatch):
    """A second lasts until ``later()``, however slow the machine that runs the tests."""
    monkeypatch.setattr(house_now, "PIECE_SECONDS", 60)


@pytest.fixture
def poll(client, a_long_second):
    """Ask for the part that changes, naming what is shown already."""

    def poll(tag=None, language="id"):
        with translation.override(language):
            address = reverse("display-now", args=["ksp"])
        return client.get(address, headers={"If-None-Match": tag} if tag else {})

    return poll


def later():
    """A second later what was remembered for one second is asked anew; what is kept for a minute stays."""
    for language in ("id", "en"):
        for name in ("lobby", "spaceapi"):
            for site in ("ksp", "contoh"):
                cache.delete(f"{name}-{site}-{language}")


def space(code) -> Space:
    return Space.objects.get(site__code="ksp", code=code)
