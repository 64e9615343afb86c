"""Bring the catalogues up to date with the sources and compile them; ``--check`` only says what is not.

A new sentence keeps an empty translation, which fails the tests; nothing is ever guessed ("fuzzy").
Extra .po files given as arguments fill in translations: ``python tools/messages.py more.po``.
Sources are read in Python, so that GNU gettext need not be installed.
"""

import io
import sys
from collections.abc import Iterator
from pathlib import Path

import polib
from babel.messages.catalog import Message
from babel.messages.extract import extract
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "kspvisits" / "locale"
ROOMS = ("checkin", "reports", "kspvisits", "templates")
# Which arguments of which call are the sentence, its plural and (c) its context.
CALLS = {
    **dict.fromkeys(["_", "gettext", "gettext_lazy", "gettext_noop"], (1,)),
    **dict.fromkeys(["ngettext", "ngettext_lazy"], (1, 2)),
    **dict.fromkeys(["pgettext", "pgettext_lazy"], ((1, "c"), 2)),
    **dict.fromkeys(["npgettext", "npgettext_lazy"], ((1, "c"), 2, 3)),
}
# Sentences are English, so English needs no translations: its catalogue says that nothing is missing.
PLURALS = {"id": "nplurals=1; plural=0;", "en": "nplurals=2; plural=(n != 1);"}

Key = tuple[str | None, str]


def marked() -> dict[Key, str | None]:
    """Every sentence marked for translation, with its plural: ``{(context, sentence): plural}``."""
    found: dict[Key, str | None] = {}
    for path in sources():
        text = path.read_text(encoding="utf-8")
        for context, sentence, plural in calls(text if path.suffix == ".py" else as_python(text)):
            found[context, sentence] = plural or found.get((context, sentence))
    return found


def sources() -> Iterator[Path]:
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.*")):
            if path.suffix in (".py", ".html", ".txt") and "tests" not in path.parts:
                yield path


def as_python(template: str) -> str:
    """Django turns the tags into calls and blanks the rest; its indentation would be wrong Python."""
    return "\n".join(line.strip() for line in templatize(template).splitlines())


def calls(python: str) -> Iterator[tuple[str | None, str, str | None]]:
    for _line, said, _comments, context in extract("python", io.BytesIO(python.encode()), keywords=CALLS):
        sentence, plural = said if isinstance(said, tuple) else (said, None)
        yield context, sentence, plural


def known(paths: list[Path]) -> dict[Key, polib.POEntry]:
    """Translations by sentence; where files differ the first one wins."""
    found: dict[Key, polib.POEntry] = {}
    for path in filter(Path.exists, paths):
        for entry in polib.pofile(str(path)):
            if entry.translated() and not entry.obsolete:
                found.setdefault((entry.msgctxt, entry.msgid), entry)
    return found


def catalogue(language: str) -> polib.POFile:
    empty = polib.POFile(wrapwidth=120)
    empty.metadata = {
        "Project-Id-Version": "KSP Visits",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": language,
        "Plural-Forms": PLURALS[language],
    }
    return empty


def indonesian(extra: list[Path]) -> polib.POFile:
    """The catalogue of what is marked now, with every translation that is known."""
    translations = known([*extra, path_of("id")])
    fresh = catalogue("id")
    for (context, sentence), plural in sorted(marked().items(), key=lambda item: (item[0][1], item[0][0] or "")):
        old = translations.get((context, sentence), polib.POEntry())
        entry = polib.POEntry(msgctxt=context, msgid=sentence, msgid_plural=plural or "")
        if Message((sentence, plural) if plural else sentence).python_format:
            entry.flags = ["python-format"]
        if plural:
            entry.msgstr_plural = {0: old.msgstr_plural.get(0) or old.msgstr}
        else:
            entry.msgstr = old.msgstr
        fresh.append(entry)
    return fresh


def path_of(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def main(arguments: list[str]) -> int:
    catalogues = {"en": catalogue("en"), "id": indonesian([Path(name) for name in arguments if name != "--check"])}
    missing = [entry.msgid for entry in catalogues["id"] if not entry.translated()]
    print(f"{len(catalogues['id'])} sentences, {len(missing)} without Indonesian.", *missing, sep="\n  ")
    if "--check" not in arguments:
        for language, fresh in catalogues.items():
            save(fresh, path_of(language))
        return 0
    stale = [language for language, fresh in catalogues.items() if not is_saved(fresh, path_of(language))]
    print(*[f"The catalogue {language} is not up to date: make messages" for language in stale], sep="\n", end="")
    return 1 if stale or missing else 0


def save(fresh: polib.POFile, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh.save(str(path))
    fresh.save_as_mofile(str(path.with_suffix(".mo")))


def is_saved(fresh: polib.POFile, path: Path) -> bool:
    """Whether both files hold exactly this."""
    compiled = path.with_suffix(".mo")
    return (
        path.exists()
        and compiled.exists()
        and path.read_text(encoding="utf-8") == str(fresh)
        and compiled.read_bytes() == fresh.to_binary()
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
