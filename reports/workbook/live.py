"""Formulas that know what they come to, so that one description of a cell makes both editions and their proof.

Every function here writes a spreadsheet formula and works out its result in the same step. The live edition
shows the formula with the result as its cached value, the other edition the result alone; LibreOffice
recalculates the formulas in a test and must reach the same.

A result of None stands for what would be an error in the sheet. It may hide in a branch that is not taken;
the writer refuses to put it into a cell.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction

from reports.figures import Rating
from reports.workbook import indonesian
from reports.workbook.indonesian import UNKNOWN

# Conditional sections with quoted dots print 1.015 under every locale of the reader's computer. They drop a minus
# sign, so that signed numbers are written by ``signed``, and know no thousand million.
COUNT_FORMAT = '[>=1000000]0"."000"."000;[>=1000]0"."000;0'


@dataclass(frozen=True)
class Live:
    """A formula without its equals sign, and its result."""

    formula: str
    value: int | Fraction | str | bool | None


@dataclass(frozen=True)
class Span:
    """A column of cells of a sheet, some of them empty."""

    sheet: str
    column: str
    first_row: int
    values: tuple[int | Fraction | str | None, ...]

    @property
    def formula(self) -> str:
        return f"{self.sheet}!{self.column}{self.first_row}:{self.column}{self.first_row + len(self.values) - 1}"

    def at(self, n: int) -> Live:
        """The n-th cell, counted from 0."""
        return Live(f"{self.sheet}!{self.column}{self.first_row + n}", self.values[n])

    def before(self, n: int) -> "Span":
        return replace(self, values=self.values[:n])

    def numbers(self) -> list[int | Fraction]:
        return [value for value in self.values if is_number(value)]


def given(value) -> Live:
    """A constant as it stands inside a formula."""
    if isinstance(value, Live):
        return value
    if isinstance(value, str):
        return Live('"' + value.replace('"', '""') + '"', value)
    return Live(str(value), value)


def is_number(value) -> bool:
    return isinstance(value, (int, Fraction)) and not isinstance(value, bool)


# Arithmetic


def plus(*parts) -> Live:
    return _calculate(_joined("+", parts), lambda *values: sum(values), *parts)


def added(*parts: Live) -> Live:
    """The sum of those that are numbers; words count nothing."""
    value = sum(part.value for part in parts if is_number(part.value))
    return Live(f"SUM({','.join(part.formula for part in parts)})", value)


def minus(a, b) -> Live:
    return _calculate("({}-{})", lambda x, y: x - y, a, b)


def times(*parts) -> Live:
    def product(*values):
        whole = 1
        for value in values:
            whole *= value
        return whole

    return _calculate(_joined("*", parts), product, *parts)


def divide(a, b) -> Live:
    return _calculate("({}/{})", lambda x, y: Fraction(x) / y, a, b)


def floor(a) -> Live:
    return _calculate("INT({})", lambda x: x // 1, a)


def size(a) -> Live:
    return _calculate("ABS({})", abs, a)


def at_least_zero(a) -> Live:
    return _calculate("MAX(0,{})", lambda x: max(0, x), a)


# Tests and choices


def known(*parts) -> Live:
    """Whether all of these are numbers and not …"""
    parts = [given(part) for part in parts]
    return both(*(Live(f"ISNUMBER({part.formula})", is_number(part.value)) for part in parts))


def positive(part: Live) -> Live:
    return both(known(part), Live(f"{part.formula}>0", is_number(part.value) and part.value > 0))


def both(*tests: Live) -> Live:
    formulas = [test.formula for test in tests]
    value = all(test.value for test in tests)
    return Live(formulas[0] if len(formulas) == 1 else f"AND({','.join(formulas)})", value)


def at_least(a, b) -> Live:
    return _calculate("{}>={}", lambda x, y: x >= y, a, b)


def equal(a, b) -> Live:
    """Numbers or words; a word never equals a number."""
    a, b = given(a), given(b)
    return Live(f"{a.formula}={b.formula}", None if None in (a.value, b.value) else a.value == b.value)


def when(test: Live, then, otherwise=UNKNOWN) -> Live:
    then, otherwise = given(then), given(otherwise)
    formula = f"IF({test.formula},{then.formula},{otherwise.formula})"
    if test.value is None:
        return Live(formula, None)
    return Live(formula, then.value if test.value else otherwise.value)


def if_error(attempt: Live, otherwise) -> Live:
    otherwise = given(otherwise)
    value = otherwise.value if attempt.value is None else attempt.value
    return Live(f"IFERROR({attempt.formula},{otherwise.formula})", value)


def rating(visits: Live, plan: Live) -> Live:
    """The scale's word for ``visits`` of ``plan``, compared as ``100*visits>=91*plan`` and never as a rounded text."""
    word = given(Rating.VERY_LOW.label)
    for band in sorted(Rating, key=lambda band: band.floor)[1:]:
        word = when(at_least(times(100, visits), times(band.floor, plan)), band.label, word)
    return word


# Words


def text(*parts) -> Live:
    """The parts written one after the other; numbers among them are turned into words first."""
    parts = [given(part) for part in parts]
    values = [part.value for part in parts]
    joined = "".join(values) if all(isinstance(value, str) for value in values) else None
    return Live("&".join(part.formula for part in parts), joined)


def lower(part: Live) -> Live:
    return Live(f"LOWER({part.formula})", None if part.value is None else part.value.lower())


def count(number) -> Live:
    """A whole number that is not negative: 1.015."""
    return _calculate(_counted("{0}"), indonesian.count, number)


def decimal(a, b=1, *, scale: int = 1) -> Live:
    """``scale * a / b`` with two places: 57,67. The quotient is taken last, so that halves are exact halves."""
    hundredths = f"ROUND({100 * scale}*{{0}}/{{1}},0)"
    pattern = f'{_counted(f"INT({hundredths}/100)")}&","&TEXT(MOD({hundredths},100),"00")'
    return _calculate(pattern, lambda x, y: indonesian.decimal(Fraction(scale * x) / y), a, b)


def percent(a, b) -> Live:
    """``a`` of ``b``: 101,50%."""
    return text(decimal(a, b, scale=100), "%")


def signed(number) -> Live:
    """+15, −1.500 or 0."""

    def words(value: int) -> str:
        return ("+" if value > 0 else "−" if value < 0 else "") + indonesian.count(abs(value))

    return _calculate('IF({0}>0,"+",IF({0}<0,"−",""))&' + _counted("ABS({0})"), words, number)


# Columns of cells


def total(span: Span) -> Live:
    return Live(f"SUM({span.formula})", sum(span.numbers()))


def total_up_to(most: int, numbers: Span, span: Span) -> Live:
    """The sum of ``span`` where ``numbers`` beside it is at most so much."""
    pairs = zip(numbers.values, span.values, strict=True)
    value = sum(value for number, value in pairs if is_number(number) and number <= most and is_number(value))
    return Live(f'SUMIF({numbers.formula},"<={most}",{span.formula})', value)


def how_many(span: Span) -> Live:
    return Live(f"COUNT({span.formula})", len(span.numbers()))


def highest(span: Span) -> Live:
    return Live(f"MAX({span.formula})", max(span.numbers(), default=0))


def nth_highest(span: Span, place: int) -> Live:
    return Live(f"LARGE({span.formula},{place})", sorted(span.numbers(), reverse=True)[place - 1])


def rank(span: Span, n: int) -> Live:
    """The place of the n-th cell from the highest, 1 first; among equals the earlier goes before."""
    cell = span.at(n)
    if not is_number(cell.value):
        value = None
    else:
        value = 1 + sum(other > cell.value for other in span.numbers()) + span.values[:n].count(cell.value)
    earlier = f"+COUNTIF({span.before(n).formula},{cell.formula})" if n else ""
    return Live(f"RANK({cell.formula},{span.formula}){earlier}", value)


def position(value, span: Span) -> Live:
    """Where in the column the value first stands, from 1."""
    value = given(value)
    found = span.values.index(value.value) + 1 if value.value in span.values else None
    return Live(f"MATCH({value.formula},{span.formula},0)", found)


def item(span: Span, place: Live) -> Live:
    exists = is_number(place.value) and 1 <= place.value <= len(span.values)
    return Live(f"INDEX({span.formula},{place.formula})", span.values[place.value - 1] if exists else None)


def absolute(cells: Live | Span) -> str:
    """``Bulanan!B10:B22`` as a chart wants it: ``'Bulanan'!$B$10:$B$22``."""
    sheet, area = cells.formula.split("!")
    return f"'{sheet}'!" + re.sub("([A-Z]+)([0-9]+)", r"$\1$\2", area)


def _counted(inner: str) -> str:
    return f"TEXT({inner}," + given(COUNT_FORMAT).formula + ")"


def _joined(operator: str, parts) -> str:
    return "(" + operator.join(["{}"] * len(parts)) + ")" if len(parts) > 1 else "{}"


def _calculate(pattern: str, operation: Callable, *parts) -> Live:
    parts = [given(part) for part in parts]
    formula = pattern.format(*(part.formula for part in parts))
    values = [part.value for part in parts]
    if not all(is_number(value) for value in values):
        return Live(formula, None)
    try:
        return Live(formula, operation(*values))
    except ZeroDivisionError:
        return Live(formula, None)
