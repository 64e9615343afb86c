"""Bring the catalogues up to date with the sources and compile them.

A new sentence keeps an empty translation, which fails the tests; nothing is ever guessed ("fuzzy").
Extra .po files given as arguments fill in translations: ``python tools/messages.py more.po``.
"""

import subprocess
import sys
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "kspvisits" / "locale"
HEADERS = {
    "Project-Id-Version": "KSP Visits",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Language": "id",
    "Plural-Forms": "nplurals=1; plural=0;",
}


def extract() -> polib.POFile:
    """Every sentence marked for translation, as a template without translations."""
    command = [sys.executable, "manage.py", "makemessages", "--locale=id", "--keep-pot", "--no-location"]
    ignored = [f"--ignore={pattern}" for pattern in (".venv/*", "var/*", "*/tests/*", "conftest.py", "benchmarks/*")]
    catalogue = LOCALE / "id" / "LC_MESSAGES" / "django.po"
    kept = catalogue.read_bytes() if catalogue.exists() else None
    subprocess.run([*command, *ignored], cwd=ROOT, check=True)
    if kept is not None:
        catalogue.write_bytes(kept)
    template = LOCALE / "django.pot"
    sentences = polib.pofile(str(template))
    template.unlink()
    return sentences


def known_translations(extra: list[str]) -> dict:
    """Translations by (context, sentence): the extra files first, then the catalogue."""
    known: dict = {}
    for path in [*extra, str(LOCALE / "id" / "LC_MESSAGES" / "django.po")]:
        if Path(path).exists():
            for entry in polib.pofile(path):
                if entry.translated() and not entry.obsolete:
                    known.setdefault((entry.msgctxt, entry.msgid), entry)
    return known


def main(extra: list[str]) -> None:
    sentences = extract()
    known = known_translations(extra)
    catalogue = polib.POFile(wrapwidth=120)
    catalogue.metadata = HEADERS
    for sentence in sorted(sentences, key=lambda entry: (entry.msgid, entry.msgctxt or "")):
        entry = polib.POEntry(
            msgid=sentence.msgid, msgid_plural=sentence.msgid_plural, msgctxt=sentence.msgctxt, flags=sentence.flags
        )
        old = known.get((sentence.msgctxt, sentence.msgid))
        entry.msgstr = old.msgstr if old and not sentence.msgid_plural else ""
        if sentence.msgid_plural:
            one = old.msgstr_plural.get(0) or old.msgstr if old else ""
            entry.msgstr_plural = {0: one}
        catalogue.append(entry)
    folder = LOCALE / "id" / "LC_MESSAGES"
    folder.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(folder / "django.po"))
    catalogue.save_as_mofile(str(folder / "django.mo"))
    missing = [entry.msgid for entry in catalogue if not entry.translated()]
    print(f"{len(catalogue)} sentences, {len(missing)} without Indonesian.", *missing, sep="\n  ")


if __name__ == "__main__":
    main(sys.argv[1:])
