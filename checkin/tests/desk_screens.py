"""Looking at the desk in a real browser: who could not use a page, and working it by keyboard alone."""

import pytest
from axe_playwright_python.sync_playwright import Axe

WIDTHS = pytest.mark.parametrize(
    "width", [1440, 1024, 720, 390], ids=["desktop", "small desktop", "twice as large", "phone"]
)
LANGUAGES = pytest.mark.parametrize("language", ["id", "en"])
BOTH = pytest.mark.parametrize(("width", "language"), [(1440, "id"), (390, "en")], ids=["desktop", "english phone"])
#: Staff targets: 44 px high, and links inside a sentence excepted.
TARGETS = (
    "a, button, select, summary, label:has([type=radio], [type=checkbox]), "
    "input:not([type=hidden]):not([type=radio]):not([type=checkbox])"
)
TOO_SMALL = """(targets) => [...document.querySelectorAll(targets)]
  .filter((part) => part.checkVisibility() && !part.closest("p") && !part.matches(".skip"))
  .map((part) => [part, part.getBoundingClientRect()])
  .filter(([, box]) => box.height < 44 || box.width < 24)
  .map(([part, box]) => `${part.textContent.trim() || part.name} ${box.width} x ${box.height}`)"""


def complaints_about(page) -> list[str]:
    found = Axe().run(page)
    said = [found.generate_report()] if found.violations_count else []
    if page.evaluate("() => document.documentElement.scrollWidth > innerWidth"):
        said.append("the page is wider than the window")
    return said + page.evaluate(TOO_SMALL, TARGETS)


def tab_to(page, selector: str) -> None:
    """Press Tab until the element has the keyboard; a page that never gives it fails here."""
    for _ in range(200):
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard never reaches {selector}")


def enter_leads_on(page) -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")
