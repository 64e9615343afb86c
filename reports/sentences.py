"""The dashboard in sentences: the answer on top, and what each chart shows."""

from dataclasses import dataclass
from math import ceil

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kspvisits.numbers import count, in_percent, two_places
from reports.figures import Status, YearFigures
from reports.names import block_name, month_name, until
from reports.shares import Share


@dataclass(frozen=True)
class Answer:
    """Shall we make the target? One sentence, and the one after it."""

    headline: str
    detail: str


def answer(figures: YearFigures, *, is_running: bool) -> Answer:
    """``is_running`` is false of every past year, also of one whose records break off before its end."""
    facts = _facts(figures)
    if figures.visits is None:
        return Answer(_("No visits are recorded for %(year)s.") % facts, "")
    if not figures.target:
        return Answer(_("%(visits)s visits in %(year)s; no target is set.") % facts, _as_it_stands(facts))
    if figures.visits >= figures.target:
        return Answer(_reached(figures) % facts, _surplus(figures, facts))
    if figures.is_over:
        headline = _("The target of %(year)s was missed: %(visits)s of %(target)s visits.")
        short = _("%(remaining)s short.") % facts
        return Answer(headline % facts, f"{short} {_as_it_stands(facts)}")
    if not is_running:
        headline = _("Records end on %(day)s, below the target of %(year)s: %(visits)s of %(target)s visits.")
        return Answer(headline % facts, _("%(remaining)s short.") % facts)
    return Answer(_course(figures) % facts, f"{needed(figures)} {_as_it_stands(facts)}")


def _facts(figures: YearFigures) -> dict:
    """Everything a sentence may name, as it is printed."""
    lead = lead_of(figures)
    first, last = figures.target_reached_in or (None, None)
    return {
        "year": figures.year,
        "visits": count(figures.visits),
        "target": count(figures.target),
        "remaining": count(figures.remaining),
        "excess": count(figures.excess),
        "lead": count(lead and abs(lead)),
        "first": first and month_name(first),
        "last": last and month_name(last),
        "day": date_format(figures.as_of, "j F Y"),
    }


def _as_it_stands(facts: dict) -> str:
    return _("As it stands on %(day)s.") % facts


def _reached(figures: YearFigures) -> str:
    if figures.target_reached_in is None:
        return _("Target reached: %(visits)s of %(target)s visits.")
    if figures.target_reached_in[0] == figures.target_reached_in[1]:
        return _("Target reached in %(last)s %(year)s: %(visits)s of %(target)s visits.")
    return _("Target reached between %(first)s and %(last)s %(year)s: %(visits)s of %(target)s visits.")


def _surplus(figures: YearFigures, facts: dict) -> str:
    surplus = _("%(excess)s more than the target.") if figures.excess else _("Exactly on target.")
    return f"{surplus % facts} {_as_it_stands(facts)}"


def lead_of(figures: YearFigures) -> int | None:
    """Whole visits ahead of the plan up to now, negative when behind; a begun visit of the plan is asked for whole."""
    if figures.visits is None or figures.plan_to_date is None:
        return None
    return figures.visits - ceil(figures.plan_to_date)


def _course(figures: YearFigures) -> str:
    lead = lead_of(figures)
    if lead > 0:
        return _("On course for the target of %(target)s: %(visits)s visits, %(lead)s more than planned by now.")
    if lead == 0:
        return _("On course for the target of %(target)s: %(visits)s visits, exactly as planned by now.")
    return _("Not on course for the target of %(target)s: %(visits)s visits, %(lead)s fewer than planned by now.")


def needed(figures: YearFigures) -> str:
    """What must happen on each open day that is left."""
    pace = figures.pace
    if not figures.target:
        return _("No target is set.")
    if not figures.remaining:
        return _("The target has been reached; every visit adds to the achievement.")
    if pace.needed_per_open_day is None:
        return _("No open days are left this year.")
    sentence = ngettext(
        "Needs %(each)s visit per open day (%(left)s more, %(days)s days).",
        "Needs %(each)s visits per open day (%(left)s more, %(days)s days).",
        ceil(pace.needed_per_open_day),
    )
    facts = {
        "each": count(ceil(pace.needed_per_open_day)),
        "left": count(figures.remaining),
        "days": count(pace.days_left),
    }
    if pace.per_open_day is None:
        return sentence % facts
    so_far = _("The pace so far is %(pace)s.") % {"pace": two_places(pace.per_open_day)}
    return f"{sentence % facts} {so_far}"


def finding_of_months(figures: YearFigures) -> str:
    return " ".join([_reached_months(figures), *_block_sentences(figures)])


def _reached_months(figures: YearFigures) -> str:
    known = [month for month in figures.months if month.status is Status.FINAL]
    if not known:
        return _("No single month is known.") if figures.blocks else _("No month is over yet.")
    if not figures.target:
        busiest = max(known, key=lambda month: month.visits)
        sentence = _("The busiest month was %(month)s with %(visits)s visits; no target is set.")
        return sentence % {"month": month_name(busiest.number), "visits": count(busiest.visits)}
    reached = sum(month.visits >= month.target for month in known)
    sentence = ngettext(
        "%(reached)s of %(known)s month known in full reached its target.",
        "%(reached)s of %(known)s months known in full reached their target.",
        len(known),
    )
    return sentence % {"reached": count(reached), "known": count(len(known))}


def _block_sentences(figures: YearFigures) -> list[str]:
    return [_block_sentence(figures, block) for block in figures.blocks]


def _block_sentence(figures: YearFigures, block) -> str:
    facts = {"months": block_name(block), "visits": count(block.visits)}
    if not figures.target:
        return _("%(months)s brought %(visits)s visits together.") % facts
    facts["target"] = count(sum(figures.months[number - 1].target for number in block.months))
    return _("%(months)s brought %(visits)s visits together, against a target of %(target)s.") % facts


def block_captions(figures: YearFigures) -> list[str]:
    """What a hatched area in the month bars means."""
    sentence = _("%(visits)s in %(months)s months — not known month by month; the area stands at its mean of %(mean)s.")
    return [
        sentence % {"visits": count(block.visits), "months": len(block.months), "mean": two_places(block.monthly_mean)}
        for block in figures.blocks
    ]


def veil_captions(figures: YearFigures) -> list[str]:
    """What a hatched area on the path means."""
    sentence = _("Hatched: %(months)s; the sums in between are not known.")
    return [sentence % {"months": block_name(block)} for block in figures.blocks]


def finding_of_path(figures: YearFigures) -> str:
    lead = lead_of(figures)
    facts = {
        "until": until(figures),
        "visits": count(figures.visits),
        "plan": count(figures.plan_to_date and ceil(figures.plan_to_date)),
        "lead": count(lead and abs(lead)),
    }
    if lead is None:
        return _("%(visits)s visits up to %(until)s; no target is set.") % facts
    if lead > 0:
        return _("Up to %(until)s %(lead)s visits ahead of the path: %(visits)s against a planned %(plan)s.") % facts
    if lead < 0:
        return _("Up to %(until)s %(lead)s visits behind the path: %(visits)s against a planned %(plan)s.") % facts
    return _("Up to %(until)s exactly on the path: %(visits)s visits, as planned.") % facts


def finding_of_shares(shares: tuple[Share, ...]) -> str:
    known = [share for share in shares if not share.is_unknown]
    unknown = sum(share.visits for share in shares if share.is_unknown)
    if not known:
        sentence = _("All %(visits)s visits are known only as sums: old reports do not say who came.")
        return sentence % {"visits": count(unknown)}
    most = known[0]
    sentence = _("The largest group: %(label)s, %(visits)s visits, %(share)s of all.")
    finding = sentence % {"label": most.label, "visits": count(most.visits), "share": in_percent(most.share)}
    if not unknown:
        return finding
    rest = _("%(visits)s visits are known without a category.") % {"visits": count(unknown)}
    return f"{finding} {rest}"
