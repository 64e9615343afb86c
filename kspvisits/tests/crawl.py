"""Every page of the house: addresses made from the URL resolver, and what a person can read on them."""

import re
from html.parser import HTMLParser

from django.urls import get_resolver, reverse
from django.utils import translation

SPOKEN_ATTRIBUTES = {"alt", "aria-label", "aria-description", "content", "label", "placeholder", "title", "value"}
SILENT = {"script", "style"}


def parameters() -> dict[str, list[str]]:
    """Every named address with the parameters it takes."""
    reversible = get_resolver().reverse_dict
    return {name: reversible[name][0][0][1] for name in reversible if isinstance(name, str)}


def addresses(language: str, samples: dict) -> dict[str, str]:
    """The addresses that have pages in a language, by name; a parameter without a sample is a ``KeyError``."""
    with translation.override(language):
        found = {
            name: reverse(name, kwargs={parameter: samples[parameter] for parameter in needed})
            for name, needed in parameters().items()
        }
    # An interface for programs has one address, which speaks the default language.
    return {name: address for name, address in found.items() if not address.startswith("/api/")}


class Reader(HTMLParser):
    """Collects what is shown or read aloud; an attribute is a piece of its own."""

    def __init__(self):
        super().__init__()
        self.pieces, self.silent = [], 0

    def handle_starttag(self, tag, attrs):
        self.silent += tag in SILENT
        spoken = SPOKEN_ATTRIBUTES - ({"content"} if tag == "meta" else set())
        self.pieces += [f"\n{value}\n" for name, value in attrs if value and name in spoken]

    def handle_endtag(self, tag):
        self.silent -= tag in SILENT

    def handle_data(self, data):
        if not self.silent:
            self.pieces.append(data)


def readable(page: str) -> str:
    """The words of a page in one line a piece."""
    reader = Reader()
    reader.feed(page)
    return re.sub(r"\s+", " ", " ".join(reader.pieces))
