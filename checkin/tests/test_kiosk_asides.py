"""Beside every question: the staff can be called and sent away again, and the type made larger for one visitor."""

import pytest
from django.utils import timezone

from checkin.models import StaffCall
from checkin.services.calls import answer
from checkin.tests.kiosk_addresses import QUESTIONS, address
from checkin.tests.kiosk_screens import close_the_house

pytestmark = pytest.mark.django_db
WITHOUT_A_FOOT = {"kiosk-goodbye", "kiosk-recorded", "kiosk-called", "kiosk-welcome"}


@pytest.fixture
def call(kiosk):
    def call():
        return kiosk.post(address("kiosk-call"))

    return call


@pytest.fixture
def ask_for_help(kiosk):
    def ask_for_help(kind="step_free"):
        return kiosk.post(address("kiosk-call"), {"kind": kind}, follow=True).text

    return ask_for_help


@pytest.fixture
def choose(kiosk):
    """Ask for a size of type from a page; answers where it leads."""

    def choose(size="large", back="/kiosk/", **headers):
        return kiosk.post(address("kiosk-size"), {"size": size, "back": back}, **headers)

    return choose


def is_large(page) -> bool:
    return 'class="kiosk kiosk-large"' in page.text


@pytest.mark.parametrize("name", sorted(set(QUESTIONS) - WITHOUT_A_FOOT))
def test_every_question_offers_to_call_the_staff(kiosk, name):
    page = kiosk.get(address(name, *QUESTIONS[name])).text

    assert f'action="{address("kiosk-call")}"' in page
    assert "anggil petugas</button>" in page


def test_the_staff_are_called_and_the_visitor_is_told(kiosk, call, device_and_token):
    page = kiosk.get(call().headers["Location"]).text

    call_now = StaffCall.objects.get()
    assert (call_now.device, call_now.ended_at) == (device_and_token[0], None)
    assert "Petugas sudah dipanggil." in page
    assert "Mohon tunggu sebentar." in page


def test_calling_twice_is_calling_once(call):
    assert [call().status_code for _ in range(2)] == [302, 302]
    assert StaffCall.objects.count() == 1


def test_the_call_is_taken_back(kiosk, call):
    call()

    back = kiosk.post(address("kiosk-call-back"))

    assert back.headers["Location"] == address("kiosk-category")
    assert StaffCall.objects.get().ended_at is not None


def test_a_call_that_was_answered_stays_answered(kiosk, call, officer):
    call()
    answer(call=StaffCall.objects.get(), by=officer, at=timezone.now())

    kiosk.post(address("kiosk-call-back"))

    assert StaffCall.objects.get().answered_by == officer


@pytest.mark.parametrize("name", ["kiosk-category", "kiosk-anyway", "kiosk-closed"])
def test_help_is_offered_beside_the_staff_where_the_kiosk_begins(kiosk, site, name):
    if name == "kiosk-closed":
        close_the_house(site)
    page = kiosk.get(address(name)).text

    assert 'name="kind" value="step_free"' in page
    assert "Saya perlu bantuan <small>jalan tanpa tangga</small>" in page


def test_who_needs_a_way_without_steps_says_so_with_one_tap_and_is_told_who_comes(ask_for_help):
    page = ask_for_help()

    assert StaffCall.objects.get().kind == "step_free"
    assert "Petugas datang ke tablet ini dan mengantar Anda lewat jalan tanpa tangga." in page
    assert "Mohon tunggu sebentar." not in page


def test_the_other_kind_changes_the_open_call_and_makes_no_second(call, ask_for_help):
    call()
    assert "Saya perlu jalan tanpa tangga</span>" in ask_for_help("")
    assert "Cukup petugas saja</button>" in ask_for_help()
    assert StaffCall.objects.get().is_step_free

    ask_for_help("staff")

    assert StaffCall.objects.get().kind == "staff"


def test_who_calls_next_does_not_call_off_the_help_that_somebody_waits_for(call, ask_for_help):
    ask_for_help()
    call()

    assert StaffCall.objects.get().kind == "step_free"


def test_a_call_that_is_over_keeps_its_kind(call, ask_for_help, officer):
    ask_for_help()
    answer(call=StaffCall.objects.get(), by=officer, at=timezone.now())

    call()

    assert [one.kind for one in StaffCall.objects.order_by("pk")] == ["step_free", "staff"]


@pytest.mark.parametrize("kind", ["", "helicopter", "x" * 9_000, "\0"])
def test_a_kind_that_is_not_understood_calls_the_staff_all_the_same(ask_for_help, kind):
    assert "Petugas sudah dipanggil." in ask_for_help(kind)
    assert StaffCall.objects.get().kind == "staff"


@pytest.mark.parametrize("name", ["kiosk-call", "kiosk-call-back", "kiosk-size"])
def test_calling_and_choosing_are_posts_and_nothing_else(kiosk, name):
    page = kiosk.get(address(name))

    assert page.status_code == 405
    assert "Mulai lagi" in page.text
    assert not StaffCall.objects.exists()


def test_a_browser_that_is_no_kiosk_calls_nobody(client, site):
    assert client.post(address("kiosk-call")).status_code == 403
    assert not StaffCall.objects.exists()


def test_what_went_wrong_offers_the_staff_only_where_there_is_a_kiosk(kiosk, client):
    nowhere = "/kiosk/nothing/"

    assert f'action="{address("kiosk-call")}"' in kiosk.get(nowhere).text
    assert f'action="{address("kiosk-call")}"' not in client.get(nowhere).text


def test_calling_asks_few_queries(call, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        call()


@pytest.mark.parametrize("name", sorted(set(QUESTIONS) - {"kiosk-welcome"}))
def test_every_page_offers_larger_type_and_leads_back_to_itself(kiosk, name):
    page = kiosk.get(address(name, *QUESTIONS[name])).text

    assert f'name="back" value="{address(name, *QUESTIONS[name])}"' in page
    assert 'value="large" aria-pressed="false">A+ Besar</button>' in page


def test_larger_type_stays_through_the_questions(kiosk, choose):
    assert choose(back="/kiosk/origin/MHS/1/").headers["Location"] == "/kiosk/origin/MHS/1/"

    for name in ("kiosk-category", "kiosk-origin", "kiosk-category", "kiosk-purpose", "kiosk-leave"):
        page = kiosk.get(address(name, *QUESTIONS[name]))
        assert is_large(page)
    assert 'value="usual" aria-pressed="true"' in page.text


def test_the_usual_size_comes_back_when_asked_for(kiosk, choose):
    choose()
    choose("usual")

    assert not is_large(kiosk.get(address("kiosk-category")))


@pytest.mark.parametrize("last", ["kiosk-goodbye", "kiosk-recorded", "kiosk-called"])
def test_larger_type_is_still_there_at_the_end_and_gone_for_the_next_visitor(kiosk, choose, last):
    choose()

    assert is_large(kiosk.get(address(last)))
    assert is_large(kiosk.get(address(last)))
    assert not is_large(kiosk.get(address("kiosk-category")))
    assert not is_large(kiosk.get(address("kiosk-origin", "MHS", 1)))


def test_it_lasts_through_thanks_and_the_change_of_room(kiosk, choose, tap):
    choose()
    thanks = tap().headers["Location"]

    assert is_large(kiosk.get(thanks))
    assert is_large(kiosk.get(f"{thanks}space/"))
    assert not is_large(kiosk.get(address("kiosk-category")))


def test_the_screen_at_rest_ends_it(kiosk, choose):
    choose()
    kiosk.get(address("kiosk-welcome"))

    assert not is_large(kiosk.get(address("kiosk-category")))


def test_the_size_is_a_cookie_of_this_browser_for_ten_minutes(choose):
    cookie = choose().cookies["large"]

    assert (cookie["samesite"], cookie["path"], cookie["max-age"]) == ("Strict", "/", 600)


@pytest.mark.parametrize(
    "back",
    ["", "https://evil.example/", "//evil.example/kiosk/", "/kiosk/../login/", "/desk/", "/kiosk/\\evil", "x" * 9_000],
)
def test_the_way_back_leads_to_the_kiosk_and_nowhere_else(choose, back):
    assert choose(back=back).headers["Location"] == address("kiosk-category")


def test_a_cookie_that_says_something_else_says_nothing(kiosk):
    kiosk.cookies["large"] = "<script>"

    page = kiosk.get(address("kiosk-origin", "MHS", 1))

    assert not is_large(page)
    assert page.cookies["large"]["max-age"] == 0
