"""What typed text, identifiers and numbers become, and what is refused with which sentence."""

import timeit
import unicodedata
from uuid import UUID

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from checkin.validation import clean_text, clean_uuid, clean_whole_number

NIK = "2172014509900001"
KEPT_EXACTLY = [
    "Suharto",
    "X",
    "Dr. H. Ir. Joko, S.T., M.T.",
    "محمد بن عبد الله",
    "ꦲꦏ꧀ꦱꦫꦗꦮ",
    "黄小明",
    "می‌خواهم",  # Persian is misspelt without its zero width non-joiner
    "क्‍ष",
    "👩‍💻",
    "е‑sport",  # a Cyrillic look-alike: accepted, never guessed at
    *("null", "undefined", "None", "NaN", "true", "0"),
    "{{7*7}}{% debug %}",
    "%s %(x)s {0}",
    "<img src=x onerror=alert(1)>",
    "javascript:alert(1)",
    "' OR 1=1--",
    "1-1) OR 964=(SELECT 964 FROM PG_SLEEP(15))--",
    "%_",
    *("=1+1", "+1", "-1", "@SUM(A1)", "{=1}", "＝1+1"),
    '=HYPERLINK("http://x","Klik")',
    'O\'Neill & "anak"',
    "‘Ā’ishah",
    "123 456 789 012 345",
]


@pytest.mark.parametrize("text", KEPT_EXACTLY)
def test_text_of_any_kind_comes_back_exactly(text):
    assert clean_text(text, most=80) == text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Siti   Aminah ", "Siti Aminah"),
        ("Siti\r\n\tAminah", "Siti Aminah"),
        ("Siti\u00a0\u2003\u2028Aminah", "Siti Aminah"),
        ("\n2026-01-01 ERROR admin deleted", "2026-01-01 ERROR admin deleted"),
        ("Si\u200bti\ufeff \u00adAminah", "Siti Aminah"),
        ("\u202eniatnagrahC\u202c \u2067x\u2069", "niatnagrahC x"),
        ("Bat\u200dam\u200c", "Batam"),
        ("e\u200b\u0301", "é"),
        ("می\u200c\u200d\u200cخواهم", "می\u200cخواهم"),
        ("a\U000e0041\U000e0042", "a"),
    ],
)
def test_what_cannot_be_seen_is_taken_out(typed, kept):
    assert clean_text(typed, most=80) == kept


@pytest.mark.parametrize(
    "typed",
    ["", " ", "\u00a0\u00a0", "\u200b", "\u3164", "\u2800", "\u115f\u1160", "\u200d", "\ufe0f", " \u2800 \u3164\u200b"],
    ids=ascii,
)
def test_a_text_of_nothing_visible_is_empty(typed):
    assert clean_text(typed, most=80) == ""
    assert refusal(clean_text, typed, most=80, required=True) == "required"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("a\x00b", "control_character"),
        ("\x1b[31mred", "control_character"),
        ("a\x7f", "control_character"),
        ("a\x85b", "control_character"),
        ("\ud800", "control_character"),
        ("a\ufffe", "control_character"),
        ("a\U0001ffff", "control_character"),
        ("a" + "\u0301" * 6, "marks"),
        ("Z" + "\u0336" * 60, "marks"),
        (f"Siti {NIK}", "identity_number"),
        ("2172 0145 0990 0001", "identity_number"),
        ("21.72.01.450990.0001", "identity_number"),
        ("217201-450990-0001", "identity_number"),
        ("217201\u2011450990\u20130001", "identity_number"),
        ("21\u200b72014509900001", "identity_number"),
        ("٢١٧٢٠١٤٥٠٩٩٠٠٠٠١", "identity_number"),
        ("x" * 81, "too_long"),
        ("x" * 32_768, "too_long"),
        (["a"], "type"),
        ({"a": 1}, "type"),
        (1, "type"),
        (True, "type"),
        (None, "type"),
        (b"a", "type"),
    ],
    ids=lambda value: ascii(value)[:30],
)
def test_what_cannot_be_kept_is_refused(typed, code):
    assert refusal(clean_text, typed, most=80) == code


def test_eighty_characters_fit_in_eighty_and_four_marks_on_a_letter():
    assert clean_text("  " + "x" * 80 + "\u200b", most=80) == "x" * 80
    assert clean_text("x\u0316\u0317\u0318\u0319", most=80) == "x\u0316\u0317\u0318\u0319"


def test_three_megabytes_are_refused_before_they_are_read():
    huge = "é\u0301 " * 1_000_000

    assert refusal(clean_text, huge, most=80) == "too_long"

    # The best of five: a machine may be busy once.
    assert min(timeit.repeat(lambda: refusal(clean_text, huge, most=80), number=1, repeat=5)) < 0.05


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60))
def test_cleaning_twice_changes_nothing_more(text):
    try:
        once = clean_text(text, most=80)
    except ValidationError:
        return

    assert clean_text(once, most=80) == once
    assert unicodedata.is_normalized("NFC", once)
    assert once.encode("utf-8").decode("utf-8") == once


@given(st.text(st.sampled_from("ab9 \t\n\x00\u00ad\u0301\u0316\u200b\u200c\u200d\u202e\u2800\u3164\ufe0fمक्é👩")))
def test_the_worst_characters_in_any_order_are_cleaned_or_refused(text):
    try:
        once = clean_text(text, most=80)
    except ValidationError:
        assert "\x00" in text or "\u0301" in text or "\u0316" in text or len(text) > 15
        return

    assert clean_text(once, most=80) == once
    assert not set(once) & set("\t\n\x00\u00ad\u200b\u202e")


@given(st.uuids(allow_nil=False))
def test_an_identifier_has_one_canonical_form(uuid):
    written = [uuid, str(uuid), str(uuid).upper(), f"{{{uuid}}}", uuid.hex]

    assert {clean_uuid(form) for form in written} == {uuid}


@pytest.mark.parametrize(
    "typed",
    [
        "zzz",
        "",
        1,
        None,
        True,
        [],
        "00000000-0000-0000-0000-000000000000",
        "ffffffff-ffff-ffff-ffff-ffffffffffff",
        UUID(int=0),
        UUID(int=2**128 - 1),
        "1-2345678123412341234123456789abc",
        "urn:uuid:2f1a7e0c-6f5b-4d55-9f64-1d2b5c9a3e10",
        "2f1a7e0c-6f5b-4d55-9f64-1d2b5c9a3e10\n",
        "٢f1a7e0c-6f5b-4d55-9f64-1d2b5c9a3e10",
        "a" * 3_000_000,
    ],
    ids=lambda value: ascii(value)[:30],
)
def test_what_is_no_identifier_is_refused(typed):
    assert refusal(clean_uuid, typed) == "uuid"


@given(st.integers(1, 10_000))
def test_a_whole_number_comes_back_from_each_of_its_forms(number):
    for form in (number, str(number), f" {number} "):
        assert clean_whole_number(form, least=1, most=10_000) == number
    assert clean_whole_number(float(number), least=1, most=10_000, allow_float=True) == number


@pytest.mark.parametrize(
    "typed",
    [
        *(-1, 0, 10_001, "-1", "0", "10001"),
        *(1.9, 1.0, True, False, None, [1], {}),
        *("1.9", "1,9", "1e3", "+1", "0x10", "1_000", "1.000", "١", "²", "½", "", " ", "1; drop", "1\x00"),
        *(float("nan"), float("inf"), 10**5_000, "9" * 5_000, "9" * 30),
        *("dua puluh", "24 orang", "=1+1"),
    ],
    ids=lambda value: "huge" if isinstance(value, int) and abs(value) > 10**9 else ascii(value)[:30],
)
def test_what_is_no_whole_number_in_the_bounds_is_refused(typed):
    assert refusal(clean_whole_number, typed, least=1, most=10_000) == "whole_number"


@pytest.mark.parametrize("typed", [1.9, float("nan"), float("inf"), -float("inf"), 1e300, 10_000.5])
def test_a_spreadsheet_number_with_a_fraction_is_refused(typed):
    assert refusal(clean_whole_number, typed, least=1, most=10_000, allow_float=True) == "whole_number"


def test_a_refusal_is_a_sentence_and_repeats_nothing_that_was_typed():
    with pytest.raises(ValidationError) as refused:
        clean_whole_number("9" * 5_000, least=1, most=200)

    with translation.override("en"):
        assert refused.value.messages == ["Please enter a whole number from 1 to 200."]


def refusal(clean, *args, **kwargs) -> str:
    """The code of the refusal; its sentence must be one."""
    with pytest.raises(ValidationError) as refused:
        clean(*args, **kwargs)
    assert refused.value.messages[0].endswith(".")
    return refused.value.code
