"""Nobody is at the database when a test's tables are emptied."""

import threading

import pytest

from kspvisits.tests.gate import Gate


@pytest.fixture
def said():
    return []


@pytest.fixture
def ask(said):
    """Ask an application, and note the status it answers with."""
    return lambda application: application({}, lambda status, headers: said.append(status))


def page(environ, start_response):
    start_response("200 OK", [])
    return [b"hello"]


def broken(environ, start_response):
    raise ValueError


def shut_in_background(gate: Gate) -> threading.Thread:
    thread = threading.Thread(target=gate.shut, daemon=True)
    thread.start()
    return thread


def test_it_is_shut_before_a_test_and_after_it(ask, said):
    gate = Gate(page)
    assert list(ask(gate)) == []
    gate.open()
    answer = ask(gate)
    assert list(answer) == [b"hello"]
    answer.close()
    gate.shut()
    assert list(ask(gate)) == []
    assert said == ["503 Service Unavailable", "200 OK", "503 Service Unavailable"]


def test_it_waits_for_the_last_answer_to_be_closed(ask):
    gate = Gate(page)
    gate.open()
    first, second = ask(gate), ask(gate)
    shutting = shut_in_background(gate)
    first.close()
    assert shutting.is_alive()
    second.close()
    shutting.join(10)
    assert not shutting.is_alive()


def test_an_error_inside_is_out_again(ask):
    gate = Gate(broken)
    gate.open()
    with pytest.raises(ValueError):
        ask(gate)
    gate.shut()


def test_an_answer_whose_file_does_not_close_is_out_again(ask):
    class Stuck(list):
        def close(self):
            raise OSError

    gate = Gate(lambda environ, start_response: Stuck())
    gate.open()
    with pytest.raises(OSError):
        ask(gate).close()
    gate.shut()


def test_the_live_server_is_behind_it(live_server, gate):
    assert live_server.thread.httpd.get_app() is gate
    assert gate.is_open
