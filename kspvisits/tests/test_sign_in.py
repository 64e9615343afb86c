"""The front step: signing in, being locked out, being a kiosk or a person but never both."""

from datetime import timedelta
from io import StringIO

import pytest
from axes.models import AccessAttempt
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from checkin.models import Device, Membership
from kspvisits.access import KIOSK_COOKIE, address_of

pytestmark = pytest.mark.django_db
PASSWORD = "kata sandi 2019"  # of conftest.py's people


@pytest.fixture
def sign_in(client):
    def sign_in(password=PASSWORD, name="petugas", browser=client, address="10.0.0.1", **said):
        said = {"username": name, "password": password, **said}
        return browser.post(reverse("login"), said, REMOTE_ADDR=address)

    return sign_in


# Signing in and out


def test_the_right_password_opens_the_persons_first_room(sign_in, client, officer):
    response = sign_in()

    assert client.get(response.url).url == reverse("desk-home")


def test_reporting_staff_begin_at_the_dashboard(sign_in, client, reporter):
    response = sign_in(name="pelaporan")

    assert client.get(response.url).url == reverse("reports")


def test_a_wrong_password_is_refused_in_plain_words_with_the_name_kept(sign_in, client, officer):
    response = sign_in("salah")

    page = response.content.decode()
    assert response.status_code == 400
    assert "Nama pengguna atau kata sandi salah." in page
    assert 'value="petugas"' in page
    assert 'salah"' not in page
    assert "_auth_user_id" not in client.session


def test_an_unknown_name_gets_the_same_answer_as_a_wrong_password(sign_in, officer):
    known, unknown = sign_in("salah"), sign_in("salah", name="bukan-siapa")

    assert without_keys(known, "petugas") == without_keys(unknown, "bukan-siapa")


@pytest.mark.parametrize("name", ["", "a\x00b", "x" * 151, "x" * 300_000, "' OR 1=1--", "<script>", "٣", "\u200b"])
@pytest.mark.parametrize("password", ["", "a\x00b", "x" * 5_000])
def test_nothing_typed_at_the_door_breaks_it(sign_in, name, password):
    assert sign_in(password, name=name).status_code == 400


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.test/", "//evil.test/", "javascript:alert(1)", "https:evil.test", "\\\\evil.test"]
)
def test_signing_in_leads_to_no_other_host(sign_in, officer, elsewhere):
    assert sign_in(next=elsewhere).url == reverse("home")


def test_signing_in_leads_back_to_the_page_that_was_asked_for(client, sign_in, officer):
    desk = reverse("desk", args=["ksp"])

    asked = client.get(desk).url

    assert asked == f"{reverse('login')}?next={desk}"
    assert sign_in(next=desk).url == desk


def test_the_english_page_asks_in_english(client):
    with translation.override("en"):
        assert "Staff sign-in" in client.get(reverse("login")).content.decode()


def test_the_page_tells_password_managers_what_it_asks(client):
    page = client.get(reverse("login")).content.decode()

    assert 'autocomplete="username"' in page
    assert 'autocomplete="current-password"' in page
    assert "autofocus" in page


def test_signing_out_needs_a_button_and_says_so(desk):
    assert desk.get(reverse("logout")).status_code == 405

    page = desk.post(reverse("logout"), follow=True).content.decode()

    assert "Anda sudah keluar dari akun." in page
    assert "_auth_user_id" not in desk.session


def test_a_person_dismissed_while_a_page_is_open_gets_no_further(desk, officer):
    assert desk.get(reverse("desk", args=["ksp"])).status_code == 200

    officer.is_active = False
    officer.save()

    assert desk.get(reverse("desk", args=["ksp"])).status_code == 302
    assert desk.post(reverse("desk-tally", args=["ksp"]), {"category": "MHS"}).status_code == 302


def test_a_person_moved_to_another_site_while_a_page_is_open_gets_no_further(desk, officer, other_site):
    Membership.objects.filter(user=officer).update(site=other_site)

    assert desk.get(reverse("desk", args=["ksp"])).status_code == 404


# Locked out


@pytest.fixture
def locked(sign_in, officer):
    """Five wrong passwords for one name from one address."""
    for _ in range(4):
        assert sign_in("salah").status_code == 400
    return sign_in("salah")


def test_five_wrong_passwords_lock_the_name_at_that_address(locked, sign_in):
    assert locked.status_code == 429
    assert sign_in().status_code == 429


def test_a_program_is_told_the_wait_as_well(locked):
    assert int(locked.headers["Retry-After"]) == 15 * 60


def test_the_locked_page_says_when_to_try_again(locked):
    page = locked.content.decode()

    assert "Coba lagi dalam 15 menit." in page
    assert "petugas" not in page


def test_the_real_person_elsewhere_still_gets_in(locked, sign_in):
    assert sign_in(browser=Client(), address="10.0.0.2").status_code == 302


def test_a_colleague_at_the_same_address_still_gets_in(locked, sign_in, head):
    assert sign_in(name="kabid", browser=Client()).status_code == 302


def test_the_lock_ends(locked, sign_in):
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=14))
    assert sign_in().status_code == 429

    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=15, seconds=1))
    assert sign_in().status_code == 302


def test_a_right_password_forgets_the_wrong_ones(sign_in, officer):
    for _ in range(4):
        sign_in("salah")
    sign_in()

    assert sign_in("salah", browser=Client()).status_code == 400


def test_behind_a_proxy_the_address_is_the_one_the_proxy_saw(rf, settings):
    request = rf.get("/", REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="1.1.1.1, 10.0.0.7")

    assert address_of(request) == "127.0.0.1"
    settings.BEHIND_PROXY = True
    assert address_of(request) == "10.0.0.7"


# A kiosk or a person


def test_signing_in_ends_the_kiosk_that_this_browser_was(kiosk, sign_in, officer, device_and_token):
    response = sign_in(browser=kiosk)

    assert response.status_code == 302
    assert kiosk.cookies[KIOSK_COOKIE].value == ""
    assert Device.objects.get().revoked_at is not None
    kiosk.cookies[KIOSK_COOKIE] = device_and_token[1]
    assert kiosk.get(reverse("kiosk-category")).status_code == 403


def test_a_wrong_password_leaves_the_kiosk_what_it_was(kiosk, sign_in, officer):
    sign_in("salah", browser=kiosk)

    assert Device.objects.get().revoked_at is None


def test_a_kiosk_browser_opens_no_staff_page_even_with_a_session(kiosk, officer):
    kiosk.force_login(officer)

    assert kiosk.get(reverse("desk", args=["ksp"])).status_code == 403


def test_the_start_page_of_a_kiosk_is_the_kiosk(kiosk):
    assert kiosk.get(reverse("home")).url == reverse("kiosk-category")


# Taking people on


def test_a_new_person_gets_a_role_and_a_password_that_is_printed_once(site, sign_in):
    told = add_staff()

    password = told.split("password ")[1].strip()
    assert len(password) >= 16
    assert sign_in(password, name="siti").status_code == 302
    assert Membership.objects.get().role == "front_desk"


def test_the_same_again_changes_nothing(site, sign_in):
    password = add_staff().split("password ")[1].strip()

    assert "stays as it is" in add_staff()

    assert Membership.objects.count() == 1
    assert sign_in(password, name="siti").status_code == 302


def test_another_role_takes_the_place_of_the_first(site):
    add_staff()
    add_staff(role="head")

    assert Membership.objects.get().role == "head"


def test_a_person_may_work_at_two_sites(site, other_site):
    add_staff()
    add_staff(site="contoh", role="reporting")

    assert Membership.objects.count() == 2


@pytest.mark.parametrize("wrong", [{"site": "xyz"}, {"role": "king"}, {"name": "a b"}, {"name": "x" * 151}])
def test_a_person_site_or_role_that_is_none_is_refused(site, django_user_model, wrong):
    with pytest.raises(CommandError):
        add_staff(**wrong)

    assert django_user_model.objects.count() == 0


def add_staff(name="siti", site="ksp", role="front_desk") -> str:
    told = StringIO()
    call_command("add_staff", name, "--site", site, "--role", role, stdout=told)
    return told.getvalue()


def without_keys(response, name: str) -> str:
    """A page without its one-time token and the name that was typed."""
    token = response.content.decode().split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    return response.content.decode().replace(token, "").replace(f'value="{name}"', "")
