"""What the lobby's drawings ask of Python: the tide and its waves, and who of five persons is there."""

from django import template

from checkin.services.occupancy import FIGURES, SpaceNow

register = template.Library()
LOW, HIGH = 200, 20  # y of low water and of the full tide, in a drawing 200 units high
APART = 25
#: By rows of rooms: the drawing is stretched to its card, and a tall one would make breakers of its waves.
CRESTS = {1: 3, 2: 6}


@register.filter
def tide(now: SpaceNow) -> int | None:
    """The y of the water, which grows downwards; None where there is none to draw."""
    return round(LOW - (LOW - HIGH) * min(now.fraction, 1)) if now.fraction else None


@register.filter
def crest(rows: int) -> int:
    """How steep the waves are drawn."""
    return CRESTS.get(rows, 9)


@register.filter
def persons(now: SpaceNow) -> list[tuple[int, bool]]:
    """Five figures: where each of them stands, and whether it is filled."""
    return [(figure * APART, figure < now.figures) for figure in range(FIGURES)]
