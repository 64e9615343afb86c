"""The code of a card: enough chance, a slip of typing told, and nothing that eyes mistake."""

from itertools import combinations
from math import log2

import pytest
from django.core.exceptions import ValidationError
from django.test import override_settings

from checkin.services.card_codes import LENGTH, SECRET, SIGNS, clean_code, code_of, in_groups, new_sheet

SHEET = new_sheet()
CODE = code_of(SHEET, 0)


def is_refused(typed) -> bool:
    try:
        clean_code(typed)
    except ValidationError:
        return True
    return False


def test_a_code_has_128_bits_and_more():
    assert SECRET * log2(len(SIGNS)) >= 128
    assert len({code_of(SHEET, place) for place in range(1_000)}) == 1_000


def test_a_hundred_thousand_guesses_hit_no_card_in_a_trillion_years():
    cards, guesses = 100_000, 100_000

    assert cards * guesses / 2**128 < 1e-28


def test_the_same_page_makes_the_same_codes_and_only_this_house_does():
    assert code_of(SHEET, 0) == CODE != code_of(SHEET, 1)
    assert code_of(new_sheet(), 0) != CODE
    with override_settings(SECRET_KEY="another house"):
        assert code_of(SHEET, 0) != CODE


@pytest.mark.parametrize("write", [str, str.lower, in_groups, lambda code: f" {in_groups(code).replace('-', ' ')}\r\n"])
def test_a_code_is_understood_however_it_is_typed(write):
    assert clean_code(write(CODE)) == CODE


def test_signs_that_look_alike_are_the_same():
    code = next(code for place in range(999) if {"0", "1"} <= set(code := code_of(SHEET, place)))

    assert clean_code(code.replace("0", "O").replace("1", "l")) == clean_code(code.replace("1", "I")) == code


def test_every_single_slip_is_told():
    slips = [CODE[:at] + sign + CODE[at + 1 :] for at in range(LENGTH) for sign in SIGNS if sign != CODE[at]]

    assert len(slips) == LENGTH * 31
    assert all(is_refused(slip) for slip in slips)


def test_any_two_exchanged_signs_are_told():
    for one, other in combinations(range(LENGTH), 2):
        signs = list(CODE)
        signs[one], signs[other] = signs[other], signs[one]
        assert is_refused("".join(signs)) == (CODE[one] != CODE[other])


@pytest.mark.parametrize("typed", ["", None, 7, "U" * LENGTH, "٣" * LENGTH, "a\x00b", "x" * 1_000_000, "\ud800"])
def test_what_is_no_code_is_told(typed):
    assert is_refused(typed)


def test_half_a_code_and_more_than_one_are_told():
    assert all(map(is_refused, (CODE[:-1], CODE + "0", CODE + CODE)))
