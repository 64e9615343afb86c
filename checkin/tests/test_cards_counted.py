"""A card counts once a day: the next entry stands in for the first when that is cancelled or moved."""

from datetime import timedelta

import pytest

from checkin.errors import CardInside
from checkin.models import SiteDay, Visit, VisitorCategory
from checkin.services.automatic import close
from checkin.services.card_issuing import revoke_card, unlink
from checkin.services.corrections import NAMED, Said, correct, effect, effect_of_void, state_of
from checkin.services.counting import IN_PLACE_OF
from checkin.services.days import recount
from checkin.services.visits import void
from reports.ordinals import ordinals_of

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def come_again(show):
    """Leave a minute after coming, and come once more."""

    def come_again(card, at):
        show(card, at - timedelta(minutes=30))
        return show(card, at)

    return come_again


@pytest.fixture
def three(card, come, come_again, noon):
    """Three entries of one card on one day."""
    return [come(card, noon), come_again(card, noon + HOUR), come_again(card, noon + 2 * HOUR)]


@pytest.fixture
def evening(noon):
    """When the desk sets right what happened; at whatever hour the tests run it is after that."""
    return noon + 6 * HOUR


@pytest.fixture
def say(officer, evening):
    """Correct a visit; answers the months that were said to change."""

    def say(visit, **otherwise):
        visit = Visit.objects.select_related(*NAMED).get(pk=visit.pk)
        said = Said(**{**vars(Said.of(visit)), **otherwise})
        told = effect(visit=visit, said=said)
        correct(visit=visit, said=said, reason="salah", seen=state_of(visit), at=evening, by=officer)
        return told

    return say


def counted(visits) -> list[int]:
    return [Visit.objects.get(pk=visit.pk).counted_persons for visit in visits]


def is_whole(site) -> bool:
    """Whether every day's counter is the sum of its standing visits."""
    return recount(site=site) == []


def test_only_the_first_entry_of_a_day_counts(three, site):
    assert counted(three) == [1, 0, 0]
    assert SiteDay.objects.get().visits == 1
    assert [visit.is_return for visit in three] == [False, True, True]


def test_the_next_day_and_another_card_count_anew(card, issue_card, come, show, noon):
    come(card, noon - DAY)

    assert come(card, noon).counted_persons == 1
    assert come(issue_card().card, noon).counted_persons == 1


def test_a_day_is_the_sites_own(card, come, show, local):
    late = local(2026, 11, 7, 23, 50)
    visit = come(card, late)
    show(card, late + timedelta(minutes=1))

    assert come(card, late + timedelta(minutes=15)).counted_persons == 1
    assert visit.counted_persons == 1


def test_a_category_that_does_not_count_is_no_return(card, come, come_again, noon):
    VisitorCategory.objects.update(is_counted=False)
    visits = [come(card, noon), come_again(card, noon + HOUR)]

    assert counted(visits) == [0, 0]
    assert not any(visit.is_return for visit in visits)


def test_when_the_first_is_cancelled_the_next_takes_its_place(three, site, officer, evening):
    assert effect_of_void(Visit.objects.get(pk=three[0].pk)) == {}

    void(visit=three[0], reason="twice", at=evening, by=officer)

    assert counted(three) == [1, 1, 0]  # what is cancelled keeps its number and is summed no more
    assert is_whole(site)
    change = three[1].history.latest()
    assert (change.counted_persons, change.history_user) == (1, officer)
    assert three[1].history.earliest().counted_persons == 0


def test_when_a_return_is_cancelled_nothing_else_changes(three, site, evening):
    void(visit=three[1], reason="twice", at=evening)

    assert counted(three) == [1, 0, 0]
    assert is_whole(site)


def test_when_all_are_cancelled_none_counts(three, site, evening):
    for visit in three:
        void(visit=visit, reason="twice", at=evening)

    assert Visit.objects.counted() == 0
    assert SiteDay.objects.get().visits == 0


def test_when_the_first_is_moved_to_another_day_both_days_count(three, site, say, noon):
    told = say(three[0], arrived_at=noon - 40 * DAY)

    assert counted(three) == [1, 1, 0]
    assert is_whole(site)
    assert list(told.values()) == [1]  # the day keeps its visit, the other gains one


def test_a_return_moved_to_another_day_counts_there(three, site, say, noon):
    say(three[1], arrived_at=noon - 40 * DAY)

    assert counted(three) == [1, 1, 0]
    assert is_whole(site)


def test_an_entry_moved_to_a_day_on_which_its_card_counts_adds_nothing(card, come, come_again, site, say, noon):
    first, other = come(card, noon - DAY), come(card, noon)

    told = say(other, arrived_at=noon - DAY + HOUR)

    assert counted([first, other]) == [1, 0]
    assert is_whole(site)
    assert sum(told.values()) == -1


def test_a_return_corrected_otherwise_still_adds_nothing(three, site, say):
    told = say(three[1], category=VisitorCategory.objects.get(code="STU"))

    assert (counted(three), told) == ([1, 0, 0], {})
    assert is_whole(site)


def test_when_the_first_turns_out_not_to_count_the_next_does(three, site, say):
    VisitorCategory.objects.filter(code="UMM").update(is_counted=False)

    told = say(three[0], category=VisitorCategory.objects.get(code="UMM"))

    assert (counted(three), told) == ([0, 1, 0], {})
    assert is_whole(site)


@pytest.mark.parametrize("how", ["cancelled", "moved"])
def test_once_the_card_is_forgotten_no_entry_says_in_whose_place_it_counts(card, three, say, officer, evening, how):
    if how == "cancelled":
        void(visit=three[0], reason="twice", at=evening)
    else:
        say(three[0], arrived_at=evening - 40 * DAY)
    revoke_card(card=card, reason="lost", at=evening, by=officer)
    unlink(card=card, at=evening)

    assert three[1].history.latest().history_change_reason == f"{IN_PLACE_OF}another"


def test_a_correction_that_brings_a_holder_inside_twice_is_refused(card, come, show, say, noon):
    yesterday = come(card, noon - DAY)
    close(visit=yesterday, left_at=noon - DAY + HOUR)
    come(card, noon)

    with pytest.raises(CardInside):
        say(yesterday, arrived_at=noon - DAY + 2 * HOUR)
    assert Visit.objects.inside().count() == 1


def test_a_return_has_no_place_among_the_visits_and_the_next_visitor_the_next(three, enter, noon):
    other = enter(at=noon + 3 * HOUR)

    assert [ordinals_of(visit) for visit in three[1:]] == [None, None]
    assert ordinals_of(other).today.last == 2


def test_everybody_inside_is_inside_whether_counted_or_not(three):
    assert Visit.objects.people_inside() == 1
