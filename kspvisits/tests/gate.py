"""A live server's gate: requests come in while their test lasts, and the database is emptied behind the last one."""

import threading
from collections.abc import Callable, Iterable

SECONDS = 60


class Gate:
    """A WSGI application around another, shut between two tests.

    A page that its browser closes while it loads leaves its request running. Such a request must be out before the
    test's tables are emptied: on PostgreSQL the two lock each other.
    """

    def __init__(self, application: Callable) -> None:
        self.application = application
        self.is_open = False
        self._inside = 0
        self._moves = threading.Condition()

    def __call__(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        if not self._enter():
            start_response("503 Service Unavailable", [("Content-Length", "0")])
            return []
        try:
            return Body(self.application(environ, start_response), self._leave)
        except BaseException:
            self._leave()
            raise

    def open(self) -> None:
        self.is_open = True

    def shut(self) -> None:
        """Let nobody in any more, and wait until the last one is out."""
        with self._moves:
            self.is_open = False
            if not self._moves.wait_for(lambda: self._inside == 0, SECONDS):
                raise TimeoutError(f"{self._inside} requests of this test were still running after {SECONDS} seconds.")

    def _enter(self) -> bool:
        with self._moves:
            self._inside += self.is_open
            return self.is_open

    def _leave(self) -> None:
        with self._moves:
            self._inside -= 1
            self._moves.notify_all()


class Body:
    """An answer's pieces; the server closes it when it is sent, and also when nobody is there to read it."""

    def __init__(self, pieces: Iterable[bytes], closed: Callable) -> None:
        self.pieces, self.closed = pieces, closed

    def __iter__(self):
        return iter(self.pieces)

    def close(self) -> None:
        try:
            if hasattr(self.pieces, "close"):
                self.pieces.close()
        finally:
            self.closed()
