"""Closing a day by hand: who is still inside leaves, and the day's count is kept beside the one on paper."""

from datetime import date, datetime
from uuid import UUID, uuid5

from django.db import transaction

from checkin.errors import DayNotOver, LeftBeforeArrival, NotThatManyInside
from checkin.models import DayClose, Departure, Site, SiteDay, Visit
from checkin.services.visits import check_out


def let_all_out(*, site: Site, day: date, submission: UUID, left_at: datetime) -> int:
    """Record that everyone still inside of a day's visits left; returns how many people.

    Whoever came after ``left_at`` stays inside. Each visit is a transaction of its own with a key made of
    ``submission`` and its own: what is sent again lets nobody out twice.
    """
    came_before = Visit.objects.filter(site=site, arrived_at__lte=left_at).arrived_on(day)
    inside = came_before.inside().order_by("arrived_at", "id")
    return sum(_let_out(visit, uuid5(submission, str(visit.submission)), left_at) for visit in inside)


def close_day(*, site: Site, day: date, paper_visits: int | None, note: str, by, at: datetime) -> DayClose:
    """Keep what the system counted on a day beside what stood on paper; the same again changes nothing.

    Other content, or another count by now, corrects the row and leaves the former one in its history.
    Raises ``DayNotOver`` for a day that has not begun.
    """
    if day > site.day_of(at):
        raise DayNotOver
    with transaction.atomic():
        # The day's lock keeps check-ins out until the count stands, and a second desk behind the first.
        SiteDay.objects.get_or_create(site=site, day=day)
        SiteDay.objects.select_for_update().get(site=site, day=day)
        said = {
            "system_visits": Visit.objects.filter(site=site).arrived_on(day).counted(),
            "paper_visits": paper_visits,
            "note": note,
        }
        before = DayClose.objects.filter(site=site, day=day).first()
        return _correct(before, said, by, at) if before else _first(site, day, said, by, at)


def _let_out(visit: Visit, submission: UUID, left_at: datetime) -> int:
    while visit.is_inside:
        try:
            departure = check_out(
                visit=visit, submission=submission, persons=visit.persons_inside, at=left_at,
                source=Departure.Source.DESK,
            )  # fmt: skip
        except NotThatManyInside:
            visit.refresh_from_db()  # somebody let some of them out meanwhile
            continue
        except LeftBeforeArrival:
            return 0  # corrected meanwhile: they came after that
        return 0 if departure.is_repeat else departure.persons
    return 0


def _first(site: Site, day: date, said: dict, by, at: datetime) -> DayClose:
    close = DayClose(site=site, day=day, closed_by=by, closed_at=at, **said)
    close.skip_history_when_saving = True  # history keeps changes; the first writing is the row itself
    close.save(force_insert=True)
    del close.skip_history_when_saving
    return close


def _correct(close: DayClose, said: dict, by, at: datetime) -> DayClose:
    if all(getattr(close, field) == value for field, value in said.items()):
        return close
    if not close.history.exists():
        DayClose.history.bulk_history_create([close], default_user=close.closed_by, default_date=close.closed_at)
    for field, value in {**said, "closed_by": by, "closed_at": at}.items():
        setattr(close, field, value)
    close._history_user, close._history_date = by, at
    close.save()
    return close
