"""Below /api/ a program is answered in JSON, also where nothing of the API itself was reached."""

import pytest
from django.test import Client
from django.utils import translation

from kspvisits.access import KIOSK_COOKIE

pytestmark = pytest.mark.django_db
YEAR = "/api/v1/sites/ksp/years/2019"


def ask(method: str, path: str, *, carrying: dict | None = None, **said):
    browser = Client(enforce_csrf_checks=True, raise_request_exception=False)
    browser.cookies.load(carrying or {})
    return browser.generic(method, path, **said)


@pytest.mark.parametrize(
    ("method", "path", "said", "status"),
    [
        ("GET", "/api/", {}, 404),
        ("GET", "/api/v1/nothing", {}, 404),
        ("GET", "/api/v1/sites/ksp/years/1999", {}, 404),
        ("POST", "/api/v2/submissions", {}, 404),
        ("GET", YEAR, {}, 401),
        ("GET", YEAR, {"carrying": {KIOSK_COOKIE: "a token"}}, 403),
        ("POST", YEAR, {}, 403),
        ("GET", "/api/v1/devices/pair", {}, 405),
        ("GET", YEAR, {"CONTENT_TYPE": "text/plain; charset=utf-16"}, 415),
        ("POST", "/api/v1/submissions", {"headers": {"Transfer-Encoding": "chunked"}}, 411),
        ("POST", "/api/v1/submissions", {"CONTENT_LENGTH": "9000000"}, 413),
        ("GET", YEAR, {"headers": {"host": "evil.example"}}, 400),
    ],
)
def test_every_refusal_is_json_with_a_sentence(site, method, path, said, status):
    answer = ask(method, path, **said)

    assert answer.status_code == status
    assert answer.headers["Content-Type"].startswith("application/json")
    assert answer.json()["error"].strip()
    assert "field" in answer.json() or "/years/" in path


def test_a_fault_of_ours_is_json_too_and_tells_nothing(site, client, reporter, monkeypatch):
    def broken(*asked):
        raise RuntimeError("rahasia")

    monkeypatch.setattr("reports.api.figures_of", broken)
    client.raise_request_exception = False
    client.force_login(reporter)

    answer = client.get(YEAR)

    assert (answer.status_code, answer.headers["Content-Type"]) == (500, "application/json")
    assert "rahasia" not in answer.text


def test_what_the_refusal_said_beside_its_page_stays(site):
    answer = ask("GET", "/api/v1/devices/pair")

    assert answer.headers["Allow"] == "POST"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_it_speaks_our_language_whoever_was_served_before(site):
    with translation.override("en"):
        answer = ask("GET", YEAR, CONTENT_TYPE="text/plain; charset=utf-16")

    assert answer.json()["error"] == "Kirim JSON dalam UTF-8."


def test_a_person_still_gets_pages(site):
    assert ask("GET", "/nothing/").headers["Content-Type"] == "text/html; charset=utf-8"
