"""The one cleaning of what people and programs hand in: the same answer in a form, the API and an import.

Everything here raises ``django.core.exceptions.ValidationError`` with a sentence for the person who typed,
and refuses before the database is asked, because SQLite stores what PostgreSQL refuses.
"""

import re
import unicodedata
from datetime import datetime, timezone
from uuid import UUID
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

MOST_MARKS = 4
SEPARATORS = re.compile(r"[\s\-\u2010-\u2015.]+")
# Enough for any honest text with stray spaces; what is longer is refused before it is looked at.
RAW_LENGTH_PER_CHARACTER = 8

# Surrogates, control characters but tab and line ends, and the noncharacters that no XML file may hold.
REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffd-\uffff]")
# Soft hyphen, directional marks, overrides and isolates, zero width space and no-break space, tags.
TAKEN_OUT = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f]"
)
# A joiner means something after a letter of the scripts that join, or inside an emoji; elsewhere it only hides.
JOINERS = re.compile("[\u200c\u200d]+")
JOINING_SCRIPT = re.compile(
    "[\u0600-\u1cff\u2600-\u27bf\ua800-\uabff\ufb50-\ufdff\ufe0f\ufe70-\ufefc\U00010000-\U0001faff]"
)
SPACES = re.compile(r"\s+")
# Characters that print nothing: fillers, the empty Braille cell, joiners and variation selectors.
BLANK = re.compile(
    "[\\s\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200c\u200d\u2800\u3164\uffa0\ufe00-\ufe0f\U0001d159\U000e0100-\U000e01ef]*"
)
IDENTITY_NUMBER = re.compile(r"\d(?:[^\w]{0,3}_?\d){15}")
WRITTEN_UUID = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
WRITTEN_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}")
LEAP_SECOND = re.compile(r"(T[0-9]{2}:59:)60(?![0-9])", re.ASCII)
WRITTEN_NUMBER = re.compile(r"-?[0-9]{1,18}")
NIL, ALL_F = UUID(int=0), UUID(int=2**128 - 1)


def closed_up(code: str) -> str:
    """A code without the spaces, hyphens and dots between its groups, as somebody read it out or copied it."""
    return SEPARATORS.sub("", code)


def clean_text(value, *, most: int, required: bool = False) -> str:
    """One line of text in Unicode's NFC, without what cannot be seen; "" where nothing visible is left.

    ``most`` counts characters after cleaning. Letters of every script, quotation marks, formulas and
    markup are text like any other and come back exactly.
    """
    if not isinstance(value, str):
        raise ValidationError(_("Please enter text."), code="type")
    if len(value) > RAW_LENGTH_PER_CHARACTER * (most + 10):
        raise _too_long(most)
    text = value if value.isascii() and value.isprintable() else _visible(value)
    text = SPACES.sub(" ", text).strip(" ")
    if BLANK.fullmatch(text):
        text = ""
    if required and not text:
        raise ValidationError(_("Please fill this in."), code="required")
    if len(text) > most:
        raise _too_long(most)
    if IDENTITY_NUMBER.search(text):
        raise ValidationError(
            _("These 16 digits look like an identity number (NIK). Please leave it out; it is not needed here."),
            code="identity_number",
        )
    return text


def clean_uuid(value) -> UUID:
    """A UUID from its written form, in any case, with or without braces and hyphens. Nil and all-f are nobody's."""
    if isinstance(value, str):
        written = value.lower()
        if written.startswith("{") and written.endswith("}"):
            written = written[1:-1]
        value = UUID(written) if WRITTEN_UUID.fullmatch(written) else None
    if not isinstance(value, UUID) or value in (NIL, ALL_F):
        raise ValidationError(_("The identifier of this entry is not valid. Please start again."), code="uuid")
    return value


def clean_whole_number(value, *, least: int, most: int, allow_float: bool = False) -> int:
    """A whole number between two bounds, from an int or ASCII digits.

    ``allow_float`` also takes 24.0: a spreadsheet keeps every number as a fraction.
    """
    number = _whole(value, allow_float=allow_float)
    if number is None or not least <= number <= most:
        raise ValidationError(
            _("Please enter a whole number from %(least)s to %(most)s."),
            code="whole_number",
            params={"least": least, "most": most},
        )
    return number


def clean_zone(value) -> str:
    """The name of a time zone, as Asia/Makassar, written as the zone data has it."""
    if not isinstance(value, str) or value not in available_timezones():
        raise ValidationError(_("There is no time zone of this name."), code="zone")
    return value


def clean_moment(value) -> datetime:
    """An instant in ISO 8601 with its zone, as ``2019-10-31T23:59:00+07:00``; a leap second is the second before it."""
    written = LEAP_SECOND.sub(r"\g<1>59", value) if isinstance(value, str) and len(value) <= 40 else ""
    try:
        moment = parse_datetime(written) if WRITTEN_MOMENT.match(written) else None
        if moment and moment.tzinfo:
            return moment.astimezone(timezone.utc)
    except (ValueError, OverflowError):
        pass
    raise ValidationError(_("Please give date, time and zone, as 2019-10-31T09:41:00+07:00."), code="moment")


def _visible(value: str) -> str:
    if REFUSED.search(value) or any(ord(mark) & 0xFFFE == 0xFFFE for mark in value):
        raise ValidationError(_("This text holds a character that cannot be kept."), code="control_character")
    text = unicodedata.normalize("NFC", TAKEN_OUT.sub("", value))
    text = unicodedata.normalize("NFC", JOINERS.sub(_kept_joiner, text))
    if _most_marks_on_one_letter(text) > MOST_MARKS:
        raise ValidationError(_("Please put at most four marks on one letter."), code="marks")
    return text


def _kept_joiner(found: re.Match) -> str:
    before = found.string[max(found.start() - 1, 0) : found.start()]
    return found[0][0] if JOINING_SCRIPT.fullmatch(before) else ""


def _most_marks_on_one_letter(text: str) -> int:
    most = marks = 0
    for character in text:
        kind = unicodedata.category(character)
        if kind != "Cf":  # a joiner is no new letter
            marks = marks + 1 if kind in ("Mn", "Me") else 0
        most = max(most, marks)
    return most


def _whole(value, *, allow_float: bool) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        written = value.strip()
        return int(written) if WRITTEN_NUMBER.fullmatch(written) else None
    if isinstance(value, float):
        return int(value) if allow_float and value.is_integer() else None
    return value if isinstance(value, int) else None


def _too_long(most: int) -> ValidationError:
    message = ngettext_lazy("Please use at most %(most)s character.", "Please use at most %(most)s characters.", "most")
    return ValidationError(message, code="too_long", params={"most": most})
