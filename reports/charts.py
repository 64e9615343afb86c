"""A year's figures as bars: its months with their targets, and who came."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from reports.drawing import GAP, SPELLED_OUT, Box, Frame, Plot, Point, Px, Text, digits, polyline
from reports.figures import Block, Month, Status, YearFigures
from reports.names import points, short_month
from reports.shares import Share

SMALL = Fraction(2, 3)  # of a bold number's width, for the same characters in small print
PATTERNS = {
    "PLJ": "dots", "TKP": "wide-dots", "ASN": "level", "KOM": "rising",
    "ESP": "falling", "STU": "cross", "KRS": "upright", "unknown": "unknown",
}  # fmt: skip


@dataclass(frozen=True)
class MonthName:
    short: str
    x: Px
    is_known: bool


@dataclass(frozen=True)
class Bar:
    month: Month
    box: Box
    label: Text

    @property
    def is_running(self) -> bool:
        return self.month.is_running


@dataclass(frozen=True)
class BlockBar:
    """A block's sum as an area: as wide as its months, as high as their mean."""

    block: Block
    box: Box
    label: Text
    is_spelled_out: bool


@dataclass(frozen=True)
class Gap:
    """A run of months that nothing covers."""

    label: Text
    is_spelled_out: bool


@dataclass(frozen=True)
class TargetLine:
    """The months' targets as one stepped line, and the text beside it, outside the plot."""

    points: str
    label: Text
    lowest: int
    highest: int


@dataclass(frozen=True)
class MonthBars:
    frame: Frame
    plot: Plot
    names: tuple[MonthName, ...]
    bars: tuple[Bar, ...]
    blocks: tuple[BlockBar, ...]
    gaps: tuple[Gap, ...]
    target: TargetLine | None


def month_bars(figures: YearFigures, frame: Frame) -> MonthBars:
    """Does each month reach its target? Bars, blocks as areas, and every month's own target as one stepped line."""
    plot, is_upright = _bars_plot(figures, frame)
    return MonthBars(
        frame=frame,
        plot=plot,
        names=month_names(figures, plot, frame),
        bars=tuple(_bar(month, plot, frame, is_upright) for month in figures.months if month.visits is not None),
        blocks=tuple(_block_bar(block, figures, plot, frame) for block in figures.blocks),
        gaps=tuple(_gap(run, plot, frame) for run in _runs_without_data(figures)),
        target=_target_line(figures, plot, frame) if figures.target else None,
    )


def _bars_plot(figures: YearFigures, frame: Frame) -> tuple[Plot, bool]:
    """The field of the month bars, and whether their numbers must stand upright to fit their months."""
    shown = [month for month in figures.months if month.visits is not None]
    means = [height for _, _, height in map(_extent, figures.blocks)]
    targets = [month.target for month in figures.months] if figures.target else []
    most = max([*(month.visits for month in shown), *means, *targets, 1])
    left = frame.width_of(digits(int(most))) + GAP
    beside = figures.target and frame.is_wide
    right = frame.width - (frame.width_of(max(7, 2 * digits(max(targets)) + 1)) + GAP if beside else 2)
    label = max([_room_of(month, frame) for month in shown], default=0)
    is_upright = label > Fraction(right - left) / 12
    key = 0 if beside or not figures.target else 2 * frame.font
    top = key + GAP + (label if is_upright else frame.font) + GAP
    return Plot(Px(left), Px(top), Px(right), Px(frame.height - 2 * frame.font), most), is_upright


def _room_of(month: Month, frame: Frame) -> Fraction:
    return frame.width_of(digits(month.visits) + (month.is_running))


def month_names(figures: YearFigures, plot: Plot, frame: Frame) -> tuple[MonthName, ...]:
    """Every month's short name, or every other's where they would run into each other."""
    step = 1 if frame.width_of(3) <= plot.slot else 2
    return tuple(
        MonthName(short_month(month.number), plot.x(month.number - Fraction(1, 2)), month.status is not Status.NO_DATA)
        for month in figures.months[::step]
    )


def _bar(month: Month, plot: Plot, frame: Frame, is_upright: bool) -> Bar:
    box = plot.box(month.number - Fraction(9, 10), month.number - Fraction(1, 10), 0, month.visits)
    height = _room_of(month, frame) if is_upright else frame.font
    y = _baseline(box.top, height, [plot.y(month.target)] if month.target is not None else [])
    middle = plot.x(month.number - Fraction(1, 2))
    x = Px(middle + Fraction(frame.font, 3)) if is_upright else middle
    return Bar(month, box, Text(x, y, "start" if is_upright else "middle", is_upright))


def _block_bar(block: Block, figures: YearFigures, plot: Plot, frame: Frame) -> BlockBar:
    start, end, height = _extent(block)
    box = plot.box(start, end, 0, height)
    room = frame.width_of(digits(block.visits) + SPELLED_OUT)
    targets = [figures.months[number - 1].target for number in block.months] if figures.target else []
    y = _baseline(box.top, frame.font, [plot.y(target) for target in targets])
    return BlockBar(block, box, Text(plot.x((start + end) / 2), y), room <= box.width)


def _gap(run: list[Month], plot: Plot, frame: Frame) -> Gap:
    first, last = run[0].number - 1, run[-1].number
    lines = [plot.y(month.target) for month in run if month.target is not None]
    y = _baseline(plot.base, frame.font, lines)
    room = frame.width_of(SPELLED_OUT) * SMALL
    return Gap(Text(plot.x(Fraction(first + last, 2)), y), room <= plot.slot * len(run))


def _baseline(ground: Fraction, height: Fraction | int, lines: list[Px]) -> Px:
    """A text standing on ``ground``, lifted above the target line where that would strike it through."""
    y = ground - GAP
    if lines and min(lines) < y + GAP // 2 and y - height - GAP // 2 < max(lines):
        y = min(lines) - GAP
    return Px(y)


def _target_line(figures: YearFigures, plot: Plot, frame: Frame) -> TargetLine:
    targets = [month.target for month in figures.months]
    steps: list[Point] = []
    for number, target in enumerate(targets):
        steps += [(plot.x(number), plot.y(target)), (plot.x(number + 1), plot.y(target))]
    return TargetLine(polyline(steps), target_label(plot, frame, steps[-1]), min(targets), max(targets))


def target_label(plot: Plot, frame: Frame, end: Point) -> Text:
    """Beside the line's end, or above the plot where a narrow page has no room beside it."""
    if frame.is_wide:
        return Text(Px(plot.right + GAP), end[1], "start")
    return Text(Px(plot.left), Px(frame.font), "start")


def _runs_without_data(figures: YearFigures) -> list[list[Month]]:
    runs: list[list[Month]] = []
    for month in figures.months:
        if month.status is Status.NO_DATA:
            if runs and runs[-1][-1].number == month.number - 1:
                runs[-1].append(month)
            else:
                runs.append([month])
    return runs


def _extent(block: Block) -> tuple[Fraction, Fraction, Fraction]:
    """First and last moment of a block, in months after New Year, and the height that makes its area its sum."""
    start, end = morning(block.first_day), evening(block.last_day)
    return start, end, block.visits / (end - start)


def morning(day: date) -> Fraction:
    return day.month - 1 + Fraction(day.day - 1, monthrange(day.year, day.month)[1])


def evening(day: date) -> Fraction:
    return day.month - 1 + Fraction(day.day, monthrange(day.year, day.month)[1])


@dataclass(frozen=True)
class ShareBar:
    share: Share
    box: Box
    label: str
    line: Px
    icon: Px
    change: str
    pattern: str


@dataclass(frozen=True)
class ShareBars:
    frame: Frame
    height: int
    icon_size: int
    bars: tuple[ShareBar, ...]


def share_bars(shares: tuple[Share, ...], frame: Frame) -> ShareBars:
    """Who comes? One bar each, longest first."""
    picture, row = 3 * frame.font, frame.font * 7 // 2
    change = frame.width_of(14) if any(share.change is not None for share in shares) else 0
    most = max([share.visits for share in shares], default=0) or 1
    each = Fraction(frame.width - picture - change) / most
    bars = (_share_bar(share, number * row, picture, each, frame) for number, share in enumerate(shares))
    return ShareBars(frame, row * len(shares), frame.font * 9 // 4, tuple(bars))


def _share_bar(share: Share, top: int, left: int, each: Fraction, frame: Frame) -> ShareBar:
    """A line of words and the bar below it, ``each`` visit so many pixels long."""
    bar_top = top + frame.font * Fraction(17, 10)
    return ShareBar(
        share=share,
        box=Box(Px(left), Px(bar_top), Px(left + each * share.visits), Px(bar_top + frame.font)),
        label=_cut(share, (frame.width - left) // frame.width_of(1)),
        line=Px(top + frame.font * Fraction(5, 4)),
        icon=Px(top + frame.font * Fraction(1, 4)),
        change="" if share.change is None else points(share.change),
        pattern=PATTERNS.get(share.code, ""),
    )


def _cut(share: Share, line: int) -> str:
    """A name too long for the line it shares with its number; it stands whole in the table."""
    room = line - digits(share.visits) - len(" · 100,00% ")
    return share.label if len(share.label) <= room else f"{share.label[: room - 1]}…"
