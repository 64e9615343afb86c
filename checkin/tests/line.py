"""The line between a tablet and its server, for tests: it can be cut, and what it carries can be replaced."""

import http.client
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

HOP = {"connection", "keep-alive", "transfer-encoding"}


class Line(ThreadingHTTPServer):
    """Carries everything to ``server`` while ``is_up``.

    ``instead`` answers a request with ``(status, headers, body)`` or None; ``changed`` may change what a file says.
    ``asked`` lists what was carried, as "POST /api/v1/submissions".
    """

    daemon_threads = True

    def __init__(self, server: str):
        super().__init__(("127.0.0.1", 0), _Carrier)
        self.server = urlsplit(server).netloc
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.is_up, self.asked = True, []
        self.instead: Callable | None = None
        self.changed: Callable = lambda path, body: body
        threading.Thread(target=self.serve_forever, args=[0.05], daemon=True).start()

    def handle_error(self, request, client_address):
        """A browser that hangs up is no fault."""


class _Carrier(BaseHTTPRequestHandler):
    def _carry(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.close_connection = True
        if not self.server.is_up:
            return
        said = f"{self.command} {self.path}"
        answer = self.server.instead and self.server.instead(said, body)
        if answer is None:
            self.server.asked.append(said)
            answer = self._ask(body)
        self._say(*answer)

    def _ask(self, body: bytes):
        line = http.client.HTTPConnection(self.server.server, timeout=30)
        headers = {name: value for name, value in self.headers.items() if name.lower() not in HOP}
        line.request(self.command, self.path, body or None, {**headers, "Accept-Encoding": "identity"})
        answer = line.getresponse()
        told = [(name, value) for name, value in answer.getheaders() if name.lower() not in {*HOP, "content-length"}]
        content = answer.read()
        line.close()
        return answer.status, told, self.server.changed(self.path, content)

    def _say(self, status: int, headers, body: bytes):
        self.send_response_only(status)
        for name, value in [*headers, ("Content-Length", str(len(body))), ("Connection", "close")]:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_HEAD = _carry  # noqa: N815  http.server calls them so

    def log_message(self, *said):
        """Quiet."""
