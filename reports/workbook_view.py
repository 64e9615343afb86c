"""Downloading the annual workbook, with live formulas or ready to print."""

from io import BytesIO

from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import override
from django.views.decorators.http import require_safe

from kspvisits.access import Room, staff_of
from reports.workbook import book
from reports.workbook.report import gather

EDITIONS = {"live": True, "values": False}
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@staff_of(Room.REPORTS)
def workbook(request, site, year):
    edition = request.GET.get("edition", "live")
    if edition not in EDITIONS:
        raise BadRequest("The workbook has two editions: live and values.")
    report = gather(site, year, at=timezone.now(), by=role_of(request.user, site))
    file = BytesIO()
    book.write(report, file, is_live=EDITIONS[edition])
    response = HttpResponse(file.getvalue(), content_type=SPREADSHEET)
    response.headers["Content-Disposition"] = content_disposition_header(True, report.file_name)
    response.headers["Cache-Control"] = "no-store"
    return response


def role_of(user, site) -> str:
    """Who exported, as a role in Indonesian: the sheet must not name a person."""
    membership = site.memberships.filter(user=user).first()
    if membership is None:
        return "Administrator"
    with override("id"):
        return str(membership.get_role_display())
