"""What a native chart shows; the writer draws it. Each can be told apart in black and white."""

from dataclasses import dataclass
from enum import Enum

from reports.workbook.live import Live, Span


class Stroke(Enum):
    """Solid, hatched and dashed differ on paper, where colours do not."""

    SOLID = "solid"
    HATCHED = "hatched"
    DASHED = "dashed"


@dataclass(frozen=True)
class Series:
    title: str
    values: Span
    stroke: Stroke = Stroke.SOLID
    is_labelled: bool = True
    is_labelled_below: bool = False  # of a line that runs below another


@dataclass(frozen=True)
class Chart:
    title: Live
    labels: Span
    bars: tuple[Series, ...] = ()
    lines: tuple[Series, ...] = ()
    is_horizontal: bool = False
    width_cm: float = 15.6
    height_cm: float = 7.0
