"""What importing 200,000 rows costs: memory, the seconds the write lock is held, and what live check-ins notice.

The lock is compared with a bare insert of the same rows in the same run, and seen from outside by a second process
that goes on checking in. Run it with ``make bench`` or ``python -m benchmarks.import_visits [rows]``.
"""

import csv
import json
import os
import random
import subprocess
import sys
import tempfile
from datetime import date, time, timedelta
from pathlib import Path

import openpyxl
import psycopg2

from benchmarks.check_in import fsync_ms

SERVER = os.environ.get("BENCH_SERVER", "postgres://postgres@127.0.0.1:5432")
DATABASE = "kspvisits_bench_import"
HEADINGS = ["tanggal", "jam_masuk", "jam_keluar", "kategori", "jumlah", "asal", "keperluan", "ruang", "instansi"]

PREPARE = """
import django; django.setup()
from django.core.management import call_command
from checkin.models import Site
from checkin.services.places import furnish
from checkin.vocabulary import load_vocabulary
call_command("migrate", verbosity=0)
load_vocabulary()
for code in ("ksp", "bare"):
    furnish(site=Site.objects.create(code=code, name=code, agency="bench"), with_demo_details=False)
"""
IMPORT = """
import sys, time
import django; django.setup()
from django.core.management import call_command
from django.db.transaction import Atomic
from django.db import connection
spans, enter, leave = {}, Atomic.__enter__, Atomic.__exit__
def entering(atomic):
    enter(atomic); spans.setdefault("transaction", time.perf_counter())
def leaving(atomic, *error):
    leave(atomic, *error)
    if not connection.in_atomic_block: spans["end"] = time.perf_counter()
def watching(execute, sql, params, many, context):
    answer = execute(sql, params, many, context)
    if "FOR NO KEY UPDATE" in str(sql): spans.setdefault("lock", time.perf_counter())
    return answer
Atomic.__enter__, Atomic.__exit__ = entering, leaving
started = time.perf_counter()
with connection.execute_wrapper(watching): call_command("import_visits", sys.argv[1], site="ksp")
seconds = time.perf_counter() - started
peak = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM")) / 1024
import json; print(json.dumps({"seconds": seconds, "peak_mb": peak,
    # SQLite locks everything at BEGIN, PostgreSQL the site's row when it is asked to.
    "locked": spans["end"] - spans.get("lock", spans["transaction"]), "written": spans["end"] - spans["transaction"]}))
"""
BARE = """
import json, time
import django; django.setup()
from django.db import connection, transaction
from django.utils import timezone
from checkin.models import Site, Visit
from psycopg2.extras import execute_values
fields = [field for field in Visit._meta.concrete_fields if not field.primary_key]
ksp, bare = Site.objects.get(code="ksp"), Site.objects.get(code="bare")
rows = []
for visit in Visit.objects.filter(site=ksp, source="import").iterator(5000):
    visit.site, visit.submission = bare, type(visit.submission)(int=visit.submission.int ^ 1)
    rows.append([field.get_db_prep_save(getattr(visit, field.attname), connection) for field in fields])
columns, places = ", ".join(field.column for field in fields), ", ".join(["%s"] * len(fields))
started = time.perf_counter()
with transaction.atomic(), connection.cursor() as cursor:
    if connection.vendor == "postgresql":
        execute_values(cursor, f"INSERT INTO checkin_visit ({columns}) VALUES %s", rows, page_size=1000)
    else:
        cursor.executemany(f"INSERT INTO checkin_visit ({columns}) VALUES ({places})", rows)
print(json.dumps({"seconds": time.perf_counter() - started, "rows": len(rows)}))
"""
CHECK_INS = """
import json, select, sys, time
from uuid import uuid4
import django; django.setup()
from django.utils import timezone
from checkin.models import Origin, Purpose, Site, VisitorCategory
from checkin.services.visits import check_in
told = {"site": Site.objects.get(code="ksp"), "category": VisitorCategory.objects.get(code="MHS"),
        "origin": Origin.objects.get(slug="batam"), "purpose": Purpose.objects.get(code="KERJA"), "source": "desk"}
slowest, done, failed = 0, 0, []
print("ready", flush=True)
while not select.select([sys.stdin], [], [], 0.02)[0]:
    started = time.perf_counter()
    try:
        check_in(submission=uuid4(), at=timezone.now(), **told)
        done += 1
    except Exception as error:
        failed.append(repr(error))
    slowest = max(slowest, time.perf_counter() - started)
print(json.dumps({"done": done, "failed": failed, "slowest": slowest}))
"""


def main(rows: int) -> None:
    print(f"one fsync: {fsync_ms():.2f} ms; {rows} rows of {len(HEADINGS)} columns", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        files = [write_workbook(Path(folder) / "old.xlsx", rows), write_csv(Path(folder) / "old.csv", rows)]
        for name, url in databases().items():
            for file in files:
                with tempfile.TemporaryDirectory() as home:
                    measure(f"{name} {file.suffix}", url or f"sqlite:///{home}/bench.sqlite3", home, file)


def measure(name: str, url: str, home: str, file: Path) -> None:
    environment = {
        **os.environ, "DJANGO_SETTINGS_MODULE": "kspvisits.settings", "VAR_DIR": home, "DATABASE_URL": url,
        "KSP_ENV": "local",
    }  # fmt: skip
    make_anew(url)
    run(PREPARE, environment)
    others = subprocess.Popen(
        [sys.executable, "-c", CHECK_INS], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    others.stdout.readline()
    ours = run(IMPORT, environment, str(file))
    live = json.loads(others.communicate("stop\n")[0])
    bare = run(BARE, environment)
    print(
        f"{name}: lock held {ours['locked']:.1f} s, {ours['locked'] / bare['seconds']:.2f}x a bare insert of the "
        f"{bare['rows']} visits ({bare['seconds']:.1f} s); transaction {ours['written']:.1f} s, "
        f"{ours['seconds']:.0f} s in all, "
        f"peak {ours['peak_mb']:.0f} MB; meanwhile {live['done']} check-ins, {len(live['failed'])} failed, "
        f"the slowest {live['slowest']:.1f} s",
        flush=True,
    )
    for failure in live["failed"][:3]:
        print(f"  {failure}")


def run(script: str, environment: dict, *arguments: str) -> dict:
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments], env=environment, stdout=subprocess.PIPE, text=True, check=True
    )
    lines = done.stdout.splitlines()
    return json.loads(lines[-1]) if lines else {}


def make_anew(url: str) -> None:
    if not url.startswith("postgres"):
        return
    server = psycopg2.connect(f"{SERVER}/postgres")
    server.autocommit = True
    with server.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {DATABASE}")
    server.close()


def databases() -> dict[str, str]:
    """SQLite always, PostgreSQL where it answers."""
    try:
        psycopg2.connect(f"{SERVER}/postgres").close()
    except psycopg2.OperationalError as error:
        print(f"PostgreSQL left out: {error}")
        return {"SQLite": ""}
    return {"SQLite": "", "PostgreSQL": f"{SERVER}/{DATABASE}"}


def old_attendance(rows: int):
    """Four and a half years of plausible days, twins among them, the same in every run."""
    dice = random.Random(2019)
    categories = ["MHS", "PLJ", "TKP", "ASN", "KOM", "ESP", "STU", "KRS", "UMM"]
    for row in range(rows):
        hour = dice.randrange(8, 15)
        yield [
            date(2021, 1, 1) + timedelta(days=row * 1_700 // rows),
            time(hour, dice.randrange(60)),
            time(hour + 1, dice.randrange(60)),
            dice.choice(categories),
            dice.choice([1] * 8 + [12, 30]),
            dice.choice(["tanjungpinang", "batam", "bintan", "luar-kepri"]),
            dice.choice(["KERJA", "INFO", "ACARA", "ESPORT"]),
            dice.choice(["COW", "AUL", "ESP"]),
            f"SMA Negeri {dice.randrange(1, 40)}",
        ]


def write_workbook(path: Path, rows: int) -> Path:
    workbook = openpyxl.Workbook(write_only=True)
    sheet = workbook.create_sheet("Absen")
    sheet.append(HEADINGS)
    for row in old_attendance(rows):
        sheet.append(row)
    workbook.save(path)
    return path


def write_csv(path: Path, rows: int) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(HEADINGS)
        writer.writerows(old_attendance(rows))
    return path


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000)
