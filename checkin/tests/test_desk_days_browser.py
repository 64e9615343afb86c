"""The end of a day and the calendar in a real browser: on every width, by keyboard alone, without scripts."""

from datetime import date, time

import pytest
from playwright.sync_api import expect

from checkin.models import CalendarDay, DayClose, OpeningHours, Visit, VisitorCategory
from checkin.services.automatic import tick
from checkin.services.calendar import load_calendar, write_hours
from checkin.services.closing import close_day
from checkin.tests.desk_screens import BOTH, complaints_about, enter_leads_on, tab_to

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OF_THE_DAY = "?day=2019-11-07"


@pytest.fixture
def long_day(site, enter, head, local):
    """Thursday 7 November 2019: let out by the clock, still open, closed and corrected, with long words."""
    for number, category in enumerate(VisitorCategory.objects.all()):
        enter(category=category, persons=24, at=local(2019, 11, 7, 9, number), organisation="PAUD Melati " * 5)
    tick(at=local(2019, 11, 7, 17))
    visit = enter(persons=24, at=local(2019, 11, 7, 10), organisation="Komunitas Pemuda Tanjungpinang")
    for paper in (200, 1_015):
        said = {"paper_visits": paper, "note": "Tiga tamu lewat pintu samping. " * 6}
        close_day(site=site, day=visit.day, by=head, at=local(2019, 11, 7, 17), **said)
    enter(at=local(2019, 11, 7, 11))
    return visit


@pytest.fixture
def full_calendar(site):
    load_calendar(site=site, years=[2026])
    period = {
        "valid_from": date(2026, 2, 18),
        "valid_to": date(2026, 3, 17),
        "label": "Ramadan 1447 Hijriah " + "x" * 18,
    }
    write_hours(site=site, weekdays=range(5), start=time(8), end=time(15), **period)
    return CalendarDay.objects.filter(site=site).latest("day"), OpeningHours.objects.latest("id")


@pytest.fixture
def sit_down_as_head(sit_down, officer):
    officer.memberships.update(role="head")
    return sit_down


@BOTH
def test_the_end_of_a_day_is_for_everyone(sit_down, long_day, width, language):
    seen = {"width": width, "language": language}
    found = {
        "closed": sit_down("desk-close-day", query=OF_THE_DAY, **seen),
        "today": sit_down("desk-close-day", **seen),
        "one": sit_down("desk-check-out", visit=long_day.pk, query="?back=close-day", **seen),
    }

    assert {name: said for name, page in found.items() if (said := complaints_about(page))} == {}


@BOTH
def test_the_calendar_is_for_everyone(sit_down_as_head, full_calendar, width, language):
    day, hours = full_calendar
    seen = {"width": width, "language": language}
    found = {
        "calendar": sit_down_as_head("desk-calendar", query="?year=2026", **seen),
        "empty": sit_down_as_head("desk-calendar", query="?year=2050", **seen),
        "day": sit_down_as_head("desk-day", special_day=day.pk, **seen),
        "no day": sit_down_as_head("desk-day-remove", special_day=day.pk, **seen),
        "hours": sit_down_as_head("desk-hours", hours=hours.pk, **seen),
        "no hours": sit_down_as_head("desk-hours-remove", hours=hours.pk, **seen),
    }

    assert {name: said for name, page in found.items() if (said := complaints_about(page))} == {}


def test_what_is_refused_is_for_everyone(sit_down_as_head, long_day):
    hours = sit_down_as_head("desk-hours-add")
    hours.locator("main .button-main").click()
    count = sit_down_as_head("desk-close-day", query=OF_THE_DAY)
    count.locator("[name=paper_visits]").fill("-1")
    count.locator(".closing .button-main").click()

    for page in (hours, count):
        expect(page.locator(".errorlist").first).to_be_visible()
        assert complaints_about(page) == []


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "without scripts"])
def test_a_day_ends_without_a_mouse(sit_down, long_day, scripts):
    page = sit_down("desk-close-day", query=OF_THE_DAY, scripts=scripts)

    tab_to(page, ".all-out .button")
    enter_leads_on(page)
    expect(page.locator(".message-success")).to_contain_text("25 orang dicatat keluar pukul 16.00.")
    assert Visit.objects.people_inside() == 0
    tab_to(page, "[name=paper_visits]")
    page.keyboard.press("Control+a")
    page.keyboard.type("241")
    tab_to(page, ".closing .button-main")
    enter_leads_on(page)

    expect(page.locator(".message-success")).to_be_visible()
    assert DayClose.objects.get().paper_visits == 241


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "without scripts"])
def test_the_hours_of_ramadan_need_no_mouse(sit_down_as_head, scripts):
    page = sit_down_as_head("desk-calendar", scripts=scripts)

    tab_to(page, "[href$='hours/add/']")
    enter_leads_on(page)
    tab_to(page, "[name=weekdays]")
    page.keyboard.press("Space")
    tab_to(page, "[name=label]")
    page.keyboard.type("Ramadan")
    tab_to(page, "main .button-main")
    enter_leads_on(page)

    expect(page.locator(".message-success")).to_have_text("Tersimpan. Tablet menyesuaikan dalam satu menit.")
    assert OpeningHours.objects.get(label="Ramadan").weekday == 0
