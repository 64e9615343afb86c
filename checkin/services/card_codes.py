"""The code of a card: 130 bits in letters and figures that nobody mistakes, and two more that tell a slip of typing."""

import re
import secrets
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from checkin.validation import closed_up

#: Thirty-two signs, all of the small set that QR codes pack tightest; I, L, O and U are left out.
SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BITS_PER_SIGN = 5
SECRET, CHECK = 26, 2
LENGTH = SECRET + CHECK
#: The largest prime below 32 x 32: no single wrong sign and no two exchanged ones leave the remainder as it is.
PRIME = 1_021
LOOK_ALIKES = str.maketrans("OIL", "011")
WRITTEN = re.compile(f"[{SIGNS}]{{{LENGTH}}}")
LONGEST_TYPED = 80


def new_sheet() -> UUID:
    """The key of a sheet of cards: 128 random bits, in the form in which our pages send keys."""
    return UUID(bytes=secrets.token_bytes(16))


def code_of(sheet: UUID, place: int) -> str:
    """The code of the card at this place of a sheet.

    Made of the sheet's random key and the secret of this house, so that the very page that issued the sheet can show
    it again, after a double tap or a reload, while neither the codes nor the key are kept anywhere.
    """
    drawn = salted_hmac("checkin.card", f"{sheet.hex} {place}", algorithm="sha256").digest()
    bits = int.from_bytes(drawn, "big") >> (8 * len(drawn) - SECRET * BITS_PER_SIGN)
    return _written(bits, SECRET) + _written(bits % PRIME, CHECK)


def clean_code(typed) -> str:
    """A code however it was typed: small, in groups, with hyphens, O for 0. Raises ``ValidationError`` for a slip."""
    code = closed_up(typed).upper().translate(LOOK_ALIKES) if _is_short(typed) else ""
    if not WRITTEN.fullmatch(code) or _read(code[:SECRET]) % PRIME != _read(code[SECRET:]):
        raise ValidationError(_("This code is not complete, or one of its signs is wrong."), code="card_code")
    return code


def in_groups(code: str) -> str:
    """For eyes and fingers: 7K2M-PQ9D-..."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def _is_short(typed) -> bool:
    return isinstance(typed, str) and len(typed) <= LONGEST_TYPED


def _written(number: int, signs: int) -> str:
    return "".join(SIGNS[number >> (BITS_PER_SIGN * place) & 31] for place in reversed(range(signs)))


def _read(written: str) -> int:
    number = 0
    for sign in written:
        number = number << BITS_PER_SIGN | SIGNS.index(sign)
    return number
