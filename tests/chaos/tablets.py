"""A tablet: records to its own disk, shows, hands in, and forgets on a receipt alone; ``python -m`` makes it a process.

Its broken twins forget too early. Standard library only, so that a killed one is back within a tenth of a second.
"""

import argparse
import http.client
import json
import os
import time
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

from tests.chaos import ledger
from tests.chaos.ledger import Entry, Journal, lines

WIB = timezone(timedelta(hours=7))
# A tablet is patient; now and then one gives up while its request is still on the way, and both arrive.
PATIENCE_SECONDS, IMPATIENCE_SECONDS, IMPATIENT_SHARE = 20, 0.5, 0.03
RETRY_SECONDS, LONGEST_RETRY_SECONDS = 0.05, 0.8
MOST_ITEMS = 500
#: So many waiting and no further visitors: a run asks what becomes of the entries, not how fast a server is.
BACKLOG = 100
# One visitor after the other, a class of children, and what has waited through an outage.
BURSTS = (1, 1, 1, 1, 2, 3, 5, 10, 50)
# The share of rounds in which a tablet also says that it lives and borrows numbers.
SIGNS_OF_LIFE = 0.1
OUTCOMES = ("accepted", "duplicate", "held")
WORDS = {"category": "MHS", "origin": "batam", "purpose": "KERJA"}


class NoReceipts(Exception):
    """Whatever came back, it was not our server's word on these items."""


class Tablet:
    """Kept in ``folder``: the queue, the numbers lent, and beside them the ledger that the checker reads."""

    def __init__(
        self,
        *,
        folder: Path,
        post: Callable[[str, dict], dict],
        random: Random,
        numbered: bool = False,
        now: Callable[[], datetime] = lambda: datetime.now(WIB),
    ):
        folder.mkdir(parents=True, exist_ok=True)
        self.post, self.random, self.numbered, self.now = post, random, numbered, now
        self.said = ledger.read([folder / "ledger"])
        self._ledger, self._journal = Journal(folder / "ledger"), Journal(folder / "queue")
        self._blocks, self.queue, self.most = [], {}, MOST_ITEMS
        for line in lines(folder / "queue"):
            self._remember(line)
        self._last_numbers = self._numbers_used()

    @property
    def check_ins(self) -> int:
        return sum(entry.type == "check_in" for entry in self.said.begun.values())

    # Recording: nothing here waits for a network.

    def record(self, **words) -> str:
        """One visitor: begun, on the disk, and only then shown; answers the id. ``words`` replace the usual ones."""
        entry = self._next_entry()
        ledger.begin(self._ledger, entry)
        self.said.begun[entry.id] = entry
        self._keep({"add": {**self._item(entry), **words}})
        ledger.record(self._ledger, entry.id)
        self.said.recorded.add(entry.id)
        return entry.id

    def _next_entry(self) -> Entry:
        fresh = str(UUID(int=self.random.getrandbits(128), version=4))
        dice, open_visits = self.random.random(), self._open_visits()
        if open_visits and dice < 0.05 and open_visits[-1] is [*self.said.begun.values()][-1]:
            return Entry(fresh, "undo", visit=open_visits[-1].id)
        if open_visits and dice < 0.20:
            left = self.random.choice(open_visits)
            return Entry(fresh, "check_out", persons=left.persons, visit=left.id)
        persons = self.random.choice((1, 1, 1, 1, 2, 5, 24))
        return Entry(fresh, "check_in", persons=persons, number=self._next_number())

    def _open_visits(self) -> list[Entry]:
        """Of the last visits those that nobody has taken back or left."""
        recent = [*self.said.begun.values()][-40:]
        closed = {entry.visit for entry in recent} | (self.said.begun.keys() - self.said.recorded)
        return [entry for entry in recent if entry.type == "check_in" and entry.id not in closed][-10:]

    def _item(self, entry: Entry) -> dict:
        item = {"id": entry.id, "type": entry.type, "at": self.now().isoformat()}
        if entry.type != "check_in":
            return {**item, "visit": entry.visit}
        lent = {} if entry.number is None else {"number": entry.number}
        return {**item, **WORDS, "persons": entry.persons, **lent}

    # Numbers lent to this tablet, so that the number it shows without a connection is the real one.

    def borrow(self) -> None:
        """Say that we live and keep the numbers we are lent; without a connection the old ones serve."""
        try:
            answer = self.post("/api/v1/devices/sign-of-life", {"app_version": "chaos", "waiting": len(self.queue)})
            self._keep({"numbers": answer["numbers"]})
        except (NoReceipts, KeyError):
            return

    def _next_number(self) -> int | None:
        today = self.now().date().isoformat()
        last = self._last_numbers.get(today, 0)
        for block in self._blocks:
            number = max(block["first"], last + 1)
            if self.numbered and block["day"] == today and number <= block["last"]:
                self._last_numbers[today] = number
                return number
        return None

    def _numbers_used(self) -> dict[str, int]:
        numbers = [entry.number for entry in self.said.begun.values() if entry.number]
        return {self.now().date().isoformat(): max(numbers)} if numbers else {}

    # Handing in.

    def hand_in(self, *, everything: bool = False) -> bool:
        """Offer some of what waits; False where nobody answered as our server does."""
        items = [*self.queue.values()][: self.most] if everything else self._some_waiting()
        try:
            receipts = self._offer(items)
        except NoReceipts:
            # The same again to a server that is too busy for it would never end.
            self.most = max(1, self.most // 2)
            return False
        self.most = min(MOST_ITEMS, self.most * 2)
        named = {receipt["id"] for receipt in receipts if receipt["outcome"] in OUTCOMES}
        self._forget([item["id"] for item in items if item["id"] in named])
        return True

    def _some_waiting(self) -> list[dict]:
        """Mostly the oldest, as a tablet does; now and then any, for the order must not matter."""
        many = min(self.random.choice((*BURSTS, MOST_ITEMS)), self.most, len(self.queue))
        waiting = list(self.queue.values())
        return self.random.sample(waiting, many) if self.random.random() < 0.1 else waiting[:many]

    def _offer(self, items: list[dict]) -> list[dict]:
        envelope = {"sent_at": self.now().isoformat(), "app_version": "chaos", "items": items}
        answer = self.post("/api/v1/submissions", envelope)
        try:
            return [receipt for receipt in answer["receipts"] if {"id", "outcome"} <= set(receipt)]
        except (KeyError, TypeError) as error:
            raise NoReceipts from error

    # The queue's file.

    def _keep(self, line: dict) -> None:
        self._journal.write(line)
        self._remember(line)

    def _forget(self, ids: list[str]) -> None:
        if ids:
            self._keep({"forget": ids})

    def _remember(self, line: dict) -> None:
        if "add" in line:
            self.queue[line["add"]["id"]] = line["add"]
        for each in line.get("forget", ()):
            self.queue.pop(each, None)
        self._blocks = line.get("numbers", self._blocks)


class ForgetsBeforeTheReceipt(Tablet):
    """Broken twin: what is handed over is thought to have arrived."""

    def _offer(self, items):
        self._forget([item["id"] for item in items])
        return super()._offer(items)


class TrustsTheStatus(Tablet):
    """Broken twin: a 200 is enough, whoever said it."""

    def hand_in(self) -> bool:
        items = self._some_waiting()
        try:
            self._offer(items)
        except NoReceipts as error:
            if error.args != (200,):
                return False
        self._forget([item["id"] for item in items])
        return True


KINDS = {kind.__name__: kind for kind in (Tablet, ForgetsBeforeTheReceipt, TrustsTheStatus)}


def over_http(port: int, token: str, random: Random) -> Callable[[str, dict], dict]:
    """POST as JSON to this machine, a connection each time; anything but 200 and JSON is ``NoReceipts``."""
    headers = {"Authorization": f"Device {token}", "Content-Type": "application/json"}

    def post(path: str, body: dict) -> dict:
        patience = IMPATIENCE_SECONDS if random.random() < IMPATIENT_SHARE else PATIENCE_SECONDS
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=patience)
        try:
            line.request("POST", path, json.dumps(body), headers)
            answer = line.getresponse()
            text = answer.read()
        except (OSError, http.client.HTTPException) as error:
            raise NoReceipts from error
        finally:
            line.close()
        try:
            return json.loads(text) if answer.status == 200 else _refused(answer.status)
        except ValueError as error:
            raise NoReceipts(answer.status) from error

    return post


def _refused(status: int) -> dict:
    raise NoReceipts(status)


def live(tablet: Tablet, *, check_ins: int, is_wanted: Callable[[], bool] = lambda: True) -> None:
    """Record in bursts and hand in between them until all is made and nothing waits."""
    pause = RETRY_SECONDS
    while (tablet.check_ins < check_ins or tablet.queue) and is_wanted():
        if tablet.numbered and tablet.random.random() < SIGNS_OF_LIFE:
            tablet.borrow()
        for _ in range(tablet.random.choice(BURSTS)):
            if tablet.check_ins < check_ins and len(tablet.queue) < BACKLOG:
                tablet.record()
        if tablet.hand_in():
            pause = RETRY_SECONDS
        else:
            time.sleep(pause)  # as long as a tablet leaves a silent server alone
            pause = min(LONGEST_RETRY_SECONDS, pause * 2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--token", required=True)
    parser.add_argument("--seed", required=True)
    parser.add_argument("--check-ins", type=int, required=True)
    parser.add_argument("--kind", choices=KINDS, default=Tablet.__name__)
    parser.add_argument("--numbered", action="store_true")
    parser.add_argument("--zone", required=True, help="the house's; numbers are lent for its days")
    said = parser.parse_args()
    random, zone = Random(said.seed), ZoneInfo(said.zone)
    tablet = KINDS[said.kind](
        folder=said.folder,
        post=over_http(said.port, said.token, random),
        random=random,
        numbered=said.numbered,
        now=lambda: datetime.now(zone),
    )
    run = os.getppid()
    live(tablet, check_ins=said.check_ins, is_wanted=lambda: os.getppid() == run)


if __name__ == "__main__":
    main()
