"""Eight hours without a server: the tablet goes on, and everything is in soon after its return."""

import time
from datetime import datetime, timedelta

import pytest

from tests.chaos import ledger
from tests.chaos.checker import check
from tests.chaos.database import books
from tests.chaos.tablets import WIB

OUTAGE = timedelta(hours=8)
WAITING = 500
ALL_IN_SECONDS = 120


class Day:
    """A clock of eight hours that end now; it goes on by one visitor at a time."""

    def __init__(self):
        self.now = datetime.now(WIB) - OUTAGE

    def __call__(self) -> datetime:
        return self.now

    def go_on(self) -> None:
        self.now += OUTAGE / WAITING


@pytest.mark.timeout(600)
def test_after_eight_hours_without_a_server_500_entries_are_in_within_two_minutes(
    tablet, server, proxy, database, tmp_path
):
    clock = Day()
    one = tablet(now=clock)
    server.kill()
    proxy.refuse()
    for visitor in range(WAITING):
        shown = one.record(**({"category": "???"} if visitor == WAITING // 2 else {}))
        assert shown in one.said.recorded
        clock.go_on()
        assert not one.hand_in()
    assert len(one.queue) == WAITING

    proxy.listen()
    server.start()
    returned = time.monotonic()
    while one.queue and time.monotonic() - returned < ALL_IN_SECONDS:
        one.hand_in(everything=True)

    assert not one.queue
    said, found = ledger.read([tmp_path / "tablet" / "ledger"]), books(database)
    assert check(said, found).none
    assert len(said.recorded) == WAITING
    assert len(found.held) == 1
    assert proxy.statuses.keys() == {200}
