"""The clock of a house that is served: every minute what the passing of time does, so that nobody sets up a timer."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from threading import Event, Thread

from django.db import connections
from django.utils import timezone

from checkin.services.automatic import tick
from checkin.services.identities import purge

A_MINUTE = 60
logger = logging.getLogger(__name__)


def start_clock() -> None:
    """Beside the serving, until it ends; a timer or another server that ticks as well does no harm."""
    Thread(target=watch_the_clock, kwargs={"every": A_MINUTE, "ended": Event()}, daemon=True).start()


def watch_the_clock(*, every: float, ended: Event) -> None:
    """Do what is due each ``every`` seconds; what goes wrong is written down, and the next minute tries again."""
    while not ended.wait(every):
        try:
            for do, complaint in DUE.items():
                with logged(complaint):
                    do(timezone.now())
        finally:
            connections.close_all()


def let_out(now: datetime) -> None:
    tick(at=now)


def erase_names(now: datetime) -> None:
    purge(today=timezone.localdate(now), at=now)


#: What a minute does, each by itself: where one goes wrong the others are done all the same.
DUE = {
    let_out: "Nobody could be let out by the clock.",
    erase_names: "Names whose thirty days are over could not be erased.",
}


@contextmanager
def logged(complaint: str) -> Iterator[None]:
    try:
        yield
    except Exception:
        logger.exception(complaint)
