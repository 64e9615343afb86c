"""Lengths, boxes and scales: the geometry that every chart shares."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

Point = tuple[Fraction, Fraction]
GAP = 6
SPELLED_OUT = 14  # characters of "dalam 6 bulan", "belum ada data" and "target tercapai", or nearly


class Px(Fraction):
    """A length in SVG units: exact to reckon with, printed with a point in every language."""

    def __str__(self):
        return f"{float(self):.2f}".rstrip("0").rstrip(".")


@dataclass(frozen=True)
class Frame:
    """The size a chart is drawn for; shown at that size its words are ``font`` pixels high."""

    name: str
    width: int
    height: int
    font: int

    @property
    def is_wide(self) -> bool:
        """Wide enough for words beside the plot; else they stand above it."""
        return self.width > 480

    def width_of(self, characters: int) -> Fraction:
        """Room for so many characters, bold, in the widest of the system's faces."""
        return Fraction(66 * self.font * characters, 100)


WIDE = Frame("wide", 640, 340, 14)
NARROW = Frame("narrow", 320, 300, 12)
FRAMES = (WIDE, NARROW)


@dataclass(frozen=True)
class Box:
    """A rectangle by its edges; y grows downwards."""

    left: Px
    top: Px
    right: Px
    bottom: Px

    @property
    def width(self) -> Px:
        return Px(self.right - self.left)

    @property
    def height(self) -> Px:
        return Px(self.bottom - self.top)

    def holds(self, other: "Box") -> bool:
        return (
            self.left <= other.left
            and other.right <= self.right
            and self.top <= other.top
            and other.bottom <= self.bottom
        )

    def meets(self, other: "Box") -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def is_crossed_by(self, line: Sequence[Point]) -> bool:
        return any(self._is_cut(a, b) for a, b in pairwise(line))

    def _is_cut(self, a: Point, b: Point) -> bool:
        (x1, y1), (x2, y2) = sorted((a, b))
        if x2 < self.left or x1 > self.right:
            return False
        if x1 == x2:
            ys = (y1, y2)
        else:
            slope = Fraction(y2 - y1) / (x2 - x1)
            ys = tuple(y1 + slope * (x - x1) for x in (max(x1, self.left), min(x2, self.right)))
        return max(ys) >= self.top and min(ys) <= self.bottom


@dataclass(frozen=True)
class Text:
    """Where a text stands: its baseline, and which end of it is meant."""

    x: Px
    y: Px
    anchor: str = "middle"
    is_upright: bool = False


@dataclass(frozen=True)
class Tick:
    value: int
    y: Px


@dataclass(frozen=True)
class Plot:
    """The field inside the axes: twelve months across, visits upwards from nothing to ``most``."""

    left: Px
    top: Px
    right: Px
    base: Px
    most: Fraction | int

    @property
    def slot(self) -> Fraction:
        """A month's width."""
        return Fraction(self.right - self.left) / 12

    def x(self, months: Fraction | int) -> Px:
        """So many months after New Year's morning."""
        return Px(self.left + self.slot * months)

    def y(self, visits: Fraction | int) -> Px:
        return Px(self.base - Fraction(self.base - self.top) * visits / self.most)

    def box(self, first: Fraction | int, last: Fraction | int, low: Fraction | int, high: Fraction | int) -> Box:
        """From one moment of the year to another, from so many visits to so many."""
        return Box(self.x(first), self.y(high), self.x(last), self.y(low))

    @property
    def ticks(self) -> tuple[Tick, ...]:
        return tuple(Tick(value, self.y(value)) for value in tick_values(self.most))


def tick_values(most: Fraction | int) -> tuple[int, ...]:
    """Round whole numbers from nothing to ``most``, six at the most."""
    step = next(step for step in _round_steps() if most <= 5 * step)
    return tuple(range(0, int(most) + 1, step))


def _round_steps() -> Iterable[int]:
    """1, 2, 5, 10, 20, 25, 50, 100, 200, 250 ..."""
    yield from (1, 2, 5)
    power = 10
    while True:
        yield from (power, 2 * power, power * 5 // 2, 5 * power)
        power *= 10


def digits(number: int) -> int:
    """Characters of a number with its thousands separated, in any language."""
    return len(f"{number:,}")


def polyline(points: Iterable[Point]) -> str:
    return " ".join(f"{Px(x)},{Px(y)}" for x, y in points)
