"""What the lobby's screens cost: an answer that nothing changed, the picture anew, and a hundred of them for a while.

Asked of the shipped server with all its middleware, beside an empty view in the same run. Run it with ``make bench``
or ``python -m benchmarks.lobby``.
"""

import http.client
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.check_in import connect, databases, free_port, prepare

ROUNDS, ASKED_A_ROUND = 20, 40
SCREENS, EVERY, SECONDS = 100, 10, 20
TO_REACH = 0.05  # of one core
ADDRESS = "/display/contoh/now/"
TICKS = os.sysconf("SC_CLK_TCK")


def main() -> None:
    for name, url in databases().items():
        with tempfile.TemporaryDirectory() as folder:
            environment = {
                **os.environ, "DJANGO_SETTINGS_MODULE": "benchmarks.settings", "VAR_DIR": folder,
                "DATABASE_URL": url or f"sqlite:///{folder}/bench.sqlite3",
            }  # fmt: skip
            prepare(environment)
            measure(name, environment)


def measure(name: str, environment: dict) -> None:
    port = free_port()
    command = ["granian", "--interface", "wsgi", "--port", str(port), "--blocking-threads", "1", "--no-ws"]
    server = subprocess.Popen(
        [sys.executable, "-m", *command, "kspvisits.wsgi:application"],
        env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        line = connect(port)
        report_answers(name, line)
        for what, is_known in (("nothing new", True), ("each time the whole picture", False)):
            share = share_of_a_core(line, server.pid, is_known=is_known)
            print(f"{name}: {SCREENS} screens, {what}: {share:.1%} of one core (to reach: below {TO_REACH:.0%})")
    finally:
        server.terminate()
        server.wait(10)


def report_answers(name: str, line: http.client.HTTPConnection) -> None:
    """Medians of rounds in turns; within a second a picture is drawn once, so most of these are remembered ones."""
    found = {"empty": [], "304": [], "200": []}
    for _ in range(ROUNDS):
        tag = ask(line, ADDRESS)[1]
        found["empty"].append(one_round(line, "/empty/", "", 200))
        found["304"].append(one_round(line, ADDRESS, tag, 304))
        found["200"].append(one_round(line, ADDRESS, "", 200))
    empty, same, new = (statistics.median(times[2:]) for times in found.values())
    print(
        f"{name}: 304 costs {same / empty:.2f}x an empty view, 200 {new / empty:.2f}x "
        f"(medians {empty * 1000:.2f}, {same * 1000:.2f} and {new * 1000:.2f} ms)"
    )


def one_round(line: http.client.HTTPConnection, address: str, tag: str, expected: int) -> float:
    """Seconds of one answer, the median of a round. A picture that changed meanwhile is asked for by its new tag."""
    seconds = []
    for _ in range(ASKED_A_ROUND):
        started = time.perf_counter()
        status, new_tag = ask(line, address, tag)
        seconds.append(time.perf_counter() - started)
        if status != expected and not (tag and status == 200):
            raise SystemExit(f"{address} answered {status}")
        tag = tag and new_tag
    return statistics.median(seconds)


def ask(line: http.client.HTTPConnection, address: str, tag: str = "") -> tuple[int, str]:
    headers = {"Accept-Encoding": "gzip", **({"If-None-Match": tag} if tag else {})}
    line.request("GET", address, headers=headers)
    answer = line.getresponse()
    answer.read()
    return answer.status, answer.headers.get("ETag", "")


def share_of_a_core(line: http.client.HTTPConnection, pid: int, *, is_known: bool) -> float:
    """Processor time by wall time, while so many screens ask as they do, evenly spread."""
    tag = ask(line, ADDRESS)[1]
    pause = EVERY / SCREENS
    used, started = cpu_seconds(pid), time.perf_counter()
    for turn in range(int(SECONDS / pause)):
        time.sleep(max(0.0, started + turn * pause - time.perf_counter()))
        tag = ask(line, ADDRESS, tag if is_known else "")[1]
    return (cpu_seconds(pid) - used) / (time.perf_counter() - started)


def cpu_seconds(pid: int) -> float:
    """Of a process and its children, by what Linux says of them."""
    used = {each: stat(each) for each in Path("/proc").glob("[0-9]*")}
    family = {pid}
    for _generation in range(3):
        family |= {int(path.name) for path, fields in used.items() if fields and int(fields[1]) in family}
    mine = [fields for path, fields in used.items() if fields and int(path.name) in family]
    return sum(int(fields[11]) + int(fields[12]) for fields in mine) / TICKS


def stat(process: Path) -> list[str]:
    """State, parent and what follows; nothing of a process that has ended."""
    try:
        return (process / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


if __name__ == "__main__":
    main()
