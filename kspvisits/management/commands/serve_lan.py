"""``manage.py serve_lan``: serve tablets in this network over HTTPS, with a certificate authority of this box's own."""

import multiprocessing
import sys
from ipaddress import AddressValueError, IPv4Address
from multiprocessing import resource_tracker
from threading import Event, Thread

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from kspvisits.arguments import whole_number
from kspvisits.checks import who_has_the_demo_password
from kspvisits.clock import start_clock
from kspvisits.lan.box import Box, watch
from kspvisits.lan.certificates import SERVER, CertificatesUnreadable
from kspvisits.lan.doorstep import Doorstep
from kspvisits.lan.names import is_host_name
from kspvisits.lan.qr import qr_code
from kspvisits.management.commands.serve import rooms_and_accounts
from kspvisits.server import WORKERS, interrupt_only_this_process, prepare, refuse_busy_port, server

EVERYWHERE = "0.0.0.0"  # noqa: S104  tablets come from outside
PORT = whole_number(0, 65_535)
HANDOVER = 10  # seconds: a small box starts its new worker before the old one, with the old certificate, is ended
ANOTHER_PORT = "Choose others with --port and --http-port."
DEMO_IS_OPEN = """\
  !!! THE DEMO IS OPEN TO EVERYBODY IN THIS NETWORK: the passwords above stand in the README.
  !!! For a trial among yourselves. Never with visitors, never left running."""


class Command(BaseCommand):
    help = "Serve tablets in this network over HTTPS, and show them how to trust this box."

    def add_arguments(self, parser):
        parser.add_argument("--host", default=EVERYWHERE)
        parser.add_argument("--port", type=PORT, default=8443)
        parser.add_argument("--http-port", type=PORT, default=8080, help="of the page that a tablet opens first")
        parser.add_argument("--name", action="append", default=[], help="one more name or address of this box")
        parser.add_argument("--workers", type=whole_number(1, 64), default=WORKERS)
        parser.add_argument("--watch", type=float, default=60, help="seconds between two looks at the addresses")
        parser.add_argument("--demo", action="store_true")

    def handle(self, *, host, port, http_port, name, workers, watch, demo, **options):
        refuse_other_settings()
        resource_tracker.ensure_running()  # its start lets SIGINT through again, so before that is blocked
        interrupt_only_this_process()
        names = [clean_name(given) for given in name]
        for wanted in (port, http_port):
            refuse_busy_port(host, wanted, hint=ANOTHER_PORT)
        self.stdout.write("Preparing the database and the pages.")
        prepare(demo=demo)
        if not demo:
            refuse_known_passwords()
        try:
            box = Box(settings.VAR_DIR / "tls", port=port, also=names)
            self.renewed(box.look_around(at=timezone.now()))
        except CertificatesUnreadable as error:
            raise CommandError(str(error)) from error
        self.stdout.write(welcome(box, http_port, demo=demo))
        self.serve(box, host, http_port, workers, watch)

    def serve(self, box: Box, host: str, http_port: int, workers: int, every: float) -> None:
        box.tell_settings()
        # Workers import their settings instead of inheriting ours, so that they see what was just told.
        multiprocessing.set_start_method("spawn", force=True)
        pair = box.folder / SERVER
        https = server(host, box.port, workers, ssl_cert=pair, ssl_key=pair, respawn_interval=HANDOVER)
        doorstep = Doorstep(host, http_port, answers=box.answers(), homes=box.homes)
        doorstep.open()

        def renewed(why: str) -> None:
            self.renewed(why)
            self.stdout.write(f"Tablets now come to {box.homes[0]}/kiosk/ (trust: {doorstep_of(box, http_port)}).")
            https.signal_handler_reload()

        start_clock()
        ended = Event()
        Thread(target=watch, args=(box, doorstep), kwargs={"renewed": renewed, "every": every, "ended": ended}).start()
        try:
            https.serve()
        finally:
            ended.set()

    def renewed(self, why: str) -> None:
        if why:
            self.stdout.write(f"Made a certificate for this box: {why}.")


def refuse_other_settings() -> None:
    if settings.PRODUCTION or settings.DEBUG:
        raise CommandError(
            "serve_lan brings its own settings for a box in the office: leave KSP_ENV out. "
            "With an official address and certificate use manage.py serve behind a proxy (docs/deploy.md)."
        )


def clean_name(given: str) -> str:
    try:
        return str(IPv4Address(given))
    except AddressValueError:
        pass
    name = given.lower().rstrip(".")
    if not is_host_name(name):
        raise CommandError(f"{given!a} is neither a host name nor an IPv4 address.")
    return name


def refuse_known_passwords() -> None:
    """A trial on this machine alone became a box for a network; its passwords must not come along."""
    names = ", ".join(person.get_username() for person in who_has_the_demo_password())
    if names:
        raise CommandError(
            f"These accounts have the password of the demo, and everybody in this network could sign in: {names}. "
            "Give each its own (manage.py changepassword NAME) or start with an empty VAR_DIR. "
            "For a trial say so: make serve-lan DEMO=1, or manage.py serve_lan --demo."
        )


def doorstep_of(box: Box, http_port: int) -> str:
    return f"http://{box.names[0]}:{http_port}/"


def welcome(box: Box, http_port: int, *, demo: bool) -> str:
    """Where to go, how a tablet comes to trust it, and what to compare."""
    code = qr_code(doorstep_of(box, http_port), encoding=sys.stdout.encoding, colours=sys.stdout.isatty())
    first, *others = box.homes
    lines = ["", *rooms_and_accounts(first, demo=demo)]
    lines += [f"  {'Or at':<12}{', '.join(others)}"] if others else []
    lines += ["", DEMO_IS_OPEN] if demo else []
    lines += ["", f"  On each tablet first: {doorstep_of(box, http_port)}", "", code, ""]
    lines += [f"  {'SHA-256':<12}{box.fingerprint[:47]}", f"  {'':<12}{box.fingerprint[48:]}"]
    return "\n".join([*lines, "", "Ctrl+C ends.", ""])
