"""Both languages whole: every marked sentence has its Indonesian, and the committed catalogues are what is compiled."""

import re
from collections import Counter
from pathlib import Path

import polib
import pytest
from django.utils import translation

from tools import messages

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}")
TAG = re.compile(r"</?\w+[^>]*>")
CLOSING = ".?!…:"
# The house says masuk and keluar; it speaks to Anda, written as a name.
NEVER_SAID = {
    "check-in": r"\bcheck[- ]?(in|out)\b",
    "absen": r"\babsen\b",
    "informal": r"\b(kamu|anda|kalian)\b",
}
SAMPLE = '''"""Sample."""
from django.utils.translation import gettext as _, ngettext, pgettext
print(_("One sentence."), ngettext("%(n)s person", "%(n)s people", n), pgettext("month", "May"))
'''
TEMPLATE = """
  {% translate "A title" %}
<p title="it's">{% blocktranslate trimmed count n=1 %}
      {{ n }} visit {% plural %} {{ n }} visits
    {% endblocktranslate %}
"""


def catalogue(language: str = "id") -> polib.POFile:
    return polib.pofile(str(messages.path_of(language)))


def translations(entry: polib.POEntry) -> list[tuple[str, str]]:
    """What is said in English beside what is said in Indonesian; Indonesian has one form for all numbers."""
    return [(entry.msgid_plural, entry.msgstr_plural[0])] if entry.msgid_plural else [(entry.msgid, entry.msgstr)]


def said_in_indonesian() -> list[tuple[str, str]]:
    return [pair for entry in catalogue().translated_entries() for pair in translations(entry)]


def test_every_marked_sentence_is_in_the_catalogue_and_nothing_else_is():
    listed = {(entry.msgctxt, entry.msgid): entry.msgid_plural or None for entry in catalogue()}

    assert listed == messages.marked()


def test_every_sentence_is_translated_and_none_guessed():
    assert [entry.msgid for entry in catalogue() if not entry.translated() or entry.fuzzy or entry.obsolete] == []


def test_placeholders_and_tags_survive():
    wrong = [
        english
        for english, indonesian in said_in_indonesian()
        for kept in (PLACEHOLDER, TAG)
        if Counter(kept.findall(english)) != Counter(kept.findall(indonesian))
    ]

    assert wrong == []


def test_a_sentence_ends_as_its_translation_ends():
    ends = [(english, indonesian) for english, indonesian in said_in_indonesian() if english[-1] in CLOSING]

    assert [pair for pair in ends if pair[1][-1:] != pair[0][-1]] == []


@pytest.mark.parametrize("word", NEVER_SAID)
def test_indonesian_uses_the_words_of_the_house(word):
    assert [said for english, said in said_in_indonesian() if re.search(NEVER_SAID[word], said)] == []


@pytest.mark.parametrize("language", messages.PLURALS)
def test_the_compiled_catalogue_is_the_written_one(language):
    written = catalogue(language)
    compiled = polib.mofile(str(messages.path_of(language).with_suffix(".mo")))

    assert Path(compiled.fpath).read_bytes() == written.to_binary()
    assert len(compiled) == len(written.translated_entries())


@pytest.mark.parametrize("language", ["id", "en"])
def test_django_speaks_what_the_catalogue_says(language):
    entry = next(entry for entry in catalogue() if not entry.msgctxt and entry.msgstr not in ("", entry.msgid))

    with translation.override(language):
        assert translation.gettext(entry.msgid) == (entry.msgstr if language == "id" else entry.msgid)


def test_marks_are_read_in_python_and_in_templates(tmp_path, monkeypatch):
    (tmp_path / "checkin").mkdir()
    (tmp_path / "checkin" / "sample.py").write_text(SAMPLE)
    (tmp_path / "checkin" / "sample.html").write_text(TEMPLATE)
    monkeypatch.setattr(messages, "ROOT", tmp_path)

    assert messages.marked() == {
        (None, "One sentence."): None,
        (None, "%(n)s person"): "%(n)s people",
        ("month", "May"): None,
        (None, "A title"): None,
        (None, "%(n)s visit"): "%(n)s visits",
    }


def test_a_stale_catalogue_fails_the_check(tmp_path, monkeypatch, capsys):
    committed = str(messages.path_of("id"))
    monkeypatch.setattr(messages, "LOCALE", tmp_path)
    messages.main([committed])
    assert messages.main(["--check"]) == 0

    path = messages.path_of("en")
    path.write_text(path.read_text() + '\nmsgid "left over"\nmsgstr "left over"\n')

    assert messages.main(["--check"]) == 1
    assert "The catalogue en is not up to date" in capsys.readouterr().out


def test_a_sentence_without_indonesian_fails_the_check(tmp_path, monkeypatch):
    monkeypatch.setattr(messages, "LOCALE", tmp_path)
    messages.main([])

    assert messages.main(["--check"]) == 1
