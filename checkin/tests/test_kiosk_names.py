"""A first name, only where a category asks for it, beside the visit and never in it, and gone after thirty days."""

import hashlib
import html
import re
from datetime import date, timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.utils import timezone

from checkin.models import Visit, VisitIdentity, VisitorCategory
from checkin.services.identities import NOTICE_VERSION, identity, purge
from checkin.tests.kiosk_addresses import address

pytestmark = pytest.mark.django_db
OPTIONAL, REQUIRED = VisitorCategory.NameRule.OPTIONAL, VisitorCategory.NameRule.REQUIRED
NOTICE = {
    "id": "Data yang kami catat. Kategori, daerah asal, keperluan, jumlah orang, jam masuk dan keluar. Untuk apa:"
    " menghitung kunjungan, mengatur kapasitas ruang, keselamatan saat evakuasi, dan laporan tahunan. Dasar: pelayanan"
    " publik (UU 27/2022 Pasal 20 ayat (2) huruf e); nama dan kartu hanya dengan persetujuan Anda (huruf a). Berapa"
    " lama: nama dihapus setelah 30 hari; angka kunjungan disimpan tanpa identitas. Hak Anda: melihat, memperbaiki,"
    " menghapus, menarik persetujuan — hubungi petugas meja depan. Anak-anak: kami tidak mencatat nama anak.",
    "en": "What we record. Category, region, purpose, number of people, times in and out. Why: to count visits, manage"
    " room capacity, for safety in an evacuation, and for the annual report. Basis: public service (Law 27/2022"
    " Art. 20(2)(e)); name and card only with your consent (a). How long: names are deleted after 30 days; counts are"
    " kept without identity. Your rights: see, correct, delete, withdraw — ask the front desk. Children: we do not"
    " record children's names.",
}
ANSWERS = ("KRS", 1, "batam", "ACARA")


@pytest.fixture
def asks(words):
    def asks(rule):
        VisitorCategory.objects.filter(code="KRS").update(name_rule=rule)

    return asks


@pytest.fixture
def say(kiosk):
    def say(name="Siti", *, submission=None, language="id", **said):
        page = address("kiosk-name", *ANSWERS, language=language)
        return kiosk.post(page, {"submission": submission or uuid4(), "name": name, **said})

    return say


def test_a_category_without_names_is_never_asked(kiosk):
    page = kiosk.get(address("kiosk-purpose", "KRS", 1, "batam")).text

    assert "kiosk/name" not in page
    assert "Tanpa nama, tanpa foto." in page
    answer = kiosk.get(address("kiosk-name", *ANSWERS))
    assert answer.headers["Location"] == address("kiosk-purpose", "KRS", 1, "batam")


@pytest.mark.parametrize("rule", [OPTIONAL, REQUIRED])
def test_the_purpose_leads_to_the_name_and_the_notice_says_that_names_are_kept(kiosk, asks, rule):
    asks(rule)

    page = kiosk.get(address("kiosk-purpose", "KRS", 1, "batam")).text

    assert f'href="{address("kiosk-name", *ANSWERS)}"' in page
    assert "Tanpa nama, tanpa foto." not in page
    assert "Nama hanya bila Anda setuju, tanpa foto." in page


def test_a_purpose_sent_without_its_name_is_asked_for_it(asks, tap):
    asks(REQUIRED)

    answer = tap(category="KRS", purpose="ACARA")

    assert answer.headers["Location"] == address("kiosk-name", *ANSWERS)
    assert not Visit.objects.exists()


def test_the_name_page_says_what_pressing_continue_means(kiosk, asks):
    asks(OPTIONAL)

    page = kiosk.get(address("kiosk-name", *ANSWERS)).text

    assert "Dengan menekan Lanjut, Anda setuju nama panggilan disimpan 30 hari." in page
    assert 'autocomplete="off"' in page
    assert 'name="skip"' in page


def test_a_name_is_kept_beside_the_visit_for_thirty_days(asks, say, site):
    asks(REQUIRED)

    say("  Siti\tAminah ", language="en")

    visit, kept = Visit.objects.get(), VisitIdentity.objects.get()
    assert (kept.visit, kept.name, kept.language, kept.notice_version) == (visit, "Siti Aminah", "en", NOTICE_VERSION)
    assert kept.keep_until == visit.day + timedelta(days=30)


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_notice_says_everything_the_law_asks_for(kiosk, language):
    page = kiosk.get(address("kiosk-purpose", "MHS", 1, "batam", language=language)).text

    assert words_of(page) == NOTICE[language]


def test_a_consent_names_the_words_it_was_given_to():
    """Whoever changes the words raises the version with them, or nobody could prove what was agreed to."""
    words = hashlib.sha256("".join(NOTICE.values()).encode()).hexdigest()

    assert (NOTICE_VERSION, words[:12]) == ("2026-11", "bc3d8224262a")


def test_an_optional_name_may_be_skipped(asks, say):
    asks(OPTIONAL)

    say("Siti", skip="1")

    assert Visit.objects.count() == 1
    assert not VisitIdentity.objects.exists()


def test_a_required_name_may_not_be_skipped(asks, say, kiosk):
    asks(REQUIRED)

    assert 'name="skip"' not in kiosk.get(address("kiosk-name", *ANSWERS)).text
    assert say("", skip="1").status_code == 400
    assert not Visit.objects.exists()


def test_who_wants_no_details_kept_needs_no_name_either(asks, kiosk):
    asks(REQUIRED)

    kiosk.post(address("kiosk-without-details", "KRS", 1), {"submission": uuid4()})

    assert Visit.objects.count() == 1
    assert not VisitIdentity.objects.exists()


@pytest.mark.parametrize(
    "name", ["", "   ", "\u200b", "\u3164", "a\x00b", "\x1b[31m", "x" * 41, "x" * 100_000, "3201234567890123"]
)
def test_a_name_that_is_none_is_refused_and_what_was_typed_kept(asks, say, name):
    asks(REQUIRED)
    submission = uuid4()

    page = say(name, submission=submission)

    assert page.status_code == 400
    assert 'class="wrong"' in page.text
    assert f'value="{submission}"' in page.text
    assert not Visit.objects.exists()


def test_a_name_that_is_too_long_comes_back_whole(asks, say):
    asks(REQUIRED)

    assert f'value="{"Siti " * 10}"' in say("Siti " * 10).text


@pytest.mark.parametrize("name", ["Suharto", "X", "سيتي", "<img src=x onerror=alert(1)>", "{{7*7}}", "%s", "null"])
def test_every_honest_name_comes_back_exactly(asks, say, name):
    asks(REQUIRED)

    assert say(name).status_code == 302
    assert VisitIdentity.objects.get().name == name


def test_what_is_shown_again_is_text_and_not_markup(asks, say):
    asks(REQUIRED)

    page = say("<b>3201234567890123").text

    assert "&lt;b&gt;3201234567890123" in page


def test_no_page_shows_the_name_afterwards(asks, say, kiosk):
    asks(REQUIRED)
    landed = say("Siti Zubaidah").headers["Location"]

    pages = [kiosk.get(landed), kiosk.get(address("kiosk-leave-confirm", 1))]

    assert "Zubaidah" not in landed
    assert not any("Zubaidah" in page.text for page in pages)


def test_the_same_page_again_is_one_visit_and_one_name(asks, say):
    asks(REQUIRED)
    submission = uuid4()

    say("Siti", submission=submission)
    say("Siti", submission=submission)

    assert (Visit.objects.count(), VisitIdentity.objects.count()) == (1, 1)


def test_undoing_a_visit_forgets_its_name_at_once(asks, say, kiosk):
    asks(REQUIRED)
    landed = say().headers["Location"]

    kiosk.post(f"{landed}undo/")

    assert not VisitIdentity.objects.exists()


def test_recording_with_a_name_takes_no_more_than_eight_queries(asks, say, django_assert_max_num_queries):
    asks(REQUIRED)

    with django_assert_max_num_queries(8):
        say()


def test_a_name_is_kept_through_its_thirtieth_day_and_erased_on_the_next(enter):
    given = date(2026, 11, 1)
    enter(identity=identity(name="Siti", language="id", today=given))

    assert purge(today=given + timedelta(days=30), at=timezone.now()) == 0
    assert purge(today=given + timedelta(days=31), at=timezone.now()) == 1
    assert purge(today=given + timedelta(days=31), at=timezone.now()) == 0
    assert Visit.objects.counted() == 1


def test_the_purge_command_says_what_it_erased_and_does_no_harm_twice(enter):
    enter(identity=identity(name="Siti", language="id", today=timezone.localdate() - timedelta(days=40)))
    enter(identity=identity(name="Budi", language="id", today=timezone.localdate()))

    said = StringIO()
    call_command("purge_identities", stdout=said)
    call_command("purge_identities", stdout=said)

    assert said.getvalue() == "Names erased: 1.\nNames erased: 0.\n"
    assert VisitIdentity.objects.get().name == "Budi"


def words_of(page: str) -> str:
    """The notice as read aloud: its words, without markup."""
    notice = page[page.index('<h2 id="data-title">') : page.index("</dl>")]
    return " ".join(html.unescape(re.sub("<[^>]+>", " ", notice)).split())
