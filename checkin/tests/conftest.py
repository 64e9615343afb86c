"""What the tests of the kiosk share."""

from uuid import uuid4

import pytest

from checkin.tests.kiosk_addresses import address


@pytest.fixture
def tap(kiosk):
    """Tap a purpose at the tablet; answers the response."""

    def tap(*, category="MHS", persons=1, origin="batam", purpose="KERJA", submission=None, language="id"):
        page = address("kiosk-purpose", category, persons, origin, language=language)
        return kiosk.post(page, {"submission": submission or uuid4(), "purpose": purpose})

    return tap
