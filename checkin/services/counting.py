"""How many visits an entry adds: its people; nobody of a category that does not count, or of a card already counted.

Of a card's entries of one day at its site one counts. When that one is cancelled or moved to another day, the next
that stands takes its place. Whoever calls these holds the card, so that no entry of it comes or goes meanwhile.
"""

from datetime import date, datetime

from checkin.models import Card, Visit, VisitorCategory

#: Begins the reason in the history of an entry that counts now because another does no more.
IN_PLACE_OF = "in place of "


def counted_persons(category: VisitorCategory, persons: int) -> int:
    """How many visits an entry adds by itself: decided once, when it is written."""
    return persons if category.is_counted else 0


def lock_card(card: int | None) -> None:
    """Hold the card of this key, where there is one, until the transaction ends; after the site, before its days.

    ``no_key`` lets a visit be written meanwhile, whose foreign key needs only the card's key.
    """
    if card:
        Card.objects.select_for_update(no_key=True).get(pk=card)


def is_counted_on(card: int | None, day: date, *, but: Visit | None = None) -> bool:
    """Whether an entry of this card, ``but`` for one, counts on this day."""
    if not card:
        return False
    return (
        Visit.objects.standing().filter(card=card, day=day, counted_persons__gt=0).exclude(pk=but and but.pk).exists()
    )


def counted_if(visit: Visit, *, day: date, counted: int) -> int:
    """How many visits an entry adds that stood on ``day`` and by itself added ``counted``."""
    return 0 if is_counted_on(visit.card_id, day, but=visit) else counted


def next_to_count(visit: Visit) -> Visit | None:
    """The entry that takes its place on its day once it is gone from there; its ``counted_persons`` as they will be."""
    if not visit.card_id or not visit.counted_persons:
        return None
    others = Visit.objects.standing().filter(card=visit.card_id, day=visit.day, counted_persons=0).exclude(pk=visit.pk)
    for other in others.select_related("category").order_by("arrived_at", "id"):
        other.counted_persons = counted_persons(other.category, other.persons)
        if other.counted_persons:
            return other
    return None


def let_next_count(visit: Visit, *, at: datetime, by) -> int:
    """Within the transaction that takes ``visit`` from its day: have the next count; returns what it adds."""
    heir = next_to_count(visit)
    if heir is None:
        return 0
    keep_first_writing(Visit.objects.get(pk=heir.pk))
    heir._history_user, heir._history_date = by, at
    heir._change_reason = f"{IN_PLACE_OF}{visit.submission}"
    heir.save(update_fields=["counted_persons"])
    return heir.counted_persons


def keep_first_writing(visit: Visit) -> None:
    """Before the first change, put the row as it was written into its history."""
    if not visit.history.exists():
        Visit.history.bulk_history_create([visit], default_user=visit.user, default_date=visit.recorded_at)
