"""What no browser of ours sends over the wire: packed bodies, other hosts, other methods, endless headers."""

import gzip
import json
from collections.abc import Iterator
from http.client import HTTPConnection
from urllib.request import Request, urlopen
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from checkin.models import HeldSubmission, Visit
from kspvisits.tests.serving import fetch, free_port, running, start

HOST = "kunjungan.example"
IN_PRODUCTION = {
    "KSP_ENV": "production",
    "BEHIND_PROXY": "yes",
    "SECRET_KEY": "x" * 50,
    "ALLOWED_HOSTS": HOST,
    "CSRF_TRUSTED_ORIGINS": f"https://{HOST}",
}
OPEN_PAGES = pytest.mark.parametrize("path", ["/", "/login/", "/en/login/", "/kiosk/", "/api/v1/submissions"])
OVERRIDES = ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"]


@pytest.fixture
def visit_in_json():
    told = {"id": str(uuid4()), "type": "check_in", "at": timezone.now().isoformat(), "category": "MHS"}
    item = {**told, "origin": "batam", "purpose": "KERJA", "persons": 1}
    return json.dumps({"sent_at": timezone.now().isoformat(), "items": [item]}).encode()


@pytest.fixture
def hand_in(client, device_and_token):
    """Hand a body in as a tablet."""

    def hand_in(body: bytes, **headers: str):
        headers |= {"Authorization": f"Device {device_and_token[1]}"}
        return client.post(reverse("api-submissions"), body, content_type="application/json", headers=headers)

    return hand_in


def test_a_packed_body_is_refused_in_words_and_never_unpacked(hand_in, visit_in_json):
    answer = hand_in(gzip.compress(visit_in_json), **{"Content-Encoding": "gzip"})

    assert (answer.status_code, answer.json()["field"]) == (400, "")
    assert not Visit.objects.exists()
    assert not HeldSubmission.objects.exists()


def test_the_same_body_unpacked_is_recorded(hand_in, visit_in_json):
    assert hand_in(visit_in_json).status_code == 200
    assert Visit.objects.count() == 1


def test_a_small_body_that_would_unpack_to_a_large_one_stays_small(hand_in):
    bomb = gzip.compress(b" " * 50_000_000)

    assert len(bomb) < 100_000
    assert hand_in(bomb, **{"Content-Encoding": "gzip"}).status_code == 400


@pytest.mark.django_db
@pytest.mark.parametrize("header", [*OVERRIDES, None])
def test_a_form_cannot_be_a_link_in_disguise(desk, header):
    """``_method`` and its headers, with which other frameworks let a link write."""
    said = {"category": "MHS", "submission": uuid4(), "_method": "POST"}
    headers = {header: "POST"} if header else {}

    assert desk.get(reverse("desk-tally", args=["ksp"]), said, headers=headers).status_code == 405
    assert not Visit.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["DELETE", "PUT", "GET"])
def test_no_form_takes_another_method_by_saying_so(desk, method):
    headers = dict.fromkeys(OVERRIDES, method)

    answer = desk.post(reverse("desk-spaces", args=["ksp"]), {"_method": method}, headers=headers)

    assert answer.status_code == 405


@pytest.fixture(scope="module")
def house(tmp_path_factory) -> Iterator:
    """The server as it stands behind a proxy; answers a way to ask it: ``(status, headers, body)``."""
    folder, port = tmp_path_factory.mktemp("house"), free_port()
    told = {**IN_PRODUCTION, "VAR_DIR": str(folder), "DATABASE_URL": f"sqlite:///{folder}/house.sqlite3"}

    def ask(path: str, method: str = "GET", host: str = HOST, **headers: str):
        wire = HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            wire.request(method, path, headers={"Host": host, "X-Forwarded-Proto": "https", **headers})
            answer = wire.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read().decode()
        finally:
            wire.close()

    with running(start("serve", "--port", str(port), "--workers", "1", **told)):
        ours = {"Host": HOST, "X-Forwarded-Proto": "https"}
        fetch(Request(f"http://127.0.0.1:{port}/login/", headers=ours), urlopen).close()
        yield ask


@OPEN_PAGES
@pytest.mark.parametrize("host", ["evil.test", f"{HOST}.evil.test", f"{HOST}@evil.test", "127.0.0.1"])
def test_another_host_is_refused(house, path, host):
    assert house(path, host=host)[0] == 400


@pytest.mark.parametrize("path", ["/", "/login/", "/desk/", "/reports/", "/none/"])
def test_a_forwarded_host_is_not_believed(house, path):
    """The name that a proxy claims must not come back in a link or a redirect."""
    status, headers, page = house(path, **{"X-Forwarded-Host": "evil.test", "Forwarded": "host=evil.test"})

    assert status in (200, 302, 404)
    assert "evil.test" not in f"{headers}{page}"


def test_the_way_to_https_names_our_own_host(house):
    said = {"X-Forwarded-Proto": "http", "X-Forwarded-Host": "evil.test"}

    status, headers, _page = house("/login/", **said)

    assert (status, headers["location"]) == (301, f"https://{HOST}/login/")


@OPEN_PAGES
def test_nothing_is_traced(house, path):
    status, headers, page = house(path, "TRACE", Cookie="sessionid=a-secret")

    assert 400 <= status < 500
    assert "a-secret" not in f"{headers}{page}"


@pytest.mark.parametrize("method", ["TRACK", "PROPFIND", "CONNECT", "DELETE", "NONSENSE"])
@OPEN_PAGES
def test_a_method_that_nothing_here_takes_is_refused(house, path, method):
    assert 400 <= house(path, method)[0] < 500


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        (f"/login/?next=/{'x' * 65_536}", {}, 414),
        (f"/{'x' * 65_536}/", {}, 414),
        ("/login/", {f"X-{number}": "1" for number in range(200)}, 431),
        ("/login/", {"Cookie": f"sessionid={'x' * 1_000_000}"}, 431),
    ],
    ids=["question", "path", "headers", "cookie"],
)
def test_what_is_endless_is_refused_by_its_length(house, path, headers, status):
    assert house(path, **headers)[0] == status


@pytest.mark.parametrize("cookie", ["sessionid", "kiosk", "csrftoken", "messages"])
def test_a_cookie_of_eight_kilobytes_is_nobodys(house, cookie):
    assert house("/kiosk/", Cookie=f"{cookie}={'x' * 8_192}")[0] == 403
