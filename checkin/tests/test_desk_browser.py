"""The desk in a real browser: on every width, by keyboard alone, without scripts, and for a screen reader."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from checkin.models import Departure, Membership, Visit, VisitorCategory
from checkin.services.visits import check_out, void
from checkin.tables.lists import ROWS_PER_PAGE
from checkin.tests.desk_screens import BOTH, LANGUAGES, WIDTHS, complaints_about, enter_leads_on, tab_to

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


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
        "correct": sit_down("desk-correct", width=width, language=language, visit=busy_morning.pk),
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
        expect(page.locator(".errorlist")).to_be_visible()
        assert complaints_about(page) == []


def test_a_correction_needs_no_mouse_and_its_effect_is_for_everyone(sit_down, busy_morning):
    page = sit_down("desk-correct", width=390, visit=busy_morning.pk)

    tab_to(page, "[name=persons]")
    page.keyboard.press("Control+A")
    page.keyboard.type("8")
    tab_to(page, "[name=reason]")
    page.keyboard.type("Salah hitung")
    tab_to(page, "[value=look]")
    enter_leads_on(page)
    assert complaints_about(page) == []
    tab_to(page, "[value=save]")
    enter_leads_on(page)

    busy_morning.refresh_from_db()
    assert (busy_morning.persons, busy_morning.persons_inside) == (8, 4)


def test_a_target_too_small_is_seen(sit_down):
    page = sit_down()
    page.evaluate("() => document.querySelector('.desk').insertAdjacentHTML('beforeend', '<div><a href=/>+</a></div>')")

    assert [said[0] for said in complaints_about(page)] == ["+"]


COVERED = """() => [...document.querySelectorAll(".table-stacks .category-name > span")].filter((name) => {
  name.scrollIntoView({block: "center"});
  const range = document.createRange();
  range.selectNodeContents(name);
  return [...range.getClientRects()].some(({right, top, height}) => {
    const seen = document.elementFromPoint(right - 2, top + height / 2);
    return !name.contains(seen) && !seen.contains(name);
  });
}).map((name) => name.textContent.trim())"""


PUT_ON_TOP = """() => {
  for (const {style} of document.querySelectorAll(".correction")) {
    Object.assign(style, {position: "absolute", inset: 0});
  }
}"""


def test_on_a_phone_no_button_covers_who_it_is(sit_down, busy_morning):
    page = sit_down(width=390)
    assert page.evaluate(COVERED) == []

    page.evaluate(PUT_ON_TOP)
    assert page.evaluate(COVERED) != []


def test_the_desk_needs_no_mouse(sit_down):
    page = sit_down()

    tab_to(page, "#tally-MHS")
    for _ in range(3):
        page.locator("#tally-MHS:focus").wait_for()
        enter_leads_on(page)
    tab_to(page, "[name=number]")
    page.keyboard.type("2")
    enter_leads_on(page)
    tab_to(page, "td.leave button")
    enter_leads_on(page)
    tab_to(page, "td.correction a[href*=void]")
    enter_leads_on(page)
    tab_to(page, "[name=reason]")
    page.keyboard.press("Space")
    tab_to(page, ".button-danger")
    enter_leads_on(page)

    ended = Visit.objects.order_by("number").values_list("persons_inside", "void_reason")
    assert list(ended) == [(1, ""), (0, ""), (1, "mistap")]


def test_a_key_leads_to_the_search_and_another_takes_back_what_was_added_last(sit_down):
    page = sit_down()
    for tally in ("#tally-MHS", "#tally-PLJ"):
        with page.expect_navigation():
            page.locator(tally).click()
    page.get_by_text("Ctrl+Z membatalkan").wait_for()

    page.keyboard.press("/")
    assert page.evaluate("() => document.activeElement.name") == "number"
    page.keyboard.type("/1")
    page.keyboard.press("Control+Z")
    assert not Visit.objects.voided().exists()  # a key that is typed is no command

    page.evaluate("() => document.activeElement.blur()")
    with page.expect_navigation():
        page.keyboard.press("Control+Z")
    assert [visit.category.code for visit in Visit.objects.voided()] == ["PLJ"]


def test_a_key_held_down_takes_back_one(sit_down):
    page = sit_down()
    for tally in ("#tally-MHS", "#tally-PLJ"):
        with page.expect_navigation():
            page.locator(tally).click()
    page.keyboard.down("Control")
    with page.expect_navigation():
        page.keyboard.down("z")

    page.keyboard.down("z")  # the system repeats it
    page.keyboard.up("z")
    page.keyboard.up("Control")
    page.keyboard.press("/")

    expect(page.locator("[name=number]")).to_be_focused()
    assert Visit.objects.voided().count() == 1


def test_the_desk_needs_no_scripts(sit_down, enter):
    group = enter(persons=5)
    page = sit_down(scripts=False)

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
    page.wait_for_url("**/kiosk/**")

    assert page.goto(live_server.url + reverse("desk", args=["ksp"])).status == 403
