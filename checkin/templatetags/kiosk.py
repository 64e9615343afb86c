"""What the kiosk's pages ask of Python: where they return to, and which way an arrow points."""

import re

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

register = template.Library()
DIRECTIONS = {"lurus": "ahead", "kiri": "left", "kanan": "right"}


@register.simple_tag
def kiosk_home() -> str:
    """The first page, in Indonesian whoever was here before."""
    with override(settings.LANGUAGE_CODE):
        return reverse("kiosk-category")


@register.simple_tag
def ways_out(visit) -> dict:
    """Where the page of who leaves stands, with its counter, and where it leads back to: by number, or by picture."""
    if visit.number is None:
        pictures = reverse("kiosk-forgotten")
        by_picture = {"here": "kiosk-leave-entry", "some": "kiosk-leave-entry-some", "key": visit.submission}
        return by_picture | {"back": pictures, "not_mine": pictures}
    by_number = {"here": "kiosk-leave-confirm", "some": "kiosk-leave-some", "key": visit.number}
    typed, empty = reverse("kiosk-leave-typed", args=[visit.number]), reverse("kiosk-leave")
    return by_number | {"back": typed, "not_mine": empty}


@register.filter
def direction(space) -> str:
    """``ahead``, ``left`` or ``right``: the first that the Indonesian way names; "" where it names none."""
    words = re.findall(r"\w+", space.wayfinding.lower())
    return next((DIRECTIONS[word] for word in words if word in DIRECTIONS), "")
