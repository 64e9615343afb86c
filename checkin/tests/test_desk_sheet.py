"""The desk's grid for what was written on paper: whole, once, and every mistake told in its line."""

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from checkin.models import Purpose, Visit
from checkin.paper import LINES
from checkin.tests.desk_screens import complaints_about, enter_leads_on
from checkin.tests.pages import page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def blank(desk, site):
    """The grid as a browser would send it untouched."""
    page = desk.get(reverse("desk-sheet", args=["ksp"])).context
    sent = {name: page["form"][name].value() for name in page["form"].fields}
    for line in page["lines"]:
        sent |= {f"{line.prefix}-{name}": line[name].value() for name in line.fields}
    management = page["lines"].management_form
    sent |= {f"{management.prefix}-{name}": management[name].value() for name in management.fields}
    return {name: "" if value is None else value for name, value in sent.items()}


@pytest.fixture
def send(desk, blank, category):
    """Send the grid with lines of ``(came, left, persons)`` filled in."""

    def send(*lines, **said):
        sent = {**blank, "day": "2026-03-02", "reason": "Listrik padam", **said}
        for place, (came, left, persons) in enumerate(lines):
            told = {"came": came, "left": left, "persons": persons, "category": category.pk}
            sent |= {f"line-{place}-{name}": value for name, value in told.items()} | said
        return desk.post(reverse("desk-sheet", args=["ksp"]), sent, follow=True)

    return send


def test_the_filled_lines_are_recorded_and_said_in_people(send):
    page = send(("08:15", "10:00", "24"), ("09:00", "", "3")).content.decode()

    assert Visit.objects.counted() == 27
    assert "Tercatat untuk 2 Maret 2026: 2 baris, 27 orang." in page
    visit = Visit.objects.get(persons=3)
    assert (visit.source, visit.purpose.code, visit.origin.slug) == ("paper", Purpose.OTHER, "tidak-diketahui")


def test_a_line_without_a_room_is_in_the_room_of_its_purpose(send, site):
    purpose, hall = Purpose.objects.get(code="ESPORT"), site.spaces.get(code="AUL")
    send(("08:15", "10:00", "24"), **{"line-0-purpose": purpose.pk})
    assert Visit.objects.get().space.code == "ESP"

    send(("09:00", "", "3"), submission=uuid4(), **{"line-0-purpose": purpose.pk, "line-0-space": hall.pk})
    assert Visit.objects.get(persons=3).space == hall


def test_a_late_sheet_leads_to_its_own_day_where_it_can_be_mended(send):
    page = send(("08:15", "10:00", "24"))

    assert page.redirect_chain[-1][0].endswith("/desk/ksp/?day=2026-03-02#today")
    assert [row.record.persons for row in page.context["entries"].paginated_rows] == [24]


def test_the_page_sent_twice_is_one_sheet(send):
    submission = uuid4()

    for _time in range(2):
        page = send(("08:15", "", "24"), submission=submission).content.decode()

    assert Visit.objects.counted() == 24
    assert "Lembar ini sudah tercatat" in page


def test_the_page_sent_again_with_one_line_more_is_told_and_adds_nothing(send):
    submission = uuid4()
    send(("08:15", "", "24"), submission=submission)

    response = send(("08:15", "", "24"), ("09:00", "", "3"), submission=submission)

    assert response.status_code == 409
    assert "Buka lembar baru" in response.content.decode()
    assert Visit.objects.counted() == 24


@pytest.mark.parametrize(
    ("lines", "said", "why"),
    [
        ([], {}, "Belum ada baris yang diisi."),
        ([("08:15", "", "1")], {"reason": ""}, "Tuliskan alasannya."),
        ([("08:15", "", "1")], {"day": "2999-01-01"}, "melewati saat ini"),
        ([("08:15", "", "1"), ("", "", "1")], {}, "Isi jamnya, misalnya 16.00."),
        ([("08:15", "", "1"), ("25:00", "", "1")], {}, "Isi jamnya, misalnya 16.00."),
        ([("08:15", "07:00", "1")], {}, "lebih awal"),
        ([("08:15", "", "0")], {}, "field-refused"),
        ([("08:15", "", "1")], {"line-0-category": "999999"}, "field-refused"),
        ([("08:15", "", "1")], {"line-TOTAL_FORMS": "101"}, "100"),
        ([("08:15", "", "1")], {"line-TOTAL_FORMS": "x"}, "errorlist"),
        ([("08:15", "", "1")], {"submission": "x"}, "errorlist"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_recorded(send, lines, said, why):
    response = send(*lines, **said)

    assert response.status_code == 400
    assert why in response.content.decode()
    assert not Visit.objects.exists()


def test_an_hour_that_has_not_come_is_refused(by_day, send, site):
    today = site.day_of(timezone.now())

    response = send(("23:59", "", "1"), day=today)

    assert response.status_code == 400
    assert not Visit.objects.exists()


def test_the_page_asks_the_same_for_ten_lines_and_for_a_hundred(desk, send, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        page_of(desk, "desk-sheet")
    with django_assert_max_num_queries(12):
        send(("08:15", "", "0"), **{"line-TOTAL_FORMS": "100"})


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [390, 1440])
def test_enter_goes_on_to_the_next_line_and_adds_one_at_the_end(by_day, sit_down, category, width):
    page = sit_down("desk-sheet", width=width)
    assert complaints_about(page) == []

    page.locator(f"[name=line-{LINES - 1}-came]").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("12:01AM")
    page.locator(f"[name=line-{LINES}-category]").select_option(str(category.pk))
    page.get_by_role("button", name="Catat semua baris").focus()
    enter_leads_on(page)

    assert Visit.objects.get().source == "paper"
