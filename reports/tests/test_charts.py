"""Charts as numbers: areas, heights, labels that meet nothing, and years that stretch them."""

from datetime import date
from fractions import Fraction
from itertools import pairwise

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from reports.charts import month_bars, share_bars
from reports.drawing import FRAMES, NARROW, WIDE, Box, Px, digits, tick_values
from reports.figures import Total
from reports.paths import SEA_NARROW, SEA_WIDE, cumulative_path, voyage
from reports.shares import Share
from reports.tests.years import a_year, ksp_2019

EDGE = 0.02  # what printing with two decimals may shift
VISITS = st.one_of(st.none(), st.integers(0, 400), st.integers(0, 10_000_000))
YEARS = st.lists(VISITS, min_size=12, max_size=12)
TARGETS = st.one_of(st.none(), st.lists(st.integers(0, 500), min_size=12, max_size=12).filter(sum))


def area(chart, box) -> Fraction:
    """A box's area in visits: months wide times visits high."""
    return Fraction(box.width) / chart.plot.slot * box.height / (chart.plot.y(0) - chart.plot.y(1))


def made_up(by_month, target):
    known = {month: visits for month, visits in enumerate(by_month, 1) if visits is not None}
    return a_year(known, target=tuple(target) if target else None)


def room_of(label, characters, frame) -> Box:
    width = frame.width_of(characters)
    left = {"start": label.x, "middle": label.x - width / 2, "end": label.x - width}[label.anchor]
    return Box(Px(left), Px(label.y - frame.font), Px(left + width), label.y)


@pytest.mark.parametrize("frame", FRAMES, ids=lambda frame: frame.name)
def test_the_unknown_half_year_is_one_area_of_346(frame):
    chart = month_bars(ksp_2019(), frame)
    (block,) = chart.blocks

    assert area(chart, block.box) == 346
    assert block.box.width == 6 * chart.plot.slot
    assert (block.box.left, block.box.right) == (chart.plot.x(3), chart.plot.x(9))
    assert chart.plot.base - block.box.height == chart.plot.y(Fraction(346, 6))


def test_bars_are_as_high_as_their_visits():
    chart = month_bars(ksp_2019(), WIDE)

    assert [bar.month.visits for bar in chart.bars] == [97, 119, 311, 142]
    assert [bar.box.height / (chart.plot.base - chart.plot.y(1)) for bar in chart.bars] == [97, 119, 311, 142]


@pytest.mark.parametrize(("year", "last"), [(2020, date(2020, 2, 29)), (2019, date(2019, 2, 28))])
def test_a_block_of_parts_of_months_keeps_its_area_in_leap_years_too(year, last):
    chart = month_bars(a_year(totals=[Total(date(year, 1, 16), last, 60, "rekap")], year=year), WIDE)
    (block,) = chart.blocks

    assert area(chart, block.box) == 60
    assert block.box.right == chart.plot.x(2)


def test_blocks_that_share_a_month_do_not_cover_each_other():
    totals = [Total(date(2019, 1, 1), date(2019, 3, 15), 50, "a"), Total(date(2019, 3, 16), date(2019, 5, 31), 70, "b")]
    chart = month_bars(a_year(totals=totals), WIDE)
    first, second = chart.blocks

    assert first.box.right == second.box.left
    assert [area(chart, block.box) for block in chart.blocks] == [50, 70]


def test_a_month_of_zero_has_a_bar_and_an_unknown_month_has_none():
    zero = Total(date(2019, 1, 1), date(2019, 1, 31), 0, "rekap")
    chart = month_bars(a_year({3: 7}, totals=[zero]), WIDE)

    assert chart.bars[0].box.height == 0
    assert [bar.month.number for bar in chart.bars] == [1, 3]
    assert [name.is_known for name in chart.names[:3]] == [True, False, True]
    assert len(chart.gaps) == 2


def test_a_year_of_nothing_but_zero_can_be_drawn():
    chart = month_bars(a_year(totals=[Total(date(2019, 1, 1), date(2019, 1, 31), 0, "rekap")]), WIDE)

    assert chart.bars[0].box.height == 0
    assert [tick.value for tick in chart.plot.ticks] == [0, 1]


def test_each_month_stands_beside_its_own_target():
    targets = (10, 200, *[30] * 10)
    chart = month_bars(a_year({1: 5}, target=targets), WIDE)
    heights = [float(point.split(",")[1]) for point in chart.target.points.split()]

    assert heights[0::2] == heights[1::2]
    assert heights[0::2] == pytest.approx([float(chart.plot.y(target)) for target in targets], abs=0.01)
    assert (chart.target.lowest, chart.target.highest) == (10, 200)


def test_the_name_of_the_target_line_stands_outside_the_plot():
    wide, narrow = (month_bars(ksp_2019(), frame) for frame in FRAMES)

    assert wide.target.label.x > wide.plot.right
    assert wide.target.label.x + WIDE.width_of(len("target")) <= WIDE.width
    assert narrow.target.label.y < narrow.plot.top


def test_without_a_target_there_is_no_line():
    assert month_bars(a_year({1: 5}), WIDE).target is None
    assert cumulative_path(a_year({1: 5}), WIDE).target is None
    assert voyage(a_year({1: 5}), SEA_WIDE) is None


@given(by_month=YEARS, target=TARGETS)
def test_no_number_on_a_bar_is_struck_through_by_its_target(by_month, target):
    year = made_up(by_month, target)
    for frame in FRAMES:
        chart = month_bars(year, frame)
        for bar in chart.bars:
            height = frame.width_of(digits(bar.month.visits)) if bar.label.is_upright else frame.font
            assert bar.label.y <= bar.box.top
            assert bar.label.y - height >= 0
            if target:
                line = chart.plot.y(bar.month.target)
                assert line >= bar.label.y or line <= bar.label.y - height


def test_a_number_just_below_the_target_line_is_lifted_above_it():
    chart = month_bars(a_year({1: 75}, target=(80,) * 12), WIDE)
    (bar,), line = chart.bars, chart.plot.y(80)

    assert bar.box.top - 6 - WIDE.font < line < bar.box.top - 6, "on its bar the number would be struck through"
    assert bar.label.y < line


@given(by_month=YEARS, target=TARGETS)
def test_bars_stay_inside_the_plot_whatever_the_achievement(by_month, target):
    year = made_up(by_month, target)
    for frame in FRAMES:
        chart = month_bars(year, frame)
        for bar in chart.bars:
            assert chart.plot.left <= bar.box.left < bar.box.right <= chart.plot.right
            assert chart.plot.top <= bar.box.top <= bar.box.bottom == chart.plot.base


@given(by_month=YEARS, target=TARGETS)
def test_no_number_on_the_path_meets_a_line_or_another_number(by_month, target):
    year = made_up(by_month, target)
    for frame in FRAMES:
        chart = cumulative_path(year, frame)
        lines = [*chart.segments, chart.target_line]
        dots = [dot for line in lines for dot in along(line)]
        rooms = [room_of(m.label, digits(m.visits), frame) for m in chart.markers if m.label]
        assert not [dot for dot in dots for room in rooms if inside(dot, room)]
        assert not [1 for i, room in enumerate(rooms) for other in rooms[:i] if room.meets(other)]


def along(line: str):
    """Many dots on a polyline, read from what the page will print."""
    corners = [tuple(map(float, point.split(","))) for point in line.split()]
    for (x1, y1), (x2, y2) in pairwise(corners):
        for step in range(11):
            yield x1 + (x2 - x1) * step / 10, y1 + (y2 - y1) * step / 10


def inside(dot, room: Box) -> bool:
    x, y = dot
    return room.left + EDGE < x < room.right - EDGE and room.top + EDGE < y < room.bottom - EDGE


def test_a_dot_in_a_room_is_seen():
    assert inside((5, 5), Box(Px(0), Px(0), Px(10), Px(10)))
    assert [dot for dot in along("0,0 10,10") if inside(dot, Box(Px(4), Px(4), Px(6), Px(6)))]


@pytest.mark.parametrize("frame", FRAMES, ids=lambda frame: frame.name)
def test_no_line_runs_through_the_unknown_half_year(frame):
    chart = cumulative_path(ksp_2019(), frame)
    (veil,) = chart.veils

    assert (veil.low, veil.high) == (527, 873)
    assert (veil.box.left, veil.box.right) == (chart.plot.x(3), chart.plot.x(9))
    assert (veil.box.bottom, veil.box.top) == (chart.plot.y(527), chart.plot.y(873))
    assert not [dot for line in chart.segments for dot in along(line) if inside(dot, veil.box)]
    assert len(chart.segments) == 4


def test_a_block_that_begins_within_a_month_stands_on_what_came_before_it():
    year = a_year({4: 50}, totals=[Total(date(2019, 4, 16), date(2019, 9, 30), 300, "rekap")])
    chart = cumulative_path(year, WIDE)

    assert [(veil.low, veil.high) for veil in chart.veils] == [(50, 350)]
    assert [marker.visits for marker in chart.markers] == [350]


def test_points_stand_at_the_ends_of_months():
    chart = cumulative_path(ksp_2019(), WIDE)

    assert [marker.visits for marker in chart.markers] == [97, 216, 527, 873, 1015]
    assert [marker.x for marker in chart.markers] == [chart.plot.x(end) for end in (1, 2, 3, 9, 10)]


def test_every_number_of_2019_finds_room_on_the_path():
    chart = cumulative_path(ksp_2019(), WIDE)

    assert all(marker.label for marker in chart.markers)
    assert chart.veils[0].label


def test_the_crossing_is_marked_at_the_end_of_its_month():
    chart = cumulative_path(ksp_2019(), WIDE)

    assert [marker.visits for marker in chart.markers if marker.is_crossing] == [1015]


def test_a_crossing_inside_a_block_marks_no_month():
    year = a_year(totals=[Total(date(2019, 1, 1), date(2019, 6, 30), 1200, "rekap")], target=1000)

    assert not [marker for marker in cumulative_path(year, WIDE).markers if marker.is_crossing]


@pytest.mark.parametrize("january", [{1: 30}, Total(date(2019, 1, 1), date(2019, 2, 10), 30, "rekap")])
def test_the_running_month_stands_at_its_day_and_not_at_its_end(january):
    known = {"totals": [january], "visits": {2: 10}} if isinstance(january, Total) else {"visits": {**january, 2: 10}}
    chart = cumulative_path(a_year(**known, today=date(2019, 2, 14), target=1200), WIDE)

    assert (chart.markers[-1].x, chart.markers[-1].is_running) == (chart.plot.x(1 + Fraction(14, 28)), True)
    assert not any(marker.is_running for marker in chart.markers[:-1])


def test_a_month_after_months_without_data_is_a_point_without_a_line():
    chart = cumulative_path(a_year({5: 30}, target=1200), WIDE)

    assert [marker.visits for marker in chart.markers] == [30]
    assert chart.segments == ()


@pytest.mark.parametrize("frame", [SEA_WIDE, SEA_NARROW], ids=lambda frame: frame.name)
def test_the_boat_anchors_at_the_target_and_sails_no_further(frame):
    route = voyage(ksp_2019(), frame)

    assert route.boat == route.end
    assert route.is_anchored
    assert [(island.visits, island.is_passed) for island in route.islands] == [
        (250, True), (500, True), (750, True), (1000, True)
    ]  # fmt: skip


def test_the_boat_is_where_the_visits_are():
    route = voyage(a_year({1: 300}, target=1200), SEA_WIDE)

    assert route.boat - route.start == (route.end - route.start) / 4
    assert [island.is_passed for island in route.islands] == [True, False, False, False]
    assert not route.is_anchored


@given(most=st.integers(1, 10_000_000))
def test_ticks_are_few_round_and_within(most):
    ticks = tick_values(most)

    assert 2 <= len(ticks) <= 6
    assert ticks[0] == 0
    assert ticks[-1] <= most


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_coordinate_has_a_point_in_every_language(language):
    with override(language):
        assert str(Px(Fraction(1, 3))) == "0.33"
        assert str(Px(120)) == "120"


def test_the_most_frequent_visitor_has_the_longest_bar():
    shares = (Share("MHS", "Mahasiswa", 300, Fraction(3, 4), None), Share("PLJ", "Pelajar", 100, Fraction(1, 4), None))
    first, second = share_bars(shares, WIDE).bars

    assert first.box.width == 3 * second.box.width
    assert first.box.right == WIDE.width
    assert (first.pattern, second.pattern) == ("", "dots")


def test_a_name_too_long_for_its_line_is_cut_and_never_meets_the_number():
    name = "Peserta pelatihan kewirausahaan digital perempuan kepulauan"
    share = Share("KRS", name, 10_000_000, Fraction(1), None)
    (bar,) = share_bars((share,), NARROW).bars

    assert bar.label.endswith("…")
    number = digits(share.visits) + len(" · 100,00%")
    assert bar.box.left + NARROW.width_of(len(bar.label)) <= NARROW.width - NARROW.width_of(number)


def test_nobody_at_all_can_be_drawn():
    assert share_bars((), WIDE).bars == ()
    assert share_bars((Share("MHS", "Mahasiswa", 0, None, None),), WIDE).bars[0].box.width == 0
