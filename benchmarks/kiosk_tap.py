"""From the tap on a purpose to the thanks on the screen, in a real browser: with the server, and without it.

The entry is on the disk before the thanks are answered, so the time holds the strict write. The two are told as a
ratio too: the app must not wait for the network, so the server must make no difference.
Run it with ``make bench`` or ``python -m benchmarks.kiosk_tap``.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

from playwright.sync_api import sync_playwright

from benchmarks.check_in import free_port

TAPS = 60
TARGET_MS = 100
PREPARE = """
import django; django.setup()
from django.core.management import call_command
from django.utils import timezone
from checkin.models import OpeningHours, Site
from checkin.services.devices import open_kiosk
call_command("migrate", verbosity=0)
call_command("seed_demo", stdout=open("/dev/null", "w"))
OpeningHours.objects.all().delete()
print(open_kiosk(site=Site.objects.get(code="contoh"), name="Benchmark", at=timezone.now())[1])
"""
# From the start of the navigation that the tap made, its redirect included.
SHOWN_AFTER = "() => performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        environment = {**os.environ, "VAR_DIR": folder, "DJANGO_SETTINGS_MODULE": "kspvisits.settings"}
        script = [sys.executable, "-c", PREPARE]
        token = subprocess.run(script, env=environment, check=True, capture_output=True, text=True).stdout.split()[-1]
        address = f"http://127.0.0.1:{free_port()}"
        server = serve(environment, address)
        try:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
            page = installed(browser, address, token)
            with_server = taps(page, address)
        finally:
            server.terminate()
            server.wait()
        report(with_server, taps(page, address))
        browser.close()


def serve(environment: dict, address: str) -> subprocess.Popen:
    port = address.rpartition(":")[2]
    server = subprocess.Popen(
        [sys.executable, "manage.py", "serve", "--port", port],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    for _try in range(600):
        try:
            urllib.request.urlopen(f"{address}/login/", timeout=2)
            return server
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise SystemExit("The server did not start.")


def installed(browser, address: str, token: str):
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.add_cookies([{"name": "kiosk", "value": token, "url": address}])
    page = context.new_page()
    page.goto(f"{address}/kiosk/")
    page.wait_for_function("() => document.documentElement.dataset.app === 'ready'")
    return page


def taps(page, address: str) -> list[float]:
    """Milliseconds of each; the first wakes everything up and is left out."""
    found = []
    for _tap in range(TAPS + 1):
        page.goto(f"{address}/kiosk/purpose/MHS/1/batam/")
        page.locator("button.tile").first.click()
        page.wait_for_url("**/thanks/**")
        page.wait_for_load_state("domcontentloaded")
        found.append(page.evaluate(SHOWN_AFTER))
    return found[1:]


def report(with_server: list[float], without: list[float]) -> None:
    for name, times in {"server up": with_server, "server off": without}.items():
        slowest = statistics.quantiles(times, n=20)[-1]
        print(f"tap to thanks, {name}: median {statistics.median(times):.0f} ms, 19 of 20 within {slowest:.0f} ms")
    ratio = statistics.median(with_server) / statistics.median(without)
    print(f"server up / server off: {ratio:.2f} (1 = never waits for the network); to reach: {TARGET_MS} ms")


if __name__ == "__main__":
    main()
