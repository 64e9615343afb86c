"""Every page as every caller sees it, for the rules that hold on all of them."""

from itertools import product
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from checkin.models import Device, HistoricalTotal
from checkin.services.evacuation import begin
from kspvisits.tests.crawl import addresses


@pytest.fixture
def samples(history, enter, device_and_token, held, ended_call, issue_card, turned_away, officer):
    """A site with history and people inside; something to stand in each part of an address."""
    Device.objects.update(name="T-1")  # its name is the office's, in whichever language
    visit, group = enter(), enter(persons=24)
    answers = {"category": "TKP", "persons": 3, "origin": "batam", "purpose": "ACARA", "page": 1}
    rows = {"visit": group.pk, "number": group.number, "submission": visit.submission}
    rows |= {"device": device_and_token[0].pk, "held": held.pk, "call": ended_call.pk, "card": issue_card().card.pk}
    rows["total"] = HistoricalTotal.objects.get(visits=346).pk
    rows |= {"space": history.spaces.first().pk, "note": turned_away.pk}
    rows |= {"special_day": history.calendar_days.first().pk, "hours": history.opening_hours.first().pk}
    rows["evacuation"] = begin(site=history, submission=uuid4(), started_at=timezone.now(), by=officer).pk
    return {"site": "ksp", "year": 2019, "table": "bulanan", **answers, **rows}


@pytest.fixture
def browsers(kiosk, officer, reporter, head, administrator):
    """One for each kind of caller."""
    opened = {"kiosk": kiosk, "nobody": Client()}
    for name, person in {"officer": officer, "reporter": reporter, "head": head, "admin": administrator}.items():
        opened[name] = Client()
        opened[name].force_login(person)
    return opened


@pytest.fixture
def pages(samples, browsers):
    """All pages of a language, refusals included: ``{"desk for officer (200)": html}``."""

    def pages(language: str) -> dict[str, str]:
        found = {}
        for (caller, browser), (name, address) in product(browsers.items(), addresses(language, samples).items()):
            answer = browser.get(address)
            if answer.headers.get("Content-Type", "").startswith("text/html") and answer.content:
                found[f"{name} for {caller} ({answer.status_code})"] = answer.content.decode()
        return found

    return pages
