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


@register.filter
def direction(space) -> str:
    """``ahead``, ``left`` or ``right``: the first that the Indonesian way names; "" where it names none."""
    words = re.findall(r"\w+", space.wayfinding.lower())
    return next((DIRECTIONS[word] for word in words if word in DIRECTIONS), "")
