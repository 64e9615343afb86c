"""The one personal thing a visit may carry, and its end."""

from datetime import date, datetime, timedelta

from checkin.models import HeldSubmission, VisitIdentity

KEEP = timedelta(days=30)
#: Raised whenever the words of the privacy notice change: a consent is to the words that were shown.
NOTICE_VERSION = "2026-11"
LONGEST_NAME = 40


def identity(*, name: str, language: str, today: date) -> VisitIdentity | None:
    """A name to hand to ``check_in``, not yet saved; None where none was given."""
    if not name:
        return None
    return VisitIdentity(name=name, notice_version=NOTICE_VERSION, language=language, keep_until=today + KEEP)


def purge(*, today: date, at: datetime) -> int:
    """Erase the names whose days are over and leave their visits as they are. Returns how many were erased.

    What tablets handed in and the desk settled may hold anything; of it only what was decided stays.
    """
    erased, _each = VisitIdentity.objects.filter(keep_until__lt=today).delete()
    HeldSubmission.objects.filter(settled_at__lt=at - KEEP).exclude(payload="").update(payload="", note="")
    return erased
