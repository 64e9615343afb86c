"""The desk's pages about tablets in a real browser: on every width, by keyboard alone, without scripts."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from checkin.models import Device, HeldSubmission, PairingCode, StaffCall, Visit
from checkin.services import held as decisions
from checkin.services.calls import call_staff
from checkin.services.devices import open_kiosk, revoke_device, sign_of_life
from checkin.services.holding import hold
from checkin.tests.desk_screens import BOTH, LANGUAGES, WIDTHS, complaints_about, enter_leads_on, tab_to

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def busy_tablets(site, tablet, enter, officer, hand_in):
    """Long names, every reason to hold something, a decision, somebody calling."""
    now = timezone.now()
    sign_of_life(device=tablet, at=now - timedelta(minutes=7), app_version="2026.11.22-1", waiting=1_015)
    open_kiosk(site=site, name="Tablet lantai dua dekat pintu kanan Selasar Timur Gedung A", at=now)
    old, __ = open_kiosk(site=site, name="Tablet lama", at=now - timedelta(days=90))
    revoke_device(device=old, at=now)
    visit = enter(device=tablet, at=now - timedelta(hours=1))
    for reason in HeldSubmission.Reason:
        item = {"type": "check_in", "category": "X" * 400, "persons": 3, "reason": reason}
        hold(device=tablet, item=item, about=None, reason=reason, sent_at=now, received_at=now)
    hand_in("check_out", visit=str(uuid4()))
    hand_in("undo", visit=str(visit.submission))
    decisions.discard(held=hand_in(category="XXX"), by=officer, at=now, note="Coba-coba saat memasang tablet")
    call_staff(device=tablet, at=now)
    return tablet


@LANGUAGES
@WIDTHS
def test_every_list_about_tablets_is_for_everyone(sit_down, busy_tablets, width, language):
    pages = {name: sit_down(name, width=width, language=language) for name in ("desk", "desk-devices", "desk-held")}

    assert {name: said for name, page in pages.items() if (said := complaints_about(page))} == {}


@BOTH
def test_every_page_about_one_tablet_is_for_everyone(sit_down, busy_tablets, width, language):
    seen = {"width": width, "language": language}
    code = sit_down("desk-pair", **seen)
    code.locator("main .button-main").click()
    code.wait_for_selector(".code")
    found = {
        "code": code,
        "again": sit_down("desk-pair-again", device=busy_tablets.pk, **seen),
        "revoke": sit_down("desk-revoke", device=busy_tablets.pk, **seen),
        "revoked": sit_down("desk-revoke", device=Device.objects.get(name="Tablet lama").pk, **seen),
    }

    assert {name: said for name, page in found.items() if (said := complaints_about(page))} == {}


@BOTH
def test_every_kind_of_held_entry_is_for_everyone(sit_down, busy_tablets, width, language):
    kinds = {held.reason: held.pk for held in HeldSubmission.objects.all()}
    found = {
        reason: sit_down("desk-held-entry", width=width, language=language, held=kinds[reason])
        for reason in ("unknown_word", "revoked", "no_visit", "too_late")
    }
    found["unknown_word"].locator("summary").click()

    assert {reason: said for reason, page in found.items() if (said := complaints_about(page))} == {}


@BOTH
def test_where_there_are_no_tablets_the_pages_are_for_everyone(sit_down, width, language):
    for name in ("desk-devices", "desk-held"):
        assert complaints_about(sit_down(name, width=width, language=language)) == []


@LANGUAGES
def test_what_is_refused_is_for_everyone(sit_down, held, language):
    pages = [sit_down("desk-held-entry", language=language, held=held.pk) for _ in range(2)]
    pages[0].locator("[value=amend]").click()
    pages[1].locator("[value=discard]").click()
    pages.append(sit_down("desk-pair", language=language))
    pages[2].locator("[name=name]").fill("")
    pages[2].locator("main .button-main").click()

    for page in pages[1:]:
        expect(page.locator(".errorlist").first).to_be_visible()
        assert complaints_about(page) == []


def test_tablets_need_no_mouse(sit_down, tablet, hand_in):
    hand_in(category="XXX")
    call_staff(device=tablet, at=timezone.now())
    page = sit_down()

    tab_to(page, "[data-calls] button")
    page.keyboard.press("Enter")
    expect(page.locator("[data-call]")).to_have_count(0)
    tab_to(page, ".ways a[href*=held]")
    enter_leads_on(page)
    tab_to(page, ".card-acts a")
    enter_leads_on(page)
    tab_to(page, "[name=note]")
    page.keyboard.type("Coba-coba")
    tab_to(page, "[value=discard]")
    enter_leads_on(page)
    tab_to(page, ".way-back a")
    enter_leads_on(page)
    tab_to(page, ".ways a[href*=devices]")
    enter_leads_on(page)
    tab_to(page, ".card-acts .button-danger")
    enter_leads_on(page)
    tab_to(page, "main .button-danger")
    enter_leads_on(page)
    tab_to(page, ".pairing button")
    enter_leads_on(page)

    assert StaffCall.objects.get().answered_by.username == "petugas"
    assert HeldSubmission.objects.get().outcome == "discarded"
    assert Device.objects.get().revoked_at
    assert PairingCode.objects.count() == 1


def test_tablets_need_no_scripts(sit_down, tablet, hand_in):
    held = hand_in(category="XXX")
    call_staff(device=tablet, at=timezone.now())

    page = sit_down(scripts=False)
    assert not page.locator("[data-sound]").is_visible()
    assert page.title().startswith("Petugas dipanggil · ")
    page.get_by_role("button", name="Tablet depan: sudah dibantu").click()
    expect(page.locator("[data-call]")).to_have_count(0)
    page = sit_down("desk-held-entry", scripts=False, held=held.pk)
    page.locator("[name=category]").select_option("KOM")
    page.locator("[value=amend]").click()
    page.wait_for_url("**#waiting")

    assert Visit.objects.get().category.code == "KOM"
