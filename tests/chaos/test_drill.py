"""The short run of ``make chaos``: the house holds, and the same checker catches each broken twin."""

import pytest

from tests.chaos.drill import CREDULOUS, FORGETFUL, KEYLESS, SHORT, Size, drill

#: The twins fail at once and need no long run; a third of the other faults are portals, and some must meet entries.
SHORTEST = Size(
    check_ins=240, tablets=2, cuts=8, others=30, server_kills=0, tablet_kills=0, browser_check_ins=0, browser_kills=0
)


@pytest.mark.timeout(600)
def test_nothing_is_lost_and_nothing_is_counted_twice(database, tmp_path):
    outcome = drill(seed=1, size=SHORT, database=database, folder=tmp_path)

    assert outcome.holds, str(outcome)
    assert outcome.check_ins == SHORT.check_ins


@pytest.mark.timeout(600)
@pytest.mark.parametrize("twin", [KEYLESS, FORGETFUL, CREDULOUS], ids=lambda twin: twin.name)
def test_a_broken_twin_is_caught_by_the_same_checker(database, tmp_path, twin):
    outcome = drill(seed=1, size=SHORTEST, database=database, folder=tmp_path, twin=twin)

    assert not outcome.holds
    assert twin.sees(outcome), str(outcome)
