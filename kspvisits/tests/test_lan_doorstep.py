"""Before a tablet trusts the box it can read how to, and fetch the certificate: nothing else, whatever it asks for."""

import http.client
import re
import socket
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from kspvisits.lan.certificates import PUBLIC, authority, fingerprint
from kspvisits.lan.doorstep import MOST_AT_ONCE, Doorstep, answers

HOMES = ["https://192.168.1.20:8443", "https://kios.local:8443"]


@pytest.fixture(scope="module")
def ca(tmp_path_factory):
    return authority(tmp_path_factory.mktemp("tls"), box="kios")


@pytest.fixture(scope="module")
def doorstep(ca):
    shown = answers(homes=HOMES, fingerprint=fingerprint(ca), certificate=ca.cert_pem.bytes())
    with Doorstep("127.0.0.1", 0, answers=shown, homes=HOMES) as server:
        server.open()
        yield server
        server.shutdown()


def asked(server, path: str, method: str = "GET", host: str = "192.168.1.20:8080"):
    """Ask exactly this, neither tidied nor escaped; answers status, headers and body."""
    connection = http.client.HTTPConnection(*server.server_address, timeout=5)
    connection.putrequest(method, path, skip_host=True)
    connection.putheader("Host", host)
    connection.endheaders()
    answer = connection.getresponse()
    return answer.status, answer.headers, answer.read()


@pytest.fixture
def ask(doorstep):
    return partial(asked, doorstep)


def test_the_page_says_it_in_both_languages_with_the_fingerprint_and_the_addresses(ask, ca):
    status, headers, body = ask("/")
    page = body.decode()

    assert (status, headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert re.findall(r'<section[^>]* lang="(\w+)"', page) == ["id", "en"]
    assert "Download the certificate" in page
    assert "Unduh sertifikat" in page
    assert re.findall(r"<span>(..)</span>", page) == fingerprint(ca).split(":") * 2
    assert all(f'href="{home}/kiosk/"' in page for home in HOMES)


def test_all_that_the_page_names_is_there(ask):
    named = re.findall(r'(?:href|src)="(/[^"]+)"', ask("/")[2].decode())

    assert len(named) == 5
    assert [path for path in named if ask(path)[0] != 200] == []


def test_the_certificate_comes_as_tablets_want_it_and_without_its_key(ask, ca):
    status, headers, body = ask(f"/{PUBLIC}")

    assert (status, headers["Content-Type"]) == (200, "application/x-x509-ca-cert")
    assert body == ca.cert_pem.bytes()
    assert b"PRIVATE" not in body


@pytest.mark.parametrize(
    "path", ["/kiosk/", "/desk/", "/en/kiosk/purpose/MHS/1/batam/", "/login", "/api/v1/submissions"]
)
def test_an_address_of_the_house_leads_to_https(ask, path):
    status, headers, body = ask(path + "?next=//evil.example")

    assert (status, headers["Location"], body) == (302, HOMES[0] + path, b"")


@pytest.mark.parametrize(
    ("host", "home"),
    [
        ("kios.local:8080", HOMES[1]),
        ("KIOS.local", HOMES[1]),
        ("evil.example", HOMES[0]),
        ("kios.local@evil.example", HOMES[0]),
        ("", HOMES[0]),
    ],
)
def test_it_leads_to_this_box_and_nowhere_else(ask, host, home):
    assert ask("/kiosk/", host=host)[1]["Location"] == f"{home}/kiosk/"


NOTHING = [
    "/authority.pem", "/server.pem", "/tls/authority.pem", "/var/tls/server.pem", "/secret-key.txt",
    "/../tls/authority.pem", "/..", "/%2e%2e/tls/authority.pem", "/static/../../var/tls/server.pem",
    "/static/js/kiosk.js", "/kspvisits.crt/", "/kspvisits.crt%20", "/KSPVISITS.CRT", "//evil.example/",
    "//evil.example", "/\\evil.example/", "/kiosk//evil", "http://evil.example/kiosk/", "kiosk", "*", "/.git/config",
]  # fmt: skip


def found(server) -> list[str]:
    """Of what must not be there, what is."""
    return [path for path in NOTHING if asked(server, path)[::2] != (404, b"404 Not Found\n")]


def test_nothing_else_is_there(doorstep):
    assert found(doorstep) == []


def test_a_server_of_files_would_be_caught(tmp_path, ca):
    authority(tmp_path, box="kios")
    files = partial(SimpleHTTPRequestHandler, directory=tmp_path)
    with ThreadingHTTPServer(("127.0.0.1", 0), files) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        caught = found(server)
        server.shutdown()

    assert "/authority.pem" in caught


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE"])
def test_it_can_only_be_read(ask, method):
    assert ask("/", method)[0] == 501


def test_asking_for_the_head_alone_gets_no_body(ask):
    status, headers, body = ask("/", "HEAD")

    assert (status, body) == (200, b"")
    assert int(headers["Content-Length"]) > 1000


def test_every_answer_is_strict_and_kept_by_nobody(ask):
    for path in ("/", f"/{PUBLIC}", "/kiosk/", "/nothing.txt"):
        headers = ask(path)[1]
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "no-store"
        assert headers["Server"].strip() == "kspvisits"


def test_callers_who_say_nothing_cannot_take_every_thread(doorstep, ask):
    silent = [socket.create_connection(doorstep.server_address) for _ in range(MOST_AT_ONCE + 4)]
    try:
        turned_away = [caller for caller in silent[-4:] if caller.recv(1) == b""]
        assert len(turned_away) == 4
    finally:
        for caller in silent:
            caller.close()


def drip(caller: socket.socket) -> bytes:
    """Send a request letter by letter, without an end; answers what came when the other side hung up."""
    caller.settimeout(0.01)
    while True:
        try:
            caller.sendall(b"G")
            return caller.recv(1)
        except TimeoutError:
            continue
        except OSError:
            return b""


def test_a_request_that_only_drips_is_let_go(doorstep):
    doorstep.longest_seconds = 0.2

    with socket.create_connection(doorstep.server_address) as caller:
        assert drip(caller) == b""
