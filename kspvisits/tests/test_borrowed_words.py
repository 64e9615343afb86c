"""Libraries without Indonesian say theirs through our catalogue."""

from pathlib import Path

import django_filters
import django_tables2
import polib
import pytest
from django.utils.translation import gettext, override

from kspvisits import borrowed_words

LIBRARIES = [(django_filters, borrowed_words.DJANGO_FILTER), (django_tables2, borrowed_words.DJANGO_TABLES2)]


@pytest.mark.parametrize(("library", "borrowed"), LIBRARIES, ids=["django-filter", "django-tables2"])
def test_every_sentence_of_the_library_is_borrowed(library, borrowed):
    locale = Path(library.__file__).parent / "locale"
    theirs = {entry.msgid for entry in polib.pofile(str(locale / "fr" / "LC_MESSAGES" / "django.po"))}

    assert theirs - set(borrowed) == set()


@pytest.mark.parametrize(("library", "borrowed"), LIBRARIES, ids=["django-filter", "django-tables2"])
def test_the_library_still_has_no_indonesian_of_its_own(library, borrowed):
    assert not (Path(library.__file__).parent / "locale" / "id").exists()


@pytest.mark.parametrize(
    ("english", "indonesian"), [("All", "Semua"), ("That page contains no results", "Halaman itu")]
)
def test_a_borrowed_sentence_is_said_in_indonesian(english, indonesian):
    with override("id"):
        assert gettext(english).startswith(indonesian)
