"""A real Chromium under ``kill -9``, its line cut, its server killed: what a visitor was shown arrives exactly once."""

import pytest

from tests.chaos import ledger
from tests.chaos.browser import Browser
from tests.chaos.checker import check
from tests.chaos.database import books

CHECK_INS, KILLS = 8, 4


@pytest.mark.browser
@pytest.mark.timeout(600)
def test_what_the_thanks_page_showed_arrives_though_the_browser_is_killed(server, database, tmp_path):
    with Browser(
        folder=tmp_path, upstream=server.port, token=server.token, check_ins=CHECK_INS, kills=KILLS, seed=1
    ) as browser:
        browser.settle_in()
        assert browser.wait_for_check_ins(CHECK_INS // 2)
        server.kill()
        server.start()
        assert browser.wait()
    assert not browser.has_crashed, browser.said()
    server.kill()

    said = ledger.read([browser.ledger])
    assert check(said, books(database)).none
    assert len(said.begun) == CHECK_INS
    assert len(said.recorded) >= CHECK_INS - KILLS
    assert browser.kills == KILLS
