"""What a hard limit costs: 32 clients entering and leaving one hall, as ratios to an unsafe insert of one run.

The unsafe insert counts who is inside and then writes the visit's row and nothing else: no number, no counter, no
lock; ``soft`` is the whole check-in without a limit. All go in turns, by four processes of eight threads each. Run it
with ``make bench`` or ``python -m benchmarks.rooms``.
"""

import os
import statistics
import subprocess
import sys
import tempfile

from benchmarks.check_in import fsync_ms
from benchmarks.occupancy import databases

PROCESSES, THREADS, LIMIT = 4, 8, 200
ROUNDS, SECONDS = 8, 3
MODES = ("hard", "soft", "unsafe")
TO_REACH = {"SQLite": 0.35, "PostgreSQL": 0.5}

#: Answers "mode seconds" on its standard input with the writes done and the most people seen in the hall.
WORKER = """
import random, sys, time
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4
import django; django.setup()
from django.core.management import call_command
from django.db import connection
from django.db.models import F
from django.utils import timezone
from checkin.errors import Refusal
from checkin.models import Departure, Origin, Purpose, Site, SiteDay, Space, Visit, VisitorCategory
from checkin.services.visits import check_in, check_out
from kspvisits import demo
threads, limit, fills = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3] == "fill"
if fills:
    call_command("migrate", verbosity=0)
    demo.seed(now=timezone.now())
site = Site.objects.get(code="ksp")
hall = Space.objects.filter(site=site, code="AUL")
words = {"site": site, "category": VisitorCategory.objects.get(code="MHS"), "origin": Origin.objects.get(slug="batam"),
         "purpose": Purpose.objects.get(code="KERJA"), "source": "desk"}
print("ready", flush=True)

def people():
    return Visit.objects.filter(site=site, space=room).people_inside()

def enter_unsafely():
    now = timezone.now()
    if people() >= limit:
        return None
    visit = Visit(submission=uuid4(), space=room, persons=1, counted_persons=1, persons_inside=1, arrived_at=now,
                  day=site.day_of(now), recorded_at=now, **words)
    visit.skip_history_when_saving = True
    visit.save(force_insert=True)
    return visit

def leave_unsafely(visit):
    now = timezone.now()
    Visit.objects.filter(pk=visit.pk).update(persons_inside=F("persons_inside") - 1)
    Departure(visit=visit, submission=uuid4(), arrived_at=visit.arrived_at, left_at=now, persons=1,
              source="desk").save(force_insert=True)

def enter():
    try:
        return check_in(submission=uuid4(), space=room, at=timezone.now(), **words)
    except Refusal:
        return None

def leave(visit):
    check_out(visit=visit, submission=uuid4(), persons=1, at=timezone.now(), source="desk")

def client(seed):
    dice, mine, done, most = random.Random(seed), [], 0, 0
    come, go = (enter_unsafely, leave_unsafely) if mode == "unsafe" else (enter, leave)
    while time.monotonic() < end:
        if mine and dice.random() < 0.45:
            go(mine.pop())
            done += 1
        else:
            visit = come()
            if visit:
                mine.append(visit)
                done += 1
        if done % 25 == 0:
            most = max(most, people())
    connection.close()
    return done, most

for line in sys.stdin:
    mode, seconds = line.split()
    room = hall.get()
    room.site = site
    end = time.monotonic() + float(seconds)
    with ThreadPoolExecutor(threads) as pool:
        found = list(pool.map(client, range(threads)))
    print(sum(done for done, most in found), max(most for done, most in found), flush=True)
"""

#: Empties the hall and sets its limit; says whether the counter agrees with the rows.
SETTER = """
import sys
import django; django.setup()
from checkin.models import Site, Space, Visit
hall = Space.objects.filter(site__code="ksp", code="AUL")
room = hall.get()
agrees = not room.is_hard or room.people_inside == Visit.objects.filter(space=room).people_inside()
Visit.objects.filter(space=room).update(persons_inside=0)
hall.update(is_hard=sys.argv[1] == "hard", capacity=int(sys.argv[2]), people_inside=0)
print(int(agrees))
"""


def main() -> None:
    print(f"one fsync: {fsync_ms():.2f} ms")
    with tempfile.TemporaryDirectory() as folder:
        for name, (url,) in databases(folder, "kspvisits_bench_rooms", ["hall"]).items():
            environment = {
                **os.environ, "DJANGO_SETTINGS_MODULE": "kspvisits.settings", "VAR_DIR": folder, "DATABASE_URL": url,
            }  # fmt: skip
            measure(name, environment)


def measure(name: str, environment: dict) -> None:
    workers = []
    try:
        for place in range(PROCESSES):
            workers.append(start(environment, fills=place == 0))
        report(name, [one_round(workers, environment) for _ in range(ROUNDS)][1:])
    finally:
        for worker in workers:
            worker.stdin.close()
            worker.wait(60)


def start(environment: dict, *, fills: bool) -> subprocess.Popen:
    """One after the other: the first fills the database."""
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER, str(THREADS), str(LIMIT), "fill" if fills else ""],
        env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    if worker.stdout.readline().strip() != "ready":
        raise SystemExit("A database could not be filled.")
    return worker


def one_round(workers: list[subprocess.Popen], environment: dict) -> dict[str, tuple[float, int, bool]]:
    """Per mode: writes a second, the most people seen, and whether the hall's counter equalled the rows at the end."""
    found = {}
    for mode in MODES:
        set_limit(environment, mode)
        for worker in workers:
            worker.stdin.write(f"{mode} {SECONDS}\n")
            worker.stdin.flush()
        answers = [worker.stdout.readline().split() for worker in workers]
        writes = sum(int(done) for done, _most in answers) / SECONDS
        found[mode] = writes, max(int(most) for _done, most in answers), set_limit(environment, "soft")
    return found


def set_limit(environment: dict, mode: str) -> bool:
    command = [sys.executable, "-c", SETTER, mode, str(LIMIT)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return done.stdout.strip() == "1"


def report(name: str, rounds: list[dict]) -> None:
    a_second = {mode: statistics.median(found[mode][0] for found in rounds) for mode in MODES}
    most = {mode: max(found[mode][1] for found in rounds) for mode in MODES}
    ratio = statistics.median(found["hard"][0] / found["unsafe"][0] for found in rounds)
    price = statistics.median(found["hard"][0] / found["soft"][0] for found in rounds)
    print(
        f"{name}: {PROCESSES * THREADS} clients at a hall of {LIMIT}: {ratio:.2f}x the unsafe insert "
        f"(to reach: {TO_REACH[name]}), {price:.2f}x the same check-in without a limit; "
        f"{a_second['hard']:.0f}, {a_second['unsafe']:.0f} and {a_second['soft']:.0f} writes a second; "
        f"most inside {most['hard']} (hard) and {most['unsafe']} (unsafe); "
        f"counter {'equal to' if all(found['hard'][2] for found in rounds) else 'NOT'} the rows"
    )


if __name__ == "__main__":
    main()
