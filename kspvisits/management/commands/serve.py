"""``manage.py serve``: bring this copy up to date and serve it, the same way on every system."""

import io
import os
import signal
import socket
import threading

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.urls import reverse
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from kspvisits.demo import ACCOUNTS, ADMINISTRATOR, PASSWORD

THREADS = 16
# Django's reloader starts the command anew for each change; what was prepared once stays prepared.
IS_RELOADED = "RUN_MAIN" in os.environ


class Command(BaseCommand):
    help = "Migrate, collect the static files and serve; with --demo also load the demo sites and accounts."

    def add_arguments(self, parser):
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=min(2, os.cpu_count() or 1))
        parser.add_argument("--demo", action="store_true")

    def handle(self, *, host, port, workers, demo, **options):
        if not IS_RELOADED:
            refuse_busy_port(host, port)
            refuse_demo_in_production(demo)
            self.stdout.write("Preparing the database and the pages.")
            prepare(demo=demo)
            self.stdout.write(welcome(host, port, demo=demo))
        if settings.DEBUG:
            call_command("runserver", f"[{host}]:{port}" if ":" in host else f"{host}:{port}")
        else:
            serve(host, port, workers)


def refuse_busy_port(host: str, port: int) -> None:
    """Say in one line that another program listens there, before anything is touched."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except (OSError, OverflowError) as error:
        reason = str(getattr(error, "strerror", error)).partition(" (")[0].rstrip(".")
        hint = "Choose another port: make run PORT=8001, or manage.py serve --port 8001."
        raise CommandError(f"Cannot serve on {host} port {port}: {reason}. {hint}") from error


def refuse_demo_in_production(demo: bool) -> None:
    if demo and settings.PRODUCTION:
        raise CommandError("The demo has known passwords and is refused in production. Leave out --demo.")


def prepare(*, demo: bool) -> None:
    """Everything between a fresh clone and the first page; the second time it changes nothing."""
    call_command("migrate", verbosity=0, interactive=False)
    call_command("check", databases=list(connections), stdout=io.StringIO())
    if demo:
        call_command("seed_demo")
    call_command("purge_identities", stdout=io.StringIO())
    if not settings.DEBUG:
        call_command("collectstatic", verbosity=0, interactive=False)
    connections.close_all()


def welcome(host: str, port: int, *, demo: bool) -> str:
    """Where to go and, in a demo, as whom."""
    name = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    rooms = {"Kiosk": "kiosk-category", "Front desk": "desk-home", "Dashboard": "reports"}
    lines = [f"  {title:<12}http://{name}:{port}{reverse(url)}" for title, url in rooms.items()]
    if demo:
        accounts = ", ".join([*(account for account, *roles in ACCOUNTS), ADMINISTRATOR])
        lines += [f"  {'Accounts':<12}{accounts}", f"  {'Password':<12}{PASSWORD}", "", OPEN_A_KIOSK]
    return "\n".join(["", *lines, "", "Ctrl+C ends.", ""])


OPEN_A_KIOSK = """\
  A browser is either a kiosk or a member of staff. Sign in as petugas, open the kiosk from the desk,
  and use a private window for the desk and the dashboard beside it."""


def serve(host: str, port: int, workers: int) -> None:
    """Granian over WSGI: a process a core (it falls back to one process on Windows).

    Several threads each, though one is faster: a tablet that loses its connection in the middle of a
    request keeps a thread waiting, and the desk must not wait with it.
    """
    interrupt_only_this_process()
    Granian(
        "kspvisits.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        working_dir=settings.BASE_DIR,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
    ).serve()


def interrupt_only_this_process() -> None:
    """Ctrl+C reaches every process of the terminal; granian's workers can hang when their parent's SIGTERM follows it.

    So they inherit SIGINT blocked, and here it becomes the SIGTERM with which granian ends them one by one.
    """
    if not hasattr(signal, "pthread_sigmask"):
        return  # Windows has no signal masks and no process groups of this kind
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})

    def pass_on() -> None:
        signal.sigwait({signal.SIGINT})
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=pass_on, daemon=True).start()
