"""A real server, ``manage.py serve`` in a process group of its own: killed with SIGKILL, started on the same port."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 180
# The last line of the command ``serve``; what it prepares first takes longer than all the rest.
SERVE_AGAIN = """
import sys
from kspvisits.server import WORKERS, server
server("127.0.0.1", int(sys.argv[1]), WORKERS).serve()
"""
# Settings of the shell that starts the run must not change what is tried.
OWN_SETTINGS = ("KSP_ENV", "SECRET_KEY", "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "BEHIND_PROXY", "SSL_REDIRECT")


class Server:
    """What it says goes to ``server.log`` in its folder, which is also its ``VAR_DIR``."""

    def __init__(self, *, folder: Path, database_url: str, port: int | None = None, settings: str = ""):
        self.folder = folder
        self.port = port or free_port()
        self.log = folder / "server.log"
        self.kills = 0
        kept = {name: value for name, value in os.environ.items() if name not in OWN_SETTINGS}
        self.environment = {
            **kept,
            "VAR_DIR": str(folder),
            "DATABASE_URL": database_url,
            "DJANGO_SETTINGS_MODULE": settings or "kspvisits.settings",
            "PYTHONUNBUFFERED": "1",
        }
        self._process: subprocess.Popen | None = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *error):
        self.kill()

    def manage(self, *arguments: str) -> str:
        """Run a command of the product on this server's database; answers what it printed."""
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, check=True, text=True, timeout=120
        )
        return done.stdout

    def start(self) -> None:
        """Start and wait until it listens; after a kill without preparing what is prepared."""
        serve = ["manage.py", "serve", "--port", str(self.port)]
        serve = ["-c", SERVE_AGAIN, str(self.port)] if self.kills else serve
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, *serve],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._wait_until_it_listens()

    def kill(self) -> None:
        """The power goes: every process of the server at once, without a word."""
        if self._process is None:
            return
        kill_group(self._process)
        self._process = None
        self.kills += 1

    def said(self) -> str:
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def _wait_until_it_listens(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self._process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
            except OSError:
                time.sleep(0.02)  # between two looks; the condition is the connection
            else:
                return
        raise RuntimeError(f"The server did not start:\n{self.said()[-2000:]}")


def kill_group(process: subprocess.Popen) -> None:
    """``kill -9`` of a process and of all it started."""
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], check=False, capture_output=True)
    else:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait(timeout=20)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]
