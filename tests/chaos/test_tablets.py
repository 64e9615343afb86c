"""A tablet by itself: nothing shown that is not on its disk, nothing forgotten without a receipt."""

from datetime import datetime
from itertools import count
from random import Random

import pytest

from tests.chaos import ledger
from tests.chaos.crew import Shown
from tests.chaos.tablets import WIB, ForgetsBeforeTheReceipt, NoReceipts, Tablet, TrustsTheStatus, live

PORTAL, SILENCE = NoReceipts(200), NoReceipts()


def receipts(items, outcome="accepted") -> dict:
    return {"receipts": [{"id": item["id"], "outcome": outcome, "number": None, "reason": None} for item in items]}


class House:
    """A server in one function: takes in, and answers as it is told."""

    def __init__(self, *answers):
        self.answers, self.taken = list(answers), []

    def __call__(self, path, body):
        if path.endswith("sign-of-life"):
            return {"numbers": [{"day": datetime.now(WIB).date().isoformat(), "first": 501, "last": 503}]}
        answer = self.answers.pop(0) if self.answers else None
        if isinstance(answer, NoReceipts):
            raise answer
        self.taken += body["items"]
        return receipts(body["items"]) if answer is None else answer


@pytest.fixture
def tablet(tmp_path):
    """A tablet in the folder of this test; made again it is the same one, restarted."""
    lives = count()

    def tablet(house=None, kind=Tablet, **said):
        return kind(folder=tmp_path, post=house or House(), random=Random(next(lives)), **said)

    return tablet


def test_what_is_shown_waits_on_the_disk(tablet, tmp_path):
    shown = tablet().record()

    said = ledger.read([tmp_path / "ledger"])
    assert list(said.begun) == [shown]
    assert said.recorded == {shown}
    assert list(tablet().queue) == [shown]


def test_a_receipt_and_only_a_receipt_makes_it_forget(tablet):
    house = House(
        SILENCE, PORTAL, {}, {"receipts": None}, {"receipts": []}, receipts([{"id": "another"}]),
        {"receipts": [{"id": "?"}]}, receipts([{"id": "?"}], outcome="perhaps"),
    )  # fmt: skip
    one = tablet(house)
    shown = one.record()
    house.answers[-1]["receipts"][0]["id"] = house.answers[-2]["receipts"][0]["id"] = shown

    while house.answers:
        one.hand_in()
        assert list(one.queue) == [shown]
    one.hand_in()

    assert one.queue == {} == tablet().queue


@pytest.mark.parametrize("outcome", ["accepted", "duplicate", "held"])
def test_every_outcome_is_a_receipt(tablet, outcome):
    one = tablet()
    shown = one.record()
    one.post = lambda path, body: receipts(body["items"], outcome)
    one.hand_in()

    assert shown not in one.queue


@pytest.mark.parametrize("file", ["queue", "ledger"])
def test_a_line_torn_by_a_kill_costs_that_line_alone(tablet, tmp_path, file):
    one = tablet()
    kept = [one.record() for _ in range(3)]
    before = {name: (tmp_path / name).read_bytes() for name in ("queue", "ledger")}

    for end in range(before[file].rindex(b"\n", 0, -1) + 1, len(before[file])):
        for name, whole in before.items():
            (tmp_path / name).write_bytes(whole[:end] if name == file else whole)
        again = tablet()
        assert list(again.queue)[:2] == kept[:2]
        fresh = again.record()
        assert list(tablet().queue)[-1] == fresh
        assert fresh in tablet().said.recorded


def test_a_restarted_tablet_goes_on_with_its_numbers(tablet):
    def numbers(times):
        one = tablet(House(), numbered=True)
        one.borrow()
        entries = [one.said.begun[one.record()] for _ in range(times)]
        return [entry.number for entry in entries if entry.type == "check_in"]

    assert numbers(1) == [501]
    assert numbers(1) == [502]
    assert numbers(3)[:2] == [503, None]


def test_it_lives_until_everything_is_handed_in(tablet):
    house = House(SILENCE, PORTAL)
    one = tablet(house)

    live(one, check_ins=60)

    assert one.queue == {}
    assert one.check_ins == 60
    assert {item["id"] for item in house.taken} == one.said.recorded


@pytest.mark.parametrize(("kind", "answer"), [(ForgetsBeforeTheReceipt, SILENCE), (TrustsTheStatus, PORTAL)])
def test_the_broken_twins_forget_what_nobody_took(tablet, kind, answer):
    house = House(answer)
    one = tablet(house, kind)
    shown = one.record()
    one.hand_in()

    assert shown not in one.queue
    assert house.taken == []


def test_what_was_shown_is_counted_line_by_line(tmp_path):
    path = tmp_path / "ledger"
    shown = Shown([path, tmp_path / "none"])
    counts = [shown()]
    for written in (b'{"begun": {}}\n{"recorded": "a"}\n{"reco', b"", b'rded": "b"}\n', b'{"recorded": "c"}'):
        with path.open("ab") as file:
            file.write(written)
        counts.append(shown())

    assert counts == [0, 1, 1, 2, 2]
