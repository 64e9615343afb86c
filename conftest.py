"""The cast of every test: two sites, their people, the words."""

import os
import shutil
from datetime import date, datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import hypothesis
import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone
from django.utils.translation import override
from playwright.sync_api import expect

from checkin.models import HeldSubmission, Membership, OpeningHours, Origin, Purpose, Site, Visit, VisitorCategory
from checkin.services.calendar import load_calendar
from checkin.services.calls import call_staff, take_back
from checkin.services.card_codes import new_sheet
from checkin.services.card_issuing import issue
from checkin.services.devices import open_kiosk
from checkin.services.door import turn_away
from checkin.services.evacuation import begin
from checkin.services.holding import hold
from checkin.services.places import furnish
from checkin.services.totals import record_total
from checkin.services.visits import check_in
from checkin.vocabulary import load_vocabulary
from kspvisits.access import KIOSK_COOKIE
from kspvisits.demo import KSP_HISTORY
from kspvisits.tests.gate import Gate
from reports.models import AnnualTarget
from reports.targets import even, set_target

pytest_plugins = ["kspvisits.tests.strict"]
# The same examples on every machine, and none of them timed: a busy one fails no test.
hypothesis.settings.load_profile("ci")
# For the same reason a browser may take its time.
expect.set_options(timeout=30_000)


@pytest.fixture(autouse=True)
def indonesian():
    """A page opened in English leaves its language in the thread; every test begins in Indonesian."""
    with override("id"):
        yield


@pytest.fixture(autouse=True)
def nothing_remembered():
    """What one test's house keeps for a minute is not the next one's."""
    cache.clear()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """A page closed while it loads can leave a live server's thread at the database that is about to be dropped."""
    yield
    if connection.vendor == "postgresql":
        others = "datname = current_database() AND pid <> pg_backend_pid()"
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}")


@pytest.fixture(scope="session")
def gate(live_server) -> Gate:
    """Stands before the live server from its first test on."""
    server = live_server.thread.httpd
    server.set_app(Gate(server.get_app()))
    return server.get_app()


@pytest.fixture(autouse=True)
def nobody_at_the_database(request):
    """A browser's last requests are out before the tables are emptied: set up before its pages, so undone after."""
    if "live_server" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("transactional_db")
    gate = request.getfixturevalue("gate")
    gate.open()
    yield
    gate.shut()


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
def issue_card(site, officer):
    """Issue one card of a site; answers it with its code."""

    def issue_card(place=site, **said):
        [issued] = issue(site=place, sheet=new_sheet(), how_many=1, by=officer, at=timezone.now(), **said)
        return issued

    return issue_card


@pytest.fixture
def desk(client, officer):
    """A browser in which the front desk has signed in."""
    client.force_login(officer)
    return client


@pytest.fixture
def open_all_day(site):
    """These days the house never closes, so that a tablet's tests do not depend on the hour at which they run."""
    now = timezone.now()
    these_days = {"valid_from": site.day_of(now - timedelta(days=2)), "valid_to": site.day_of(now + timedelta(days=2))}
    OpeningHours.objects.bulk_create(
        OpeningHours(site=site, weekday=weekday, start=time.min, end=time.max, **these_days) for weekday in range(7)
    )


@pytest.fixture
def device_and_token(site, open_all_day):
    return open_kiosk(site=site, name="Tablet depan", at=timezone.now())


@pytest.fixture
def kiosk(device_and_token):
    """A browser that is a kiosk of the site."""
    browser = Client()
    browser.cookies[KIOSK_COOKIE] = device_and_token[1]
    return browser


@pytest.fixture
def held(device_and_token):
    """What a tablet handed in and nobody could record: a departure whose visit has not arrived."""
    visit, now = uuid4(), timezone.now()
    item = {"id": str(uuid4()), "type": "check_out", "visit": str(visit), "at": now.isoformat(), "persons": 2}
    told = {"reason": HeldSubmission.Reason.NO_VISIT, "about": visit, "sent_at": now, "received_at": now}
    return hold(device=device_and_token[0], item=item, **told)


@pytest.fixture
def ended_call(device_and_token):
    """Somebody called the staff, and took it back."""
    device, now = device_and_token[0], timezone.now()
    call = call_staff(device=device, at=now)
    take_back(device=device, at=now)
    return call


@pytest.fixture
def turned_away(site, officer):
    """People for whom the house had no place."""
    told = {"submission": uuid4(), "persons": 3, "space": site.spaces.first()}
    return turn_away(site=site, at=timezone.now(), by=officer, **told)


@pytest.fixture
def evacuation(site, officer):
    """An evacuation that is going on, of whoever was inside when the test asked for it."""
    return begin(site=site, submission=uuid4(), started_at=timezone.now(), by=officer)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Debian's Chromium, kept from calling home: no visitor's tablet needs it. Without a window, if it is here."""
    flags = ("no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-background-networking")
    flags += ("disable-component-update", "disable-sync")
    names = ("chromium-headless-shell", "chromium", "google-chrome")
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    return {**browser_type_launch_args, "executable_path": path, "args": [f"--{flag}" for flag in flags]}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    """Pages are tested as the server gives them; the tests of the app say so when its worker may answer."""
    return {**browser_context_args, "service_workers": "block"}


def pytest_make_parametrize_id(val):
    """A test's name stays short however long its input."""
    return f"{val[:20]}…{len(val)}" if isinstance(val, str) and len(val) > 60 else None
