"""Shall we make the target? The dashboard of a site's year, and the numbers behind each of its charts."""

import re

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kspvisits.access import Room, sites_for, staff_of
from kspvisits.converters import YearConverter
from reports import counts
from reports.csv_files import as_csv
from reports.dashboard import dashboard_of, table_of
from reports.progress import UNKNOWN_CATEGORY
from reports.targets import years_with_target
from reports.year import figures_of


@require_safe
def home(request):
    """The site and year that the picker asks for; else the first site's latest."""
    sites = list(sites_for(request.user, Room.REPORTS))
    if not sites:
        raise PermissionDenied
    if "site" not in request.GET:
        return redirect("reports-site", sites[0].code)
    site = next((site for site in sites if site.code == request.GET["site"]), None)
    year = request.GET.get("year", "")
    if site is None or not re.fullmatch(YearConverter.regex, year):
        raise Http404
    if int(year) not in _years(site):
        return redirect("reports-site", site.code)  # the picker still showed the other site's years
    return redirect("reports-dashboard", site.code, int(year))


@require_safe
@staff_of(Room.REPORTS)
def this_year(request, site):
    """The latest year with anything recorded, or the running one."""
    years = counts.years_of(site)
    return redirect("reports-dashboard", site.code, years[0] if years else _today(site).year)


@require_safe
@staff_of(Room.REPORTS)
def dashboard(request, site, year):
    figures, today = _figures(site, year), _today(site)
    context = {
        "site": site,
        "sites": sites_for(request.user, Room.REPORTS),
        "years": sorted({*_years(site), year}, reverse=True),
        "year": year,
        "figures": figures,
    }
    if figures.visits is not None:
        last_year = counts.year_cells(site, year - 1)
        context["dashboard"] = dashboard_of(figures, _labels(), last_year, is_running=year >= today.year)
    return render(request, "reports/dashboard.html", context)


@require_safe
@staff_of(Room.REPORTS)
def numbers(request, site, year, table):
    """One table of the dashboard as CSV."""
    found = table_of(table, _figures(site, year), _labels(), counts.year_cells(site, year - 1))
    if found is None:
        raise Http404
    response = HttpResponse(as_csv(found), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{site.code}-{year}-{table}.csv"'
    return response


def _years(site) -> set[int]:
    """The years with anything to show, and the running one."""
    return {*counts.years_of(site), *years_with_target(site), _today(site).year}


def _figures(site, year: int):
    return figures_of(site, year, _today(site))


def _today(site):
    return site.day_of(timezone.now())


def _labels() -> dict[str, str]:
    return {UNKNOWN_CATEGORY: _("Not known"), **{code: word.text for code, word in counts.category_words().items()}}
