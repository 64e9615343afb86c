"""Cards given out: numbered by their site, once for each page, kept as digests, revoked, and made to forget."""

from datetime import datetime, timedelta, timezone
from uuid import uuid4

import pytest
from django.core import serializers
from django.db import IntegrityError, transaction
from django.utils.timezone import now

from checkin.errors import CardForGroup, CardInUse, ReasonMissing, SubmissionConflict
from checkin.models import Card, Visit, VisitorCategory
from checkin.services.card_codes import clean_code, new_sheet
from checkin.services.card_issuing import issue, revoke_card, unlink
from checkin.services.visits import void

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
NOW = datetime(2026, 11, 7, 12, tzinfo=timezone.utc)


@pytest.fixture
def give_out(site, officer):
    def give_out(how_many=1, *, sheet=None, place=site, **said):
        told = {"site": place, "sheet": sheet or new_sheet(), "how_many": how_many, "by": officer, "at": now()}
        return issue(**told, **said)

    return give_out


def test_cards_are_numbered_by_their_site(give_out, other_site):
    give_out(2)

    assert [issued.card.number for issued in give_out(2)] == [3, 4]
    assert [str(issued.card) for issued in give_out(1, place=other_site)] == ["0001"]


def test_a_page_sent_twice_issues_once_and_shows_the_same_codes(give_out, category):
    sheet = new_sheet()

    first, again = (give_out(40, sheet=sheet, category=category) for _ in range(2))

    assert [issued.code for issued in first] == [issued.code for issued in again]
    assert [issued.card for issued in first] == [issued.card for issued in again]
    assert Card.objects.count() == 40
    assert all(clean_code(issued.code) for issued in first)


def test_a_page_used_for_other_cards_is_refused(give_out, category, other_site):
    sheet = new_sheet()
    give_out(2, sheet=sheet)

    for otherwise in ({"how_many": 3}, {"category": category}, {"place": other_site}):
        with pytest.raises(SubmissionConflict):
            give_out(**{"how_many": 2, "sheet": sheet, **otherwise})
    assert Card.objects.count() == 2


def test_nothing_kept_leads_back_to_a_code(give_out):
    sheet = new_sheet()
    [issued] = give_out(1, sheet=sheet)

    kept = serializers.serialize("json", Card.objects.all())

    assert issued.code not in kept
    assert not any(key in kept for key in (sheet.hex, str(sheet)))


def test_a_group_has_no_card(give_out):
    with pytest.raises(CardForGroup):
        give_out(category=VisitorCategory.objects.get(code="TKP"))


@pytest.mark.parametrize(
    ("field", "value"), [("number", 0), ("revoked_at", NOW), ("revoke_reason", "lost"), ("unlinked_at", NOW)]
)
def test_the_database_keeps_the_rules_too(card, field, value):
    with pytest.raises(IntegrityError), transaction.atomic():
        Card.objects.update(**{field: value})


# The end of a card


def test_a_card_is_revoked_once_and_keeps_its_first_reason(card, officer, head, noon):
    revoke_card(card=card, reason="lost", at=noon, by=officer)
    revoke_card(card=card, reason="damaged", at=noon + MINUTE, by=head)

    card.refresh_from_db()
    assert (card.revoke_reason, card.revoked_at, card.revoked_by) == ("lost", noon, officer)


@pytest.mark.parametrize("reason", ["", "because"])
def test_a_card_is_revoked_for_a_reason(card, officer, noon, reason):
    with pytest.raises(ReasonMissing):
        revoke_card(card=card, reason=reason, at=noon, by=officer)


def test_visits_forget_a_revoked_card_and_so_does_their_history(card, come, show, officer, noon):
    first = come(card, noon)
    show(card, noon + MINUTE)
    show(card, noon + 2 * MINUTE)
    void(visit=first, reason="twice", at=noon + 3 * MINUTE)
    assert Visit.history.filter(card=card).exists()
    revoke_card(card=card, reason="given-back", at=noon, by=officer)

    assert unlink(card=card, at=noon) == 2

    assert not Visit.objects.exclude(card=None).exists()
    assert not Visit.history.exclude(card=None).exists()
    assert Visit.objects.counted() == 1
    assert unlink(card=card, at=noon + MINUTE) == 0
    assert card.unlinked_at == noon


def test_a_card_in_use_keeps_its_visits(card, come, noon):
    come(card, noon)

    with pytest.raises(CardInUse):
        unlink(card=card, at=noon)
    assert Visit.objects.get().card == card


def test_other_cards_keep_their_visits(card, issue_card, come, officer, noon):
    kept = come(issue_card().card, noon, submission=uuid4())
    come(card, noon)
    revoke_card(card=card, reason="lost", at=noon, by=officer)

    unlink(card=card, at=noon)

    assert Visit.objects.exclude(card=None).get() == kept
