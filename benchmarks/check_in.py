"""What the whole kiosk POST costs, as a ratio to a bare view inserting one row.

Both run behind the same middleware, in the same granian server, on the same database, in turns, from one
keep-alive connection. Run it with ``make bench`` or ``python -m benchmarks.check_in``.
"""

import http.client
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

import psycopg2

ROUNDS, TAPS_A_ROUND = 30, 40
CSRF = "b" * 32
POSTGRES = os.environ.get("BENCH_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/kspvisits_bench")


def main() -> None:
    print(f"one fsync: {fsync_ms():.2f} ms")
    for name, url in databases().items():
        with tempfile.TemporaryDirectory() as folder:
            environment = {
                **os.environ, "DJANGO_SETTINGS_MODULE": "benchmarks.settings", "VAR_DIR": folder,
                "DATABASE_URL": url or f"sqlite:///{folder}/bench.sqlite3",
            }  # fmt: skip
            token = prepare(environment)
            measure(name, environment, token)


def databases() -> dict[str, str]:
    """SQLite always, PostgreSQL where it answers; its database is made anew."""
    found = {"SQLite": ""}
    try:
        server = psycopg2.connect(POSTGRES.rsplit("/", 1)[0] + "/postgres")
    except psycopg2.OperationalError as error:
        print(f"PostgreSQL left out: {error}")
        return found
    server.autocommit = True
    with server.cursor() as cursor:
        cursor.execute("DROP DATABASE IF EXISTS kspvisits_bench WITH (FORCE)")
        cursor.execute("CREATE DATABASE kspvisits_bench")
    server.close()
    return {**found, "PostgreSQL": POSTGRES}


def prepare(environment: dict) -> str:
    """Migrate, load the demo, make the bare table and a kiosk; returns the kiosk's token."""
    script = """
import django; django.setup()
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from benchmarks.models import Row
from checkin.models import Site
from checkin.services.devices import open_kiosk
from kspvisits import demo
call_command("migrate", verbosity=0)
call_command("collectstatic", interactive=False, verbosity=0)
demo.seed(now=timezone.now())
with connection.schema_editor() as editor: editor.create_model(Row)
print(open_kiosk(site=Site.objects.get(code="ksp"), name="bench", at=timezone.now())[1])
"""
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True)
    return done.stdout.split()[-1]


def measure(name: str, environment: dict, token: str) -> None:
    port = free_port()
    command = ["granian", "--interface", "wsgi", "--port", str(port), "--blocking-threads", "1", "--no-ws"]
    server = subprocess.Popen(
        [sys.executable, "-m", *command, "kspvisits.wsgi:application"],
        env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        line = connect(port)
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"kiosk={token}; csrftoken={CSRF}",
            "X-CSRFToken": CSRF,
        }
        bare, kiosk = [], []
        for _ in range(ROUNDS):
            bare.append(one_round(line, "/bare/", headers))
            kiosk.append(one_round(line, "/kiosk/purpose/MHS/1/batam/", headers))
        ratios = sorted(ours / theirs for ours, theirs in zip(kiosk[2:], bare[2:], strict=True))
        print(
            f"{name}: kiosk POST {statistics.median(ratios):.2f}x a bare insert "
            f"(quartiles {ratios[len(ratios) // 4]:.2f} to {ratios[3 * len(ratios) // 4]:.2f}; "
            f"medians {statistics.median(bare) * 1000:.2f} ms and {statistics.median(kiosk) * 1000:.2f} ms)"
        )
    finally:
        server.terminate()
        server.wait(10)


def one_round(line: http.client.HTTPConnection, path: str, headers: dict) -> float:
    """Seconds for one tap, the median of a round; every answer must be the redirect that says recorded."""
    seconds = []
    for _ in range(TAPS_A_ROUND):
        body = urlencode({"purpose": "KERJA", "submission": str(uuid4())})
        started = time.perf_counter()
        line.request("POST", path, body, headers)
        answer = line.getresponse()
        answer.read()
        seconds.append(time.perf_counter() - started)
        if answer.status != 302:
            raise SystemExit(f"{path} answered {answer.status}")
    return statistics.median(seconds)


def connect(port: int) -> http.client.HTTPConnection:
    """Wait for the server to answer; it is a new process."""
    for _ in range(100):
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return http.client.HTTPConnection("127.0.0.1", port)
        except OSError:
            time.sleep(0.1)
    raise SystemExit("The server did not start.")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def fsync_ms() -> float:
    with tempfile.NamedTemporaryFile(dir=Path.cwd()) as file:
        seconds = []
        for _ in range(50):
            file.write(b"x" * 4096)
            file.flush()
            started = time.perf_counter()
            os.fsync(file.fileno())
            seconds.append(time.perf_counter() - started)
    return statistics.median(seconds) * 1000


if __name__ == "__main__":
    main()
