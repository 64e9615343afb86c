"""Starting ``manage.py`` as a newcomer would, waiting for its last line, ending it by Ctrl+C."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from urllib.error import URLError
from urllib.request import urlopen

from django.conf import settings

SETTINGS = ("ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "DATABASE_URL", "DJANGO_SETTINGS_MODULE", "KSP_ENV", "SECRET_KEY")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def start(*arguments: str, **environment: str) -> subprocess.Popen:
    kept = {name: value for name, value in os.environ.items() if name not in SETTINGS}
    return subprocess.Popen(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env={**kept, "PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8", **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        start_new_session=True,
        creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
    )


@contextmanager
def running(process: subprocess.Popen):
    """Let it serve until it has said everything; then Ctrl+C, which reaches every process of the terminal."""
    said = []
    with process:
        try:
            for line in process.stdout:
                said.append(line)
                if line.startswith("Ctrl+C"):
                    break
            yield "".join(said)
        finally:
            interrupt(process)
            process.wait(timeout=60)


def interrupt(process: subprocess.Popen) -> None:
    if sys.platform == "win32":
        process.send_signal(signal.CTRL_BREAK_EVENT)
    else:
        os.killpg(process.pid, signal.SIGINT)


def fetch(address: str, open_address=urlopen):
    """The answer once the server listens; workers need a moment after the last line."""
    deadline = time.monotonic() + 60
    while True:
        try:
            return open_address(address, timeout=60)
        except URLError as error:
            if not isinstance(error.reason, ConnectionRefusedError) or time.monotonic() > deadline:
                raise
