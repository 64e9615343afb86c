"""A socket proxy between tablet and server that passes, refuses, delays, cuts, resets or plays the captive portal."""

import re
import select
import socket
import struct
import threading
from collections import Counter, deque
from collections.abc import Callable

from tests.chaos.faults import CUTS, PASS, Fault, Kind
from tests.chaos.server import free_port

CHUNK = 65_536
#: A connection on which nothing moves for so long is given up, so that no thread outlives a run.
IDLE_SECONDS = 60
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
STATUS = re.compile(rb"HTTP/1\.\d (\d{3})")
PAGE = b"<!doctype html><title>Wi-Fi</title><p>Please sign in to use this network."
PORTAL = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\nConnection: close\r\n\r\n" % len(PAGE)
LINGER_NOT = struct.pack("ii", 1, 0)


class Proxy:
    """Forwards ``port`` to ``upstream`` on this machine; ``faults`` says what happens when.

    A fault meets the first connection that the server takes when ``clock`` has come to its place; without a clock
    that is the nth connection, counted from 1. What could not happen, because the message was shorter, waits for
    the next one: all that was planned has happened when ``waiting`` is empty.
    """

    def __init__(
        self,
        *,
        upstream: int,
        faults: dict[int, Fault] | None = None,
        port: int | None = None,
        clock: Callable[[], int] | None = None,
    ):
        self.clock = clock or (lambda: self.connections)
        self.upstream = upstream
        self.port = port or free_port()
        self.waiting = deque(sorted((faults or {}).items()))
        self.connections = self.turned_away = self.ended = 0
        self.happened: Counter[Kind] = Counter()
        self.statuses: Counter[int] = Counter()
        self._changed = threading.Condition()
        self._closing = threading.Event()
        self._listener: socket.socket | None = None

    def __enter__(self):
        self.listen()
        return self

    def __exit__(self, *error):
        self._closing.set()
        self.refuse()

    def listen(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", self.port), backlog=200)
        threading.Thread(target=self._accept, args=[self._listener], daemon=True).start()

    def refuse(self) -> None:
        """Close the door: the system itself refuses connections until ``listen``."""
        if self._listener:
            # A thread in accept() keeps a closed listener open; shutting it down wakes the thread.
            self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()
            self._listener = None

    def wait_for(self, condition, seconds: float) -> bool:
        """Until it holds, looked at after every connection."""
        with self._changed:
            return self._changed.wait_for(condition, seconds)

    @property
    def cuts(self) -> int:
        return sum(self.happened[kind] for kind in CUTS)

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                client, _address = listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=[client], daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        try:
            server = socket.create_connection(("127.0.0.1", self.upstream), 5)
        except OSError:
            self.turned_away += 1
            reset(client)
            return
        place, fault = self._next_fault()
        with client, server:
            for side in (client, server):
                side.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            try:
                happened = self._meet(fault, client, server)
            except OSError:
                happened = False
        self._note(place, fault, happened)

    def _next_fault(self) -> tuple[int, Fault]:
        with self._changed:
            self.connections += 1
            if self.waiting and self.waiting[0][0] <= self.clock():
                return self.waiting.popleft()
            return 0, PASS

    def _note(self, place: int, fault: Fault, happened: bool) -> None:
        with self._changed:
            self.ended += 1
            if happened:
                self.happened[fault.kind] += 1
            elif fault is not PASS:
                self.waiting.appendleft((place, fault))
            self._changed.notify_all()

    def _meet(self, fault: Fault, client: socket.socket, server: socket.socket) -> bool:
        """Let the fault happen to this connection; False where it could not."""
        if fault.kind is Kind.REFUSE:
            reset(client)
        elif fault.kind is Kind.PORTAL:
            read_request(client)
            client.sendall(PORTAL + PAGE)
        elif fault.kind is Kind.DELAY:
            # Read whole first: what the network already carries arrives, even when the tablet has given up.
            request = read_request(client)
            self._closing.wait(fault.after / 1000)
            server.sendall(request)
            self._forward(client, server, PASS)
        else:
            return self._forward(client, server, fault)
        return True

    def _forward(self, client: socket.socket, server: socket.socket, fault: Fault) -> bool:
        """Pass bytes both ways until one side ends or the fault strikes."""
        limited = server if fault.kind in (Kind.CUT_RESPONSE, Kind.RESET_RESPONSE) else client
        left = fault.after if fault.kind in CUTS else None
        while ready := select.select([client, server], [], [], IDLE_SECONDS)[0]:
            for side in ready:
                data = side.recv(CHUNK)
                if not data:
                    return left is None
                if side is server:
                    self._note_status(data)
                is_struck = side is limited and left is not None and len(data) > left
                (server if side is client else client).sendall(data[:left] if is_struck else data)
                if is_struck:
                    self._strike(fault, client, server)
                    return True
                if side is limited and left is not None:
                    left -= len(data)
        return left is None

    def _strike(self, fault: Fault, client: socket.socket, server: socket.socket) -> None:
        if fault.kind in (Kind.RESET_REQUEST, Kind.RESET_RESPONSE):
            reset(server)
            reset(client)

    def _note_status(self, data: bytes) -> None:
        if begins := STATUS.match(data):
            with self._changed:
                self.statuses[int(begins[1])] += 1


def reset(side: socket.socket) -> None:
    """End with RST instead of FIN, as a box that lost its power and came back does."""
    side.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER_NOT)
    side.close()


def read_request(client: socket.socket) -> bytes:
    """One whole request: its head and as much body as the head announces."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += _some(client)
    head, _, body = data.partition(b"\r\n\r\n")
    announced = LENGTH.search(head)
    while announced and len(body) < int(announced[1]):
        more = _some(client)
        data, body = data + more, body + more
    return data


def _some(client: socket.socket) -> bytes:
    client.settimeout(IDLE_SECONDS)
    data = client.recv(CHUNK)
    if not data:
        raise ConnectionResetError
    return data
