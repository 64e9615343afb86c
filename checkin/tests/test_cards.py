"""A card shown at a tablet: in with what it knows, out again, once for one showing, and unknown in one voice."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from checkin.errors import CardUnknown, ChoiceNotOffered, SubmissionConflict, TooLateHere, TooManyWrongCards
from checkin.models import Departure, Origin, Purpose, Visit, VisitorCategory
from checkin.services.automatic import close
from checkin.services.card_codes import code_of, new_sheet
from checkin.services.card_issuing import revoke_card
from checkin.services.cards import WRONG_CARDS, card_with, departure_by_card, stay
from checkin.services.visits import check_out, void

pytestmark = pytest.mark.django_db
SECONDS, MINUTES = timedelta(seconds=1), timedelta(minutes=1)


def test_an_empty_card_is_asked_for_each_answer_it_lacks_and_remembers_them(card, show, noon):
    answers = {"category": "MHS", "origin": "batam", "purpose": "KERJA"}
    for answered, asked in enumerate(answers):
        said = dict([*answers.items()][:answered])
        with pytest.raises(ChoiceNotOffered) as missing:
            show(card, noon, said=said)
        assert missing.value.field == asked

    first = show(card, noon, said=answers)
    show(card, noon + MINUTES)
    again = show(card, noon + 2 * MINUTES)

    assert (first.category.code, first.persons, first.source) == ("MHS", 1, "card")
    assert [(visit.category_id, visit.origin_id, visit.purpose_id) for visit in (first, again)] == [
        (first.category_id, first.origin_id, first.purpose_id)
    ] * 2


def test_what_the_desk_chose_at_issuing_is_not_asked(issue_card, show, noon):
    card = issue_card(category=VisitorCategory.objects.get(code="STU"), origin=Origin.objects.get(slug="lingga")).card

    visit = show(card, noon, said={"purpose": "RAPAT"})

    assert (visit.category.code, Origin.objects.get(pk=visit.origin_id).slug) == ("STU", "lingga")


def test_who_is_outside_comes_in_and_who_is_inside_leaves(card, come, show, noon):
    visit = come(card, noon)
    departure = show(card, noon + 2 * MINUTES)

    visit.refresh_from_db()
    assert (visit.card, visit.persons_inside, departure.visit, departure.source) == (card, 0, visit, "kiosk")
    assert isinstance(show(card, noon + 3 * MINUTES), Visit)


def test_a_card_knows_what_the_desk_has_corrected(card, come, show, noon):
    Visit.objects.filter(pk=come(card, noon).pk).update(category=VisitorCategory.objects.get(code="STU"))
    show(card, noon + MINUTES)

    assert show(card, noon + 2 * MINUTES).category.code == "STU"


def test_a_first_use_that_was_undone_is_forgotten(card, come, show, noon):
    void(visit=come(card, noon), reason="undone", at=noon)

    with pytest.raises(ChoiceNotOffered):
        show(card, noon + MINUTES)


@pytest.mark.parametrize(("word", "field"), [(VisitorCategory, "category"), (Origin, "origin"), (Purpose, "purpose")])
def test_a_word_retired_since_is_asked_anew(card, come, show, noon, word, field):
    come(card, noon)
    show(card, noon + MINUTES)
    word.objects.filter(**{"slug": "batam"} if field == "origin" else {}).update(is_offered=False)

    with pytest.raises(ChoiceNotOffered) as missing:
        show(card, noon + 2 * MINUTES)
    assert missing.value.field == field


def test_a_category_that_is_always_a_group_is_never_a_cards(card, show, noon):
    with pytest.raises(ChoiceNotOffered) as missing:
        show(card, noon, said={"category": "TKP", "origin": "batam", "purpose": "ACARA"})
    assert missing.value.field == "category"


# Once for one showing


def test_the_same_showing_sent_again_is_answered_as_the_first_time(card, come, show, noon):
    coming, going = uuid4(), uuid4()
    visit = come(card, noon, submission=coming)
    departure = show(card, noon + MINUTES, submission=going)

    again = [show(card, noon + 5 * MINUTES, submission=key) for key in (coming, going)]

    assert again == [visit, departure]
    assert all(answer.is_repeat for answer in again)
    assert (Visit.objects.count(), Departure.objects.count()) == (1, 1)


def test_a_scanner_that_reads_twice_neither_lets_out_nor_in_again(card, come, show, noon):
    visit = come(card, noon)
    assert show(card, noon + 9 * SECONDS) == visit

    departure = show(card, noon + 11 * SECONDS)
    assert show(card, noon + 20 * SECONDS) == departure

    assert (Visit.objects.count(), Departure.objects.count()) == (1, 1)


def test_a_coming_that_was_undone_does_not_stand_in_the_way(card, come, noon):
    void(visit=come(card, noon), reason="undone", at=noon)

    assert come(card, noon + 5 * SECONDS).is_inside


def test_a_key_of_another_visit_is_refused(card, enter, come, noon):
    other = enter()

    with pytest.raises(SubmissionConflict):
        come(card, noon, submission=other.submission)


def test_the_database_itself_lets_no_card_in_twice(card, come, noon):
    visit = come(card, noon)
    visit.pk, visit.number, visit.submission = None, None, uuid4()

    with pytest.raises(IntegrityError), transaction.atomic():
        visit.save(force_insert=True)


# A day that ended without a leaving


def test_yesterdays_visit_ended_yesterday_and_this_is_a_new_one(card, come, show, noon):
    yesterday = come(card, noon - timedelta(days=1))

    today = show(card, noon)

    departure = yesterday.departures.get()
    assert isinstance(today, Visit)
    assert departure.is_automatic
    assert departure.left_at < noon - timedelta(hours=8)


def test_after_closing_a_card_is_shown_to_go_home(card, come, show, noon):
    visit = come(card, noon)
    close(visit=visit, left_at=noon + timedelta(hours=4))
    goodbye = show(card, noon + timedelta(hours=5))

    assert isinstance(goodbye, Departure)
    departure = visit.departures.get()
    assert (departure.source, departure.left_at, departure.persons) == ("kiosk", noon + timedelta(hours=5), 1)
    assert not Visit.objects.inside().exists()
    assert isinstance(show(card, noon + timedelta(hours=6)), Visit)


def test_who_answers_the_questions_after_closing_comes_in(card, come, noon):
    close(visit=come(card, noon), left_at=noon + timedelta(hours=4))

    assert isinstance(come(card, noon + timedelta(hours=5)), Visit)


# Taking a leaving back


@pytest.fixture
def left(card, come, show, noon):
    come(card, noon)
    return show(card, noon + MINUTES)


def test_a_leaving_taken_back_is_inside_again_and_stands_in_the_history(left, noon):
    stay(departure=left, at=noon + 2 * MINUTES)
    stay(departure=left, at=noon + 2 * MINUTES)

    left.visit.refresh_from_db()
    assert (left.visit.persons_inside, Departure.objects.count()) == (1, 0)
    assert list(Departure.history.order_by("pk").values_list("history_type", "submission")) == [
        ("+", left.submission),
        ("-", left.submission),
    ]


def test_what_was_taken_back_is_not_done_again_by_its_old_page(card, left, show, tablet, noon):
    stay(departure=left, at=noon + MINUTES)

    assert show(card, noon + 3 * MINUTES, submission=left.submission).is_repeat
    assert departure_by_card(device=tablet, submission=left.submission)[1]
    assert Visit.objects.get().is_inside


@pytest.mark.parametrize("after", ["three minutes", "cancelled", "came in again"])
def test_a_leaving_can_be_taken_back_only_while_it_is_the_last_thing(card, left, show, noon, after):
    at = noon + 2 * MINUTES
    if after == "three minutes":
        at += 2 * MINUTES
    elif after == "cancelled":
        void(visit=left.visit, reason="twice", at=at)
    else:
        show(card, at)
    with pytest.raises(TooLateHere):
        stay(departure=left, at=at)


def test_who_was_let_out_at_the_desk_is_told_goodbye(card, come, show, noon):
    visit = come(card, noon)
    check_out(visit=visit, submission=uuid4(), persons=1, at=noon + MINUTES, source="desk")

    assert show(card, noon + MINUTES + 5 * SECONDS).visit == visit


# Cards that are none


def test_unknown_revoked_and_another_sites_are_refused_alike(issue_card, tablet, other_site, officer, noon):
    revoked, others = issue_card(), issue_card(other_site)
    revoke_card(card=revoked.card, reason="lost", at=noon, by=officer)

    for code in (code_of(new_sheet(), 0), revoked.code, others.code):
        with pytest.raises(CardUnknown):
            card_with(code=code, device=tablet, at=noon)


def test_a_card_revoked_while_its_page_stood_open_is_unknown(card, show, officer, noon):
    revoke_card(card=card, reason="lost", at=noon, by=officer)

    with pytest.raises(CardUnknown):
        show(card, noon, said={"category": "MHS", "origin": "batam", "purpose": "KERJA"})


def test_who_guesses_waits_until_the_minute_is_over(issue_card, tablet, noon):
    good = issue_card()

    def guess(at):
        return card_with(code=code_of(new_sheet(), 0), device=tablet, at=at)

    for _ in range(WRONG_CARDS):
        with pytest.raises(CardUnknown):
            guess(noon)
    for code in (good.code, code_of(new_sheet(), 0)):
        with pytest.raises(TooManyWrongCards):
            card_with(code=code, device=tablet, at=noon + 59 * SECONDS)

    assert card_with(code=good.code, device=tablet, at=noon + 61 * SECONDS) == good.card
    with pytest.raises(CardUnknown):
        guess(noon + 61 * SECONDS)


def test_three_hundred_guesses_find_nothing(card, tablet, noon):
    found = []
    for number in range(300):
        try:
            found.append(card_with(code=code_of(new_sheet(), 0), device=tablet, at=noon + number * 6 * SECONDS))
        except (CardUnknown, TooManyWrongCards):
            continue

    assert found == []


def test_an_ordinary_check_in_asks_nothing_about_cards(enter):
    with CaptureQueriesContext(connection) as asked:
        enter()

    assert not [query["sql"] for query in asked if "checkin_card" in query["sql"]]
