"""The evacuation list in a real browser: on two devices, by keyboard alone, without scripts, on paper."""

import re

import pytest
from django.templatetags.static import static
from playwright.sync_api import expect

from checkin.models import Evacuation, EvacuationLine, EvacuationTick, VisitorCategory
from checkin.tests.desk_screens import BOTH, complaints_about, enter_leads_on, tab_to

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LOW = """() => [...document.querySelectorAll(".tick, .roll-begin, .roll-only")].filter((part) => part.checkVisibility())
  .map((part) => part.getBoundingClientRect().height).filter((height) => height < 72)"""

CUT = """() => [...document.querySelectorAll("main *")].filter((part) => part.checkVisibility() && !part.closest("svg"))
  .filter((part) => part.scrollWidth > part.clientWidth + 1 && getComputedStyle(part).overflowX !== "visible")
  .map((part) => part.className)"""


@pytest.fixture
def full_house(site, enter):
    """Everybody is here, in rooms and without one, with long words; the last is the group of 24."""
    rooms = [*site.spaces.all(), None]
    told = {"organisation": "Universitas Maritim Raja Ali Haji Tanjungpinang"}
    for number, category in enumerate(VisitorCategory.objects.all()):
        enter(category=category, space=rooms[number % len(rooms)], **told)
    return enter(persons=24, organisation="PAUD Melati " * 5)


def line_of(page, visit):
    return page.locator(f"#v{visit.pk}")


@BOTH
def test_the_list_is_for_everyone(sit_down, full_house, evacuation, width, language):
    seen = {"width": width, "language": language}
    page = sit_down("desk-evacuation", **seen)
    line_of(page, full_house).get_by_text("+5").click()
    found = {"running": page, "end": sit_down("desk-evacuation-end", **seen)}
    found["asked once more"] = sit_down("desk-evacuation-end", **seen)
    found["asked once more"].locator("main .button-main").click()
    found["record"] = sit_down("desk-evacuation-record", evacuation=evacuation.pk, **seen)
    Evacuation.objects.update(ended_at=evacuation.started_at, ended_by=evacuation.started_by)
    found["past"] = sit_down("desk-evacuations", **seen)
    found["before"] = sit_down("desk-evacuation", **seen)

    assert {name: said for name, shown in found.items() if (said := complaints_about(shown))} == {}
    assert [shown.evaluate(LOW) for shown in (page, found["before"])] == [[], []]


@BOTH
def test_an_empty_house_is_for_everyone(sit_down, site, width, language):
    page = sit_down("desk-evacuation", width=width, language=language)

    expect(page.locator(".empty")).to_be_visible()
    assert complaints_about(page) == []


def test_one_tap_from_the_desk_and_by_keyboard_alone(sit_down, full_house):
    page = sit_down()
    tab_to(page, ".bar-alarm")
    enter_leads_on(page)
    tab_to(page, ".roll-begin")
    page.keyboard.press("Enter")
    expect(page.locator(".roll-state a")).to_be_visible()
    tab_to(page, "[data-more='toggle']")
    with page.expect_response(re.compile("/snapshot/")):  # the list has come anew, with the server's own tick
        page.keyboard.press("Space")
    expect(page.locator("[data-sum=seen]")).to_have_text("1")

    assert page.evaluate("() => document.activeElement.ariaPressed") == "true"
    tab_to(page, f"#v{full_house.pk} [data-more='all']")
    page.keyboard.press("Enter")
    expect(page.locator("[data-sum=missing]").first).to_have_text("8")
    assert page.evaluate("() => document.activeElement.dataset.more") == "-1"
    tab_to(page, ".roll-state a")
    enter_leads_on(page)
    for button in ("main .button-main", "main .button-danger"):
        tab_to(page, button)
        enter_leads_on(page)

    expect(page.get_by_role("heading", name="Catatan evakuasi")).to_be_visible()
    assert EvacuationLine.objects.get(visit=full_house).seen == 24


@pytest.mark.parametrize(
    "part", [".roll-state a", ".roll-rooms li:nth-child(2) a", "#only-missing", "[data-more=toggle]"]
)
def test_a_list_that_comes_anew_leaves_the_keyboard_where_it_was(sit_down, full_house, evacuation, enter, part):
    page = sit_down("desk-evacuation")
    had = page.locator(part).first
    had.focus()
    late = enter()

    expect(line_of(page, late)).to_be_visible()
    expect(had).to_be_focused()
    expect(page.locator("[data-lost]")).to_be_hidden()


def test_the_keyboard_stays_with_a_group_that_another_device_completes(sit_down, full_house, evacuation):
    here, there = sit_down("desk-evacuation"), sit_down("desk-evacuation")
    line_of(here, full_house).get_by_text("+5").focus()
    line_of(there, full_house).get_by_text("Semua").click()

    expect(line_of(here, full_house).locator("[data-count]")).to_have_text("24")
    expect(line_of(here, full_house).locator("[data-more]:focus")).to_have_count(1)


def test_a_list_that_comes_under_the_mouse_waits_until_it_is_released(sit_down, full_house, evacuation, enter):
    page = sit_down("desk-evacuation")
    with page.expect_response(lambda answer: answer.url.endswith("/now/") and answer.status == 304):
        pass  # its first look, which brings a list, is over
    page.locator("[data-more=toggle]").first.hover()
    page.mouse.down()

    with page.expect_response(lambda answer: answer.url.endswith("/now/") and answer.status == 200):
        late = enter()
    page.mouse.up()

    expect(page.locator("[data-sum=seen]")).to_have_text("1")
    expect(line_of(page, late)).to_be_visible()


PRESSED_MEANWHILE = """async (address) => {
  const { keep, waiting } = await import(address);
  const asked = waiting("ksp");
  await keep({ id: "pressed meanwhile", site: "ksp", key: "no evacuation", at: 1 });
  return (await asked).map(({ id }) => id);
}"""


def test_a_tick_that_is_made_while_the_disk_is_read_is_not_forgotten(sit_down, full_house):
    page = sit_down("desk-evacuations")

    assert page.evaluate(PRESSED_MEANWHILE, static("js/desk-ticks.js")) == ["pressed meanwhile"]


# Whether this page hands in at once, or waits for another one's turn to end.
TURN = """async () => {
  const ours = await navigator.locks.request("ours", async () => {
    return (await navigator.locks.query()).held.find(({name}) => name === "ours").clientId;
  });
  const isTurn = (isOurs) => ({name, clientId}) => name === "desk-ticks" && (clientId === ours) === isOurs;
  for (const end = Date.now() + 60_000; Date.now() < end; await new Promise((go) => setTimeout(go, 20))) {
    if (performance.getEntriesByType("resource").some(({name}) => name.endsWith("/ticks/"))) return "hands in";
    const {held, pending} = await navigator.locks.query();
    if (held.some(isTurn(false)) && pending.some(isTurn(true))) return "waits";
  }
}"""
UNTIL_HANDED_IN = """async (address) => {
  const { waiting } = await import(address);
  while ((await waiting("ksp")).length) await new Promise((go) => setTimeout(go, 20));
}"""


def test_a_tick_that_another_page_could_hand_in_is_counted_once(sit_down, full_house, evacuation):
    here, held = sit_down("desk-evacuation"), []
    there = here.context.new_page()
    here.evaluate("() => { AbortSignal.timeout = undefined; }")  # its turn lasts as long as we hold its answer
    here.route("**/now/", lambda route: held.append(route), times=1)
    with here.expect_request("**/now/"):
        pass
    line_of(here, full_house).get_by_text("+1").click()

    there.goto(here.url)
    turn = there.evaluate(TURN)
    held[0].continue_()

    here.evaluate(UNTIL_HANDED_IN, static("js/desk-ticks.js"))
    assert turn == "waits"
    expect(line_of(there, full_house).locator("[data-count]")).to_have_text("1")
    expect(line_of(here, full_house).locator("[data-count]")).to_have_text("1")
    assert EvacuationTick.objects.get().counted == 1


SNAPSHOTS = """async (address) => {
  const { snapshot } = await import(address);
  const ask = window.fetch;
  let times = 0, underWay = 0, most = 0;
  const begun = new Promise((go) => {
    window.fetch = (...said) => {
      if (!String(said[0]).endsWith("/snapshot/")) return ask(...said);
      times += 1;
      most = Math.max(most, ++underWay);
      go();
      return ask(...said).finally(() => underWay--);
    };
  });
  const all = [snapshot()];
  await begun;
  await Promise.all([...all, snapshot(), snapshot(), snapshot()]);
  return { times, most };
}"""


def test_lists_to_keep_are_fetched_one_after_the_other(sit_down, full_house):
    page = sit_down("desk-evacuations")
    page.wait_for_load_state("networkidle")

    assert page.evaluate(SNAPSHOTS, static("js/desk-snapshot.js")) == {"times": 2, "most": 1}


def test_two_devices_see_each_others_ticks(sit_down, full_house, evacuation):
    here, there = (sit_down("desk-evacuation", width=width) for width in (1440, 390))

    line_of(here, full_house).get_by_text("+5").click()
    line_of(there, full_house).get_by_text("+1").click()

    for page in (here, there):
        expect(line_of(page, full_house).locator("[data-count]")).to_have_text("6")
        expect(page.locator("[data-sum=seen]")).to_have_text("6")
        expect(page.locator("[data-sum=missing]").first).to_have_text("27")
    assert sorted(EvacuationTick.objects.values_list("persons", "counted")) == [(1, 1), (5, 5)]


def test_a_device_sees_that_another_began_and_who_comes_in(sit_down, full_house, enter):
    here, there = sit_down("desk-evacuation"), sit_down("desk-evacuation")
    here.locator("[data-begin]").click()

    expect(there.locator("[data-more=toggle]").first).to_be_visible()
    late = enter()

    expect(line_of(there, late)).to_be_visible()
    expect(here.locator(".bar-alarm")).to_have_text("Evakuasi berlangsung")


def test_only_who_is_missing(sit_down, full_house, evacuation):
    page = sit_down("desk-evacuation")
    line_of(page, full_house).get_by_text("Semua").click()
    page.get_by_label("Hanya yang belum terlihat").check()

    expect(line_of(page, full_house)).to_be_hidden()
    expect(page.locator(".roll-entry:visible")).to_have_count(9)


def test_it_works_without_scripts(sit_down, full_house):
    page = sit_down("desk-evacuation", scripts=False)
    page.locator(".roll-begin").click()
    line_of(page, full_house).get_by_text("+5").click()
    page.locator("[aria-pressed=false]").first.click()
    page.locator("[aria-pressed=true]").click()

    expect(page.locator("[data-sum=seen]")).to_have_text("5")
    expect(page.locator("[aria-pressed=true]")).to_have_count(0)
    assert [tick.persons for tick in EvacuationTick.objects.all()] == [5, 1, -1]


def test_on_paper_nothing_is_cut_and_every_line_has_room_for_a_pen(sit_down, full_house, evacuation):
    page = sit_down("desk-evacuation")
    expect(page.locator("[data-print]")).to_be_visible()
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 688, "height": 971})  # A4 less its margins

    assert not page.evaluate("() => document.documentElement.scrollWidth > innerWidth")
    assert page.evaluate(CUT) == []
    expect(page.locator(".on-paper:visible")).to_have_count(10)
    expect(page.locator(":is(.tick, .button):visible")).to_have_count(0)
    expect(line_of(page, full_house).locator(".on-paper")).to_have_text("____ / 24")
    assert page.pdf(format="A4", prefer_css_page_size=True).startswith(b"%PDF")
