"""The desk's tablets: what is said of each, pairing one with a code that is shown once, and ending the trust in one."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from checkin.models import Device, PairingCode
from checkin.services.devices import open_kiosk, revoke_device, sign_of_life
from checkin.services.pairing import redeem
from checkin.tests.pages import page_of

pytestmark = pytest.mark.django_db
LETTERS = re.compile(r'class="code">([A-Z]{4} [A-Z]{4})<')
QUERIES = 5


@pytest.fixture
def tablet(device_and_token):
    return device_and_token[0]


@pytest.fixture
def ask_for_code(desk):
    """Press "make a code"; answers the page."""

    def ask_for_code(name="Tablet depan", device=None):
        address = reverse("desk-pair-again", args=["ksp", device.pk]) if device else reverse("desk-pair", args=["ksp"])
        return desk.post(address, {"name": name}).content.decode()

    return ask_for_code


def last_seen(tablet, ago: timedelta):
    Device.objects.filter(pk=tablet.pk).update(last_seen_at=timezone.now() - ago)


def test_a_site_without_tablets_says_so(desk):
    assert "Belum ada tablet yang dipasangkan dengan lokasi ini." in page_of(desk, "desk-devices")


def test_a_tablet_is_listed_with_what_it_last_said_of_itself(desk, tablet):
    sign_of_life(device=tablet, at=timezone.now(), app_version="2026.11.1", waiting=1_015)

    page = page_of(desk, "desk-devices")

    assert all(said in page for said in ("Tablet depan", "1.015", "2026.11.1", "baru saja", "Dipercaya"))


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (timedelta(seconds=90), "baru saja"),
        (timedelta(minutes=2), "2 menit yang lalu"),
        (timedelta(minutes=59, seconds=20), "59 menit yang lalu"),
        (timedelta(hours=1), "1 jam yang lalu"),
        (timedelta(hours=23, minutes=59), "23 jam yang lalu"),
    ],
)
def test_when_a_tablet_was_last_seen_is_told_in_words(desk, tablet, ago, words):
    last_seen(tablet, ago)

    assert words in page_of(desk, "desk-devices")


def test_a_tablet_not_seen_for_a_day_is_told_with_the_sites_own_date(desk, tablet, site):
    site.timezone = "Asia/Jayapura"
    site.save()
    last_seen(tablet, timedelta(days=3))
    tablet.refresh_from_db()

    seen = tablet.last_seen_at.astimezone(site.zone)

    assert f">{seen:%d/%m/%Y %H.%M}</time>" in page_of(desk, "desk-devices")


def test_a_tablet_that_never_came_was_never_seen(desk, tablet):
    Device.objects.update(last_seen_at=None)

    assert "belum pernah" in page_of(desk, "desk-devices")


def test_tablets_in_use_stand_before_those_that_are_not(desk, site):
    now = timezone.now()
    for name in ("lama", "dicabut", "baru"):
        open_kiosk(site=site, name=name, at=now)
    last_seen(Device.objects.get(name="lama"), timedelta(hours=2))
    revoke_device(device=Device.objects.get(name="dicabut"), at=now)

    rows = desk.get(reverse("desk-devices", args=["ksp"])).context["devices"].records

    assert [row.name for row in rows] == ["baru", "lama", "dicabut"]


@pytest.mark.parametrize("column", ["name", "paired_at", "last_seen_at", "waiting", "app_version", "state"])
def test_every_heading_that_offers_an_order_gives_it_both_ways(desk, site, column):
    names = "abc"
    for turn, name in enumerate(names):
        at = timezone.now() - timedelta(hours=turn)
        device, __ = open_kiosk(site=site, name=name, at=at)
        Device.objects.filter(pk=device.pk).update(waiting=turn, app_version=name, revoked_at=at)

    ways = [
        [row.name for row in desk.get(reverse("desk-devices", args=["ksp"]), {"order": way}).context["devices"].records]
        for way in (column, f"-{column}")
    ]

    assert sorted(ways[0]) == list(names)
    assert ways[0] == ways[1][::-1]


def test_another_sites_tablets_are_not_there(desk, other_site):
    device, __ = open_kiosk(site=other_site, name="Tablet seberang", at=timezone.now())

    assert "Tablet seberang" not in page_of(desk, "desk-devices")
    for name in ("desk-revoke", "desk-pair-again"):
        for answer in (desk.get, desk.post):
            assert answer(reverse(name, args=["ksp", device.pk])).status_code == 404
    device.refresh_from_db()
    assert (device.revoked_at, PairingCode.objects.count()) == (None, 0)


def test_one_tablet_and_thirty_cost_the_same_number_of_queries(desk, site, tablet):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert "Tablet depan" in page_of(desk, "desk-devices")
        return len(asked)

    few = queries()
    for _ in range(30):
        open_kiosk(site=site, name="Tablet depan", at=timezone.now())

    assert queries() == few == QUERIES


def test_the_desk_leads_to_its_tablets(desk):
    assert reverse("desk-devices", args=["ksp"]) in page_of(desk)


# Pairing


def test_a_code_is_shown_in_two_groups_with_its_end_and_the_address_to_open(ask_for_code, site):
    page = ask_for_code("Tablet lantai dua")

    code = PairingCode.objects.get()
    assert (code.site, code.name, code.device) == (site, "Tablet lantai dua", None)
    assert LETTERS.search(page)
    assert "http://testserver/kiosk/" in page
    assert f"sampai pukul {code.expires_at.astimezone(site.zone):%H.%M} WIB" in page


def test_the_code_that_is_shown_lets_one_tablet_in(ask_for_code):
    letters = LETTERS.search(ask_for_code("Tablet lantai dua"))[1]

    device, __ = redeem(typed=letters, at=timezone.now())

    assert device.name == "Tablet lantai dua"


def test_the_code_is_shown_once_and_stored_nowhere(desk, ask_for_code):
    letters = LETTERS.search(ask_for_code())[1]
    plain = letters.replace(" ", "")

    after = [page_of(desk, name) for name in ("desk-devices", "desk-pair", "desk")]

    assert [page for page in after if letters in page or plain in page] == []
    assert plain not in str(PairingCode.objects.values())
    assert plain not in str(dict(desk.session))


def test_the_address_is_the_visitors_own_whatever_language_the_desk_reads(desk):
    with translation.override("en"):
        page = desk.post(reverse("desk-pair", args=["ksp"]), {"name": "Front tablet"}).content.decode()

    assert "http://testserver/kiosk/" in page


@pytest.mark.parametrize(("host", "is_told"), [("localhost:8000", True), ("127.0.0.1", True), ("testserver", False)])
def test_an_address_that_no_tablet_can_reach_is_said_to_be_one(desk, settings, host, is_told):
    settings.ALLOWED_HOSTS = ["*"]

    page = desk.post(reverse("desk-pair", args=["ksp"]), {"name": "Tablet"}, headers={"host": host}).content.decode()

    assert ("hanya berlaku di komputer ini" in page) == is_told


def test_the_page_with_a_code_is_kept_by_no_cache(desk):
    answer = desk.post(reverse("desk-pair", args=["ksp"]), {"name": "Tablet depan"})

    assert answer["Cache-Control"] == "no-store"
    assert reverse("desk-devices", args=["ksp"]) in answer.content.decode()


@pytest.mark.parametrize("name", ["", "  ", "\u200b", "a\x00b", "x" * 61, "x" * 300_000, "2172010101010001"])
def test_a_tablet_needs_a_name_that_is_one(desk, name):
    answer = desk.post(reverse("desk-pair", args=["ksp"]), {"name": name})

    assert (answer.status_code, PairingCode.objects.count()) == (400, 0)


def test_pairing_again_keeps_the_tablet_and_ends_its_old_key(ask_for_code, tablet, kiosk):
    revoke_device(device=tablet, at=timezone.now())

    letters = LETTERS.search(ask_for_code(device=tablet))[1]
    device, token = redeem(typed=letters, at=timezone.now())

    assert (device.pk, device.revoked_at) == (tablet.pk, None)
    assert device.token_digest == Device.digest(token) != tablet.token_digest


def test_asking_for_a_code_changes_nothing_until_it_is_used(desk, ask_for_code, tablet, kiosk):
    page_of(desk, "desk-pair-again", device=tablet.pk)
    ask_for_code(device=tablet)

    assert kiosk.get(reverse("kiosk-leave")).status_code == 200


# Revoking


def test_a_tablet_is_revoked_after_saying_how_much_waits_on_it(desk, tablet, kiosk):
    sign_of_life(device=tablet, at=timezone.now(), app_version="1", waiting=12)
    address = reverse("desk-revoke", args=["ksp", tablet.pk])

    page = desk.get(address).content.decode()
    assert "12 catatan masih menunggu di tablet ini. Tidak akan hilang" in page
    assert kiosk.get(reverse("kiosk-leave")).status_code == 200

    said = desk.post(address, follow=True).content.decode()

    assert "“Tablet depan” tidak lagi dipercaya." in said
    assert "Dicabut " in said
    assert kiosk.get(reverse("kiosk-leave")).status_code == 403


def test_a_tablet_with_nothing_waiting_says_that(desk, tablet):
    assert "Tidak ada yang menunggu di tablet ini" in page_of(desk, "desk-revoke", device=tablet.pk)


def test_revoking_twice_keeps_the_first_time(desk, tablet):
    address = reverse("desk-revoke", args=["ksp", tablet.pk])
    desk.post(address)
    first = Device.objects.get().revoked_at

    assert desk.post(address).status_code == 302
    assert Device.objects.get().revoked_at == first
    assert '<button class="button button-danger"' not in desk.get(address).content.decode()


def test_wrong_methods_are_refused(desk, tablet):
    assert desk.post(reverse("desk-devices", args=["ksp"])).status_code == 405
    assert desk.put(reverse("desk-pair", args=["ksp"])).status_code == 405
    for name in ("desk-pair-again", "desk-revoke"):
        assert desk.delete(reverse(name, args=["ksp", tablet.pk])).status_code == 405


@pytest.mark.parametrize("written", ["0", "999999", "9" * 30, "-1", "abc", "%D9%A1", "1%00"])
@pytest.mark.parametrize("page", ["pair", "revoke"])
def test_a_tablet_that_is_none_answers_404(desk, page, written):
    assert desk.get(f"/desk/ksp/devices/{written}/{page}/").status_code == 404
