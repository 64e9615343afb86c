"""Cards given out, revoked, and made to forget: what the desk does with them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from checkin.errors import CardForGroup, CardInUse, ReasonMissing, SubmissionConflict
from checkin.models import Card, Origin, Site, Visit, VisitorCategory
from checkin.services.card_codes import code_of
from checkin.services.counting import IN_PLACE_OF, lock_card
from checkin.services.visits import lock_site

MOST_CARDS = 40
#: A page loaded again shows its codes again; a key found much later shows none.
SHOWN_FOR = timedelta(hours=1)


@dataclass(frozen=True)
class Issued:
    """A card with the code that is printed on it and stored nowhere."""

    card: Card
    code: str


def issue(
    *,
    site: Site,
    sheet: UUID,
    how_many: int,
    by,
    at: datetime,
    category: VisitorCategory | None = None,
    origin: Origin | None = None,
) -> list[Issued]:
    """Issue cards, once for each ``sheet``: the random key minted with the page, of which the codes are made.

    The same sheet with the same content gets the same cards back, codes and all. Raises ``CardForGroup``, and
    ``SubmissionConflict`` for other content under a known sheet.
    """
    if category and category.is_always_group:
        raise CardForGroup
    codes = [code_of(sheet, place) for place in range(how_many)]
    with transaction.atomic():
        lock_site(site)
        known = list(Card.objects.filter(sheet_digest=Card.digest(sheet.hex)).order_by("number"))
        told = [(site.pk, Card.digest(code), category and category.pk, origin and origin.pk) for code in codes]
        if known:
            if told != [(card.site_id, card.code_digest, card.category_id, card.origin_id) for card in known]:
                raise SubmissionConflict(_("These cards are issued already. For others open the list of cards anew."))
            if at - known[0].issued_at > SHOWN_FOR or any(card.is_revoked for card in known):
                raise SubmissionConflict(_("These cards were issued too long ago to be shown again. Issue new ones."))
            return [Issued(card, code) for card, code in zip(known, codes, strict=True)]
        last = Card.objects.filter(site=site).aggregate(last=Max("number"))["last"] or 0
        cards = [
            Card(
                site=site, number=number, code_digest=Card.digest(code), sheet_digest=Card.digest(sheet.hex),
                category=category, origin=origin, issued_at=at, issued_by=by,
            )
            for number, code in enumerate(codes, start=last + 1)
        ]  # fmt: skip
        Card.objects.bulk_create(cards)
    return [Issued(card, code) for card, code in zip(cards, codes, strict=True)]


def revoke_card(*, card: Card, reason: str, at: datetime, by) -> Card:
    """End a card. Revoking it twice changes nothing; the first reason stays. Raises ``ReasonMissing``."""
    if reason not in Card.RevokeReason.values:
        raise ReasonMissing
    with transaction.atomic():
        lock_card(card.pk)
        Card.objects.good().filter(pk=card.pk).update(revoked_at=at, revoked_by=by, revoke_reason=reason)
        card.refresh_from_db()
    return card


def unlink(*, card: Card, at: datetime) -> int:
    """Have the visits of a revoked card forget it, their history too; returns how many did.

    They stand and count as before, but nothing says any more that they were one holder's. Raises ``CardInUse``.
    """
    with transaction.atomic():
        lock_card(card.pk)
        card.refresh_from_db()
        if not card.is_revoked:
            raise CardInUse
        in_place = Visit.history.filter(card=card, history_change_reason__startswith=IN_PLACE_OF)
        in_place.update(history_change_reason=f"{IN_PLACE_OF}another")  # whose name would link the two again
        Visit.history.filter(card=card).update(card=None)
        forgot = Visit.objects.filter(card=card).update(card=None)
        Card.objects.filter(pk=card.pk, unlinked_at=None).update(unlinked_at=at)
        card.refresh_from_db()
    return forgot
