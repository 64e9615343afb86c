"""A real Chromium as a tablet: a visitor taps, the driver keeps the ledger, and the browser is killed in between.

``python -m tests.chaos.browser`` is the driver, a process of its own; ``Browser`` starts it beside a run's tablets.
"""

import argparse
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from enum import Enum, auto
from pathlib import Path
from random import Random

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page, sync_playwright
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.chaos import faults, ledger
from tests.chaos.ledger import Entry, Journal
from tests.chaos.proxy import Proxy
from tests.chaos.server import ROOT, kill_group

INSTALLED, DONE = "installed", "done"
START_SECONDS, ARRIVE_SECONDS = 180, 600
CONNECT_SECONDS = 15
PATIENCE_SECONDS = 30
FLAGS = ("headless=new", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-background-networking")
FLAGS += ("disable-component-update", "disable-sync", "remote-debugging-port=0", "window-size=1280,800")
IS_READY = "() => document.documentElement.dataset.app === 'ready'"
WAITING = """() => new Promise((resolve, reject) => {
  const opened = indexedDB.open("kiosk");
  opened.onerror = () => reject(opened.error);
  opened.onsuccess = () => {
    const count = opened.result.transaction("queue").objectStore("queue").count();
    count.onsuccess = () => { opened.result.close(); resolve(count.result); };
  };
})"""
TAP_AND_GO_ON = "(button) => { setTimeout(() => button.click()); }"
HAND_IN = "() => window.dispatchEvent(new Event('online'))"


class Kill(Enum):
    """In the middle of recording, where only the tap is certain; or when the thanks page is there."""

    AFTER_TAP = auto()
    AFTER_THANKS = auto()


class Chromium:
    """A browser with a profile that outlives it."""

    def __init__(self, *, folder: Path, address: str, token: str, playwright):
        self.folder, self.address, self.token, self.playwright = folder, address, token, playwright
        self._process: subprocess.Popen | None = None

    def start(self) -> Page:
        """Open it where it was; one that comes up deaf to its driver is killed and started once more."""
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                return self._open()
            except PlaywrightError:
                self.kill()
                if time.monotonic() > deadline:
                    raise

    def _open(self) -> Page:
        """The same profile, the kiosk's cookie, one page."""
        where = self.folder / "profile" / "DevToolsActivePort"
        where.unlink(missing_ok=True)
        program = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
        flags = [f"--{flag}" for flag in (*FLAGS, f"user-data-dir={where.parent}")]
        with (self.folder / "chromium.log").open("ab") as log:
            self._process = subprocess.Popen([program, *flags], stdout=log, stderr=log, start_new_session=True)
        browser = self.playwright.chromium.connect_over_cdp(
            f"http://127.0.0.1:{self._port(where)}", timeout=CONNECT_SECONDS * 1000
        )
        context = browser.contexts[0]
        # A cookie lies in memory for half a minute before Chromium writes it; this tablet was paired long ago.
        context.add_cookies(
            [{"name": "kiosk", "value": self.token, "url": self.address, "expires": time.time() + 86_400}]
        )
        page = context.pages[0] if context.pages else context.new_page()
        page.set_default_timeout(START_SECONDS * 1000)
        return page

    def kill(self) -> None:
        if self._process:
            kill_group(self._process)
            self._process = None

    def _port(self, where: Path) -> int:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            with suppress(OSError, ValueError, IndexError):
                return int(where.read_text().split()[0])
            time.sleep(0.02)  # between two looks; the condition is the file
        raise RuntimeError("Chromium did not start.")


class Visitor:
    """Taps; after a kill the next tap is at the restarted tablet."""

    def __init__(self, chromium: Chromium, journal: Journal, random: Random):
        self.chromium, self.journal, self.random = chromium, journal, random
        self.page = chromium.start()
        self.kills = 0

    def install(self) -> None:
        """Open the kiosk until the app is there; a line that is cut may need more than one try."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            with suppress(PlaywrightError):
                self.page.goto(f"{self.chromium.address}/kiosk/")
                return self.page.wait_for_function(IS_READY, timeout=30_000)
        raise RuntimeError("The app was not installed.")

    def come_in(self, kill: Kill | None = None) -> None:
        """Three taps; "recorded" stands in the ledger only after the thanks page was there."""
        page = self.page
        self.find_the_last_question()
        submission = page.locator("input[name=submission]").input_value()
        ledger.begin(self.journal, Entry(submission, "check_in"))
        button = page.get_by_role("button", name="Bekerja atau belajar")
        if kill is Kill.AFTER_TAP:
            button.evaluate(TAP_AND_GO_ON)
            time.sleep(self.random.random() / 10)  # anywhere between the tap and the thanks
            return self.fall_and_restart()
        button.click()
        page.wait_for_url(re.compile(f"/kiosk/thanks/{submission}/$"))
        number = int(page.locator(".your-number b").inner_text())
        ledger.begin(self.journal, Entry(submission, "check_in", number=number))
        ledger.record(self.journal, submission)
        if kill is Kill.AFTER_THANKS:
            return self.fall_and_restart()
        return None

    def find_the_last_question(self) -> None:
        """Two taps. Whoever faces a page that goes no further begins anew, and the log says what the page was."""
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                self.page.goto(f"{self.chromium.address}/kiosk/")
                self.page.get_by_role("link", name="Mahasiswa").click(timeout=PATIENCE_SECONDS * 1000)
                self.page.get_by_role("link", name="Batam").click(timeout=PATIENCE_SECONDS * 1000)
                # A tap on a page that is about to be another one is lost without a word.
                return self.page.locator("input[name=submission]").first.wait_for(
                    state="attached", timeout=PATIENCE_SECONDS * 1000
                )
            except PlaywrightTimeout:
                sys.stderr.write(f"No way on from here: {self.sees()}\n")
                if time.monotonic() > deadline:
                    raise

    def sees(self) -> str:
        """The page as it stands, for whoever asks why the next tap found nothing."""
        with suppress(PlaywrightError):
            return f"{self.page.url}\n{self.page.evaluate('() => document.body.innerText')}"
        return "no page"

    def fall_and_restart(self) -> None:
        self.chromium.kill()
        self.kills += 1
        self.page = self.chromium.start()

    def wait_until_all_is_in(self) -> None:
        self.page.goto(f"{self.chromium.address}/kiosk/tablet/")
        deadline = time.monotonic() + ARRIVE_SECONDS
        while self.page.evaluate(WAITING):
            if time.monotonic() > deadline:
                raise RuntimeError("Entries still wait on the tablet.")
            self.page.evaluate(HAND_IN)
            self.page.wait_for_timeout(200)  # between two looks; the condition is the tablet's own queue


class Browser:
    """The driver as a process beside a run's tablets, with a line to the server that has faults of its own."""

    def __init__(self, *, folder: Path, upstream: int, token: str, check_ins: int, kills: int, seed: int):
        self.folder = folder / "browser"
        self.folder.mkdir()
        self.proxy = Proxy(upstream=upstream)
        # A browser keeps its connections: there are far fewer of them than requests.
        self._faults = faults.plan(random=Random(seed), until=20 + kills, cuts=check_ins // 8, others=check_ins // 16)
        self._command = [sys.executable, "-m", "tests.chaos.browser", "--folder", str(self.folder), f"--token={token}"]
        self._command += ["--address", f"http://127.0.0.1:{self.proxy.port}", "--check-ins", str(check_ins)]
        self._command += ["--kills", str(kills), "--seed", str(seed)]

    def __enter__(self):
        self.proxy.listen()
        with (self.folder / "driver.log").open("wb") as log:
            self._process = subprocess.Popen(self._command, cwd=ROOT, stderr=log, start_new_session=True)
        return self

    def __exit__(self, *error):
        self._process.terminate()
        self._process.wait(timeout=60)
        self.proxy.__exit__(*error)

    def settle_in(self) -> None:
        """Wait for the app to be installed. What can go wrong goes wrong from now on: a tablet is set up in peace."""
        if not self._wait_for((self.folder / INSTALLED).exists):
            raise RuntimeError(f"The app was not installed.\n{self.said()}")
        before = self.proxy.connections
        self.proxy.waiting.extend((before + place, each) for place, each in sorted(self._faults.items()))

    def wait(self, seconds: float = ARRIVE_SECONDS) -> bool:
        """Until it has ended by itself."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=seconds)
        return not self.is_working

    def wait_for_check_ins(self, many: int) -> bool:
        """Until so many were shown."""
        return self._wait_for(lambda: len(ledger.read([self.ledger]).recorded) >= many)

    def _wait_for(self, condition) -> bool:
        deadline = time.monotonic() + ARRIVE_SECONDS
        while self.is_working and time.monotonic() < deadline:
            if condition():
                return True
            time.sleep(0.05)  # between two looks
        return False

    def said(self) -> str:
        return (self.folder / "driver.log").read_text()[-3000:]

    @property
    def ledger(self) -> Path:
        return self.folder / "ledger"

    @property
    def is_working(self) -> bool:
        return self._process.poll() is None

    @property
    def has_crashed(self) -> bool:
        return self._process.poll() not in (None, 0)

    @property
    def kills(self) -> int:
        done = self.folder / DONE
        return int(done.read_text()) if done.exists() else 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--address", required=True)
    parser.add_argument("--token", required=True)
    parser.add_argument("--check-ins", type=int, required=True)
    parser.add_argument("--kills", type=int, required=True)
    parser.add_argument("--seed", type=int, required=True)
    said = parser.parse_args()
    # Whoever ends the driver ends its Chromium, which is no child of the same group.
    signal.signal(signal.SIGTERM, lambda *received: sys.exit(143))
    with sync_playwright() as playwright:
        chromium = Chromium(folder=said.folder, address=said.address, token=said.token, playwright=playwright)
        try:
            visitor = Visitor(chromium, Journal(said.folder / "ledger"), Random(said.seed))
            try:
                live(visitor, said)
            except PlaywrightError:
                sys.stderr.write(f"{visitor.sees()}\n")
                raise
        finally:
            chromium.kill()


def live(visitor: Visitor, said: argparse.Namespace) -> None:
    """All the check-ins, the kills among them where the seed says, and then everything in."""
    visitor.install()
    (said.folder / INSTALLED).touch()
    fatal = visitor.random.sample(range(said.check_ins), said.kills)
    for turn in range(said.check_ins):
        visitor.come_in(list(Kill)[fatal.index(turn) % len(Kill)] if turn in fatal else None)
    visitor.wait_until_all_is_in()
    (said.folder / DONE).write_text(str(visitor.kills))


if __name__ == "__main__":
    main()
