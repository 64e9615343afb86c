"""What the desk's lists cost with ten visits and with a million stored, and a deep page beside the first; as ratios.

Both databases of a pair show the same rows and are asked in turns, each by a process of its own, through every
middleware. Run it with ``make bench`` or ``python -m benchmarks.lists [visits]``, say 10000000.
"""

import os
import statistics
import subprocess
import sys
import tempfile

from benchmarks.check_in import fsync_ms
from benchmarks.occupancy import databases

FEW, MANY = 10, 1_000_000
ROUNDS, TO_REACH = 12, 1.3
LISTS = ("desk", "desk institution", "desk-devices", "desk-held", "desk-totals", "desk-close-day")
#: A page of a day of thousands, and its first one.
DEEP = {"newest first": ("busy", "busy deep"), "by number": ("busy by number", "busy by number deep")}

#: Fills the database it is started with, then answers each name on its standard input with the median of some
#: requests for that page, in ms.
WORKER = """
import statistics, sys, time
import django; django.setup()
from benchmarks import list_pages
from django.core.management import call_command
call_command("migrate", verbosity=0)
pages = list_pages.fill(visits=int(sys.argv[1]))
print("ready", flush=True)
for line in sys.stdin:
    seconds = []
    for _ in range(3):
        started = time.perf_counter()
        list_pages.open_page(pages[line.strip()])
        seconds.append(time.perf_counter() - started)
    print(statistics.median(seconds) * 1000, flush=True)
"""


def main(many: int) -> None:
    print(f"one fsync: {fsync_ms():.2f} ms")
    with tempfile.TemporaryDirectory() as folder:
        collect_static_files(folder)
        for name, urls in databases(folder).items():
            workers = [worker(folder, url, visits) for url, visits in zip(urls, (FEW, many), strict=True)]
            try:
                for each in workers:
                    if each.stdout.readline().strip() != "ready":
                        raise SystemExit("A database could not be filled.")
                measure(name, many, *workers)
            finally:
                for each in workers:
                    each.stdin.close()
                    each.wait(30)


def collect_static_files(folder: str) -> None:
    """Once for all workers: the pages name them by their content."""
    command = [sys.executable, "-m", "django", "collectstatic", "--no-input", "--verbosity", "0"]
    subprocess.run(command, env=environment(folder), check=True)


def environment(folder: str, **more: str) -> dict[str, str]:
    return {**os.environ, "DJANGO_SETTINGS_MODULE": "kspvisits.settings", "VAR_DIR": folder, **more}


def worker(folder: str, url: str, visits: int) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-c", WORKER, str(visits)],
        env=environment(folder, DATABASE_URL=url), text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip


def measure(name: str, many: int, small: subprocess.Popen, large: subprocess.Popen) -> None:
    for page in LISTS:
        report(f"{name}: {page} with {many:,} visits and with {FEW}", [(small, page), (large, page)])
    for order, (first, deep) in DEEP.items():
        report(f"{name}: a deep page of today, {order}, and its first", [(large, first), (large, deep)])


def report(what: str, asked: list[tuple[subprocess.Popen, str]]) -> None:
    found = [[one_round(*each) for each in asked] for _ in range(ROUNDS)][2:]
    ratios = sorted(second / first for first, second in found)
    first_ms, second_ms = (statistics.median(times) for times in zip(*found, strict=True))
    print(
        f"{what}: {statistics.median(ratios):.2f}x (quartiles {ratios[len(ratios) // 4]:.2f} to "
        f"{ratios[3 * len(ratios) // 4]:.2f}; to reach: {TO_REACH}; medians {first_ms:.1f} ms and {second_ms:.1f} ms)",
        flush=True,
    )


def one_round(worker: subprocess.Popen, page: str) -> float:
    worker.stdin.write(f"{page}\n")
    worker.stdin.flush()
    return float(worker.stdout.readline())


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else MANY)
