"""The shell as the server lends it: whole, small, with blanks and with nothing of anybody in them."""

import gzip
import json
import re

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.urls import reverse

from checkin.models import Space, Visit, VisitorCategory
from checkin.views import blanks, shell

pytestmark = pytest.mark.django_db
MOST_BYTES = 120_000
IMPORTED = re.compile(r"""^\s*(?:import|export)\b[^"';]*["']\./([^"']+)["']""", re.MULTILINE)
STATIC = settings.BASE_DIR / "static"


@pytest.fixture
def lent(kiosk):
    """The body a tablet gets, unpacked."""

    def lent() -> dict:
        return json.loads(gzip.decompress(kiosk.get(reverse("kiosk-shell")).content))

    return lent


def screens(body: dict) -> dict[str, str]:
    """Every screen of both languages, put together again."""
    return {
        f"{language} {name}": "\n".join(body["lines"][line] for line in lines)
        for language, pages in body["pages"].items()
        for name, lines in pages.items()
    }


def installed_bytes(kiosk) -> int:
    """What a tablet keeps: the body as it came, the files the screens load, and the worker."""
    worker = [path.relative_to(STATIC).as_posix() for path in (STATIC / "js/sw").glob("*.js")]
    files = sum(len((STATIC / name).read_bytes()) for name in [*shell.files(), *worker])
    return len(kiosk.get(reverse("kiosk-shell")).content) + files


def test_a_tablet_keeps_less_than_120_kilobytes(kiosk):
    assert 50_000 < installed_bytes(kiosk) <= MOST_BYTES


def test_every_screen_of_every_category_is_there_in_both_languages(lent):
    names = set(screens(lent()))

    for code in VisitorCategory.objects.offered().values_list("code", flat=True):
        for page in ("persons", "sure", "origin/one", "origin/some", "purpose", "confirm/one", "confirm/some"):
            kind, _, size = page.partition("/")
            assert {f"{language} {'/'.join(filter(None, [kind, code, size]))}" for language in ("id", "en")} <= names
    assert len([name for name in names if name.startswith("id ")]) == len(names) / 2


def test_no_stand_in_is_left_where_a_blank_should_be(lent):
    stand_ins = [blanks.NUMBER, blanks.INSIDE, blanks.LEAVING, blanks.SUBMISSION, blanks.ORIGIN, blanks.CATEGORY]
    left = re.compile("|".join([str(one) for one in stand_ins] + [blanks.DAY, r"\b23[.:]59\b"]))

    assert {name: left.findall(page) for name, page in screens(lent()).items() if left.search(page)} == {}


def test_the_number_of_people_in_the_blanks_stands_nowhere_else():
    """It is a number that the views accept, so only the templates can tell that it is not theirs."""
    pages = [path for path in (settings.BASE_DIR / "templates").rglob("*.*") if path.suffix in (".html", ".svg")]

    assert [path.name for path in pages if re.search(rf"\b{blanks.PERSONS}\b", path.read_text())] == []


def test_the_shell_knows_nobody(lent, enter):
    visit = enter(persons=3)
    text = json.dumps(lent())

    assert str(visit.submission) not in text
    assert Visit.objects.count() == 1


def test_the_same_shell_is_not_sent_twice(kiosk):
    first = kiosk.get(reverse("kiosk-shell"))
    again = kiosk.get(reverse("kiosk-shell"), headers={"If-None-Match": first.headers["ETag"]})

    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")


def test_a_word_that_is_changed_makes_another_shell(kiosk, category):
    first = kiosk.get(reverse("kiosk-shell")).headers["ETag"]
    category.label = "Mahasiswa dan mahasiswi"
    category.save()

    assert kiosk.get(reverse("kiosk-shell")).headers["ETag"] != first


@pytest.mark.parametrize("way", shell.WAYS)
def test_a_way_to_a_room_that_is_changed_makes_another_shell(kiosk, way):
    first = kiosk.get(reverse("kiosk-shell")).headers["ETag"]
    Space.objects.filter(code="COW").update(**{way: "Lift di ujung selasar"})

    assert kiosk.get(reverse("kiosk-shell")).headers["ETag"] != first


def test_a_name_is_asked_only_where_the_server_is_there_to_keep_it(lent):
    VisitorCategory.objects.filter(code="KRS").update(name_rule=VisitorCategory.NameRule.REQUIRED)
    found = screens(lent())

    assert "/kiosk/name/" in found["id purpose-named/KRS"]
    assert "/kiosk/name/" not in found["id purpose/KRS"]
    assert "id purpose-named/MHS" not in found


def test_everything_the_scripts_import_is_kept_with_them():
    kept = set(shell.files())
    imports = {f"js/{name}" for script in kept if script.endswith(".js") for name in IMPORTED.findall(_text(script))}

    assert "js/kiosk-app.js" in imports
    assert imports <= kept


def test_any_file_of_the_app_changes_its_version(monkeypatch):
    before = shell.version()
    monkeypatch.setattr(shell, "files", lambda: [*shell.STYLES])

    assert shell._version.__wrapped__() != before


def test_the_worker_begins_with_its_version_and_is_open_to_all(client):
    answer = client.get(reverse("worker"))

    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert shell.version() in answer.content.decode()


def test_the_manifest_names_icons_that_are_there(client):
    manifest = json.loads(client.get(reverse("manifest")).content)

    assert manifest["start_url"] == reverse("kiosk-category")
    assert {icon["purpose"] for icon in manifest["icons"] if "purpose" in icon} == {"maskable"}
    assert all(finders.find(icon["src"].removeprefix(settings.STATIC_URL)) for icon in manifest["icons"])


def _text(name: str) -> str:
    return (STATIC / name).read_text("utf-8")
