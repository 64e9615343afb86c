"""Old totals and what a room is, in a real browser: on both widths, refused, and by keyboard alone."""

import pytest
from playwright.sync_api import expect

from checkin.models import HistoricalTotal, Space, SpaceLimit
from checkin.tests.desk_screens import BOTH, complaints_about, enter_leads_on, tab_to

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORDS = {"wayfinding": "Naik tangga, belok kiri, pintu kedua", "step_free_way": "Lift di ujung selasar, lantai dua"}


@pytest.fixture
def sit_down_as_head(sit_down, officer):
    officer.memberships.update(role="head")
    return sit_down


@pytest.fixture
def room(site):
    Space.objects.filter(site=site, code="COW").update(capacity=10, **WORDS)
    return site.spaces.get(code="COW")


@pytest.fixture
def half_year(history):
    """The sum of six months, from a report with a long name."""
    HistoricalTotal.objects.update(source="Laporan tahunan dinas, lampiran tiga, " * 3, note="Absen elektronik. " * 4)
    return HistoricalTotal.objects.get(visits=346)


def refused(page):
    """Press the page's own button with what its form holds; the page that says why not."""
    with page.expect_navigation():
        page.locator("main :is(.button-main, .button-danger)").click()
    expect(page.locator(".errorlist").first).to_be_visible()
    return page


@BOTH
def test_old_totals_are_for_everyone(sit_down_as_head, half_year, width, language):
    seen = {"width": width, "language": language}
    found = {
        "totals": sit_down_as_head("desk-totals", **seen),
        "taking back": sit_down_as_head("desk-total-remove", total=half_year.pk, **seen),
    }

    assert {name: said for name, page in found.items() if (said := complaints_about(page))} == {}


@BOTH
def test_a_house_without_old_totals_is_for_everyone(sit_down_as_head, site, width, language):
    assert complaints_about(sit_down_as_head("desk-totals", width=width, language=language)) == []


@BOTH
def test_what_a_room_is_is_for_everyone(sit_down_as_head, room, width, language):
    assert complaints_about(sit_down_as_head("desk-space", space=room.pk, width=width, language=language)) == []


@BOTH
def test_what_is_refused_is_for_everyone(sit_down_as_head, half_year, room, width, language):
    seen = {"width": width, "language": language}
    pages = {
        "totals": sit_down_as_head("desk-totals", **seen),
        "taking back": sit_down_as_head("desk-total-remove", total=half_year.pk, **seen),
        "limit": sit_down_as_head("desk-space-limit", space=room.pk, **seen),
        "room": sit_down_as_head("desk-space", space=room.pk, **seen),
    }
    pages["room"].locator("[name=name]").fill("")

    assert {name: said for name, page in pages.items() if (said := complaints_about(refused(page)))} == {}
    assert not SpaceLimit.objects.exists()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "without scripts"])
def test_a_total_is_entered_and_taken_back_without_a_mouse(sit_down_as_head, site, scripts):
    page = sit_down_as_head("desk-totals", scripts=scripts)
    for name, typed in {"visits": "346", "source": "Laporan 2019"}.items():
        tab_to(page, f"[name={name}]")
        page.keyboard.type(typed)
    for name, day in {"first_day": "2019-04-01", "last_day": "2019-09-30"}.items():
        page.locator(f"[name={name}]").fill(day)
    tab_to(page, "main .button-main")
    enter_leads_on(page)
    total = HistoricalTotal.objects.get()

    tab_to(page, f"[href$='/totals/{total.pk}/remove/']")
    enter_leads_on(page)
    tab_to(page, "[name=reason]")
    page.keyboard.type("Salah laporan")
    tab_to(page, ".button-danger")
    enter_leads_on(page)

    assert total.visits == 346
    assert not HistoricalTotal.objects.exists()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "without scripts"])
def test_a_room_is_changed_and_limited_without_a_mouse(sit_down_as_head, room, scripts):
    page = sit_down_as_head("desk-spaces", scripts=scripts)
    tab_to(page, f"[href$='/spaces/{room.pk}/']")
    enter_leads_on(page)
    tab_to(page, "[name=capacity]")
    page.keyboard.press("Control+a")
    page.keyboard.type("12")
    tab_to(page, "main .button-main")
    enter_leads_on(page)
    tab_to(page, f"[href$='/spaces/{room.pk}/limit/']")
    enter_leads_on(page)
    tab_to(page, "[name=places]")
    page.keyboard.type("6")
    tab_to(page, "[name=reason]")
    page.keyboard.type("Meja rusak")
    tab_to(page, "main .button-main")
    enter_leads_on(page)

    assert Space.objects.get(pk=room.pk).capacity == 12
    assert SpaceLimit.objects.get().places == 6
