"""Whenever a run begins, its house has had its morning and does not see midnight for an hour."""

from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from tests.chaos.test_outage import OUTAGE
from tests.chaos.zones import zone_of_day

LONG_RUN = timedelta(hours=1)


@pytest.mark.parametrize("minutes", range(0, 24 * 60, 15))
def test_an_outage_and_a_run_lie_in_one_day(minutes):
    begins = datetime(2026, 11, 22, tzinfo=timezone.utc) + timedelta(minutes=minutes)
    zone = ZoneInfo(zone_of_day(begins))

    days = {moment.astimezone(zone).date() for moment in (begins - OUTAGE, begins, begins + LONG_RUN)}

    assert len(days) == 1
