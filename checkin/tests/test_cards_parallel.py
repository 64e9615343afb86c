"""One card at many tablets at once: one open visit, one answer; and the twin without the lock, which is caught."""

from uuid import uuid4

import pytest
from django.db import connection, models
from django.utils import timezone

from checkin.models import Card, Departure, SiteDay, Visit
from checkin.services import cards
from checkin.services.card_codes import new_sheet
from checkin.services.card_issuing import issue
from checkin.services.devices import open_kiosk
from checkin.services.visits import void
from checkin.tests.carded import ANSWERS
from checkin.tests.test_parallel import all_at_once

HANDS = 8
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def tablets(site):
    return [open_kiosk(site=site, name=f"Tablet {number}", at=timezone.now())[0] for number in range(HANDS)]


@pytest.fixture
def show_everywhere(card, tablets):
    """Show the card at every tablet at the same moment; answers how many open visits it has."""

    def show_everywhere(at, said=ANSWERS) -> int:
        def show(device):
            told = {"submission": uuid4(), "at": at, "out_of_hours": False, "said": said}
            return cards.use_card(card=Card.objects.get(pk=card.pk), device=device, **told).pk

        answers = all_at_once(show, tablets)
        assert len(set(answers)) == Visit.objects.count() or Departure.objects.exists()
        return Visit.objects.inside().count()

    return show_everywhere


def test_a_card_shown_at_many_tablets_at_once_comes_in_once(show_everywhere, noon):
    assert show_everywhere(noon) == 1
    assert (Visit.objects.count(), SiteDay.objects.get().visits) == (1, 1)


def test_and_leaves_once(show_everywhere, noon):
    show_everywhere(noon)

    assert show_everywhere(noon.replace(hour=13), said={}) == 0
    assert Departure.objects.count() == 1


@pytest.fixture
def no_lock(monkeypatch, transactional_db):
    """The broken twin: nobody holds the card, and the database does not mind."""
    monkeypatch.setattr(cards, "lock_card", lambda card: None)
    rule = next(rule for rule in Visit._meta.constraints if rule.name == "card_inside_once")
    with connection.schema_editor() as editor:
        editor.remove_constraint(Visit, rule)
    yield
    Visit.objects.all().delete()
    with connection.schema_editor() as editor:
        editor.add_constraint(Visit, rule)


def test_without_the_lock_the_same_drill_finds_one_holder_inside_many_times(no_lock, show_everywhere, noon):
    inside = show_everywhere(noon)

    # SQLite has one writer: there the drill is blind.
    assert (inside > 1) == (connection.vendor == "postgresql")


def test_a_return_and_the_cancelling_of_the_first_at_once_leave_one_that_counts(card, come, show, tablets, noon):
    first = come(card, noon)
    show(card, noon.replace(hour=13))

    later = {"at": noon.replace(hour=14), "out_of_hours": False, "said": ANSWERS}

    def do(device):
        if device is None:
            void(visit=Visit.objects.get(pk=first.pk), reason="twice", at=later["at"])
        else:
            cards.use_card(card=Card.objects.get(pk=card.pk), device=device, submission=uuid4(), **later)

    all_at_once(do, [None, *tablets])

    assert Visit.objects.counted() == 1
    assert SiteDay.objects.get().visits == 1


def test_a_sheet_sent_many_times_at_once_is_issued_once(site, officer):
    sheet = new_sheet()

    def send(_hand):
        issued = issue(site=site, sheet=sheet, how_many=5, by=officer, at=timezone.now())
        return [(each.card.number, each.code) for each in issued]

    sheets = all_at_once(send, range(HANDS))

    assert all(sent == sheets[0] for sent in sheets)
    assert list(Card.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5]


def test_sheets_issued_at_once_share_no_number(site, officer):
    def send(sheet):
        issue(site=site, sheet=sheet, how_many=3, by=officer, at=timezone.now())

    all_at_once(send, [new_sheet() for _ in range(HANDS)])

    assert Card.objects.aggregate(highest=models.Max("number"))["highest"] == Card.objects.count() == 3 * HANDS
