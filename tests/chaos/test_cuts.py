"""A submission cut at every 64th byte, of the request and of the answer, with FIN and with RST: one row each time."""

from itertools import count

import pytest

from tests.chaos import ledger
from tests.chaos.checker import check
from tests.chaos.database import books
from tests.chaos.faults import CUTS, Fault, Kind

STEP = 64
#: Headers alone are so long; fewer steps would mean that nothing was cut.
FEWEST_STEPS = {Kind.CUT_REQUEST: 6, Kind.RESET_REQUEST: 6, Kind.CUT_RESPONSE: 8, Kind.RESET_RESPONSE: 8}


def hand_in(tablet, proxy) -> bool:
    """One try, looked at when the proxy is done with it."""
    ended = proxy.ended
    is_taken = tablet.hand_in(everything=True)
    assert proxy.wait_for(lambda: proxy.ended > ended, 30)
    return is_taken


def cut_everywhere(tablet, proxy, kind, items) -> int:
    """New items for each step, handed in with a cut and then without; answers how many steps there were."""
    for step in count():
        for _ in range(items):
            tablet.record()
        proxy.waiting.append((0, Fault(kind, STEP * step)))
        is_taken = hand_in(tablet, proxy)
        if proxy.waiting:  # the message ended before the cut
            proxy.waiting.clear()
            assert is_taken
            assert not tablet.queue
            return step
        assert not is_taken
        assert len(tablet.queue) == items
        assert hand_in(tablet, proxy)
        assert not tablet.queue
    raise AssertionError


@pytest.mark.timeout(600)
def test_a_cut_at_any_64th_byte_leaves_exactly_one_row(tablet, proxy, database, tmp_path):
    one = tablet()
    steps = {(kind, items): cut_everywhere(one, proxy, kind, items) for kind in CUTS for items in (1, 5)}

    findings = check(ledger.read([tmp_path / "tablet" / "ledger"]), books(database))

    assert findings.none, findings
    assert all(many >= FEWEST_STEPS[kind] for (kind, _items), many in steps.items()), steps
    assert set(proxy.statuses) == {200}
