"""Opening a site where nothing is yet, as on a new server."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from checkin.models import Origin, Purpose, Site, VisitorCategory
from checkin.services.places import open_site
from reports.counts import open_days

pytestmark = pytest.mark.django_db


def open_ksp(**said):
    call_command("add_site", "ksp", **{"name": "Kepri Smart Province", "agency": "Dinas Kominfo", **said})


def test_a_new_server_is_ready_for_its_first_visitor():
    open_ksp()
    call_command("add_staff", "sari", site="ksp", role="front_desk")

    site = Site.objects.get()
    assert [VisitorCategory.objects.count(), Origin.objects.count(), Purpose.objects.count()] == [9, 10, 6]
    assert site.spaces.filter(capacity=None).count() == 7
    assert open_days(site, *this_years_ends(site))
    assert Client().get(reverse("login")).status_code == 200


def test_opening_it_again_changes_nothing():
    open_ksp()
    open_ksp(name="Nama lain")

    assert Site.objects.get().name == "Kepri Smart Province"
    assert Site.objects.get().spaces.count() == 7


@pytest.mark.parametrize(
    "said",
    [
        *({"timezone": zone} for zone in ("Asia/Tanjungpinang", "Asia", "asia/jakarta", "../etc/passwd", "x" * 5_000)),
        *({"timezone": zone} for zone in ("", "a\x00b", "\udcff")),
        *({"name": name} for name in ("  ", "a\x00b", "\udcff")),
        {"agency": "x" * 121},
    ],
)
def test_a_site_that_makes_no_sense_is_refused(said):
    with pytest.raises(CommandError):
        open_ksp(**said)

    assert not Site.objects.exists()


@pytest.mark.parametrize("code", ["dua kata", "../x", "x" * 21, ""])
def test_a_code_stands_in_addresses(code):
    with pytest.raises(CommandError):
        call_command("add_site", code, name="Nama", agency="Dinas")


def test_no_site_is_made_without_a_midnight_by_any_door():
    with pytest.raises(ValidationError):
        open_site(code="ksp", years=[2019], name="KSP", agency="Dinas", timezone="Asia/Tanjungpinang")

    assert not Site.objects.exists()


def this_years_ends(site):
    days = site.calendar_days.order_by("day")
    return days.first().day, days.last().day
