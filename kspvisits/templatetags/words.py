"""Numbers, icons and the other language's address, as the screens print them."""

from django import template
from django.template.loader import select_template
from django.urls import translate_url
from django.utils.formats import number_format
from django.utils.translation import get_language

from reports.progress import percent as in_percent
from reports.progress import round_half_up

register = template.Library()
UNKNOWN = "…"
LANGUAGE_NAMES = {"id": "Bahasa Indonesia", "en": "English"}


@register.filter
def count(number) -> str:
    """1015 becomes 1.015 in Indonesian and 1,015 in English; the unknown an ellipsis, never a zero."""
    return UNKNOWN if number is None else number_format(number, decimal_pos=0, force_grouping=True)


@register.filter
def two_places(number) -> str:
    """An exact fraction with two decimals, rounded half up: 4,95."""
    return UNKNOWN if number is None else number_format(round_half_up(number), decimal_pos=2, force_grouping=True)


@register.filter
def percent(share) -> str:
    """1.015 becomes 101,50%, without a space, as official Indonesian prints it."""
    return UNKNOWN if share is None else number_format(in_percent(share), decimal_pos=2, force_grouping=True) + "%"


@register.simple_tag
def icon(name: str) -> str:
    """An inline pictogram; a category added later without one gets the person of the general public."""
    return select_template([f"icons/{name}.svg", "icons/UMM.svg"]).render()


@register.simple_tag(takes_context=True)
def other_language(context) -> dict[str, str]:
    """The same page in the other language: its ``code``, its ``name`` and its ``url``.

    The answer to a post has no address of its own; its view may name one as ``page_url``.
    """
    code = "id" if get_language() == "en" else "en"
    here = context.get("page_url") or context["request"].get_full_path()
    return {"code": code, "name": LANGUAGE_NAMES[code], "url": translate_url(here, code)}
