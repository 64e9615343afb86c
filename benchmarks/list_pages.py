"""The desk's pages as a benchmark opens them: a quiet house that has stored many visits, and one with a busy day."""

from datetime import timedelta
from urllib.parse import urlencode
from uuid import uuid4

from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from benchmarks.stored_visits import store_visits
from checkin import paging
from checkin.models import Device, Origin, Purpose, Site, Visit, VisitorCategory
from checkin.services.devices import open_kiosk
from checkin.services.holding import hold
from checkin.services.places import open_site
from checkin.services.totals import record_total

TODAY, BUSY, ROWS = 10, 5_000, 30
DEEP = 3_750  # rows down a list
_client = Client(SERVER_NAME="localhost")


def fill(*, visits: int) -> dict[str, str]:
    """Addresses by name; ``visits`` of years gone by, half of them in either house."""
    now = timezone.now()
    quiet, busy = (
        open_site(code=code, years=[now.year], name=code.title(), agency="Dinas") for code in ("quiet", "busy")
    )
    for site, today in ((quiet, TODAY), (busy, BUSY)):
        store_visits(site=site, visits=visits // 2, until=now)
        come_in(site, today, now)
    keep_lists(quiet, now)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    _client.force_login(get_user_model().objects.create_superuser("bench"))
    names = ("desk", "desk-devices", "desk-held", "desk-totals", "desk-close-day")
    found = {name: reverse(name, args=["quiet"]) for name in names}
    found["desk institution"] = f"{found['desk']}?organisation=sman"
    return found | deep_pages(busy, busy.day_of(now))


def come_in(site: Site, count: int, now) -> None:
    """Half of them are still inside; they came one a second until now, and so on the local day that now is."""
    words = {
        "category": VisitorCategory.objects.first(),
        "origin": Origin.objects.first(),
        "purpose": Purpose.objects.first(),
    }
    Visit.objects.bulk_create(
        Visit(
            submission=uuid4(), site=site, persons=1, counted_persons=1, persons_inside=number % 2, number=number,
            arrived_at=now - timedelta(seconds=count - number), day=site.day_of(now), source=Visit.Source.KIOSK,
            recorded_at=now, organisation=f"SMAN {number % 9}" if number % 3 else "", **words,
        )
        for number in range(1, count + 1)
    )  # fmt: skip


def keep_lists(site: Site, now) -> None:
    for turn in range(ROWS):
        device, _token = open_kiosk(site=site, name=f"Tablet {turn}", at=now)
        day = (now - timedelta(days=5_000 + turn)).date()
        record_total(site=site, first_day=day, last_day=day, visits=turn, source="Absen", today=now.date())
    device = Device.objects.filter(site=site).first()
    for turn in range(ROWS):
        hold(device=device, item={"turn": turn}, about=None, reason="unreadable", sent_at=now, received_at=now)


def deep_pages(site: Site, today) -> dict[str, str]:
    """The busy house's first page in two orders, and in each the page after so many rows."""
    first, found = reverse("desk", args=[site.code]), {}
    rows = Visit.objects.filter(site=site).arrived_on(today)
    for name, order, said in (
        ("busy", ("-arrived_at", "-id"), {}),
        ("busy by number", ("number", "id"), {"order": "number"}),
    ):
        place = paging.open_page(rows.order_by(*order), size=DEEP).after
        found[name] = f"{first}?{urlencode(said)}"
        found[f"{name} deep"] = f"{first}?{urlencode({**said, 'after': place})}"
    return found


def open_page(address: str) -> None:
    answer = _client.get(address)
    if answer.status_code != 200:
        raise SystemExit(f"{address} answers {answer.status_code}")
