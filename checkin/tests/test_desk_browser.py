"""The desk in a real browser: on every width, by keyboard alone, without scripts, and for a screen reader."""

from datetime import timedelta
from uuid import uuid4

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from checkin.models import Departure, Membership, Visit, VisitorCategory
from checkin.services.visits import check_out, void
from checkin.tables import ROWS_PER_PAGE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = pytest.mark.parametrize("width", [1440, 720, 390], ids=["desktop", "twice as large", "phone"])
LANGUAGES = pytest.mark.parametrize("language", ["id", "en"])
BOTH = pytest.mark.parametrize(("width", "language"), [(1440, "id"), (390, "en")], ids=["desktop", "english phone"])
#: Staff targets: 44 px high, and links inside a sentence excepted.
TARGETS = "a, button, input:not([type=hidden]):not([type=radio]), select, label:has([type=radio])"
TOO_SMALL = """(targets) => [...document.querySelectorAll(targets)]
  .filter((part) => part.checkVisibility() && !part.closest("p") && !part.matches(".skip"))
  .map((part) => [part, part.getBoundingClientRect()])
  .filter(([, box]) => box.height < 44 || box.width < 24)
  .map(([part, box]) => `${part.textContent.trim() || part.name} ${box.width} x ${box.height}`)"""


@pytest.fixture
def sit_down(live_server, client, officer, new_context):
    """Open a page of the site's desk as its officer."""
    client.force_login(officer)
    key = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}

    def sit_down(name="desk", *, width=1440, language="id", query="", **args):
        context = new_context(viewport={"width": width, "height": 900})
        context.add_cookies([key])
        page = context.new_page()
        with override(language):
            page.goto(live_server.url + reverse(name, kwargs={"site": "ksp", **args}) + query)
        return page

    return sit_down


@pytest.fixture
def busy_morning(enter, officer, site, other_site):
    """Everybody is here: long names, groups in part, slips, somebody of yesterday, more than a page."""
    now = timezone.now()
    Membership.objects.create(user=officer, site=other_site, role=Membership.Role.FRONT_DESK)
    enter(at=now - timedelta(days=1), recorded_at=now - timedelta(days=1))
    for persons, category in enumerate(VisitorCategory.objects.all(), 1):
        space = site.spaces.filter(position=persons % 7).first()
        enter(
            category=category,
            persons=persons,
            space=space,
            organisation="Universitas Maritim Raja Ali Haji Tanjungpinang",
        )
    for _ in range(ROWS_PER_PAGE):
        enter(source="desk", user=officer)
    group = Visit.objects.get(persons=9)
    check_out(visit=group, submission=uuid4(), persons=4, at=now + timedelta(minutes=1), source="desk")
    void(visit=Visit.objects.get(persons=3), reason="Rombongan ternyata untuk gedung sebelah", at=now, by=officer)
    return group


def complaints_about(page) -> list[str]:
    found = Axe().run(page)
    said = [found.generate_report()] if found.violations_count else []
    if page.evaluate("() => document.documentElement.scrollWidth > innerWidth"):
        said.append("the page is wider than the window")
    return said + page.evaluate(TOO_SMALL, TARGETS)


@LANGUAGES
@WIDTHS
def test_a_busy_desk_is_for_everyone(sit_down, busy_morning, width, language):
    assert complaints_about(sit_down(width=width, language=language, query="?order=-persons")) == []


@BOTH
def test_an_empty_desk_is_for_everyone(sit_down, width, language):
    assert complaints_about(sit_down(width=width, language=language)) == []


@BOTH
def test_every_other_page_of_the_desk_is_for_everyone(sit_down, busy_morning, width, language):
    cancelled = Visit.objects.voided().get()
    found = {
        "search refused": sit_down(width=width, language=language, query="?number=abc&organisation=" + "x" * 101),
        "nothing found": sit_down(width=width, language=language, query="?number=9999"),
        "cancel": sit_down("desk-void", width=width, language=language, visit=busy_morning.pk),
        "cancelled": sit_down("desk-void", width=width, language=language, visit=cancelled.pk),
        "let out": sit_down("desk-check-out", width=width, language=language, visit=busy_morning.pk),
        "all gone": sit_down("desk-check-out", width=width, language=language, visit=cancelled.pk),
        "open kiosk": sit_down("desk-open-kiosk", width=width, language=language),
    }

    assert {name: said for name, page in found.items() if (said := complaints_about(page))} == {}


@LANGUAGES
def test_what_is_refused_is_for_everyone(sit_down, busy_morning, language):
    void_page = sit_down("desk-void", language=language, visit=busy_morning.pk)
    void_page.locator("[value=other]").check()
    void_page.locator(".button-danger").click()
    leave_page = sit_down("desk-check-out", language=language, visit=busy_morning.pk)
    leave_page.locator("[name=persons]").fill("99")
    leave_page.locator("main .button-main").click()

    for page in (void_page, leave_page):
        assert page.locator(".errorlist").is_visible()
        assert complaints_about(page) == []


def test_a_target_too_small_is_seen(sit_down):
    page = sit_down()
    page.evaluate("() => document.querySelector('.desk').insertAdjacentHTML('beforeend', '<div><a href=/>+</a></div>')")

    assert [said[0] for said in complaints_about(page)] == ["+"]


def test_the_desk_needs_no_mouse(sit_down):
    page = sit_down()

    tab_to(page, "#tally-MHS")
    for _ in range(3):
        enter_leads_on(page)
    tab_to(page, "[name=number]")
    page.keyboard.type("2")
    enter_leads_on(page)
    tab_to(page, "td.leave button")
    enter_leads_on(page)
    tab_to(page, "td.correction a")
    enter_leads_on(page)
    tab_to(page, "[name=reason]")
    page.keyboard.press("Space")
    tab_to(page, ".button-danger")
    enter_leads_on(page)

    ended = Visit.objects.order_by("number").values_list("persons_inside", "void_reason")
    assert list(ended) == [(1, ""), (0, ""), (1, "mistap")]


def test_the_desk_needs_no_scripts(live_server, client, officer, enter, new_context):
    client.force_login(officer)
    context = new_context(java_script_enabled=False)
    key = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    context.add_cookies([key])
    group = enter(persons=5)
    page = context.new_page()
    page.goto(live_server.url + reverse("desk", args=["ksp"]))

    page.locator("#tally-KOM").click()
    page.locator("td.leave [type=number]").fill("2")
    page.locator("td.leave-part button").click()
    page.wait_for_url("**#inside")

    group.refresh_from_db()
    assert group.persons_inside == 3
    assert Visit.objects.count() == 2


def test_a_double_click_is_one_visit_and_one_departure(sit_down, enter):
    enter(persons=1)
    page = sit_down()

    page.locator("td.leave button").dblclick()
    page.wait_for_url("**#inside")
    page.locator("#tally-UMM").dblclick()
    page.wait_for_url("**#tally-UMM")

    assert (Visit.objects.count(), Departure.objects.count()) == (2, 1)


def test_a_page_taken_from_the_browsers_history_adds_nobody_twice(sit_down):
    page = sit_down()
    page.locator("#tally-UMM").click()
    page.wait_for_url("**#tally-UMM")

    page.go_back()
    page.go_forward()
    page.reload()

    assert Visit.objects.count() == 1


def test_opening_a_kiosk_turns_this_browser_into_one(sit_down, live_server):
    page = sit_down()

    page.get_by_role("button", name="Buka kios di sini").click()
    page.wait_for_url("**/kiosk/")

    assert page.goto(live_server.url + reverse("desk", args=["ksp"])).status == 403


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
