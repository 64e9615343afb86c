"""Tablets of the office are served over HTTPS with a certificate of this box's own, and no demo gets there unasked."""

import re
import ssl
import subprocess
import time
from urllib.error import URLError
from urllib.request import HTTPSHandler, ProxyHandler, build_opener

import pytest
import segno
from django.utils import timezone

from kspvisits.lan.certificates import SERVER, authority, keep_current
from kspvisits.lan.qr import qr_code
from kspvisits.tests.serving import fetch, free_port, running, start

BLOCKS = {"█": (0, 0), "▀": (0, 1), "▄": (1, 0), " ": (1, 1)}


@pytest.fixture
def ports():
    return free_port(), free_port()


@pytest.fixture
def serve_lan(tmp_path, ports):
    """``manage.py serve_lan`` with its own folder and ports; answers the process."""
    https, http = ports

    def serve_lan(*arguments: str, **environment: str) -> subprocess.Popen:
        given = ["serve_lan", "--port", str(https), "--http-port", str(http), *arguments]
        return start(*given, VAR_DIR=str(tmp_path), **environment)

    return serve_lan


def tablet(*, trusts: bytes | None):
    """A browser that trusts this authority and no other; it answers pages."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if trusts:
        context.load_verify_locations(cadata=trusts.decode())
    return build_opener(HTTPSHandler(context=context), ProxyHandler({})).open


def first_address(said: str) -> str:
    return re.search(r"On each tablet first: (\S+)", said)[1]


def modules(drawn: str) -> list[list[int]]:
    """The rows of a code drawn with half blocks, dark is 1, without its quiet zone."""
    rows = []
    for line in re.sub(r"\033\[[\d;]*m", "", drawn).splitlines():
        rows += map(list, zip(*(BLOCKS[character] for character in line), strict=True))
    rows = [row[2:-2] for row in rows]
    return rows[2 : 2 + len(rows[0])]


def test_a_tablet_trusts_once_and_is_served_over_https(serve_lan, ports, tmp_path):
    https, http = ports
    with running(serve_lan("--name", "kios.example")) as said:
        assert first_address(said) == f"http://kios.example:{http}/"
        certificate = fetch(f"http://127.0.0.1:{http}/kspvisits.crt").read()
        answer = fetch(f"https://127.0.0.1:{https}/login/", tablet(trusts=certificate))
        cookies = answer.headers.get_all("Set-Cookie")
        sheet = re.search(r"/static/css/base\.[0-9a-f]{12}\.css", answer.read().decode())[0]
        assert cookies
        assert all("Secure" in cookie for cookie in cookies)
        assert "Strict-Transport-Security" not in answer.headers
        assert fetch(f"https://localhost:{https}{sheet}", tablet(trusts=certificate)).status == 200
        with pytest.raises(URLError, match="CERTIFICATE_VERIFY_FAILED"):
            fetch(f"https://127.0.0.1:{https}/login/", tablet(trusts=None))
    serial = (tmp_path / "tls" / SERVER).read_bytes()

    again = serve_lan("--name", "kios.example")
    with running(again) as said:
        assert "Made a certificate" not in said
        assert fetch(f"https://127.0.0.1:{https}/login/", tablet(trusts=certificate)).status == 200

    assert again.returncode == 0
    assert (tmp_path / "tls" / SERVER).read_bytes() == serial


def shown(port: int) -> str:
    """The certificate that a tablet is shown now; empty in the moment between two workers."""
    try:
        return ssl.get_server_certificate(("127.0.0.1", port), timeout=5)
    except OSError:
        return ""


def test_a_certificate_that_no_longer_fits_is_renewed_while_it_serves(serve_lan, ports, tmp_path):
    serving = serve_lan("--watch", "0.2", "--workers", "1")
    with running(serving):
        ca = authority(tmp_path / "tls", box="kios")
        trusted = ca.cert_pem.bytes()
        fetch(f"https://127.0.0.1:{ports[0]}/login/", tablet(trusts=trusted))
        first = shown(ports[0])
        keep_current(tmp_path / "tls", ca=ca, names=["127.0.0.1", "elsewhere.local"], at=timezone.now())

        said = next(line for line in serving.stdout if line.startswith("Made"))
        assert said == "Made a certificate for this box: the names or addresses of this box have changed.\n"
        deadline = time.monotonic() + 60
        while shown(ports[0]) in (first, ""):
            assert time.monotonic() < deadline
        assert fetch(f"https://127.0.0.1:{ports[0]}/login/", tablet(trusts=trusted)).status == 200
    assert serving.returncode == 0


def test_passwords_that_everybody_knows_are_not_taken_into_a_network_unasked(serve_lan):
    with running(serve_lan("--demo")) as said:
        assert "!!! THE DEMO IS OPEN TO EVERYBODY IN THIS NETWORK" in said

    refused, _ = serve_lan().communicate(timeout=60)

    assert "CommandError: These accounts have the password of the demo" in refused
    assert all(name in refused for name in ("petugas", "pelaporan", "kabid", "admin"))


def test_a_server_in_production_brings_its_own_certificate(serve_lan):
    known = {
        "KSP_ENV": "production",
        "SECRET_KEY": "x" * 50,
        "ALLOWED_HOSTS": "a.id",
        "CSRF_TRUSTED_ORIGINS": "https://a.id",
    }

    said, _ = serve_lan(**known, DATABASE_URL="sqlite:////nowhere/none.sqlite3").communicate(timeout=60)

    assert said.startswith("CommandError: serve_lan brings its own settings")


@pytest.mark.parametrize("name", ["kios ksp", "*.local", "a,b", "https://kios.local", "999.1.1.1"])
def test_a_name_that_no_certificate_can_hold_is_refused_in_words(serve_lan, name):
    said, _ = serve_lan("--name", name).communicate(timeout=60)

    assert said == f"CommandError: {name!a} is neither a host name nor an IPv4 address.\n"


def test_an_authority_that_cannot_be_read_stops_the_start_in_words(serve_lan, tmp_path):
    (tmp_path / "tls").mkdir()
    (tmp_path / "tls" / "authority.pem").write_text("torn")

    said, _ = serve_lan().communicate(timeout=60)

    assert "authority.pem cannot be read. Put a copy of it back." in said
    assert "Traceback" not in said


@pytest.mark.parametrize("colours", [True, False])
def test_the_code_in_the_terminal_holds_the_address(colours):
    address = "http://192.168.1.20:8080/"
    drawn = modules(qr_code(address, encoding="utf-8", colours=colours))

    assert drawn == [list(row) for row in segno.make(address, error="m", micro=False).matrix]
    assert drawn != [list(row) for row in segno.make("http://192.168.1.21:8080/", error="m", micro=False).matrix]


def test_a_terminal_without_half_blocks_gets_a_code_too():
    assert qr_code("http://192.168.1.20:8080/", encoding="cp1252", colours=True).isascii()
