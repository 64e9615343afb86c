"""Whatever is sent to the kiosk: a kind page and nothing saved, never a server error."""

import re

import pytest

from checkin.models import Visit
from checkin.tests.kiosk_addresses import address
from kspvisits.views import server_error

pytestmark = pytest.mark.django_db

NO_ADDRESS = [
    "persons/KOM/0/", "persons/KOM/abc/", "persons/KOM/-1/", "persons/KOM/1e3/", "persons/KOM/%D9%A3/",
    "persons/KOM/2%00/", f"persons/KOM/{'9' * 30}/", "persons/KOM/201/", "persons/KOM/99999/",
    "persons/KOM/201/sure/", "persons/XXX/2/", "persons/kom/2/", "persons/%00/2/", "persons/K'M/2/",
    "origin/MHS/0/", "origin/MHS/201/", "origin/XXX/1/", "origin/MHS%00/1/", f"origin/{'M' * 500}/1/",
    "purpose/MHS/1/atlantis/", "purpose/MHS/1/batam%00/", "purpose/MHS/201/batam/", "purpose/XXX/1/batam/",
    "purpose/MHS/1/1-1)%20OR%201=(SELECT%201)/", "name/MHS/1/batam/TIDAK/",
    "thanks/zzz/", f"thanks/{'0' * 32}/", "thanks/00000000-0000-0000-0000-000000000000/",
    "thanks/ffffffff-ffff-ffff-ffff-ffffffffffff/", "thanks/%7B00000000-0000-0000-0000-000000000001%7D/",
    "leave/0/", "leave/-1/", "leave/1e3/", "leave/%D9%A1/", f"leave/{'9' * 30}/", "leave/1%00/", "leave/99999/confirm/",
    "leave/27/confirm/0/", "nothing/", "../kiosk/x/", "%00", "%0d%0aSet-Cookie:x=1/",
]  # fmt: skip
WAYS_ON = {"": re.compile("Mulai lagi|Coba lagi"), "/en": re.compile("Start again|Please try again")}
BAD_SUBMISSIONS = [
    "", "zzz", "1", "null", "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff",
    "a\x00b", "x" * 10_000, "12345678-1234-1234-1234-12345678901٣", "' OR 1=1--",
]  # fmt: skip
BAD_PURPOSES = ["", "TIDAK", "kerja", "KERJA\x00", "K\u200bERJA\x1b", "x" * 10_000, "' OR 1=1--", "<script>"]


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("path", NO_ADDRESS)
def test_an_address_that_is_none_says_so_in_the_kiosks_look(kiosk, path, language):
    page = kiosk.get(f"{language}/kiosk/{path}")

    assert page.status_code == 404
    assert WAYS_ON[language].search(page.text)
    assert page.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("submission", BAD_SUBMISSIONS)
def test_a_page_without_a_key_of_its_own_records_nothing(kiosk, submission):
    page = kiosk.post(address("kiosk-purpose", "MHS", 1, "batam"), {"submission": submission, "purpose": "KERJA"})

    assert page.status_code == 400
    assert "Mulai lagi" in page.text
    assert not Visit.objects.exists()


def test_a_page_without_any_key_records_nothing(kiosk):
    assert kiosk.post(address("kiosk-purpose", "MHS", 1, "batam"), {"purpose": "KERJA"}).status_code == 400
    assert kiosk.post(address("kiosk-without-details", "MHS", 1)).status_code == 400
    assert not Visit.objects.exists()


@pytest.mark.parametrize("purpose", BAD_PURPOSES)
def test_a_purpose_that_is_none_records_nothing(tap, purpose):
    answer = tap(purpose=purpose)

    assert answer.status_code == 400
    assert not Visit.objects.exists()


@pytest.mark.parametrize("persons", [0, 201, 99_999])
def test_nobody_and_too_many_are_not_recorded(kiosk, persons):
    page = kiosk.post(
        f"/kiosk/purpose/MHS/{persons}/batam/",
        {"submission": "12345678-1234-4234-8234-123456789012", "purpose": "KERJA"},
    )

    assert page.status_code == 404
    assert not Visit.objects.exists()


def test_one_key_written_in_other_ways_is_one_visit(tap):
    tap(submission="12345678-1234-4234-8234-1234567890AB")
    tap(submission="{12345678-1234-4234-8234-1234567890ab}")

    assert Visit.objects.count() == 1


def test_a_body_that_is_no_form_records_nothing(kiosk):
    for body, kind in ((b"\xff\xfe", "application/json"), (b"[]", "text/plain"), (b"%00=%00", "multipart/form-data")):
        page = kiosk.post(address("kiosk-purpose", "MHS", 1, "batam"), body, content_type=kind)
        assert page.status_code == 400


def test_a_thousand_fields_and_one_are_refused(kiosk):
    page = kiosk.post(address("kiosk-purpose", "MHS", 1, "batam"), {f"f{n}": "x" for n in range(1001)})

    assert page.status_code == 400
    assert "Mulai lagi" in page.text


def test_two_megabytes_are_refused(kiosk):
    page = kiosk.post(
        address("kiosk-purpose", "MHS", 1, "batam"), b"purpose=" + b"x" * 2_000_000,
        content_type="application/x-www-form-urlencoded",
    )  # fmt: skip

    assert page.status_code == 400


@pytest.mark.parametrize("token", ["", "x", "a" * 8000, "\x00", "' OR 1=1--", "ünï"])
def test_a_token_that_is_none_opens_nothing(client, words, token):
    client.cookies["kiosk"] = token

    assert client.get(address("kiosk-category")).status_code == 403


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/kiosk/", "Maaf, ada gangguan. Coba lagi atau panggil petugas."),
        ("/desk/", "Terjadi gangguan"),
    ],
)
def test_a_fault_of_ours_is_told_without_asking_the_database(rf, django_assert_num_queries, path, words):
    with django_assert_num_queries(0):
        page = server_error(rf.get(path))

    assert page.status_code == 500
    assert words in page.text
