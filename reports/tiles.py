"""The tiles above the charts: one figure each, the reason where it is not known, never a zero for the unknown."""

from dataclasses import dataclass
from math import ceil

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from kspvisits.numbers import UNKNOWN, count, in_percent, two_places
from reports.figures import Rating, YearFigures, ratio
from reports.names import month_name, months_name, until
from reports.sentences import needed

CUES = {Rating.VERY_HIGH: "▲▲", Rating.HIGH: "▲", Rating.MEDIUM: "●", Rating.LOW: "▼", Rating.VERY_LOW: "▼▼"}


@dataclass(frozen=True)
class Badge:
    """The rating as a word, a colour and a sign that needs neither."""

    label: str
    cue: str
    floor: int


@dataclass(frozen=True)
class Tile:
    name: str
    value: str
    notes: tuple[str, ...] = ()
    badge: Badge | None = None


def tiles(figures: YearFigures, *, is_running: bool) -> list[Tile]:
    """``is_running`` is false of every past year, also of one whose records break off before its end."""
    return [
        _visits(figures),
        _achievement(figures),
        _remaining(figures, is_running),
        _crossing(figures, is_running),
        _pace(figures, is_running),
        _needed(figures, is_running),
        _growth(figures, is_running),
    ]


def badge(rating: Rating | None) -> Badge | None:
    labels = {
        Rating.VERY_HIGH: pgettext("rating", "Very high"),
        Rating.HIGH: pgettext("rating", "High"),
        Rating.MEDIUM: pgettext("rating", "Medium"),
        Rating.LOW: pgettext("rating", "Low"),
        Rating.VERY_LOW: pgettext("rating", "Very low"),
    }
    return rating and Badge(labels[rating], CUES[rating], rating.floor)


def _no_target() -> str:
    return _("no target is set")


def _end_of_records(figures: YearFigures) -> str:
    return _("records end on %(day)s") % {"day": date_format(figures.as_of, "j F Y")}


def _visits(figures: YearFigures) -> Tile:
    note = _("visits; no target is set")
    if figures.target:
        note = _("visits of a target of %(target)s") % {"target": count(figures.target)}
    return Tile(pgettext("figure", "Visits"), count(figures.visits), (note,))


def _achievement(figures: YearFigures) -> Tile:
    """Both achievements and one badge: against the plan while the year runs, against the target at its end."""
    name = _("Achievement")
    if not figures.target:
        return Tile(name, UNKNOWN, (_no_target(),))
    notes = [_("of the year's target")]
    if not figures.is_over:
        notes.append(
            _("up to %(until)s: %(share)s of the plan of %(plan)s")
            % {
                "until": until(figures),
                "share": in_percent(figures.achievement_to_date),
                "plan": count(ceil(figures.plan_to_date)),
            }
        )
    return Tile(name, in_percent(figures.achievement), tuple(notes), badge(figures.rating))


def _remaining(figures: YearFigures, is_running: bool) -> Tile:
    name = _("Remaining to the target")
    if not figures.target:
        return Tile(name, UNKNOWN, (_no_target(),))
    if figures.excess:
        note = ngettext("%(excess)s visit more", "%(excess)s visits more", figures.excess)
        return Tile(name, "0", (note % {"excess": count(figures.excess)},))
    note = _("visits to go to %(target)s") if is_running else _("visits short of the target of %(target)s")
    if not figures.remaining:
        note = _("exactly on target")
    return Tile(name, count(figures.remaining), (note % {"target": count(figures.target)},))


def _crossing(figures: YearFigures, is_running: bool) -> Tile:
    name = _("Target reached")
    if not figures.target:
        return Tile(name, UNKNOWN, (_no_target(),))
    if figures.target_reached_in is None:
        value, note = (
            (_("not yet"), _("%(share)s so far")) if is_running else (_("missed"), _("%(share)s of the target"))
        )
        return Tile(name, value, (note % {"share": in_percent(figures.achievement)},))
    first, last = figures.target_reached_in
    if first != last:
        return Tile(name, months_name(first, last), (_("within a sum of several months; the month is not known"),))
    month = figures.months[last - 1]
    needed = figures.target - (month.cumulative - month.visits)
    note = _("needed %(needed)s of its %(visits)s visits") % {"needed": count(needed), "visits": count(month.visits)}
    return Tile(name, month_name(last), (note,))


def _pace(figures: YearFigures, is_running: bool) -> Tile:
    name, pace = _("Pace per open day"), figures.pace
    if pace.per_open_day is None:
        return Tile(name, UNKNOWN, (_no_pace(figures, is_running),))
    days = ngettext("%(days)s open day", "%(days)s open days", pace.open_days) % {"days": count(pace.open_days)}
    return Tile(name, two_places(pace.per_open_day), (_("visits per open day"), days))


def _no_pace(figures: YearFigures, is_running: bool) -> str:
    if figures.visits is None:
        return _("no visits are recorded yet")
    return _("no open day has passed yet") if is_running else _("the calendar has no open day")


def _needed(figures: YearFigures, is_running: bool) -> Tile:
    name, pace = _("Needed per open day"), figures.pace
    if not figures.target:
        return Tile(name, UNKNOWN, (_no_target(),))
    if not is_running:
        return _needed_no_more(figures, name)
    if not figures.remaining:
        return Tile(name, "0", (needed(figures),))
    if pace.needed_per_open_day is None:
        return Tile(name, UNKNOWN, (needed(figures),))
    note = _("%(left)s more in %(days)s open days") % {
        "left": count(figures.remaining),
        "days": count(pace.days_left),
    }
    return Tile(name, count(ceil(pace.needed_per_open_day)), (note,))


def _needed_no_more(figures: YearFigures, name: str) -> Tile:
    """Of a past year: no day is left on which anything could be made up."""
    if figures.remaining:
        return Tile(name, UNKNOWN, (_end_of_records(figures),))
    return Tile(name, "0", (_("target reached"),))


def _growth(figures: YearFigures, is_running: bool) -> Tile:
    before = figures.previous_year
    name = _("Compared with last year")
    if before is None:
        return Tile(name, UNKNOWN, (_("nothing is recorded for %(year)s") % {"year": figures.year - 1},))
    facts = {"year": before.year, "before": count(before.visits)}
    if before.growth is None:
        return Tile(name, UNKNOWN, (_("%(year)s had %(before)s visits") % facts,))
    times = ratio(figures.visits, before.visits)
    if times < 1 and not figures.is_over:
        note = _("of all of %(year)s (%(before)s visits)") % facts
        return Tile(
            name, in_percent(times), (note, _("this year is still running") if is_running else _end_of_records(figures))
        )
    note = _("%(times)s times all of %(year)s (%(before)s visits)") % {**facts, "times": two_places(times)}
    return Tile(name, _change(before.growth), (note,))


def _change(growth) -> str:
    if growth == 0:
        return _("the same")
    word = _("up %(share)s") if growth > 0 else _("down %(share)s")
    return word % {"share": in_percent(abs(growth))}
