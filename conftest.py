"""The cast of every test: two sites, their people, the words."""

import os
import shutil
from datetime import date, datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from checkin.models import Membership, Origin, Purpose, Site, Visit, VisitorCategory
from checkin.services.devices import open_kiosk
from checkin.services.places import furnish, load_calendar
from checkin.services.totals import record_total
from checkin.services.visits import check_in
from checkin.vocabulary import load_vocabulary
from kspvisits.access import KIOSK_COOKIE
from kspvisits.demo import KSP_HISTORY
from reports.models import AnnualTarget
from reports.targets import even, set_target

pytest_plugins = ["kspvisits.tests.strict"]


@pytest.fixture(autouse=True)
def indonesian():
    """A page opened in English leaves its language in the thread; every test begins in Indonesian."""
    with override("id"):
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """A page closed while it loads can leave a live server's thread at the database that is about to be dropped."""
    yield
    if connection.vendor == "postgresql":
        others = "datname = current_database() AND pid <> pg_backend_pid()"
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}")


@pytest.fixture
def words(db):
    load_vocabulary()


@pytest.fixture
def site(words):
    """Kepri Smart Province, furnished, without history."""
    place = Site.objects.create(
        code="ksp", name="Kepri Smart Province", agency="Dinas Komunikasi dan Informatika", place="Tanjungpinang"
    )
    furnish(site=place, with_demo_details=False)
    return place


@pytest.fixture
def other_site(words):
    """A second site from the first day, so that nothing can forget which site it is about."""
    place = Site.objects.create(code="contoh", name="Ruang Digital Contoh", agency="Dinas Contoh", is_demo=True)
    furnish(site=place, with_demo_details=True)
    return place


@pytest.fixture
def history(site):
    """KSP's published figures of 2018 and 2019, its target, and the calendar of 2019."""
    for first, last, visits in KSP_HISTORY:
        record_total(
            site=site, first_day=first, last_day=last, visits=visits, source="absen elektronik", today=date(2026, 1, 1)
        )
    set_target(site=site, year=2019, months=even(1000), method=AnnualTarget.Method.EVEN)
    load_calendar(site=site, years=[2018, 2019])
    return site


@pytest.fixture
def category(words):
    return VisitorCategory.objects.get(code="MHS")


@pytest.fixture
def origin(words):
    return Origin.objects.get(slug="batam")


@pytest.fixture
def purpose(words):
    return Purpose.objects.get(code="KERJA")


@pytest.fixture
def enter(site, category, origin, purpose):
    """Record a visit with as little said as possible."""

    def enter(**said) -> Visit:
        at = said.setdefault("at", timezone.now())
        said.setdefault("recorded_at", at)
        told = {"site": site, "category": category, "origin": origin, "purpose": purpose, "source": "kiosk"}
        return check_in(**{**told, "submission": uuid4(), **said})

    return enter


@pytest.fixture
def local():
    """An instant from a site's clock: ``local(2019, 10, 31, 23, 59)``, in WIB unless told."""

    def local(*clock, zone="Asia/Jakarta") -> datetime:
        return datetime(*clock, tzinfo=ZoneInfo(zone))

    return local


@pytest.fixture
def hire(django_user_model):
    """Give somebody a role at a site."""

    def hire(name, role, at):
        person = django_user_model.objects.create_user(name, password="kata sandi 2019")
        Membership.objects.create(user=person, site=at, role=role)
        return person

    return hire


@pytest.fixture
def officer(hire, site):
    return hire("petugas", Membership.Role.FRONT_DESK, site)


@pytest.fixture
def reporter(hire, site):
    return hire("pelaporan", Membership.Role.REPORTING, site)


@pytest.fixture
def head(hire, site):
    return hire("kabid", Membership.Role.HEAD, site)


@pytest.fixture
def stranger(hire, other_site):
    """Signed in, of another site."""
    return hire("orang-lain", Membership.Role.HEAD, other_site)


@pytest.fixture
def administrator(django_user_model):
    return django_user_model.objects.create_superuser("admin", password="kata sandi 2019")


@pytest.fixture
def desk(client, officer):
    """A browser in which the front desk has signed in."""
    client.force_login(officer)
    return client


@pytest.fixture
def device_and_token(site):
    return open_kiosk(site=site, name="Tablet depan", at=timezone.now())


@pytest.fixture
def kiosk(device_and_token):
    """A browser that is a kiosk of the site."""
    browser = Client()
    browser.cookies[KIOSK_COOKIE] = device_and_token[1]
    return browser


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Debian's Chromium, kept from calling home: no visitor's tablet needs it."""
    flags = ("no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-background-networking")
    flags += ("disable-component-update", "disable-sync")
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    return {**browser_type_launch_args, "executable_path": path, "args": [f"--{flag}" for flag in flags]}


def pytest_make_parametrize_id(val):
    """A test's name stays short however long its input."""
    return f"{val[:20]}…{len(val)}" if isinstance(val, str) and len(val) > 60 else None
