"""Numbers, icons, the other language's address and a form's key, as the screens print them."""

from uuid import UUID, uuid4

from django import template
from django.template.loader import select_template
from django.urls import translate_url
from django.utils.translation import get_language

from kspvisits.numbers import count, in_percent, two_places

register = template.Library()
LANGUAGE_NAMES = {"id": "Bahasa Indonesia", "en": "English"}

register.filter("count", count)
register.filter("two_places", two_places)
register.filter("percent", in_percent)


@register.simple_tag
def icon(name: str) -> str:
    """An inline pictogram; a category added later without one gets the person of the general public."""
    return select_template([f"icons/{name}.svg", "icons/UMM.svg"]).render()


@register.simple_tag
def new_submission() -> UUID:
    """A key for one form: however often it is sent, it is recorded once."""
    return uuid4()


@register.simple_tag(takes_context=True)
def other_language(context) -> dict[str, str]:
    """The same page in the other language: its ``code``, its ``name`` and its ``url``.

    The answer to a post has no address of its own; its view may name one as ``page_url``.
    """
    code = "id" if get_language() == "en" else "en"
    here = context.get("page_url") or context["request"].get_full_path()
    return {"code": code, "name": LANGUAGE_NAMES[code], "url": translate_url(here, code)}
