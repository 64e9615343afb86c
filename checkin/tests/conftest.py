"""What the tests of the kiosk and of the tablets' desk share."""

import re
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from playwright.sync_api import expect

from checkin.models import HeldSubmission
from checkin.services.submissions import receive
from checkin.tests.app import line, tablet_app  # noqa: F401  fixtures
from checkin.tests.carded import by_card, card, come, hold_up, issued_card, noon, show, used_card  # noqa: F401
from checkin.tests.kiosk_addresses import address
from checkin.tests.kiosk_screens import LANDSCAPE, become_kiosk
from checkin.tests.lobby import a_long_second, furnished, look, poll  # noqa: F401  fixtures
from tests.chaos.zones import zone_of_day

# What a browser says that is no complaint: a page with an error's status, and that the tests keep workers out.
NO_COMPLAINTS = re.compile("server responded|Service Worker registration blocked by Playwright")
NOON = datetime(2026, 11, 21, 12)
BEFORE_NOON = NOON - timedelta(minutes=1)
WORDS = {"category": "MHS", "origin": "batam", "purpose": "KERJA", "persons": 3}


@pytest.fixture
def tap(kiosk):
    """Tap a purpose at the tablet; answers the response."""

    def tap(*, category="MHS", persons=1, origin="batam", purpose="KERJA", submission=None, language="id"):
        page = address("kiosk-purpose", category, persons, origin, language=language)
        return kiosk.post(page, {"submission": submission or uuid4(), "purpose": purpose})

    return tap


@pytest.fixture
def opened(new_context, live_server, device_and_token):
    """Open a kiosk page, with scripts unless told, in a browser whose complaints fail the test."""
    complaints = []

    def opened(name="kiosk-category", *said, language="id", scripts=True, clock=False):
        context = new_context(viewport=LANDSCAPE, java_script_enabled=scripts, has_touch=True)
        become_kiosk(context, live_server, device_and_token[1])
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: NO_COMPLAINTS.search(message.text) or complaints.append(message.text))
        if clock:
            page.clock.install(time=BEFORE_NOON)
            page.clock.pause_at(NOON)
        page.goto(live_server.url + address(name, *said, language=language))
        return page

    yield opened
    assert complaints == []


@pytest.fixture
def is_at(live_server):
    def is_at(page, name, *said, language="id"):
        expect(page).to_have_url(live_server.url + address(name, *said, language=language))

    return is_at


@pytest.fixture
def by_day(site):
    """The site lies where it is day, for tests to which its first or last minute would be another case."""
    site.timezone = zone_of_day(timezone.now())
    site.save()


@pytest.fixture
def tablet(device_and_token):
    return device_and_token[0]


@pytest.fixture
def hand_in(tablet):
    """Hand in one item of this moment; answers what was held last."""

    def hand_in(kind="check_in", **said) -> HeldSubmission:
        now = timezone.now()
        words = WORDS if kind == "check_in" else {}
        item = {"id": str(uuid4()), "type": kind, "at": now.isoformat(), **words, **said}
        tablet.refresh_from_db()
        receive(device=tablet, sent_at=now, items=[item], received_at=now)
        return HeldSubmission.objects.latest("id")

    return hand_in


@pytest.fixture
def decide(desk):
    """Press one of the buttons of a held entry's page; answers the page that follows."""

    def decide(held, decision, **said):
        return desk.post(reverse("desk-held-entry", args=["ksp", held.pk]), {"decision": decision, **said}, follow=True)

    return decide


@pytest.fixture
def sit_down(live_server, client, officer, new_context):
    """Open a page of the site's desk as its officer."""
    client.force_login(officer)
    key = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}

    def sit_down(name="desk", *, width=1440, language="id", query="", scripts=True, **args):
        context = new_context(viewport={"width": width, "height": 900}, java_script_enabled=scripts)
        context.add_cookies([key])
        page = context.new_page()
        with override(language):
            page.goto(live_server.url + reverse(name, kwargs={"site": "ksp", **args}) + query)
        return page

    return sit_down


@pytest.fixture
def close_by_hand(desk, site):
    """Keep the day's count; answers the page that follows."""

    def close_by_hand(paper="", note="", day=None):
        said = {"day": f"{day or site.day_of(timezone.now())}", "paper_visits": paper, "note": note}
        return desk.post(reverse("desk-close-day", args=["ksp"]), said, follow=True)

    return close_by_hand
