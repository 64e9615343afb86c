"""The static pipeline of production: every file there, under a name that changes with its content, small and kept."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.test import Client, override_settings
from django.urls import reverse
from whitenoise.storage import CompressedManifestStaticFilesStorage

from kspvisits.settings import STORAGES
from kspvisits.storage import HashedStaticFiles

STATIC = settings.BASE_DIR / "static"
OURS = sorted(path.relative_to(STATIC).as_posix() for path in STATIC.rglob("*.*"))
NAMED = re.compile(r"""{%\s*static\s+["']([^"']+)["']\s*%}""")
IMPORTED = re.compile(r"""^\s*(?:import|export)\b[^"';]*["'](\.[^"']+)["']""", re.MULTILINE)
HASHED = re.compile(r"\.[0-9a-f]{12}\.\w+$")
FOR_EVER = "max-age=315360000, public, immutable"


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """The pages' files as ``manage.py serve`` lays them out; answers their folder."""
    folder = tmp_path_factory.mktemp("static")
    with override_settings(STATIC_ROOT=folder, STORAGES=STORAGES):
        call_command("collectstatic", interactive=False, verbosity=0)
        yield folder


def named_in_templates() -> set[str]:
    rooms = [settings.BASE_DIR / room for room in ("templates", "checkin", "reports", "kspvisits")]
    pages = [page for room in rooms for page in room.rglob("*.html")]
    pages += [path for path in (settings.BASE_DIR / "templates").glob("*.*") if path.suffix in (".js", ".webmanifest")]
    return {name for page in pages for name in NAMED.findall(page.read_text("utf-8"))}


def unhashed_imports(folder: Path) -> list[str]:
    """Module imports, in the files that pages load, of a name that does not change with its content."""
    loaded = [path for path in (folder / "js").rglob("*.js") if HASHED.search(path.name)]
    imports = [(path, name) for path in loaded for name in IMPORTED.findall(path.read_text("utf-8"))]
    return [f"{path.name} imports {name}" for path, name in imports if not HASHED.search(name)]


def test_every_file_a_template_names_exists():
    assert "css/base.css" in named_in_templates()
    assert [name for name in sorted(named_in_templates()) if not finders.find(name)] == []


def test_every_file_of_ours_is_used():
    everything = "".join(path.read_text("utf-8") for path in [*STATIC.rglob("*.js"), *STATIC.rglob("*.css")])

    assert [name for name in OURS if name not in named_in_templates() and Path(name).name not in everything] == []


@pytest.mark.parametrize("name", OURS)
def test_a_file_is_kept_for_ever_under_a_name_of_its_content(collected, name):
    url = staticfiles_storage.url(name)
    answer = Client().get(url)

    assert HASHED.search(url)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == FOR_EVER


def test_the_plain_name_is_not_kept_for_ever(collected):
    assert "immutable" not in Client().get("/static/css/base.css").headers["Cache-Control"]


def test_styles_travel_compressed(collected):
    url = staticfiles_storage.url("css/base.css")
    plain, compressed = Client().get(url), Client().get(url, headers={"Accept-Encoding": "gzip"})

    assert compressed.headers["Content-Encoding"] == "gzip"
    assert int(compressed.headers["Content-Length"]) < int(plain.headers["Content-Length"])


@pytest.mark.django_db
def test_a_page_links_only_to_names_that_change(collected):
    page = Client().get(reverse("login")).content.decode()
    links = re.findall(r'(?:href|src)="/static/([^"]+)"', page)

    assert links
    assert [link for link in links if not HASHED.search(link)] == []


def test_a_module_imports_others_by_names_that_change(collected):
    assert unhashed_imports(collected) == []


def test_without_our_storage_an_old_module_would_outlive_an_update(tmp_path):
    """The reason for ``HashedStaticFiles``: the storage below it leaves module imports as they are."""
    (tmp_path / "source" / "js").mkdir(parents=True)
    (tmp_path / "source/js/one.js").write_text('import { two } from "./two.js";\n')
    (tmp_path / "source/js/two.js").write_text("export const two = 2;\n")
    found = {}
    for storage in (HashedStaticFiles, CompressedManifestStaticFilesStorage):
        backends = {**STORAGES, "staticfiles": {"BACKEND": f"{storage.__module__}.{storage.__qualname__}"}}
        folder = tmp_path / storage.__name__
        with override_settings(STATIC_ROOT=folder, STATICFILES_DIRS=[tmp_path / "source"], STORAGES=backends):
            call_command("collectstatic", interactive=False, verbosity=0)
        found[storage] = unhashed_imports(folder)

    assert found[HashedStaticFiles] == []
    assert len(found[CompressedManifestStaticFilesStorage]) == 1
