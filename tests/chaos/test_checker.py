"""The checker, by itself: books that are right pass, and each way to be wrong is seen under its own name."""

from dataclasses import fields, replace
from datetime import date

import pytest

from tests.chaos.checker import Books, DepartureRow, Findings, HeldRow, VisitRow, check
from tests.chaos.ledger import Entry, Ledger

DAY = date(2026, 11, 22)
CLASS, STUDENT, TAKEN_BACK, ODD = "class", "student", "taken back", "odd"
LEFT, UNDONE = "left", "undone"


def ledger() -> Ledger:
    """A class of 24 that left again, a student with a lent number, a visit taken back, one the desk must look at."""
    entries = [
        Entry(CLASS, "check_in", persons=24),
        Entry(STUDENT, "check_in", number=501),
        Entry(TAKEN_BACK, "check_in"),
        Entry(ODD, "check_in"),
        Entry(LEFT, "check_out", persons=24, visit=CLASS),
        Entry(UNDONE, "undo", visit=TAKEN_BACK),
        Entry("never shown", "check_in"),
    ]
    return Ledger({entry.id: entry for entry in entries}, {entry.id for entry in entries[:-1]})


def visit(id, persons=1, number=None, **said) -> VisitRow:
    told = {"counted_persons": persons, "persons_inside": persons, "site": 1, "day": DAY, "is_voided": False}
    return VisitRow(id=id, persons=persons, number=number, **{**told, **said})


def books() -> Books:
    return Books(
        visits=[
            visit(CLASS, 24, 1, persons_inside=0),
            visit(STUDENT, 1, 501),
            visit(TAKEN_BACK, 1, 2, is_voided=True),
        ],
        departures=[DepartureRow(LEFT, CLASS, 24)],
        held=[HeldRow(ODD)],
        days={(1, DAY): 25},
    )


def found(broken: Books) -> dict[str, list[str]]:
    """The findings that are not empty."""
    findings = check(ledger(), broken)
    return {each.name: getattr(findings, each.name) for each in fields(findings) if getattr(findings, each.name)}


def test_books_that_say_what_the_ledgers_say_are_clean():
    assert found(books()) == {}
    assert check(ledger(), books()).none


def test_what_was_begun_and_never_shown_may_arrive_and_need_not():
    arrived = books()
    arrived.visits.append(visit("never shown"))
    arrived.days[1, DAY] += 1

    assert found(arrived) == {}


@pytest.mark.parametrize("id", [STUDENT, ODD, LEFT, UNDONE])
def test_what_was_shown_and_is_nowhere_is_lost(id):
    broken = books()
    broken.visits = [replace(row, is_voided=row.is_voided and id != UNDONE) for row in broken.visits if row.id != id]
    broken.departures = [row for row in broken.departures if row.id != id]
    broken.held = [row for row in broken.held if row.id != id]

    assert found(broken)["lost"] == [id]


def test_a_second_row_of_an_id_is_doubled_and_a_third_too():
    broken = books()
    broken.visits += [visit(STUDENT, number=501)] * 2
    broken.departures *= 2

    assert found(broken)["doubled"] == [LEFT, STUDENT, STUDENT]


def test_what_is_recorded_and_still_held_could_be_counted_twice():
    broken = books()
    broken.held.append(HeldRow(STUDENT))

    assert found(broken) == {"doubled": [STUDENT]}


@pytest.mark.parametrize("kind", ["visits", "departures", "held"])
def test_a_row_that_nobody_began_is_phantom(kind):
    row = {"visits": visit("x"), "departures": DepartureRow("x", STUDENT, 1), "held": HeldRow("x")}[kind]
    broken = books()
    getattr(broken, kind).append(row)

    assert found(broken)["phantom"] == ["x"]


def test_a_visit_voided_that_nobody_took_back_is_phantom():
    broken = books()
    broken.visits[1] = replace(broken.visits[1], is_voided=True)
    broken.days[1, DAY] -= 1

    assert found(broken) == {"phantom": [STUDENT]}


def test_what_waits_for_a_visit_that_is_there_is_stuck():
    broken = books()
    broken.departures = []
    broken.visits[0] = replace(broken.visits[0], persons_inside=24)
    broken.held.append(HeldRow(LEFT, about=CLASS))

    assert found(broken) == {"stuck": [LEFT]}


@pytest.mark.parametrize("change", [{"persons": 2}, {"number": 3}, {"persons_inside": 0}])
def test_a_row_that_says_something_else_is_changed(change):
    broken = books()
    broken.visits[1] = replace(broken.visits[1], **change)

    assert found(broken) == {"changed": [STUDENT]}


def test_a_departure_of_fewer_or_of_another_visit_is_changed():
    broken = books()
    broken.departures = [DepartureRow(LEFT, STUDENT, 24)]

    assert LEFT in found(broken)["changed"]


def test_a_number_given_twice_on_a_day_is_seen():
    broken = books()
    broken.visits[2] = replace(broken.visits[2], number=1)

    assert found(broken) == {"numbered_twice": ["2026-11-22 number 1"]}


def test_a_counter_that_is_not_the_sum_of_its_rows_is_seen():
    broken = books()
    broken.days[1, DAY] += 1

    assert found(broken) == {"miscounted": ["2026-11-22: the counter says 26, the rows say 25"]}


def test_a_counter_of_a_day_without_rows_and_rows_without_a_counter_are_seen():
    broken = books()
    broken.days = {(2, DAY): 3}

    assert len(found(broken)["miscounted"]) == 2


def test_the_line_counts_every_kind_of_finding():
    line = str(Findings(lost=["a", "b"]))

    assert line.startswith("2 lost, 0 doubled, 0 phantom, ")
    assert line.count(",") == len(fields(Findings)) - 1
