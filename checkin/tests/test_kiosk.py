"""Three taps at the tablet: what each page offers, and what the last one records."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from checkin.models import Device, Origin, Purpose, Visit, VisitorCategory
from checkin.tests.kiosk_addresses import QUESTIONS, address

pytestmark = pytest.mark.django_db
MOST_QUERIES_OF_A_QUESTION, MOST_QUERIES_OF_A_TAP = 2, 8
# Also asked: the hours, how many pages there are, how full the house is.
#: Not on the way to the record.
MORE_QUERIES = {"kiosk-forgotten": 3, "kiosk-welcome": 5}


@pytest.mark.parametrize("name", QUESTIONS)
@pytest.mark.parametrize("language", ["id", "en"])
def test_every_question_opens_and_is_kept_by_no_cache(kiosk, name, language):
    page = kiosk.get(address(name, *QUESTIONS[name], language=language))

    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    assert f'<html lang="{language}">' in page.text


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_browser_that_is_no_kiosk_is_told_what_to_do(client, words, name):
    page = client.get(address(name, *QUESTIONS[name]))

    assert page.status_code == 403
    assert "Layar ini belum menjadi kios." in page.text
    assert 'href="/login/"' in page.text


def test_a_kiosk_whose_trust_has_ended_is_no_kiosk(kiosk, device_and_token):
    Device.objects.update(revoked_at=timezone.now())

    assert kiosk.get(address("kiosk-category")).status_code == 403


@pytest.mark.parametrize("name", [name for name in QUESTIONS if name != "kiosk-purpose"])
def test_a_question_takes_no_post(kiosk, name):
    page = kiosk.post(address(name, *QUESTIONS[name]))

    assert page.status_code == 405
    assert page.headers["Allow"] == "GET, HEAD"
    assert "Mulai lagi" in page.text


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_asks_the_database_at_most_twice(kiosk, enter, name, django_assert_max_num_queries):
    enter()
    kiosk.get(address("kiosk-category"))  # the hours are looked up once a minute

    with django_assert_max_num_queries(MORE_QUERIES.get(name, MOST_QUERIES_OF_A_QUESTION)):
        kiosk.get(address(name, *QUESTIONS[name]))


def test_one_person_reaches_the_record_in_three_taps_without_typing(kiosk):
    second = tapped(kiosk.get(address("kiosk-category")), "Mahasiswa")
    third = tapped(kiosk.get(second), "Batam")
    page = kiosk.get(third)
    thanks = kiosk.post(third, {"submission": submission_of(page), "purpose": "KERJA"}, follow=True)

    visit = Visit.objects.get()
    assert (visit.category.code, visit.origin.slug, visit.purpose.code) == ("MHS", "batam", "KERJA")
    assert (visit.persons, visit.source, visit.number) == (1, Visit.Source.KIOSK, 1)
    assert "Tercatat. Silakan masuk!" in thanks.text


def test_the_segment_decides_who_is_asked_for_a_number(kiosk):
    alone, together = kiosk.get(address("kiosk-category")), kiosk.get(address("kiosk-category-group"))

    assert tapped(alone, "Komunitas") == address("kiosk-origin", "KOM", 1)
    assert tapped(together, "Komunitas") == address("kiosk-persons", "KOM", 2)


def test_a_kindergarten_is_always_a_group_and_hears_that_no_child_is_named(kiosk):
    persons = tapped(kiosk.get(address("kiosk-category")), "TK &amp; PAUD")

    assert persons == address("kiosk-persons", "TKP", 2)
    assert "Nama anak tidak dicatat." in kiosk.get(persons).text
    assert "Nama anak tidak dicatat." not in kiosk.get(address("kiosk-persons", "KOM", 2)).text


def test_a_group_is_one_visit_row_of_its_persons(kiosk, tap):
    tap(category="TKP", persons=24)

    assert Visit.objects.get().persons == 24


def test_more_than_fifty_are_asked_about_once(kiosk):
    ask, certain = kiosk.get(address("kiosk-persons", "KOM", 60)), kiosk.get(address("kiosk-persons-sure", "KOM", 60))

    assert f'href="{address("kiosk-persons-sure", "KOM", 60)}"' in ask.text
    assert f'href="{address("kiosk-origin", "KOM", 60)}"' in certain.text
    assert f'href="{address("kiosk-origin", "KOM", 50)}"' in kiosk.get(address("kiosk-persons", "KOM", 50)).text


def test_the_counter_stops_at_one_and_at_two_hundred(kiosk):
    least, most = kiosk.get(address("kiosk-persons", "KOM", 1)), kiosk.get(address("kiosk-persons", "KOM", 200))

    assert address("kiosk-persons", "KOM", 6) in least.text
    assert 'aria-disabled="true" data-step="-1"' in least.text
    assert most.text.count('aria-disabled="true"') == 3
    assert address("kiosk-persons", "KOM", 199) in most.text


def test_who_skips_the_origin_is_recorded_as_not_known(kiosk, tap):
    skip = tapped(kiosk.get(address("kiosk-origin", "MHS", 1)), "Lewati")
    assert skip == address("kiosk-purpose", "MHS", 1, Origin.UNKNOWN)

    tap(origin=Origin.UNKNOWN)

    assert Visit.objects.get().origin.slug == Origin.UNKNOWN


def test_abroad_is_for_the_desk_alone(kiosk):
    assert "Luar negeri" not in kiosk.get(address("kiosk-origin", "MHS", 1)).text
    assert kiosk.get(address("kiosk-purpose", "MHS", 1, "luar-negeri")).status_code == 404


def test_the_usual_purpose_is_marked_and_nothing_is_chosen_beforehand(kiosk):
    page = kiosk.get(address("kiosk-purpose", "ESP", 1, "batam")).text

    usual = page[page.index('value="ESPORT"') :]
    assert "Sering dipilih" in usual[: usual.index("</button>")]
    assert page.count("Sering dipilih") == 1
    assert "checked" not in page


def test_each_purpose_page_has_a_submission_of_its_own(kiosk):
    pages = [kiosk.get(address("kiosk-purpose", "MHS", 1, "batam")) for _ in range(2)]

    assert submission_of(pages[0]) != submission_of(pages[1])


def test_the_pages_before_the_last_hold_nothing_of_the_visitor(kiosk):
    for name in ("kiosk-category", "kiosk-persons", "kiosk-origin"):
        page = kiosk.get(address(name, *QUESTIONS[name]))
        assert set(page.cookies) <= {"csrftoken"}
        assert 'name="submission"' not in page.text


def test_who_wants_no_details_kept_is_counted_all_the_same(kiosk):
    page = kiosk.get(address("kiosk-purpose", "PLJ", 3, "batam"))
    without = address("kiosk-without-details", "PLJ", 3)
    assert f'form="answer" formaction="{without}"' in page.text

    kiosk.post(without, {"submission": submission_of(page)})

    visit = Visit.objects.get()
    assert (visit.category.code, visit.persons) == ("PLJ", 3)
    assert (visit.origin.slug, visit.purpose.code) == (Origin.UNKNOWN, Purpose.OTHER)


def test_counting_without_details_is_a_post_and_nothing_else(kiosk):
    assert kiosk.get(address("kiosk-without-details", "PLJ", 1)).status_code == 405


def test_the_visit_is_sent_to_the_room_its_purpose_usually_leads_to(tap, site):
    tap(purpose="ESPORT")
    tap(purpose="LAIN")

    assert [visit.space and visit.space.code for visit in Visit.objects.order_by("id")] == ["ESP", None]


def test_a_visit_belongs_to_the_site_of_its_tablet(tap, site, other_site, device_and_token):
    tap()

    visit = Visit.objects.get()
    assert (visit.site, visit.device) == (site, device_and_token[0])


@pytest.mark.parametrize("word", [VisitorCategory, Origin, Purpose], ids=lambda word: word.__name__)
def test_a_word_that_is_retired_while_its_page_stands_open_records_nothing(kiosk, tap, word):
    word.objects.update(is_offered=False)

    answer = tap()

    assert answer.status_code in (400, 404)
    assert "Pilihan ini sudah tidak ada." in answer.text
    assert not Visit.objects.exists()


@pytest.mark.parametrize("last_seen", [None, timedelta(minutes=2), timedelta(seconds=2)])
def test_recording_takes_few_queries_even_first_thing_in_the_morning(tap, last_seen, django_assert_max_num_queries):
    Device.objects.update(last_seen_at=last_seen and timezone.now() - last_seen)

    with django_assert_max_num_queries(MOST_QUERIES_OF_A_TAP):
        tap()


def test_a_tablet_shows_that_it_lives_at_most_once_a_minute(tap, device_and_token):
    device, _ = device_and_token
    seen = device.last_seen_at
    tap()
    device.refresh_from_db()
    assert device.last_seen_at == seen

    Device.objects.update(last_seen_at=seen - timedelta(minutes=2))
    tap()

    device.refresh_from_db()
    assert device.last_seen_at >= seen


def test_the_other_language_is_one_tap_away_and_home_is_indonesian(kiosk):
    page = kiosk.get(address("kiosk-origin", "MHS", 1, language="en")).text

    assert "Where are you from?" in page
    assert f'href="{address("kiosk-origin", "MHS", 1)}" lang="id"' in page
    assert 'data-home="/kiosk/"' in page


def test_a_site_for_show_says_so_on_every_page(kiosk, site):
    assert "ILUSTRASI" not in kiosk.get(address("kiosk-category")).text

    type(site).objects.filter(pk=site.pk).update(is_demo=True)

    for name, args in QUESTIONS.items():
        assert "ILUSTRASI" in kiosk.get(address(name, *args)).text


def test_a_form_sent_without_its_key_is_refused_in_the_kiosks_look(device_and_token):
    browser = Client(enforce_csrf_checks=True)
    browser.cookies["kiosk"] = device_and_token[1]

    page = browser.post(address("kiosk-purpose", "MHS", 1, "batam"), {"submission": uuid4(), "purpose": "KERJA"})

    assert page.status_code == 403
    assert "Mulai lagi" in page.text
    assert not Visit.objects.exists()


def tapped(page, words: str) -> str:
    """The address that the link with these words leads to."""
    before = page.text[: page.text.index(words)]
    return before.rsplit('href="', 1)[1].split('"', 1)[0]


def submission_of(page) -> str:
    return page.text.split('name="submission" value="')[1].split('"')[0]
