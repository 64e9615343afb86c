"""What every answer carries, whoever is answered, and what no template may contain."""

import re
from collections.abc import Iterator
from itertools import product
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from kspvisits.access import KIOSK_COOKIE
from kspvisits.tests.crawl import addresses

#: The one answer that may look through a camera.
CAMERA = "kiosk-card for kiosk"
FORBIDDEN_FEATURES = ("camera", "geolocation", "microphone", "payment", "usb", "display-capture")
#: Sources of the policy that would let in what is not ours.
LOOSE = re.compile(r"unsafe-|\*|https?:|data:|blob:|nonce-")
HOUSE = [
    path for folder in ("templates", "static") for path in (settings.BASE_DIR / folder).rglob("*") if path.is_file()
]
WRITTEN = {str(path.relative_to(settings.BASE_DIR)): path.read_text() for path in HOUSE if path.suffix != ".png"}
#: The names of SVG and of XLink look like addresses and are none.
NAMES = re.compile(r"""xmlns(:\w+)?=["']http://www\.w3\.org/[\w/]+["']""")
FAULTS = {
    "inline script": re.compile(r"<script(?![^>]*\ssrc=)[^>]*>", re.I),
    "inline style": re.compile(r"<style\b|<[^>]+\sstyle\s*=", re.I),
    "inline handler": re.compile(r"<[^>]+\son[a-z]+\s*=", re.I),
    "script address": re.compile(r"javascript:", re.I),
    "foreign host": re.compile(r"https?://|=\s*[\"']//\w|url\(\s*[\"']?//", re.I),
}


def faults(text: str) -> set[str]:
    text = NAMES.sub("", re.sub(r"{%.*?%}|{{.*?}}", "x", text, flags=re.S))
    return {name for name, fault in FAULTS.items() if fault.search(text)}


@pytest.fixture
def answers(samples, browsers):
    """Every address for every kind of caller, refusals and wrong methods included."""

    def answers() -> Iterator[tuple[str, object]]:
        every = addresses("id", samples) | {"api-year": reverse("api-year", args=["ksp", 2019]), "none": "/none/"}
        for (caller, browser), (name, address) in product(browsers.items(), every.items()):
            yield f"{name} for {caller}", browser.get(address)

    return answers


@pytest.mark.django_db
def test_every_answer_is_guarded(answers):
    unguarded = {name: what_is_missing(answer, may_see=name == CAMERA) for name, answer in answers()}

    assert len(unguarded) > 100
    assert {name: missing for name, missing in unguarded.items() if missing} == {}


@pytest.mark.django_db
def test_nothing_that_may_show_people_is_kept_by_a_cache(answers):
    assert [name for name, answer in answers() if "no-store" not in answer.headers.get("Cache-Control", "")] == []


@pytest.mark.django_db
def test_no_cookie_can_be_read_by_a_script_or_sent_from_another_site(officer):
    browser = Client()
    browser.get(reverse("login"))
    browser.post(reverse("login"), {"username": "petugas", "password": "kata sandi 2019"})
    browser.post(reverse("desk-tally", args=["ksp"]), {"category": "MHS", "submission": uuid4()})
    browser.post(reverse("desk-open-kiosk", args=["ksp"]), {"name": "Tablet depan"})

    assert set(browser.cookies) == {"csrftoken", "sessionid", "messages", KIOSK_COOKIE}
    for name, cookie in browser.cookies.items():
        is_emptied = not cookie.value
        assert is_emptied or cookie["httponly"], name
        assert cookie["samesite"] in ("Lax", "Strict"), name


def what_is_missing(answer, *, may_see: bool = False) -> list[str]:
    """The guards an answer lacks."""
    headers = answer.headers
    policy, features = headers.get("Content-Security-Policy", ""), headers.get("Permissions-Policy", "")
    held = {
        "default-src": "default-src 'none'" in policy,
        "frame-ancestors": "frame-ancestors 'none'" in policy and headers.get("X-Frame-Options") == "DENY",
        "base-uri": "base-uri 'none'" in policy,
        "form-action": "form-action 'self'" in policy,
        "nothing loose": not LOOSE.search(policy),
        "nosniff": headers.get("X-Content-Type-Options") == "nosniff",
        "referrer": headers.get("Referrer-Policy") == "same-origin",
        "opener": headers.get("Cross-Origin-Opener-Policy") == "same-origin",
        "features": all(f"{name}=()" in features for name in FORBIDDEN_FEATURES if not (may_see and name == "camera")),
        "camera": ("camera=(self)" in features) == may_see,
    }
    return [name for name, is_held in held.items() if not is_held]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("header", "broken", "missing"),
    [
        ("Content-Security-Policy", "default-src 'none'; script-src 'self' 'unsafe-inline'", "nothing loose"),
        ("Content-Security-Policy", "default-src *", "nothing loose"),
        ("X-Frame-Options", "SAMEORIGIN", "frame-ancestors"),
        ("Permissions-Policy", "camera=*", "features"),
    ],
)
def test_an_answer_that_lost_a_guard_is_caught(client, header, broken, missing):
    answer = client.get(reverse("login"))
    answer.headers[header] = broken

    assert missing in what_is_missing(answer)


def test_templates_and_styles_hold_nothing_inline_and_nothing_from_elsewhere():
    found = {path: faults(text) for path, text in WRITTEN.items()}

    assert len(found) > 30
    assert {path: fault for path, fault in found.items() if fault} == {}


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("<script>go()</script>", "inline script"),
        ('<p class="a" style="color: red">', "inline style"),
        ("<style>p {}</style>", "inline style"),
        ('<button type="button" onclick="go()">', "inline handler"),
        ('<a href="javascript:go()">', "script address"),
        ('<link href="https://fonts.example/a.css">', "foreign host"),
        ('<img src="//example/a.png">', "foreign host"),
        ("body { background: url(//example/a.png) }", "foreign host"),
    ],
)
def test_what_may_not_be_written_is_seen(written, fault):
    assert fault in faults(written)
