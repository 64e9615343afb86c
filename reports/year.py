"""A year's figures fetched whole, and said as the object that commands and programs read."""

from datetime import date
from fractions import Fraction

from kspvisits.numbers import percent, round_half_up
from reports import counts
from reports.figures import Block, Month, Quarter, YearFigures
from reports.progress import year_figures
from reports.targets import target_of


def figures_of(site, year: int, today: date) -> YearFigures:
    """The figures of a site's year as they stand today."""
    target = target_of(site, year)
    return year_figures(
        site=site.code,
        year=year,
        counts=counts.year_counts(site, year),
        target=target.months if target else None,
        today=today,
    )


def as_object(figures: YearFigures) -> dict:
    """The figures in plain JSON types: days as ISO text, percentages as exact decimal text, unknown as null."""
    return {
        "site": figures.site,
        "year": figures.year,
        "as_of": figures.as_of.isoformat(),
        "unit": "visits",
        "target": figures.target,
        "visits": figures.visits,
        "achievement_percent": _text(percent(figures.achievement)),
        "remaining": figures.remaining,
        "excess": figures.excess,
        "plan_to_date": _decimal(figures.plan_to_date),
        "rating": figures.rating and figures.rating.label,
        "target_reached_in": reached_in(figures),
        "records": figures.records,
        "months": [_month(month) for month in figures.months],
        "blocks": [_block(block) for block in figures.blocks],
        "quarters": [_quarter(quarter) for quarter in figures.quarters],
        "pace": _pace(figures),
        "previous_year": _previous_year(figures),
        "categories": [{"code": code, "visits": visits} for code, visits in figures.categories],
        "origins": [{"slug": slug, "visits": visits} for slug, visits in figures.origins],
    }


def reached_in(figures: YearFigures) -> str | None:
    """``2019-10``, or the interval ``2019-04/2019-09`` when the crossing lies inside a block."""
    if figures.target_reached_in is None:
        return None
    months = sorted(set(figures.target_reached_in))
    return "/".join(f"{figures.year}-{month:02d}" for month in months)


def _text(value) -> str | None:
    return None if value is None else str(value)


def _decimal(value: Fraction | None) -> str | None:
    return None if value is None else str(round_half_up(value))


def _month(month: Month) -> dict:
    return {
        "month": month.number,
        "visits": month.visits,
        "status": month.status.value,
        "cumulative": month.cumulative,
        "target": month.target,
        "target_cumulative": month.target_cumulative,
        "open_days": month.open_days,
    }


def _block(block: Block) -> dict:
    return {"start": block.first_day.isoformat(), "end": block.last_day.isoformat(), "visits": block.visits}


def _quarter(quarter: Quarter) -> dict:
    return {
        "quarter": quarter.number,
        "visits": quarter.visits,
        "target": quarter.target,
        "status": quarter.status.value,
    }


def _pace(figures: YearFigures) -> dict:
    pace = figures.pace
    return {
        "open_days": pace.open_days,
        "per_open_day": _decimal(pace.per_open_day),
        "open_days_left": pace.days_left,
        "needed_per_open_day": _decimal(pace.needed_per_open_day),
    }


def _previous_year(figures: YearFigures) -> dict | None:
    before = figures.previous_year
    if before is None:
        return None
    return {"year": before.year, "visits": before.visits, "growth_percent": _text(percent(before.growth))}
