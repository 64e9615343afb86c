"""No page mixes the languages: whoever reads Indonesian meets no English sentence, and the other way round."""

import re

import polib
import pytest

from kspvisits.tests.crawl import readable
from tools import messages

SHORTEST = 8
FILLED_IN = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}|</?\w+[^>]*>")


def only_in(language: str) -> re.Pattern:
    """What is said in this language and not in the other, from eight letters, cut where something is filled in."""
    english, indonesian = [], []
    for entry in polib.pofile(str(messages.path_of("id"))):
        english += [entry.msgid, entry.msgid_plural]
        indonesian += [entry.msgstr, *entry.msgstr_plural.values()]
    here, there = (english, indonesian) if language == "en" else (indonesian, english)
    pieces = {piece.strip() for sentence in here for piece in FILLED_IN.split(sentence)}
    alone = [piece for piece in pieces if len(piece) >= SHORTEST and piece not in " | ".join(there)]
    return re.compile(rf"(?<!\w)({'|'.join(map(re.escape, alone))})(?!\w)")


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "other"), [("id", "en"), ("en", "id")])
def test_no_page_mixes_the_languages(pages, language, other):
    shown, foreign = pages(language), only_in(other)

    mixed = {page: set(foreign.findall(readable(html))) for page, html in shown.items()}
    assert len(shown) > 50
    assert {page: found for page, found in mixed.items() if found} == {}


def test_a_sentence_of_the_other_language_is_seen():
    page = '<p title="Skip to the content">Lompat ke isi</p>'

    assert only_in("en").findall(readable(page)) == ["Skip to the content"]
