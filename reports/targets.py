"""Splitting a year's target over its months, and keeping every version of it."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from django.db import transaction

from reports.counts import lock_site
from reports.models import AnnualTarget


def split(total: int, weights: Sequence[int | Fraction]) -> list[int]:
    """Whole numbers in proportion to the weights that sum to ``total``: largest remainder, ties to the earlier."""
    whole = sum(weights)
    exact = [Fraction(total) * weight / whole for weight in weights]
    parts = [int(share) for share in exact]
    by_remainder = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
    for i in by_remainder[: total - sum(parts)]:
        parts[i] += 1
    return parts


def even(total: int) -> list[int]:
    return split(total, [1] * 12)


def by_open_days(total: int, open_days: Sequence[date]) -> list[int]:
    """In proportion to each month's open days; ``open_days`` are all of the year's."""
    return split(total, [sum(day.month == month for day in open_days) for month in range(1, 13)])


def target_of(site, year: int) -> AnnualTarget | None:
    """The version in force: the latest."""
    return AnnualTarget.objects.filter(site=site, year=year).order_by("-version").first()


@transaction.atomic
def set_target(
    *, site, year: int, months: Sequence[int], method: str, document: str = "", document_date: date | None = None
) -> AnnualTarget:
    """Write a new version of a year's target; the same again changes nothing."""
    lock_site(site)
    current = target_of(site, year)
    said = (tuple(months), method, document, document_date)
    if current and said == (current.months, current.method, current.document, current.document_date):
        return current
    return AnnualTarget.objects.create(
        site=site, year=year, version=current.version + 1 if current else 1, total=sum(months), method=method,
        document=document, document_date=document_date, **dict(zip(AnnualTarget.MONTHS, months, strict=True)),
    )  # fmt: skip


def years_with_target(site) -> set[int]:
    return set(AnnualTarget.objects.filter(site=site).values_list("year", flat=True))
