"""Where a run's house stands: where it is day, and has been for the length of an outage.

At midnight the clock lets everybody out; the checker asks of each departure who began it.
"""

from datetime import datetime, timezone

HOME, ELSEWHERE = "Asia/Jakarta", "America/Phoenix"
#: The hours of UTC in which it is nine to eleven at night at home; in the others it is so fourteen hours west.
HOME_DAY = range(2, 16)


def zone_of_day(at: datetime) -> str:
    return HOME if at.astimezone(timezone.utc).hour in HOME_DAY else ELSEWHERE
