"""Every page as every caller sees it, for the rules that hold on all of them."""

from itertools import product

import pytest
from django.test import Client

from kspvisits.tests.crawl import addresses


@pytest.fixture
def samples(history, enter):
    """A site with history and people inside; something to stand in each part of an address."""
    visit, group = enter(), enter(persons=24)
    answers = {"category": "TKP", "persons": 3, "origin": "batam", "purpose": "ACARA"}
    rows = {"visit": group.pk, "number": group.number, "submission": visit.submission}
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
