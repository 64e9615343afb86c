"""What a tablet could not record, as the desk reads it: in words, never raw first, whatever it holds."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from checkin.models import HeldSubmission
from checkin.services import held as decisions
from checkin.services.holding import hold
from checkin.tests.pages import page_of

pytestmark = pytest.mark.django_db
QUERIES = 10


def page(desk, held) -> str:
    return page_of(desk, "desk-held-entry", held=held.pk)


def test_where_nothing_waits_the_page_says_so_and_the_desk_says_nothing(desk):
    listed, desk_page = page_of(desk, "desk-held"), page_of(desk)

    assert "Tidak ada yang menunggu keputusan." in listed
    assert "Belum ada yang diputuskan." in listed
    assert "menunggu keputusan Anda" not in desk_page
    assert 'class="badge"' not in desk_page


def test_the_desk_says_how_many_wait_and_leads_there(desk, hand_in):
    for _ in range(3):
        hand_in(category="XXX")

    shown = page_of(desk)

    assert "3 catatan dari tablet menunggu keputusan Anda." in shown
    assert '<span class="badge">3</span>' in shown
    assert reverse("desk-held", args=["ksp"]) in shown


def test_an_arrival_is_told_in_words(desk, hand_in):
    hand_in(category="XXX", number=27)

    listed = page_of(desk, "desk-held")

    assert "<b>Masuk</b>: kategori tidak dikenal “XXX” · 3 orang · Batam · Bekerja atau belajar · nomor 27" in listed
    assert "Kategori, asal, atau keperluan tidak dikenal" in listed
    assert "Tablet depan" in listed
    assert "&quot;category&quot;" not in listed


def test_it_is_told_in_english_too(desk, hand_in):
    hand_in(purpose="XXX")

    with translation.override("en"):
        listed = page_of(desk, "desk-held")

    assert "<b>Coming in</b>: University students · 3 people · Batam · unknown purpose “XXX”" in listed


def test_both_times_are_told_by_the_sites_own_clock(desk, hand_in, site):
    held = hand_in(category="XXX", at="2026-01-31T23:30:00+00:00")

    listed = page_of(desk, "desk-held")

    assert ">01/02/2026 06.30</time>" in listed
    assert f">{held.received_at.astimezone(site.zone):%d/%m/%Y %H.%M}</time>" in listed


def test_a_departure_names_its_visit_and_where_it_has_none_says_that(desk, hand_in, tablet, enter):
    visit = enter(device=tablet, persons=5)
    hand_in("check_out", visit=str(uuid4()), persons=2)
    assert "<b>Keluar</b>: 2 orang · kunjungannya belum sampai" in page_of(desk, "desk-held")

    HeldSubmission.objects.update(about=visit.submission)

    assert f"<b>Keluar</b>: 2 orang · nomor {visit.number}, Mahasiswa, 5 orang" in page_of(desk, "desk-held")


def test_another_sites_visit_is_not_told(desk, hand_in, enter, other_site):
    visit = enter(site=other_site, persons=77)
    hand_in("check_out", visit=str(visit.submission))

    listed = page_of(desk, "desk-held")

    assert "kunjungannya belum sampai" in listed
    assert "77 orang" not in listed


@pytest.mark.parametrize(
    ("item", "words"),
    [
        ([], "Isinya tidak dapat dibaca."),
        ("halo", "Isinya tidak dapat dibaca."),
        (None, "Isinya tidak dapat dibaca."),
        ({"type": ["check_in"]}, "Isinya tidak dapat dibaca."),
        ({"type": "check_in"}, "“null” orang"),
        ({"type": "check_in", "persons": -1, "category": {"a": []}}, "kategori tidak dikenal “{&quot;a&quot;: []}”"),
        ({"type": "check_in", "persons": True, "origin": "\ud800"}, "asal tidak dikenal “&quot;\\ud800&quot;”"),
        ({"type": "check_in", "purpose": "<script>alert(1)</script>"}, "“&lt;script&gt;alert(1)&lt;/script&gt;”"),
        ({"type": "check_in", "category": "x" * 100_000}, f"“{'x' * 40}…”"),
        ({"type": "check_in", "persons": 10**400}, f"“1{'0' * 39}…” orang"),
        ({"type": "check_out", "visit": 7, "persons": 1.5}, "“1.5” orang"),
        ({"type": "undo", "at": "9999-12-31T23:59:59-12:00"}, "tidak diketahui"),
        ({"type": "undo", "at": "0001-01-01T00:00:00+14:00"}, "tidak diketahui"),
        ({"type": "undo", "at": "9999-12-31T23:59:59+00:00"}, "tidak diketahui"),
    ],
)
def test_whatever_a_tablet_holds_is_shown_on_both_pages(desk, tablet, item, words):
    now = timezone.now()
    held = hold(device=tablet, item=item, about=None, reason="unreadable", sent_at=now, received_at=now)

    for shown in (page_of(desk, "desk-held"), page(desk, held)):
        assert words in shown


def test_what_came_can_be_read_exactly_behind_a_click(desk, hand_in):
    held = hand_in(category="XXX")

    shown = page(desk, held)

    assert "<summary>Persis seperti yang dikirim</summary>" in shown
    assert f"&quot;id&quot;: &quot;{held.submission}&quot;" in shown


def test_the_oldest_waits_on_top(desk, hand_in):
    first, second = hand_in(category="XXX"), hand_in(category="YYY")

    rows = desk.get(reverse("desk-held", args=["ksp"])).context["waiting"].records

    assert [row.pk for row in rows] == [first.pk, second.pk]


@pytest.mark.parametrize("column", ["reason", "device", "received_at"])
def test_every_heading_that_offers_an_order_gives_it_both_ways(desk, hand_in, column):
    hand_in(category="XXX")
    hand_in(persons=500)

    ways = [
        [row.pk for row in desk.get(reverse("desk-held", args=["ksp"]), {"order": way}).context["waiting"].records]
        for way in (column, f"-{column}")
    ]

    assert ways[0] == ways[1][::-1]


def test_one_held_entry_and_thirty_cost_the_same_number_of_queries(desk, hand_in, officer, enter, tablet):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert "Catatan tertahan" in page_of(desk, "desk-held")
        return len(asked)

    def fill():
        decisions.discard(held=hand_in(category="XXX"), by=officer, at=timezone.now(), note="coba-coba")
        hand_in("check_out", visit=str(uuid4()))
        HeldSubmission.objects.filter(about__isnull=False).update(about=enter(device=tablet).submission)

    fill()
    few = queries()
    for _ in range(30):
        fill()

    assert queries() == few == QUERIES
