"""Bringing this copy up to date and serving it, for every command that serves."""

import io
import multiprocessing
import os
import signal
import socket
import threading

from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connections
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

THREADS = 16
WORKERS_END_SECONDS = 10
WORKERS = min(2, os.cpu_count() or 1)


def refuse_busy_port(host: str, port: int, *, hint: str) -> None:
    """Say in one line that another program listens there, before anything is touched."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except (OSError, OverflowError) as error:
        reason = str(getattr(error, "strerror", error)).partition(" (")[0].rstrip(".")
        raise CommandError(f"Cannot serve on {host} port {port}: {reason}. {hint}") from error


def prepare(*, demo: bool) -> None:
    """Everything between a fresh clone and the first page; the second time it changes nothing."""
    call_command("migrate", verbosity=0, interactive=False)
    call_command("check", databases=list(connections), stdout=io.StringIO())
    if demo:
        call_command("seed_demo")
    call_command("purge_identities", stdout=io.StringIO())
    call_command("tick", stdout=io.StringIO())
    if not settings.DEBUG:
        call_command("collectstatic", verbosity=0, interactive=False)
    connections.close_all()


def server(host: str, port: int, workers: int, **more) -> Granian:
    """Granian over WSGI: a process a core (it falls back to one process on Windows).

    Several threads each, though one is faster: a tablet that loses its connection in the middle of a
    request keeps a thread waiting, and the desk must not wait with it.
    """
    return Granian(
        "kspvisits.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        working_dir=settings.BASE_DIR,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=WORKERS_END_SECONDS,
        **more,
    )


def interrupt_only_this_process() -> None:
    """Ctrl+C reaches every process of the terminal; granian's workers can hang when their parent's SIGTERM follows it.

    So they inherit SIGINT blocked, and here it becomes the SIGTERM with which granian ends them one by one. To be
    called before any thread starts, a progress bar's among them: one that is left unblocked would take the signal.
    """
    if not hasattr(signal, "pthread_sigmask"):
        return  # Windows has no signal masks and no process groups of this kind
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})

    def pass_on() -> None:
        signal.sigwait({signal.SIGINT})
        os.kill(os.getpid(), signal.SIGTERM)
        # Interrupted while it starts, granian can take its own ended worker for a failed one and start it anew.
        threading.Event().wait(WORKERS_END_SECONDS + 3)
        for child in multiprocessing.active_children():
            child.kill()
        os._exit(1)

    threading.Thread(target=pass_on, daemon=True).start()
