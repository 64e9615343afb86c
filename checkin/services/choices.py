"""What the kiosk may offer next, and the words behind the codes that were chosen; each in one query."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, Subquery

from checkin.errors import ChoiceNotOffered
from checkin.models import Origin, Purpose, Site, Space, VisitorCategory
from checkin.services.statements import words


@dataclass(frozen=True)
class Chosen:
    """A visitor's three answers and the room they usually lead to.

    They hold their keys and what recording needs of the category, no labels.
    """

    category: VisitorCategory
    origin: Origin
    purpose: Purpose
    space: Space | None


def category_chosen(code: str) -> VisitorCategory:
    """Raises ``ChoiceNotOffered``."""
    category = _category(code).first()
    if category is None:
        raise ChoiceNotOffered(field="category")
    return category


def origins_for(category: str) -> list[Origin]:
    """The places to choose from. Raises ``ChoiceNotOffered`` for a category that is not."""
    origins = Origin.objects.offered().filter(Exists(_category(category)), is_on_kiosk=True)
    return _some(origins, field="category")


def purposes_for(category: str, origin: str) -> list[Purpose]:
    """What to choose from; each knows whether it ``is_usual`` for the category, and the category's ``name_rule``.

    Raises ``ChoiceNotOffered`` for a category or an origin that is not.
    """
    chosen = _category(category)
    purposes = (
        Purpose.objects.offered()
        .filter(Exists(chosen), Exists(_origin(origin)))
        .annotate(
            is_usual=Exists(chosen.filter(usual_purpose=OuterRef("pk"))),
            name_rule=Subquery(chosen.values("name_rule")),
        )
    )
    return _some(purposes, field="origin")


def chosen(*, site: Site, category: str, origin: str, purpose: str) -> Chosen:
    """The words behind three codes. Raises ``ChoiceNotOffered`` naming the first that is not offered."""
    found = words(site=site, category=category, origin=origin, purpose=purpose)
    for field in ("category", "origin", "purpose"):
        if not found or not getattr(found, field):
            raise ChoiceNotOffered(field=field)
    who = VisitorCategory(pk=found.category, code=category, is_counted=found.is_counted, name_rule=found.name_rule)
    space = Space(pk=found.space, site=site, is_hard=found.is_hard) if found.space else None
    return Chosen(who, Origin(pk=found.origin), Purpose(pk=found.purpose), space)


def _category(code: str):
    return VisitorCategory.objects.offered().filter(code=code)


def _origin(slug: str):
    """A place on the screen, or the answer of who skips the question, which cannot be retired."""
    return Origin.objects.filter(Q(is_offered=True, is_on_kiosk=True) | Q(slug=Origin.UNKNOWN), slug=slug)


def _some(words, *, field: str) -> list:
    found = list(words)
    if not found:
        raise ChoiceNotOffered(field=field)
    return found
