"""What "how full is the house?" costs with ten thousand stored visits and with a million, as a ratio of one run.

Both databases of a pair hold the same people inside and are asked in turns, each by a process of its own, as the
lobby's screen asks. Run it with ``make bench`` or ``python -m benchmarks.occupancy [visits]``, say 10000000.
"""

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence

import psycopg2

from benchmarks.check_in import fsync_ms

SERVER = os.environ.get("BENCH_SERVER", "postgres://postgres@127.0.0.1:5432")
DATABASE = "kspvisits_bench_occupancy"
FEW, MANY = 10_000, 1_000_000
ROUNDS, TO_REACH = 40, 1.2

#: Fills the database it is started with, then answers each line on its standard input with a round's median, in ms.
WORKER = """
import statistics, sys, time
from datetime import timedelta
import django; django.setup()
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from benchmarks.stored_visits import store_visits
from checkin.models import Site
from checkin.services.occupancy import occupancy
from kspvisits import demo
visits, now = int(sys.argv[1]), timezone.now()
call_command("migrate", verbosity=0)
demo.seed(now=now)
site = Site.objects.get(code="contoh")
store_visits(site=site, visits=visits, until=now)
spaces = list(site.spaces.with_places(site.day_of(now)))
print("ready", occupancy(site, at=now).people_inside, flush=True)
for line in sys.stdin:
    seconds = []
    for _ in range(50):
        started = time.perf_counter()
        occupancy(site, at=now, spaces=spaces)
        seconds.append(time.perf_counter() - started)
    print(statistics.median(seconds) * 1000, flush=True)
"""


def main(many: int) -> None:
    print(f"one fsync: {fsync_ms():.2f} ms")
    with tempfile.TemporaryDirectory() as folder:
        for name, urls in databases(folder).items():
            workers = [worker(folder, url, visits) for url, visits in zip(urls, (FEW, many), strict=True)]
            try:
                report(name, many, [ready(each) for each in workers], rounds(*workers))
            finally:
                for each in workers:
                    each.stdin.close()
                    each.wait(30)


def databases(folder: str, database: str = DATABASE, sizes: Sequence[str] = ("few", "many")) -> dict[str, list[str]]:
    """Two of each kind, for few visits and for many; PostgreSQL where it answers, made anew."""
    found = {"SQLite": [f"sqlite:///{folder}/{size}.sqlite3" for size in sizes]}
    try:
        server = psycopg2.connect(f"{SERVER}/postgres")
    except psycopg2.OperationalError as error:
        print(f"PostgreSQL left out: {error}")
        return found
    server.autocommit = True
    names = [f"{database}_{size}" for size in sizes]
    with server.cursor() as cursor:
        for name in names:
            cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            cursor.execute(f"CREATE DATABASE {name}")
    server.close()
    return {**found, "PostgreSQL": [f"{SERVER}/{name}" for name in names]}


def worker(folder: str, url: str, visits: int) -> subprocess.Popen:
    environment = {
        **os.environ, "DJANGO_SETTINGS_MODULE": "kspvisits.settings", "VAR_DIR": folder, "DATABASE_URL": url,
    }  # fmt: skip
    return subprocess.Popen(
        [sys.executable, "-c", WORKER, str(visits)],
        env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip


def ready(worker: subprocess.Popen) -> int:
    """The people inside, once the database is filled."""
    said = worker.stdout.readline().split()
    if said[:1] != ["ready"]:
        raise SystemExit("A database could not be filled.")
    return int(said[1])


def rounds(few: subprocess.Popen, many: subprocess.Popen) -> list[tuple[float, float]]:
    return [(one_round(few), one_round(many)) for _ in range(ROUNDS)][2:]


def one_round(worker: subprocess.Popen) -> float:
    worker.stdin.write("\n")
    worker.stdin.flush()
    return float(worker.stdout.readline())


def report(name: str, many: int, inside: list[int], found: list[tuple[float, float]]) -> None:
    ratios = sorted(large / small for small, large in found)
    few_ms, many_ms = (statistics.median(times) for times in zip(*found, strict=True))
    print(
        f"{name}: {many:,} visits cost {statistics.median(ratios):.2f}x of {FEW:,} "
        f"(quartiles {ratios[len(ratios) // 4]:.2f} to {ratios[3 * len(ratios) // 4]:.2f}; to reach: {TO_REACH}; "
        f"medians {few_ms:.2f} ms and {many_ms:.2f} ms; inside: {inside[0]} and {inside[1]})"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else MANY)
