"""A card shown at a tablet: who is outside comes in, who is inside leaves, and neither twice for one showing.

The card is held first, then everything is decided: two tablets that are shown one card follow one another.
"""

from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F

from checkin.errors import (
    CardUnknown,
    ChoiceNotOffered,
    SpaceFull,
    SubmissionConflict,
    TooLateHere,
    TooManyWrongCards,
)
from checkin.models import Card, Departure, Device, Visit, VisitorCategory, WrongCards
from checkin.services.automatic import close, end_of, reduce
from checkin.services.choices import Chosen, chosen
from checkin.services.counting import is_counted_on, keep_first_writing, lock_card
from checkin.services.hours import hours_of
from checkin.services.spaces import take_places
from checkin.services.visits import (
    SECOND_THOUGHTS,
    change_space,
    check_in_at_the_door,
    check_out,
    check_second_thoughts,
)

#: A scanner that still sees the card reads it again; nobody comes and goes so fast.
STILL_THE_SAME = timedelta(seconds=10)
WRONG_CARDS, WITHIN = 10, timedelta(minutes=1)
TAKEN_BACK = "taken back at the kiosk"


def card_with(*, code: str, device: Device, at: datetime) -> Card:
    """The good card of the tablet's site whose code this is.

    Raises ``CardUnknown``, the same for a code of nothing, a revoked card and another site's; and after ten of
    those within a minute at one tablet ``TooManyWrongCards``, until that minute is over.
    """
    recent = WrongCards.objects.filter(device=device, since__gt=at - WITHIN)
    if recent.filter(tries__gte=WRONG_CARDS).exists():
        raise TooManyWrongCards
    card = Card.objects.good().with_code(code).filter(site=device.site).first()
    if card:
        return card
    if not recent.update(tries=F("tries") + 1):
        WrongCards.objects.update_or_create(device=device, defaults={"since": at, "tries": 1})
    raise CardUnknown


def use_card(
    *, card: Card, device: Device, submission: UUID, at: datetime, out_of_hours: bool | None, said: dict[str, str]
) -> Visit | Departure:
    """Record what showing the card means: the ``Visit`` that begins, or the ``Departure`` that ends one.

    The same submission, and any other within ten seconds, gets the first answer back with ``is_repeat`` true. ``said``
    holds codes of category, origin and purpose where the tablet asked for them. Raises ``ChoiceNotOffered`` naming the
    first that neither the card nor anybody knows, ``CardUnknown`` for a card revoked meanwhile, ``SubmissionConflict``.
    """
    card.site = device.site
    _let_out_by_the_clock(card, at)
    with transaction.atomic():
        lock_card(card.pk)
        if not Card.objects.good().filter(pk=card.pk).exists():
            raise CardUnknown
        answered = _answered_before(card, submission)
        if answered:
            return answered
        inside = Visit.objects.inside().filter(card=card).select_for_update(no_key=True).first()
        # Who was asked the questions of a coming is not let out by their answers.
        if inside and (said or at - inside.recorded_at < STILL_THE_SAME):
            return _repeat(inside)
        if inside:
            return _let_out(inside, inside.persons_inside, submission, at)
        left = _last_leaving(card)
        if left and not left.is_automatic and at - left.left_at < STILL_THE_SAME:
            return _repeat(left)
        if left and not said and _was_the_clocks_word_of_today(left, card, at):
            return _let_out(left.visit, left.persons, submission, at)
        answers = _answers(card, said)
        return check_in_at_the_door(
            site=device.site, submission=submission, category=answers.category, origin=answers.origin,
            purpose=answers.purpose, space=answers.space, at=at, recorded_at=at, source=Visit.Source.CARD,
            device=device, card=card, is_return=is_counted_on(card.pk, device.site.day_of(at)),
            out_of_hours=out_of_hours,
        )  # fmt: skip


def change_purpose(*, visit: Visit, purpose: str, device: Device, at: datetime) -> Visit:
    """Have the holder of a card come for something else, which leads to another room; the card remembers it.

    Raises ``TooLateHere`` for another device's visit, one without a card, a voided one, and after two minutes;
    ``ChoiceNotOffered``.
    """
    check_second_thoughts(visit, device, at)
    with transaction.atomic():
        lock_card(visit.card_id)
        visit = Visit.objects.select_for_update(of=("self",)).select_related("category", "origin").get(pk=visit.pk)
        if visit.is_voided or not visit.card_id:
            raise TooLateHere
        answers = chosen(site=device.site, category=visit.category.code, origin=visit.origin.slug, purpose=purpose)
        if answers.purpose.pk == visit.purpose_id:
            return visit
        keep_first_writing(visit)
        visit.purpose = answers.purpose
        visit.save(update_fields=["purpose"])
        if answers.space:
            with suppress(SpaceFull):  # then they stay in the room where they are
                visit.space = change_space(visit=visit, space=answers.space, device=device, at=at).space
    return visit


def stay(*, departure: Departure, at: datetime) -> None:
    """Take back a leaving by card: its visit is inside again, and what was written stays in the history.

    Taking back what was taken back changes nothing. Raises ``TooLateHere`` after two minutes, for a visit that was
    cancelled, and where the card has come in again since.
    """
    if at - departure.left_at > SECOND_THOUGHTS:
        raise TooLateHere
    with transaction.atomic():
        lock_card(departure.visit.card_id)
        visit = Visit.objects.select_for_update(no_key=True).get(pk=departure.visit_id)
        if not Departure.objects.filter(pk=departure.pk).exists():
            return
        if visit.is_voided or not visit.card_id or Visit.objects.inside().filter(card=visit.card_id).exists():
            raise TooLateHere
        visit.persons_inside += departure.persons
        visit.save_without_historical_record(update_fields=["persons_inside"])
        reduce(departure, by=departure.persons, why=TAKEN_BACK)
        _place_again(visit, departure.persons, at)


def _place_again(visit: Visit, persons: int, at: datetime) -> None:
    """In the room where they were, unless its last place was taken since: then they are inside without one."""
    try:
        if visit.space_id:
            take_places(space_id=visit.space_id, persons=persons, day=visit.site.day_of(at))
    except SpaceFull:
        keep_first_writing(visit)
        visit.space = None
        visit.save(update_fields=["space"])


def departure_by_card(*, device: Device, submission: UUID) -> tuple[Departure | None, bool]:
    """The leaving by card that this submission recorded at the tablet's site, and whether it was taken back."""
    here = {"submission": submission, "visit__site": device.site, "visit__card__isnull": False}
    here["source"] = Departure.Source.KIOSK  # what the clock wrote is nobody's to take back here
    departure = Departure.objects.select_related("visit").filter(**here).first()
    taken_back = None if departure else _taken_back(submission)
    if taken_back and Visit.objects.filter(pk=taken_back.visit_id, site=device.site).exists():
        return taken_back, True
    return departure, False


def _let_out_by_the_clock(card: Card, at: datetime) -> None:
    """Whose day is over came then and left then, though nobody has said so yet: this is another day."""
    visit = Visit.objects.inside().filter(card=card, day__lt=card.site.day_of(at)).first()
    if visit:
        end = end_of(hours_of(site=card.site, first=visit.day, days=1), visit.day, arrived_at=visit.arrived_at)
        if end <= at:
            close(visit=visit, left_at=end)


def _let_out(visit: Visit, persons: int, submission: UUID, at: datetime) -> Departure:
    return check_out(visit=visit, submission=submission, persons=persons, at=at, source=Departure.Source.KIOSK)


def _last_leaving(card: Card) -> Departure | None:
    return Departure.objects.filter(visit__card=card).select_related("visit").order_by("arrived_at", "left_at").last()


def _was_the_clocks_word_of_today(left: Departure, card: Card, at: datetime) -> bool:
    """Nobody has said when they left: whoever shows the card now, after closing, is going home."""
    return left.is_automatic and not left.visit.is_voided and left.visit.day == card.site.day_of(at)


def _answered_before(card: Card, submission: UUID) -> Visit | Departure | None:
    visit = Visit.objects.filter(submission=submission).first()
    departure = None if visit else Departure.objects.select_related("visit").filter(submission=submission).first()
    taken_back = None if visit or departure else _taken_back(submission)
    first = visit or departure or taken_back
    if first is None:
        return None
    if (visit or first.visit).card_id != card.pk:
        raise SubmissionConflict
    return _repeat(first)


def _taken_back(submission: UUID) -> Departure | None:
    """A departure that stands only in the history: its page, sent again, must not let anybody out again."""
    kiosk = Departure.Source.KIOSK
    record = Departure.history.filter(submission=submission, history_type="-", source=kiosk).first()
    return record.instance if record else None


def _repeat(first):
    first.is_repeat = True
    return first


def _answers(card: Card, said: dict[str, str]) -> Chosen:
    """The last visit's words, those of the desk where there is none, and before both what was said just now."""
    last = Visit.objects.standing().filter(card=card).select_related("category", "origin", "purpose")
    last = last.order_by("-day", "-arrived_at").first()
    category, origin, purpose = (
        (last.category, last.origin, last.purpose) if last else (card.category, card.origin, None)
    )
    known = {
        "category": category.code if category else "",
        "origin": origin.slug if origin else "",
        "purpose": purpose.code if purpose else "",
    }
    words = {**known, **{field: code for field, code in said.items() if code}}
    if VisitorCategory.objects.filter(code=words["category"], is_always_group=True).exists():
        raise ChoiceNotOffered(field="category")
    return chosen(site=card.site, **words)
