"""The rules of the house about its own code, read from the syntax tree; each rule has a twin that breaks it."""

import ast
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

import pytest
from django.conf import settings

ROOMS = ("checkin", "reports", "kspvisits", "benchmarks", "tools", "tests")
MOST_LINES = 300
# A module of checkin imports its own height or lower; what is not listed stands on top, with the views.
HEIGHTS = {"errors": 0, "validation": 0, "models": 1, "vocabulary": 2, "importing": 2, "services": 2}
HEIGHTS |= dict.fromkeys(("card_forms", "correcting", "day_forms", "evacuation_forms", "fields", "filters"), 3)
HEIGHTS |= dict.fromkeys(("forms", "paging", "paper", "room_forms", "tables"), 3)
TOP = 4
FACES = ("views", "occupancy_view", "workbook_view", "api", "urls", "api_urls", "management", "templatetags")
ARITHMETIC = ("reports/progress.py", "reports/figures.py", "reports/occupancy.py")
CLOCK = re.compile(r"\b(timezone|datetime|date)\.(now|today|localdate|localtime|utcnow)$")
SIGNALS = ("django.dispatch", "django.db.models.signals", "django.core.signals", "django.contrib.auth.signals")


def imported(tree: ast.AST) -> Iterator[str]:
    """Dotted names of everything imported; ``from reports import counts`` is ``reports.counts``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{'.' * node.level}{node.module or ''}.{alias.name}" for alias in node.names)


def under(name: str, *packages: str) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def part_of(path: str) -> str:
    """``services`` of ``checkin/services/visits.py``, ``forms`` of ``checkin/forms.py``."""
    return PurePosixPath(path).with_suffix("").parts[1]


def checkin_imports_downwards(path: str, tree: ast.AST) -> Iterator[str]:
    if not path.startswith("checkin/"):
        return
    height = HEIGHTS.get(part_of(path), TOP)
    for name in imported(tree):
        if under(name, "checkin") and name.count(".") and HEIGHTS.get(name.split(".")[1], TOP) > height:
            yield f"{name} stands above it"
        if under(name, "reports") and height < TOP:
            yield f"{name}: checkin's models and services never ask for reports"
        if under(name, "kspvisits") and height <= HEIGHTS["services"]:
            yield f"{name}: models and services know nothing of the project around them"


def only_counts_opens_the_door_to_checkin(path: str, tree: ast.AST) -> Iterator[str]:
    if path.startswith("reports/") and path != "reports/counts.py":
        yield from (f"{name}: ask reports.counts" for name in imported(tree) if under(name, "checkin"))


def what_every_page_prints_knows_no_room(path: str, tree: ast.AST) -> Iterator[str]:
    """The template tags of the project are loaded with every page, those of the rooms included."""
    if path.startswith("kspvisits/templatetags/") or path == "kspvisits/numbers.py":
        yield from (
            f"{name}: a room imports this, not the other way" for name in imported(tree) if under(name, *ROOMS[:2])
        )


def reports_keeps_its_faces_on_top(path: str, tree: ast.AST) -> Iterator[str]:
    if path.startswith("reports/") and part_of(path) not in FACES:
        faces = [f"reports.{face}" for face in FACES]
        yield from (f"{name} stands above it" for name in imported(tree) if under(name, *faces, "kspvisits.access"))


def arithmetic_is_pure(path: str, tree: ast.AST) -> Iterator[str]:
    if path in ARITHMETIC:
        yield from (f"{name}: arithmetic needs no framework" for name in imported(tree) if under(name, "django"))


def only_the_writer_knows_openpyxl(path: str, tree: ast.AST) -> Iterator[str]:
    if path.startswith(("checkin/", "reports/", "kspvisits/")) and path != "reports/workbook/writer.py":
        yield from (f"{name}: cells are written by the writer" for name in imported(tree) if under(name, "openpyxl"))


def no_signals(path: str, tree: ast.AST) -> Iterator[str]:
    yield from (f"{name}: a write says what it does" for name in imported(tree) if under(name, *SIGNALS))


def imports_stand_at_the_top(path: str, tree: ast.AST) -> Iterator[str]:
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield from (f"imports {name} inside a function" for name in imported(function))
    yield from (f"{name}: name the room" for name in imported(tree) if name.startswith("."))


def only_faces_look_at_the_clock(path: str, tree: ast.AST) -> Iterator[str]:
    """The moment is an argument from the service down; ``default=timezone.now`` looks at the clock too."""
    if not path.startswith(("checkin/models/", "reports/")) or part_of(path) in FACES:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and CLOCK.search(ast.unparse(node)):
            yield f"{ast.unparse(node)} on line {node.lineno}: take the moment as an argument"


def services_take_keywords(path: str, tree: ast.AST) -> Iterator[str]:
    """A public function that opens a transaction is called by keywords alone."""
    if not path.startswith("checkin/services/"):
        return
    writes = [node for node in tree.body if isinstance(node, ast.FunctionDef) and "atomic" in ast.dump(node)]
    for write in writes:
        if not write.name.startswith("_") and (write.args.args or write.args.posonlyargs):
            yield f"{write.name} takes positional arguments"


def a_module_says_its_one_job(path: str, tree: ast.AST) -> Iterator[str]:
    if tree.body and not (ast.get_docstring(tree) or "").strip():
        yield "its first line does not say its job"


RULES = [
    checkin_imports_downwards,
    only_counts_opens_the_door_to_checkin,
    what_every_page_prints_knows_no_room,
    reports_keeps_its_faces_on_top,
    arithmetic_is_pure,
    only_the_writer_knows_openpyxl,
    no_signals,
    imports_stand_at_the_top,
    only_faces_look_at_the_clock,
    services_take_keywords,
    a_module_says_its_one_job,
]
# Tests may look at everything, but also keep their imports at the top and say their job.
RULES_OF_TESTS = [imports_stand_at_the_top, a_module_says_its_one_job]
TWINS = [
    (checkin_imports_downwards, "checkin/models/visits.py", "from checkin.services.visits import check_in"),
    (checkin_imports_downwards, "checkin/services/visits.py", "from checkin.forms import VoidForm"),
    (checkin_imports_downwards, "checkin/services/visits.py", "from reports import counts"),
    (checkin_imports_downwards, "checkin/services/visits.py", "import reports.counts"),
    (checkin_imports_downwards, "checkin/forms.py", "from checkin import views"),
    (checkin_imports_downwards, "checkin/models/places.py", "from kspvisits.access import Room"),
    (only_counts_opens_the_door_to_checkin, "reports/views.py", "from checkin.models import Visit"),
    (only_counts_opens_the_door_to_checkin, "reports/workbook/data.py", "import checkin"),
    (what_every_page_prints_knows_no_room, "kspvisits/templatetags/words.py", "from reports.progress import percent"),
    (what_every_page_prints_knows_no_room, "kspvisits/numbers.py", "import checkin.models"),
    (reports_keeps_its_faces_on_top, "reports/targets.py", "from reports.views import dashboard"),
    (reports_keeps_its_faces_on_top, "reports/year.py", "from kspvisits.access import Room"),
    (arithmetic_is_pure, "reports/progress.py", "from django.utils import timezone"),
    (only_the_writer_knows_openpyxl, "reports/workbook/monthly.py", "from openpyxl.styles import Font"),
    (no_signals, "checkin/models/visits.py", "from django.db.models.signals import post_save"),
    (no_signals, "checkin/apps.py", "from django.db.models import signals"),
    (imports_stand_at_the_top, "checkin/views/kiosk.py", "def view():\n    import json"),
    (imports_stand_at_the_top, "checkin/views/kiosk.py", "from . import desk"),
    (only_faces_look_at_the_clock, "checkin/models/visits.py", "at = DateTimeField(default=timezone.now)"),
    (only_faces_look_at_the_clock, "reports/year.py", "today = date.today()"),
    (services_take_keywords, "checkin/services/days.py", "@transaction.atomic\ndef close_day(site, day): ..."),
    (services_take_keywords, "checkin/services/days.py", "def close_day(site):\n    with transaction.atomic(): ..."),
    (a_module_says_its_one_job, "checkin/forms.py", "import json"),
]


def modules() -> Iterator[tuple[str, str]]:
    for room in ROOMS:
        for path in sorted((settings.BASE_DIR / room).rglob("*.py")):
            yield path.relative_to(settings.BASE_DIR).as_posix(), path.read_text(encoding="utf-8")
    yield "conftest.py", (settings.BASE_DIR / "conftest.py").read_text(encoding="utf-8")


WRITTEN = {path: text for path, text in modules() if "/migrations/" not in path}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_house_keeps_its_rules(rule):
    broken = [
        f"{path}: {complaint}"
        for path, text in WRITTEN.items()
        if rule in RULES_OF_TESTS or not ("/tests/" in path or path == "conftest.py")
        for complaint in rule(path, ast.parse(text, path))
    ]

    assert not broken, "\n".join(broken)


@pytest.mark.parametrize(("rule", "path", "text"), TWINS)
def test_a_broken_rule_is_seen(rule, path, text):
    assert list(rule(path, ast.parse(text)))


def test_every_rule_has_a_twin():
    assert {rule for rule, path, text in TWINS} == set(RULES)


def test_no_module_is_longer_than_one_job():
    assert not {path: text.count("\n") for path, text in WRITTEN.items() if text.count("\n") > MOST_LINES}


def test_every_room_was_read():
    assert {path.split("/")[0] for path in WRITTEN} >= {"checkin", "reports", "kspvisits", "tools"}
