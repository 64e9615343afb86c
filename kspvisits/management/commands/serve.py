"""``manage.py serve``: bring this copy up to date and serve it, the same way on every system."""

import os

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from kspvisits.arguments import whole_number
from kspvisits.clock import start_clock
from kspvisits.demo import ACCOUNTS, ADMINISTRATOR, PASSWORD
from kspvisits.server import WORKERS, interrupt_only_this_process, prepare, refuse_busy_port, server

ANOTHER_PORT = "Choose another port: make run PORT=8001, or manage.py serve --port 8001."
# Django's reloader starts the command anew for each change; what was prepared once stays prepared.
IS_RELOADED = "RUN_MAIN" in os.environ


class Command(BaseCommand):
    help = "Migrate, collect the static files and serve; with --demo also load the demo sites and accounts."

    def add_arguments(self, parser):
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=whole_number(0, 65_535), default=8000)
        parser.add_argument("--workers", type=whole_number(1, 64), default=WORKERS)
        parser.add_argument("--demo", action="store_true")

    def handle(self, *, host, port, workers, demo, **options):
        if not settings.DEBUG:
            interrupt_only_this_process()
        if not IS_RELOADED:
            refuse_busy_port(host, port, hint=ANOTHER_PORT)
            refuse_demo_in_production(demo)
            self.stdout.write("Preparing the database and the pages.")
            prepare(demo=demo)
            self.stdout.write(welcome(host, port, demo=demo))
        if settings.DEBUG:
            if not IS_RELOADED:
                start_clock()
            call_command("runserver", f"[{host}]:{port}" if ":" in host else f"{host}:{port}")
        else:
            start_clock()
            server(host, port, workers).serve()


def refuse_demo_in_production(demo: bool) -> None:
    if demo and settings.PRODUCTION:
        raise CommandError("The demo has known passwords and is refused in production. Leave out --demo.")


def welcome(host: str, port: int, *, demo: bool) -> str:
    """Where to go and, in a demo, as whom."""
    name = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return "\n".join(["", *rooms_and_accounts(f"http://{name}:{port}", demo=demo), "", "Ctrl+C ends.", ""])


def rooms_and_accounts(home: str, *, demo: bool) -> list[str]:
    rooms = {"Kiosk": "kiosk-category", "Front desk": "desk-home", "Dashboard": "reports"}
    lines = [f"  {title:<12}{home}{reverse(url)}" for title, url in rooms.items()]
    if demo:
        lines.append(f"  {'Lobby':<12}{home}{reverse('display-lobby', args=['contoh'])}")
        accounts = ", ".join([*(account for account, *roles in ACCOUNTS), ADMINISTRATOR])
        lines += [f"  {'Accounts':<12}{accounts}", f"  {'Password':<12}{PASSWORD}", "", OPEN_A_KIOSK]
    return lines


OPEN_A_KIOSK = """\
  A browser is either a kiosk or a member of staff. Sign in as petugas, open the kiosk from the desk,
  and use a private window for the desk and the dashboard beside it."""
