"""The proxy does to a connection exactly what its plan says, and the same seed plans the same."""

import http.client
import socket
import threading
from contextlib import contextmanager
from random import Random

import pytest

from tests.chaos.faults import CUTS, OTHERS, Fault, Kind, plan
from tests.chaos.proxy import PAGE, Proxy, read_request

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\nConnection: close\r\n\r\n" + b"x" * 100
BODY = b"y" * 100
BROKEN = (OSError, http.client.HTTPException)


class Upstream:
    """A server that keeps what it was sent and gives the same answer to every whole request."""

    def __init__(self):
        self.requests, self.broken = [], 0
        self.ended = threading.Semaphore(0)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                line, _address = self.listener.accept()
            except OSError:
                return
            with line:
                try:
                    self.requests.append(read_request(line))
                    line.sendall(ANSWER)
                except OSError:
                    self.broken += 1
            self.ended.release()


@pytest.fixture
def upstream():
    server = Upstream()
    yield server
    server.listener.shutdown(socket.SHUT_RDWR)
    server.listener.close()


@contextmanager
def between(upstream, *faults):
    with Proxy(upstream=upstream.port, faults=dict(enumerate(faults, start=1))) as proxy:
        yield proxy


def ask(proxy, timeout=5) -> bytes:
    line = http.client.HTTPConnection("127.0.0.1", proxy.port, timeout=timeout)
    try:
        line.request("POST", "/", BODY)
        return line.getresponse().read()
    finally:
        line.close()


def noted(proxy, times=1):
    """Once the proxy has written down what happened."""
    assert proxy.wait_for(lambda: sum(proxy.happened.values()) >= times, 10)
    return proxy.happened


def test_without_a_fault_everything_passes(upstream):
    with between(upstream) as proxy:
        assert ask(proxy) == b"x" * 100
        assert noted(proxy) == {Kind.PASS: 1}
        assert proxy.statuses == {200: 1}

    assert upstream.requests[0].endswith(BODY)


@pytest.mark.parametrize("kind", CUTS)
@pytest.mark.parametrize("after", [0, 1, 64, 150])
def test_a_cut_after_n_bytes_leaves_the_tablet_without_an_answer(upstream, kind, after):
    with between(upstream, Fault(kind, after)) as proxy:
        with pytest.raises(BROKEN):
            ask(proxy)
        assert noted(proxy) == {kind: 1}
        assert ask(proxy) == b"x" * 100

    is_request_whole = kind in (Kind.CUT_RESPONSE, Kind.RESET_RESPONSE)
    assert upstream.ended.acquire(timeout=10)
    assert len(upstream.requests) == 1 + is_request_whole


def test_a_cut_lets_exactly_so_many_bytes_through(upstream):
    with (
        between(upstream, Fault(Kind.CUT_RESPONSE, 64)) as proxy,
        socket.create_connection(("127.0.0.1", proxy.port), 5) as line,
    ):
        line.sendall(b"POST / HTTP/1.1\r\nContent-Length: 0\r\n\r\n")
        got = b"".join(iter(lambda: line.recv(1000), b""))

    assert got == ANSWER[:64]


def test_a_cut_beyond_the_message_waits_for_a_longer_one(upstream):
    with between(upstream, Fault(Kind.CUT_RESPONSE, len(ANSWER))) as proxy:
        assert ask(proxy) == b"x" * 100
        assert proxy.wait_for(lambda: proxy.waiting, 10)
        assert proxy.cuts == 0


def test_a_refused_connection_is_reset(upstream):
    with between(upstream, Fault(Kind.REFUSE)) as proxy, pytest.raises(BROKEN):
        ask(proxy)

    assert upstream.requests == []


def test_a_closed_door_refuses_until_it_listens_again(upstream):
    with between(upstream) as proxy:
        proxy.refuse()
        with pytest.raises(ConnectionRefusedError):
            ask(proxy)
        proxy.listen()
        assert ask(proxy) == b"x" * 100


def test_a_server_that_is_away_resets_and_uses_up_no_fault(upstream):
    with between(upstream, Fault(Kind.CUT_REQUEST)) as proxy:
        proxy.upstream, there = proxy.port + 1, proxy.upstream
        with pytest.raises(BROKEN):
            ask(proxy)
        assert (proxy.turned_away, len(proxy.waiting)) == (1, 1)
        proxy.upstream = there
        with pytest.raises(BROKEN):
            ask(proxy)


def test_the_captive_portal_answers_200_and_the_server_hears_nothing(upstream):
    with between(upstream, Fault(Kind.PORTAL)) as proxy:
        assert ask(proxy) == PAGE

    assert upstream.requests == []


def test_a_delayed_request_arrives_though_the_tablet_has_given_up(upstream):
    with between(upstream, Fault(Kind.DELAY, 500)) as proxy:
        with pytest.raises(TimeoutError):
            ask(proxy, timeout=0.05)
        assert upstream.ended.acquire(timeout=10)

    assert upstream.requests[0].endswith(BODY)


def test_the_same_seed_plans_the_same_and_exactly_what_was_asked():
    planned = plan(random=Random(7), until=100, cuts=40, others=9)

    assert planned == plan(random=Random(7), until=100, cuts=40, others=9)
    assert planned != plan(random=Random(8), until=100, cuts=40, others=9)
    kinds = [fault.kind for fault in planned.values()]
    assert {kind: kinds.count(kind) for kind in CUTS} == dict.fromkeys(CUTS, 10)
    assert {kind: kinds.count(kind) for kind in OTHERS} == dict.fromkeys(OTHERS, 3)
    assert set(planned) <= set(range(1, 101))
