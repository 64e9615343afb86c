"""Formulas and their results are made in one step: what a result is, and what may never reach a cell."""

from fractions import Fraction
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kspvisits.numbers import percent as exact_percent
from reports.targets import even, split
from reports.tests.workbooks import a_year, weekdays
from reports.workbook import live
from reports.workbook.archive import PreviewableFile, ResultMissing
from reports.workbook.live import UNKNOWN, Live, Span
from reports.workbook.target import weights_of
from reports.workbook.writer import Book

VISITS, PLAN = Live("A1", 1015), Live("A2", 1000)
NOT_KNOWN = Live("A3", UNKNOWN)


def test_numbers_are_written_as_indonesian_writes_them():
    assert live.count(VISITS).value == "1.015"
    assert live.percent(VISITS, PLAN).value == "101,50%"
    assert live.decimal(Live("A1", 346), 6).value == "57,67"
    assert live.percent(Live("A1", 973), 42).value == "2.316,67%"


@pytest.mark.parametrize(("number", "words"), [(15, "+15"), (-1500, "−1.500"), (0, "0")])
def test_a_difference_shows_its_sign(number, words):
    assert live.signed(Live("Y10", number)).value == words


def test_a_formula_is_made_of_its_parts():
    said = live.when(live.known(VISITS), live.text("lebih ", live.minus(VISITS, PLAN).value.__str__()))

    assert said.formula == 'IF(ISNUMBER(A1),"lebih "&"15","…")'


def test_quotes_inside_words_are_doubled():
    assert live.given('kata "ini"').formula == '"kata ""ini"""'


def test_the_unknown_is_never_computed_with():
    assert live.divide(VISITS, NOT_KNOWN).value is None
    assert live.divide(VISITS, 0).value is None
    assert live.when(live.known(VISITS, NOT_KNOWN), live.divide(VISITS, NOT_KNOWN)).value == UNKNOWN


def test_what_would_show_an_error_is_refused():
    sheet = Book(is_live=True, titles=["Satu"], subject="").sheets["Satu"]

    with pytest.raises(ResultMissing, match=r"Satu!B1.*\(A1/A3\)"):
        sheet.put("B1", live.divide(VISITS, NOT_KNOWN))


def test_a_formula_without_its_result_does_not_leave_the_house(tmp_path):
    """The twin: a formula that the file's keeper was not told of."""
    part = tmp_path / "sheet1.xml"
    part.write_text('<sheetData><c r="A1" s="2"><f>1+1</f><v /></c><c r="A2"><f>2+2</f><v /></c></sheetData>')

    with pytest.raises(ResultMissing), PreviewableFile(BytesIO(), {"xl/worksheets/sheet1.xml": {"A1": 2}}) as file:
        file.write(part, "xl/worksheets/sheet1.xml")


@pytest.mark.parametrize(
    ("visits", "word"),
    [(9100, "Sangat tinggi"), (9099, "Tinggi"), (7600, "Tinggi"), (7599, "Sedang"), (6599, "Rendah"),
     (5099, "Sangat rendah"), (0, "Sangat rendah"), (20000, "Sangat tinggi")],
)  # fmt: skip
def test_the_rating_is_decided_on_whole_numbers(visits, word):
    assert live.rating(Live("A1", visits), Live("A2", 10_000)).value == word


@given(st.integers(0, 10**7), st.integers(1, 10**7))
def test_a_percentage_is_the_exact_one_rounded_half_up(part, whole):
    whole_part, places = str(exact_percent(Fraction(part, whole))).split(".")

    assert live.percent(Live("A1", part), whole).value == f"{live.indonesian.count(int(whole_part))},{places}%"


def test_the_first_of_equals_stands_first():
    span = Span("S", "A", 10, (7, None, 7, 9))

    assert [live.rank(span, n).value for n in (0, 2, 3)] == [2, 3, 1]
    assert live.rank(span, 2).formula == "RANK(S!A12,S!A10:A13)+COUNTIF(S!A10:A11,S!A12)"
    assert live.position(7, span).value == 1


@pytest.mark.parametrize(
    "months",
    [even(1000), even(7), split(1000, [22, 19, 20, 19, 21, 15, 23, 22, 21, 23, 21, 20]), [500, 0, *[50] * 10]],
)
def test_the_months_are_split_again_by_the_rule_that_made_them(months):
    figures = a_year(target=tuple(months), open_days=weekdays(2019))

    assert split(sum(months), weights_of(figures)) == months
