"""Cards in tests: one of the site, showing it at the site's tablet at a moment, and holding it up to its page."""

import re
from datetime import time, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from checkin.models import Departure, Visit
from checkin.services.cards import stay, use_card

ANSWERS = {"category": "MHS", "origin": "batam", "purpose": "KERJA"}


@pytest.fixture
def card(issue_card):
    return issue_card().card


@pytest.fixture
def noon(site):
    return site.moment_of(site.day_of(timezone.now()), time(12))


@pytest.fixture
def show(device_and_token):
    """Show a card at the tablet; answers the visit or the departure."""

    def show(card, at, *, said=None, submission=None, device=device_and_token[0]):
        key = submission or uuid4()
        return use_card(card=card, device=device, submission=key, at=at, out_of_hours=False, said=said or {})

    return show


@pytest.fixture
def come(show):
    """The same, with an answer to each question."""

    def come(card, at, **said):
        return show(card, at, said=ANSWERS, **said)

    return come


@pytest.fixture
def issued_card(issue_card):
    return issue_card()


@pytest.fixture
def hold_up(kiosk):
    """Hold a card up; answers the page that follows."""

    def hold_up(code, *, submission=None, follow=True, browser=kiosk):
        sent = {"code": code, "submission": submission or uuid4()}
        return browser.post(reverse("kiosk-card"), sent, follow=follow)

    return hold_up


@pytest.fixture
def used_card(issued_card, hold_up, kiosk):
    """A card that has come in once, some minutes ago."""
    answer(kiosk, hold_up(issued_card.code))
    age(minutes=5)
    return issued_card


def answer(kiosk, page, **instead):
    """Answer what the card is asked; answers the last page."""
    for field, code in {**ANSWERS, **instead}.items():
        hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page.content.decode())
        sent = {name: value for name, value in hidden if name in ("ticket", *ANSWERS)}
        page = kiosk.post(reverse("kiosk-card-first"), {**sent, field: code}, follow=True)
    return page


def age(**by):
    """As if everything had happened so much earlier."""
    past = timedelta(**by)
    for visit in Visit.objects.all():
        times = {name: getattr(visit, name) - past for name in ("arrived_at", "recorded_at")}
        Visit.objects.filter(pk=visit.pk).update(**times)
    for departure in Departure.objects.all():
        left, arrived = departure.left_at - past, departure.arrived_at - past
        Departure.objects.filter(pk=departure.pk).update(left_at=left, arrived_at=arrived)


@pytest.fixture
def by_card(issue_card, come, show):
    """What cards have done at this tablet just now: come, left, come again, and stayed after all."""

    def by_card():
        at, minute = timezone.now(), timedelta(minutes=1)
        first, other = issue_card().card, issue_card().card
        come(first, at - minute)
        left = show(first, at - timedelta(seconds=30))
        come(other, at - minute)
        stayed = show(other, at - timedelta(seconds=30))
        stay(departure=stayed, at=at)
        return {"came": Visit.objects.get(card=other), "left": left, "stayed": stayed, "came_again": show(first, at)}

    return by_card
