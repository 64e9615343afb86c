"""What the tests of the kiosk share."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from checkin.tests.kiosk_addresses import address
from checkin.tests.kiosk_screens import LANDSCAPE, become_kiosk

NOON = datetime(2026, 11, 21, 12)
BEFORE_NOON = NOON - timedelta(minutes=1)


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
        page.on("console", lambda message: "server responded" in message.text or complaints.append(message.text))
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
