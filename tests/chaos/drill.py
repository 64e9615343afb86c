"""One run: tablets hand in through a proxy that cuts, server and tablets are killed, then the books are checked."""

import re
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from functools import partial
from pathlib import Path
from random import Random

from tests.chaos import faults, ledger
from tests.chaos.browser import Browser
from tests.chaos.checker import Findings, check
from tests.chaos.crew import Crew
from tests.chaos.database import Database, books
from tests.chaos.proxy import Proxy
from tests.chaos.server import Server
from tests.chaos.zones import zone_of_day

#: What is planned happens in this part of the run, so that all of it meets somebody.
TROUBLED_PART = 0.9
TROUBLE = re.compile(r"Traceback|deadlock detected")
TROUBLES = ("cuts", "others", "server_kills", "tablet_kills", "browser_kills")
#: A documented answer: the database is busy, come again.
BUSY = 503
GIVE_UP_SECONDS = 900
#: Below it no cut of the browser's line may come to pass.
FEW_CHECK_INS = 30


@dataclass(frozen=True)
class Size:
    check_ins: int = 10_000
    tablets: int = 8
    cuts: int = 200
    others: int = 60
    server_kills: int = 20
    tablet_kills: int = 20
    browser_check_ins: int = 60
    browser_kills: int = 20


SHORT = Size(
    check_ins=300, tablets=4, cuts=16, others=6, server_kills=2, tablet_kills=3, browser_check_ins=0, browser_kills=0
)


@dataclass(frozen=True)
class Outcome:
    """What happened and what the checker found."""

    planned: Size
    findings: Findings
    check_ins: int
    cuts: int
    others: int
    server_kills: int
    tablet_kills: int
    browser_kills: int
    browser_cuts: int
    statuses: Counter
    held: int
    trouble: list[str]
    crashed: int
    is_finished: bool
    seconds: float

    @property
    def server_errors(self) -> int:
        failed = sum(times for status, times in self.statuses.items() if status >= 500 and status != BUSY)
        return failed + len(self.trouble)

    @property
    def holds(self) -> bool:
        is_well = self.is_finished and not (self.held or self.server_errors or self.crashed)
        return self.findings.none and is_well and self.is_complete

    @property
    def is_complete(self) -> bool:
        """Everything that was to go wrong went wrong."""
        # A browser keeps its connections: how many of them are cut is not planned, but some must be.
        is_cut = bool(self.browser_cuts) or self.planned.browser_check_ins < FEW_CHECK_INS
        return is_cut and all(getattr(self, name) == getattr(self.planned, name) for name in TROUBLES)

    def __str__(self):
        done = f"{self.check_ins:,} check-ins, {self.cuts} cuts, {self.others} other faults, "
        done += f"{self.server_kills} server kills, {self.tablet_kills} tablet kills, "
        done += f"{self.browser_kills} browser kills, {self.browser_cuts} cuts of the browser's line: {self.findings}"
        wrong = [f"{self.held} held"] if self.held else []
        wrong += [f"{self.statuses[BUSY]} times busy"] if self.statuses[BUSY] else []
        wrong += [f"{self.server_errors} server errors"] if self.server_errors else []
        wrong += [f"{self.crashed} tablets or browsers crashed"] if self.crashed else []
        wrong += [] if self.is_finished else ["not finished"]
        wrong += [] if self.is_complete else ["less went wrong than planned"]
        return "; ".join([done, *wrong, f"{self.seconds:.0f} s"])


@dataclass(frozen=True)
class Twin:
    """What is broken on purpose and the finding that must show it; nothing in the honest house."""

    name: str = ""
    shows: str = ""
    kind: str = "Tablet"
    is_keyless: bool = False
    #: So many cuts and it must have been found once more.
    cuts_a_finding: int = 200

    def sees(self, outcome: Outcome) -> bool:
        if not self.shows:
            return outcome.holds
        return len(getattr(outcome.findings, self.shows)) >= max(1, outcome.cuts // self.cuts_a_finding)


HONEST = Twin()
KEYLESS = Twin("no unique key", "doubled", is_keyless=True, cuts_a_finding=4)
FORGETFUL = Twin("forgets before the receipt", "lost", kind="ForgetsBeforeTheReceipt")
CREDULOUS = Twin("deletes on HTTP 200", "lost", kind="TrustsTheStatus")


def drill(*, seed: int, size: Size, database: Database, folder: Path, twin: Twin = HONEST) -> Outcome:
    """Run it and answer; the server's log and the ledgers stay in ``folder``."""
    began, random = time.monotonic(), Random(seed)
    if twin is not HONEST:
        size = replace(size, browser_check_ins=0, browser_kills=0)  # one broken thing at a time
    until = int(size.check_ins * TROUBLED_PART)
    planned = faults.plan(random=random, until=until, cuts=size.cuts, others=size.others)
    database.make()
    server = Server(folder=folder, database_url=database.url)
    zone = zone_of_day(datetime.now(timezone.utc))
    *tokens, token = furnished(server, tablets=size.tablets + 1, zone=zone, twin=twin)
    proxy = Proxy(upstream=server.port, faults=planned)
    with ExitStack() as running:
        for each in (server, proxy):
            running.enter_context(each)
        crew = Crew(
            folder=folder, port=proxy.port, tokens=tokens, check_ins=size.check_ins, seed=seed, kind=twin.kind,
            lent=not twin.is_keyless, zone=zone,
        )  # fmt: skip
        proxy.clock = crew.shown
        browsers = [_browser(folder, server, token, size, seed)] if size.browser_check_ins else []
        for each in browsers:
            running.enter_context(each).settle_in()
        running.enter_context(crew)
        wait = partial(_wait, proxy, crew, browsers)
        for place, kill in _kills(random, size, until):
            wait(lambda place=place: crew.shown() >= place)
            kill(server, crew, random)
        is_finished = wait(lambda: False)
        # Acknowledged means on the disk: the last kill comes right after the last receipt.
        server.kill()
    said, written = ledger.read([*crew.ledgers, *(each.ledger for each in browsers)]), books(database)
    return Outcome(
        planned=size,
        findings=check(said, written),
        check_ins=sum(entry.type == "check_in" for entry in said.begun.values()),
        cuts=proxy.cuts,
        others=sum(proxy.happened[kind] for kind in faults.OTHERS),
        server_kills=server.kills - 1,
        tablet_kills=crew.kills,
        browser_kills=sum(each.kills for each in browsers),
        browser_cuts=sum(each.proxy.cuts for each in browsers),
        statuses=sum((each.proxy.statuses for each in browsers), proxy.statuses),
        held=len(written.held),
        trouble=TROUBLE.findall(server.said()),
        crashed=crew.crashed + sum(each.has_crashed for each in browsers),
        is_finished=is_finished,
        seconds=time.monotonic() - began,
    )


def _browser(folder: Path, server: Server, token: str, size: Size, seed: int) -> Browser:
    return Browser(
        folder=folder, upstream=server.port, token=token, check_ins=size.browser_check_ins, kills=size.browser_kills,
        seed=seed,
    )  # fmt: skip


def furnished(server: Server, *, tablets: int, zone: str, twin: Twin = HONEST) -> list[str]:
    """Make the site and its tablets; answers their tokens."""
    call = f"furnish(tablets={tablets}, zone={zone!r}, keyless={twin.is_keyless})"
    said = server.manage("shell", "--no-imports", "-c", f"from tests.chaos.furnish import furnish; {call}")
    return said.split()[-tablets:]


def _kills(random: Random, size: Size, until: int):
    """When to kill what, by the number of entries shown."""
    kinds = [_kill_server] * size.server_kills + [_kill_tablet] * size.tablet_kills
    places = random.sample(range(1, until + 1), len(kinds))
    return sorted(zip(places, kinds, strict=True), key=lambda planned: planned[0])


def _kill_server(server: Server, crew: Crew, random: Random) -> None:
    server.kill()
    server.start()


def _kill_tablet(server: Server, crew: Crew, random: Random) -> None:
    crew.kill_one(random)


def _wait(proxy: Proxy, crew: Crew, browsers: list[Browser], condition) -> bool:
    """Until it holds or everybody has handed in everything; False when neither happens in time."""
    deadline = time.monotonic() + GIVE_UP_SECONDS
    while time.monotonic() < deadline:
        if proxy.wait_for(condition, 0.2) or not (crew.working or any(each.is_working for each in browsers)):
            return True
    return False
