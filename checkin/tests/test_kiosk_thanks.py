"""After the last tap: the number, the place, the count, and two minutes for second thoughts."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from checkin.models import Space, Visit
from checkin.services.devices import open_kiosk
from checkin.tests.kiosk_addresses import address
from reports.models import AnnualTarget
from reports.targets import even, set_target

pytestmark = pytest.mark.django_db
MOST_QUERIES_OF_THANKS = 9


@pytest.fixture
def recorded(kiosk, tap):
    """Tap, and give back the visit and the address of its thanks page."""

    def recorded(**answers):
        landed = tap(**answers).headers["Location"]
        return Visit.objects.latest("id"), landed

    return recorded


@pytest.fixture
def two_minutes_ago():
    """Make every visit so far older than any second thought."""

    def age():
        Visit.objects.update(recorded_at=timezone.now() - timedelta(seconds=121))

    return age


def test_thanks_show_the_number_the_place_and_the_count(kiosk, recorded, other_site):
    Space.objects.filter(code="COW").update(wayfinding="Lurus, pintu kanan")
    recorded(persons=27)

    page = kiosk.get(recorded()[1]).text

    assert "Nomor Anda <b>2</b>" in page
    assert "Ruang co‑working" in page
    assert "Lurus, pintu kanan" in page
    assert 'data-direction="ahead"' in page
    assert "kunjungan ke‑28" in page
    assert "ke‑28 tahun ini" in page


def test_a_room_with_steps_tells_the_way_without_them(kiosk, recorded):
    path = recorded()[1]
    assert "Jalan tanpa tangga" not in kiosk.get(path).text

    Space.objects.update(step_free_way="Lift di ujung selasar", step_free_way_en="Lift at the veranda’s end")

    assert "Jalan tanpa tangga: Lift di ujung selasar" in kiosk.get(path).text
    assert "Without steps: Lift at the veranda’s end" in kiosk.get(f"/en{path}").text


def test_a_way_that_names_no_direction_gets_no_arrow(kiosk, recorded):
    Space.objects.update(wayfinding="Di sebelah meja depan")

    assert "data-direction" not in kiosk.get(recorded()[1]).text


def test_a_group_reads_from_and_to(kiosk, recorded):
    recorded(persons=27)

    page = kiosk.get(recorded(persons=24)[1]).text

    assert "kunjungan ke‑28 sampai ke‑51" in page
    assert "24 orang." in page


def test_thanks_in_english(kiosk, recorded):
    page = kiosk.get(recorded(language="en")[1]).text

    assert "Recorded. Please come in!" in page
    assert "visit 1" in page
    assert 'href="/kiosk/">Done' in page


@pytest.mark.parametrize(("persons", "says_so"), [(3, True), (2, True), (1, False)])
def test_whoever_crosses_the_target_is_told(kiosk, recorded, site, persons, says_so):
    set_target(site=site, year=site.day_of(timezone.now()).year, months=even(12), method=AnnualTarget.Method.EVEN)
    recorded(persons=10)

    page = kiosk.get(recorded(persons=persons)[1]).text

    assert ("Anda kunjungan ke‑12 tahun ini!" in page) is says_so
    assert "target 12" in page


def test_a_category_that_does_not_count_hears_no_count(kiosk, recorded, category):
    type(category).objects.filter(pk=category.pk).update(is_counted=False)

    assert "kunjungan ke" not in kiosk.get(recorded()[1]).text


def test_the_same_tap_again_shows_the_same_number_and_asks_whether_to_add(kiosk, tap):
    submission = uuid4()
    first, again = tap(submission=submission), tap(submission=submission)

    page = kiosk.get(again.headers["Location"]).text

    assert Visit.objects.count() == 1
    assert first.headers["Location"] == address("kiosk-thanks", submission)
    assert "Sudah tercatat — tambah lagi?" in page
    assert f'href="{address("kiosk-purpose", "MHS", 1, "batam")}"' in page
    assert "Nomor Anda <b>1</b>" in page


def test_a_late_repeat_still_learns_its_number_but_changes_nothing(kiosk, tap, two_minutes_ago):
    submission = uuid4()
    tap(submission=submission)
    two_minutes_ago()

    page = kiosk.get(tap(submission=submission).headers["Location"]).text

    assert "Nomor Anda <b>1</b>" in page
    assert "Batalkan" not in page
    assert "Ganti ruang" not in page


def test_other_content_under_a_used_page_is_refused(tap):
    submission = uuid4()
    tap(submission=submission)

    answer = tap(submission=submission, purpose="INFO")

    assert answer.status_code == 409
    assert "Halaman ini sudah dipakai untuk kunjungan lain." in answer.text
    assert Visit.objects.get().purpose.code == "KERJA"


def test_thanks_of_another_tablet_are_not_shown(client, recorded, site):
    _visit, landed = recorded()
    client.cookies["kiosk"] = open_kiosk(site=site, name="Tablet dua", at=timezone.now())[1]

    for path in (landed, f"{landed}again/", f"{landed}space/"):
        assert client.get(path).status_code == 404
    assert client.post(f"{landed}undo/").status_code == 404
    assert not Visit.objects.voided().exists()


def test_a_tap_that_another_tablet_handed_in_is_kindly_said_to_be_recorded(client, tap, site):
    submission = uuid4()
    tap(submission=submission, persons=3)
    client.cookies["kiosk"] = open_kiosk(site=site, name="Tablet dua", at=timezone.now())[1]

    said = {"submission": submission, "purpose": "KERJA"}
    answer = client.post(address("kiosk-purpose", "MHS", 3, "batam"), said, follow=True)

    assert answer.status_code == 200
    assert "Sudah tercatat." in answer.text
    assert "Batalkan" not in answer.text
    assert Visit.objects.counted() == 3


def test_who_got_no_number_is_told_how_to_leave(kiosk, recorded):
    visit, landed = recorded()
    Visit.objects.filter(pk=visit.pk).update(number=None)

    page = kiosk.get(landed).text

    assert "Anda tanpa nomor. Saat keluar, pilih “Lupa nomor”." in page
    assert "Nomor Anda" not in page
    assert "Ingat nomor ini" not in page
    assert "None" not in page


def test_thanks_of_nobody_are_not_found(kiosk):
    assert kiosk.get(address("kiosk-thanks", uuid4())).status_code == 404


def test_after_two_minutes_thanks_are_closed(kiosk, recorded, two_minutes_ago):
    _visit, landed = recorded()
    two_minutes_ago()

    assert kiosk.get(landed).headers["Location"] == address("kiosk-category")


def test_thanks_ask_the_same_few_queries_however_full_the_house(kiosk, recorded, django_assert_max_num_queries):
    for _ in range(10):
        recorded()
    _visit, landed = recorded()

    with django_assert_max_num_queries(MOST_QUERIES_OF_THANKS):
        kiosk.get(landed)


def test_undo_voids_the_visit_and_says_so(kiosk, recorded):
    visit, landed = recorded(persons=3)

    page = kiosk.post(f"{landed}undo/", follow=True).text

    visit.refresh_from_db()
    assert visit.is_voided
    assert visit.void_reason == Visit.VoidReason.UNDONE
    assert Visit.objects.counted() == 0
    assert "Kunjungan ini batal dan tidak dihitung." in page


def test_undo_in_english_leaves_the_same_reason(kiosk, recorded):
    visit, landed = recorded(language="en")

    kiosk.post(f"{landed}undo/")

    visit.refresh_from_db()
    assert visit.void_reason == Visit.VoidReason.UNDONE


def test_undo_twice_is_undo_once(kiosk, recorded):
    _visit, landed = recorded()

    answers = [kiosk.post(f"{landed}undo/").status_code for _ in range(2)]

    assert answers == [302, 302]
    assert Visit.objects.voided().count() == 1


def test_undo_after_two_minutes_is_kindly_refused(kiosk, recorded, two_minutes_ago):
    _visit, landed = recorded()
    two_minutes_ago()

    page = kiosk.post(f"{landed}undo/")

    assert page.status_code == 409
    assert "Silakan tanya petugas meja depan." in page.text
    assert not Visit.objects.voided().exists()


def test_undo_is_a_post_and_nothing_else(kiosk, recorded):
    assert kiosk.get(f"{recorded()[1]}undo/").status_code == 405


def test_the_room_can_be_changed_and_the_old_one_stays_in_the_history(kiosk, recorded):
    visit, landed = recorded()
    page = kiosk.get(f"{landed}space/").text
    assert "Mau ke ruang mana?" in page

    thanks = kiosk.post(f"{landed}space/", {"space": "SEL"}, follow=True).text

    visit.refresh_from_db()
    assert visit.space.code == "SEL"
    kept = visit.history.order_by("history_id").values_list("space__code", flat=True)
    assert list(kept) == ["COW", "SEL"]
    assert "Selasar" in thanks


@pytest.mark.parametrize("code", ["", "TIDAKADA", "SEL\x00", "x" * 500])
def test_a_room_that_is_none_is_refused(kiosk, recorded, code):
    visit, landed = recorded()

    assert kiosk.post(f"{landed}space/", {"space": code}).status_code == 400
    visit.refresh_from_db()
    assert visit.space.code == "COW"


def test_a_room_of_another_site_is_none(kiosk, recorded, other_site):
    _visit, landed = recorded()
    Space.objects.create(site=other_site, code="LAIN", name="Ruang lain")

    assert kiosk.post(f"{landed}space/", {"space": "LAIN"}).status_code == 400


def test_the_room_stays_after_two_minutes_and_after_an_undo(kiosk, recorded, two_minutes_ago):
    visit, landed = recorded()
    kiosk.post(f"{landed}undo/")
    assert kiosk.post(f"{landed}space/", {"space": "SEL"}).status_code == 409
    _second, later = recorded()
    two_minutes_ago()
    assert kiosk.post(f"{later}space/", {"space": "SEL"}).status_code == 409

    visit.refresh_from_db()
    assert visit.space.code == "COW"


def test_a_site_without_rooms_offers_none(kiosk, recorded, site):
    site.spaces.all().delete()

    page = kiosk.get(recorded()[1]).text

    assert "Tempat Anda" not in page
    assert "ruang" not in page.split("<main")[1]


def test_without_scripts_thanks_and_goodbye_return_by_themselves(kiosk, recorded):
    thanks, goodbye = kiosk.get(recorded()[1]).text, kiosk.get(address("kiosk-goodbye", language="en")).text

    assert '<noscript><meta http-equiv="refresh" content="10; url=/kiosk/"></noscript>' in thanks
    assert '<noscript><meta http-equiv="refresh" content="6; url=/kiosk/"></noscript>' in goodbye
