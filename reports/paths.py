"""A year's figures as ways: the sums over the plan, and the boat on its route to the target."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from kspvisits.numbers import round_half_up
from reports.charts import MonthName, evening, month_names, morning, target_label
from reports.drawing import GAP, SPELLED_OUT, Box, Frame, Plot, Point, Px, Text, digits, polyline
from reports.figures import Block, Month, YearFigures, YearSoFar

POINT, RING = 5, 11  # how far a marker reaches, and one that tells of the target


@dataclass(frozen=True)
class Marker:
    """What had come by the end of a month; a label only where there is room for it."""

    visits: int
    x: Px
    y: Px
    label: Text | None
    is_crossing: bool
    is_running: bool


@dataclass(frozen=True)
class Veil:
    """A block on the path: somewhere between two sums, nobody knows where."""

    low: int
    high: int
    box: Box
    label: Text | None


@dataclass(frozen=True)
class PathChart:
    frame: Frame
    plot: Plot
    names: tuple[MonthName, ...]
    segments: tuple[str, ...]
    markers: tuple[Marker, ...]
    veils: tuple[Veil, ...]
    target: int | None
    target_line: str
    target_label: Text


def cumulative_path(figures: YearFigures, frame: Frame) -> PathChart:
    """Are we ahead or behind? Sums at the ends of months over the dashed plan; a block is a veil, never a line."""
    plot = _path_plot(figures, frame)
    plan = [(plot.x(0), plot.y(0))]
    plan += [(plot.x(m.number), plot.y(m.target_cumulative)) for m in figures.months if figures.target]
    known = [month for month in figures.months if month.cumulative is not None]
    segments = [_segment(month, figures, plot) for month in known]
    segments = [segment for segment in segments if segment]
    boxes = [_veil_box(block, figures, plot) for block in figures.blocks]
    taken = [_marker_box(month, figures, plot) for month in known]
    labels = _Labels(frame, [plan, *segments], [box for _, _, box in boxes], taken)
    markers = [_marker(month, figures, plot, labels) for month in reversed(known)]
    return PathChart(
        frame=frame,
        plot=plot,
        names=month_names(figures, plot, frame),
        segments=tuple(polyline(segment) for segment in segments),
        markers=tuple(reversed(markers)),
        veils=tuple(Veil(low, high, box, labels.inside(box, low, high)) for low, high, box in boxes),
        target=figures.target,
        target_line=polyline(plan),
        target_label=target_label(plot, frame, plan[-1]),
    )


def _path_plot(figures: YearFigures, frame: Frame) -> Plot:
    most = max(figures.visits or 0, figures.target or 0, 1)
    left = frame.width_of(digits(most)) + GAP
    beside = frame.width_of(max(len("target "), digits(most))) if figures.target and frame.is_wide else 0
    right, top = frame.width - beside - 10, (3 if frame.is_wide else 5) * frame.font
    return Plot(Px(left), Px(top), Px(right), Px(frame.height - 2 * frame.font), most)


def _segment(month: Month, figures: YearFigures, plot: Plot) -> list[Point]:
    """The way through one month, where both of its ends and its own visits are known."""
    before = figures.months[month.number - 2].cumulative if month.number > 1 else 0
    if month.visits is None or before is None:
        return []
    return [(plot.x(month.number - 1), plot.y(before)), (_end_of(month, figures, plot), plot.y(month.cumulative))]


def _end_of(month: Month, figures: YearFigures, plot: Plot) -> Px:
    return plot.x(evening(figures.as_of) if month.is_running else month.number)


def _is_crossing(month: Month, figures: YearFigures) -> bool:
    return figures.target_reached_in == (month.number, month.number)


def _marker_box(month: Month, figures: YearFigures, plot: Plot) -> Box:
    x, y = _end_of(month, figures, plot), plot.y(month.cumulative)
    reach = RING if _is_crossing(month, figures) else POINT
    return Box(Px(x - reach), Px(y - reach), Px(x + reach), Px(y + reach))


def _marker(month: Month, figures: YearFigures, plot: Plot, labels: "_Labels") -> Marker:
    is_crossing = _is_crossing(month, figures)
    x, y = _end_of(month, figures, plot), plot.y(month.cumulative)
    is_behind = bool(figures.target) and month.cumulative < month.target_cumulative
    label = labels.beside(x, y, month.cumulative, is_behind=is_behind, is_crossing=is_crossing)
    return Marker(month.cumulative, x, y, label, is_crossing, month.is_running)


def _veil_box(block: Block, figures: YearFigures, plot: Plot) -> tuple[int, int, Box]:
    # Visits of the block's own first month came before it: no day is covered twice.
    before = sum(cell.visits for cell in figures.cells if cell.month <= block.first_day.month)
    before += sum(total.visits for total in figures.totals if total.last_day < block.first_day)
    high = before + block.visits
    return before, high, plot.box(morning(block.first_day), evening(block.last_day), before, high)


class _Labels:
    """Places numbers where they meet no line, no veil and no other number; what finds no room stays out.

    Sums only grow, so the place above and to the left of a point is free of every line when the point
    is ahead of the plan, and the place below and to the right when it is behind.
    """

    def __init__(self, frame: Frame, lines: list[list[Point]], veils: list[Box], taken: list[Box]):
        self.frame, self.lines, self.veils, self.taken = frame, lines, veils, taken
        self.field = Box(Px(0), Px(0), Px(frame.width), Px(frame.height))

    def beside(self, x: Px, y: Px, number: int, *, is_behind: bool, is_crossing: bool) -> Text | None:
        width = self.frame.width_of(max(digits(number), SPELLED_OUT + 2 if is_crossing else 1))
        height = self.frame.font * (2 if is_crossing else 1)
        gap = RING if is_crossing else GAP
        above = Box(Px(x - gap - width), Px(y - gap - height), Px(x - gap), Px(y - gap)), "end"
        below = Box(Px(x + gap), Px(y + gap), Px(x + gap + width), Px(y + gap + height)), "start"
        return self._first_free((below, above) if is_behind else (above, below), [*self.taken, *self.veils])

    def inside(self, box: Box, low: int, high: int) -> Text | None:
        width, height = self.frame.width_of(digits(low) + 1 + digits(high)), self.frame.font
        left, right, top, bottom = box.left + GAP, box.right - GAP, box.top + GAP, box.bottom - GAP
        places = (
            (Box(Px(left), Px(top), Px(left + width), Px(top + height)), "start"),
            (Box(Px(right - width), Px(bottom - height), Px(right), Px(bottom)), "end"),
        )
        fitting = [place for place in places if box.holds(place[0])]
        return self._first_free(fitting, self.taken)

    def _first_free(self, places: Iterable[tuple[Box, str]], taken: list[Box]) -> Text | None:
        for box, anchor in places:
            if (
                self.field.holds(box)
                and not any(box.meets(other) for other in taken)
                and not any(box.is_crossed_by(line) for line in self.lines)
            ):
                self.taken.append(box)
                return Text(box.right if anchor == "end" else box.left, box.bottom, anchor)
        return None


WATER = 92
SEA_WIDE = Frame("wide", 720, 142, 15)
SEA_NARROW = Frame("narrow", 320, 142, 13)
# Shown at twice their size: the boat's own label stands beside them, and free water below the islands' numbers.
SEA_LOBBY = Frame("lying", 600, 146, 15)
SEA_LOBBY_UPRIGHT = Frame("upright", 470, 146, 15)


@dataclass(frozen=True)
class Island:
    """A quarter of the target; its number only where all four find room."""

    visits: int
    x: Px
    is_passed: bool
    is_labelled: bool


@dataclass(frozen=True)
class Voyage:
    """The route from nothing to the target, and the boat at what has come."""

    frame: Frame
    start: Px
    end: Px
    water: int
    sea: str
    boat: Px
    label: Text
    islands: tuple[Island, ...]
    is_anchored: bool
    is_spelled_out: bool


def voyage(figures: YearFigures | YearSoFar, frame: Frame) -> Voyage | None:
    """Without a target there is no destination, and None."""
    if not figures.target:
        return None
    start, end, visits = Fraction(40), Fraction(frame.width - 50), figures.visits or 0
    boat = start + (end - start) * min(Fraction(1), Fraction(visits, figures.target))
    return Voyage(
        frame=frame,
        start=Px(start),
        end=Px(end),
        water=WATER,
        sea=f"M0 {WATER + 4}{'q 20 -7 40 0 t 40 0' * (frame.width // 80)}V{frame.height}H0Z",
        boat=Px(boat),
        label=Text(Px(boat), Px(2 * frame.font), _anchor(boat, frame)),
        islands=tuple(_islands(figures.target, visits, start, end, frame)),
        is_anchored=visits >= figures.target,
        is_spelled_out=frame.width_of(digits(figures.target) + digits(visits) + SPELLED_OUT) < end - start,
    )


def _islands(target: int, visits: int, start: Fraction, end: Fraction, frame: Frame) -> Iterable[Island]:
    has_room = 4 * frame.width_of(digits(target) + 1) < end - start
    for quarter in range(1, 5):
        mark = Fraction(target * quarter, 4)
        yield Island(
            visits=int(round_half_up(mark, 0)),
            x=Px(start + (end - start) * quarter / 4),
            is_passed=visits >= mark,
            is_labelled=has_room or quarter == 4,
        )


def _anchor(x: Fraction, frame: Frame) -> str:
    """A text by the edge leans inwards."""
    if x > frame.width * Fraction(3, 4):
        return "end"
    return "start" if x < frame.width * Fraction(1, 4) else "middle"
