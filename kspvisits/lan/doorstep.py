"""What a tablet can reach before it trusts this box: one page, its stylesheets and the authority's certificate.

Plain HTTP in a few threads of its own. Nothing is read from a path that somebody asked for: a handful of answers is
held in memory, an address of the house leads to HTTPS, and everything else is not there.
"""

import logging
import re
import socket
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import BoundedSemaphore, Thread, Timer
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.templatetags.static import static

from kspvisits.lan.certificates import PUBLIC

logger = logging.getLogger(__name__)
SHEETS = ("css/tokens.css", "css/base.css", "css/trust.css")
# An address of the house: words, codes and numbers between single slashes; no dot, no escape, no file.
OF_THE_HOUSE = re.compile(r"(?:/[A-Za-z0-9_-]+)+/?")
MOST_AT_ONCE = 16
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


class Answer(NamedTuple):
    kind: str
    body: bytes


def answers(*, homes: list[str], fingerprint: str, certificate: bytes) -> dict[str, Answer]:
    """What stands on the doorstep, by path; ``homes`` are the HTTPS addresses of this box, the best one first."""
    page = render_to_string(
        "lan/trust.html", {"homes": homes, "pairs": fingerprint.split(":"), "file": PUBLIC, "languages": ["id", "en"]}
    )
    sheets = {static(name): (settings.BASE_DIR / "static" / name).read_bytes() for name in SHEETS}
    return {
        "/": Answer("text/html; charset=utf-8", page.encode()),
        f"/{PUBLIC}": Answer("application/x-x509-ca-cert", certificate),
        **{path: Answer("text/css; charset=utf-8", sheet) for path, sheet in sheets.items()},
    }


class Caller(BaseHTTPRequestHandler):
    """One request; whoever says nothing for ten seconds is let go."""

    server: "Doorstep"
    timeout = 10
    server_version, sys_version = "kspvisits", ""
    error_content_type, error_message_format = "text/plain; charset=utf-8", "%(code)d %(message)s\n"

    def do_GET(self):
        path = self.path.partition("?")[0]
        if path in self.server.answers:
            self.give(self.server.answers[path])
        elif OF_THE_HOUSE.fullmatch(path):
            self.lead(path)
        else:
            self.send_error(HTTPStatus.NOT_FOUND)

    do_HEAD = do_GET  # noqa: N815  the name under which the library looks for it

    def give(self, answer: Answer) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", answer.kind)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(answer.body)

    def lead(self, path: str) -> None:
        """To the same address over HTTPS, at the name by which the tablet found us, and never at another's."""
        self.send_response(HTTPStatus.FOUND)
        self.send_header("Location", self.server.home_for(self.headers.get("Host", "")) + path)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def end_headers(self) -> None:
        for name, value in HEADERS.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, *said) -> None:
        """Nothing: who asked is nobody's business, and a log line would hold what a stranger typed."""


class Doorstep(ThreadingHTTPServer):
    """The server of the page; ``answers`` and ``homes`` may be replaced while it runs."""

    daemon_threads = True
    #: For a whole request: who sends a letter every nine seconds is let go, too.
    longest_seconds = 30.0

    def __init__(self, host: str, port: int, *, answers: dict[str, Answer], homes: list[str]):
        self.answers, self.homes = answers, homes
        self.places = BoundedSemaphore(MOST_AT_ONCE)
        super().__init__((host, port), Caller)

    def open(self) -> None:
        Thread(target=self.serve_forever, daemon=True).start()

    def home_for(self, host: str) -> str:
        name = host.lower().partition(":")[0]
        return next((home for home in self.homes if urlsplit(home).hostname == name), self.homes[0])

    def process_request(self, request, client_address):
        if self.places.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(self, request, client_address):
        limit = Timer(self.longest_seconds, hang_up, [request])
        limit.daemon = True
        limit.start()
        try:
            super().process_request_thread(request, client_address)
        finally:
            limit.cancel()
            self.places.release()

    def handle_error(self, request, client_address):
        logger.warning("A request to the page about trust was not answered.", exc_info=True)


def hang_up(caller: socket.socket) -> None:
    with suppress(OSError):  # gone by itself
        caller.shutdown(socket.SHUT_RDWR)
