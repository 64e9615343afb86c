"""What the tests of the reports share."""

import pytest
from django.urls import reverse

from reports.tests.workbooks import cells_of, opened


@pytest.fixture
def download(client, reporter):
    """The workbook as reporting staff get it from the dashboard."""
    client.force_login(reporter)

    def download(site, year, kind="live"):
        response = client.get(reverse("reports-workbook", args=[site.code, year]), {"edition": kind})
        return cells_of(opened(response.content, data_only=True))

    return download
