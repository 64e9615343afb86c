"""What a newcomer finds: KSP with its published history, and an invented site with a busy year.

Invented visits live only at the demo site, so that they can never reach an official figure.
"""

import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import count
from uuid import UUID, uuid5

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction

from checkin.models import (
    CalendarDay,
    Departure,
    Membership,
    OpeningHours,
    Origin,
    Purpose,
    Site,
    SiteDay,
    Space,
    Visit,
    VisitorCategory,
)
from checkin.services.clocks import CORRECTED
from checkin.services.counting import counted_persons
from checkin.services.places import open_site
from checkin.services.spaces import recount_people_of
from checkin.services.totals import record_total
from reports.counts import open_days
from reports.models import AnnualTarget
from reports.targets import by_open_days, even, set_target, target_of

EVEN, BY_OPEN_DAYS = AnnualTarget.Method.EVEN, AnnualTarget.Method.OPEN_DAYS
PASSWORD = "selat-kepri-2026"  # noqa: S105  printed where the demo is started, refused in production
ACCOUNTS = [
    # name, role at the demo site, role at KSP
    ("petugas", Membership.Role.FRONT_DESK, None),
    ("pelaporan", Membership.Role.REPORTING, Membership.Role.REPORTING),
    ("kabid", Membership.Role.HEAD, Membership.Role.HEAD),
]
ADMINISTRATOR = "admin"
# "Pengunjung Kepri Smart Province": whole 2018; 2019 January to March, April to September as one sum, October.
KSP_HISTORY = [
    (date(2018, 1, 1), date(2018, 12, 31), 42),
    (date(2019, 1, 1), date(2019, 1, 31), 97),
    (date(2019, 2, 1), date(2019, 2, 28), 119),
    (date(2019, 3, 1), date(2019, 3, 31), 311),
    (date(2019, 4, 1), date(2019, 9, 30), 346),
    (date(2019, 10, 1), date(2019, 10, 31), 142),
]
KSP_SOURCE = "Absen elektronik KSP, keadaan 31 Oktober 2019"
INVENTED = "Ilustrasi"
DEMO_TARGET = 1_200
DEMO_LAST_YEAR = 871
DEMO_KEYS = UUID("6d5c3f0e-8f1b-4a53-9a4e-2f1c0b7d9e11")
CATEGORY_WEIGHTS = {
    "MHS": 24, "PLJ": 14, "TKP": 2, "ASN": 12, "KOM": 8, "ESP": 18, "STU": 9, "KRS": 5, "UMM": 8,
}  # fmt: skip
ORIGIN_WEIGHTS = {
    "tanjungpinang": 50, "bintan": 18, "batam": 14, "karimun": 4, "lingga": 3, "natuna": 2, "anambas": 2,
    "luar-kepri": 5, "tidak-diketahui": 2,
}  # fmt: skip
TODAY_ENTRIES = 14
# People in a room when the demo is first opened, so that the lobby shows one of each: full, busy, fairly busy, roomy.
ROOMS_NOW = {"INF": 6, "ESP": 9, "COW": 13, "SEL": 3}
GROUP_SIZES = {"TKP": (14, 30), "KOM": (3, 16), "KRS": (4, 14), "PLJ": (2, 12)}


class DemoRefused(Exception):
    """Known passwords do not belong on a server in use."""


def seed(*, now: datetime, closed: bool = False) -> None:
    """Load both sites and the accounts; what is there stays, days that have passed since are filled in.

    The invented site is open at whatever hour somebody tries it, or ``closed`` today for whoever wants to see that.
    """
    if settings.PRODUCTION:
        raise DemoRefused("The demo has known passwords and is refused in production.")
    ksp, contoh = seed_ksp(now=now), seed_contoh(now=now)
    show_hours(contoh, contoh.day_of(now), closed=closed)
    seed_accounts(ksp=ksp, contoh=contoh)


@transaction.atomic
def seed_ksp(*, now: datetime) -> Site:
    """Kepri Smart Province as published; nothing invented, no month guessed, no target but that of 2019."""
    site = open_site(
        code="ksp",
        years=[2018, 2019, *range(now.year - 1, now.year + 2)],
        name="Kepri Smart Province",
        agency="Dinas Kominfo Provinsi Kepulauan Riau",
        letterhead="PEMERINTAH PROVINSI KEPULAUAN RIAU\nDINAS KOMUNIKASI DAN INFORMATIKA",
        place="Tanjungpinang",
        signatory_title="Kepala Dinas Komunikasi dan Informatika\nProvinsi Kepulauan Riau",
    )
    today = site.day_of(now)
    for first_day, last_day, visits in KSP_HISTORY:
        if site.historical_totals.overlapping(first_day, last_day).exists():
            continue  # somebody tries out taking a total back and entering it with words of their own
        record_total(site=site, first_day=first_day, last_day=last_day, visits=visits, source=KSP_SOURCE, today=today)
    if target_of(site, 2019) is None:
        set_target(site=site, year=2019, months=even(1000), method=EVEN, document="Target kunjungan KSP 2019")
    return site


@transaction.atomic
def seed_contoh(*, now: datetime) -> Site:
    """A site whose year runs today: target, last year's sum, and visits on every open day until this minute."""
    site = open_site(
        code="contoh",
        years=range(now.year - 1, now.year + 2),
        with_demo_details=True,
        name="Ruang Digital Contoh",
        agency="Dinas Kominfo Contoh",
        is_demo=True,
        letterhead="PEMERINTAH PROVINSI CONTOH\nDINAS KOMUNIKASI DAN INFORMATIKA CONTOH",
        place="Kota Contoh",
        signatory_title="Kepala Dinas Contoh",
        signatory_name="NAMA CONTOH",
        signatory_rank="Pembina Contoh",
        signatory_number="00000000 000000 0 000",
    )
    today = site.day_of(now)
    if target_of(site, today.year) is None:
        year_round = open_days(site, date(today.year, 1, 1), date(today.year, 12, 31))
        months = by_open_days(DEMO_TARGET, year_round)
        set_target(site=site, year=today.year, months=months, method=BY_OPEN_DAYS, document=INVENTED)
    if not site.historical_totals.exists():
        last_year = today.year - 1
        record_total(
            site=site, first_day=date(last_year, 1, 1), last_day=date(last_year, 12, 31), visits=DEMO_LAST_YEAR,
            source=INVENTED, today=today,
        )  # fmt: skip
    recorded = set(SiteDay.objects.filter(site=site).values_list("day", flat=True))
    invented = DemoYear(site)
    invented.write([day for day in open_days(site, date(today.year, 1, 1), today) if day not in {*recorded, today}])
    if today not in recorded:
        invented.write_today(now)
        recount_people_of(site)
    return site


@transaction.atomic
def show_hours(site: Site, today: date, *, closed: bool) -> None:
    """A week of open doors, moved on when it is over; a day marked as ours shuts them."""
    week = {"valid_from": today, "valid_to": today + timedelta(days=6)}
    ours = OpeningHours.objects.filter(site=site, label=INVENTED)
    if not ours.exists():
        all_day = {"start": time.min, "end": time.max, "label": INVENTED, **week}
        OpeningHours.objects.bulk_create(OpeningHours(site=site, weekday=day, **all_day) for day in range(7))
    elif not ours.filter(valid_from__lte=today, valid_to__gte=today).exists():
        ours.update(**week)
    shut = CalendarDay.objects.filter(site=site, kind=CalendarDay.Kind.CLOSED, note=INVENTED)
    if not closed:
        shut.delete()
    else:
        CalendarDay.objects.get_or_create(
            site=site, day=today, defaults={"kind": CalendarDay.Kind.CLOSED, "note": INVENTED}
        )


def seed_accounts(*, ksp: Site, contoh: Site) -> None:
    people = get_user_model().objects
    for name, role_at_contoh, role_at_ksp in ACCOUNTS:
        person = people.filter(username=name).first() or people.create_user(name, password=PASSWORD)
        for site, role in ((contoh, role_at_contoh), (ksp, role_at_ksp)):
            if role:
                Membership.objects.get_or_create(user=person, site=site, defaults={"role": role})
    if not people.filter(username=ADMINISTRATOR).exists():
        people.create_superuser(ADMINISTRATOR, password=PASSWORD)


class DemoYear:
    """Days of invented visits, the same for everyone: each day's dice are seeded with its date."""

    def __init__(self, site: Site):
        self.site = site
        self.categories = {category.code: category for category in VisitorCategory.objects.all()}
        self.origins = {origin.slug: origin for origin in Origin.objects.all()}
        self.purposes = {purpose.pk: purpose for purpose in Purpose.objects.all()}
        self.spaces = {space.code: space for space in Space.objects.filter(site=site)}

    def write(self, days: list[date]) -> None:
        """Insert the visits of whole days that are over."""
        visits = [visit for day in days for visit in self._arrivals(day)]
        self._insert(visits, until=None)

    def write_today(self, now: datetime) -> None:
        """A busy desk at whatever hour the demo is opened: some have left again, some are inside."""
        dice = random.Random(f"{self.site.code} {self.site.day_of(now)}")  # noqa: S311
        midnight = self.site.moment_of(self.site.day_of(now), time())
        moments = sorted(max(midnight, now - timedelta(minutes=dice.randrange(5, 170))) for _ in range(TODAY_ENTRIES))
        visits = [self._visit(number, at, dice) for number, at in enumerate(moments, start=1)]
        visits[0].is_out_of_hours, visits[-1].clock_flag = True, CORRECTED
        self._insert([*visits, *self._groups(visits, now, dice)], until=now)

    def _groups(self, visits: list[Visit], now: datetime, dice: random.Random) -> Iterator[Visit]:
        """Communities that have just come, as many people as are missing in each room."""
        numbers = count(len(visits) + 1)
        for code, people in ROOMS_NOW.items():
            space = self.spaces[code]
            inside = sum(visit.persons for visit in visits if visit.space == space and visit.leaves_at > now)
            if inside < people:
                group = self._visit(next(numbers), now, dice)
                group.category, group.space = self.categories["KOM"], space
                group.persons = group.counted_persons = group.persons_inside = people - inside
                yield group

    def _insert(self, visits: list[Visit], *, until: datetime | None) -> None:
        departures = [self._departure(visit) for visit in visits if not until or visit.leaves_at <= until]
        for departure in departures:
            departure.visit.persons_inside = 0
        counted: dict[date, list[int]] = {}
        for visit in visits:
            counted.setdefault(visit.day, []).append(visit.counted_persons)
        SiteDay.objects.bulk_create(
            SiteDay(site=self.site, day=day, last_number=len(entries), visits=sum(entries))
            for day, entries in counted.items()
        )
        Visit.objects.bulk_create(visits, batch_size=500)
        Departure.objects.bulk_create(departures, batch_size=500)

    def _arrivals(self, day: date) -> list[Visit]:
        dice = random.Random(f"{self.site.code} {day}")  # noqa: S311  illustrative, and the same every time
        minutes = sorted(dice.randrange(8 * 60, 15 * 60) for _ in range(dice.choice((1, 2, 2, 3, 3, 4, 5))))
        moments = [self.site.moment_of(day, time(minute // 60, minute % 60)) for minute in minutes]
        return [self._visit(number, at, dice) for number, at in enumerate(moments, start=1)]

    def _visit(self, number: int, arrived_at: datetime, dice: random.Random) -> Visit:
        code = dice.choices(list(CATEGORY_WEIGHTS), CATEGORY_WEIGHTS.values())[0]
        category = self.categories[code]
        comes_as_group = category.is_always_group or (code in GROUP_SIZES and dice.random() < 0.2)
        persons = dice.randint(*GROUP_SIZES[code]) if comes_as_group else 1
        purpose = self.purposes[category.usual_purpose_id]
        day = self.site.day_of(arrived_at)
        visit = Visit(
            submission=uuid5(DEMO_KEYS, f"{self.site.code} {day} {number}"), site=self.site, category=category,
            origin=self.origins[dice.choices(list(ORIGIN_WEIGHTS), ORIGIN_WEIGHTS.values())[0]], purpose=purpose,
            space=self.spaces.get(purpose.space_code), persons=persons,
            counted_persons=counted_persons(category, persons),
            persons_inside=persons, arrived_at=arrived_at, recorded_at=arrived_at, day=day, number=number,
            source=Visit.Source.KIOSK if dice.random() < 0.9 else Visit.Source.DESK,
        )  # fmt: skip
        visit.leaves_at = arrived_at + timedelta(minutes=dice.randrange(30, 180))
        return visit

    @staticmethod
    def _departure(visit: Visit) -> Departure:
        return Departure(
            visit=visit, submission=uuid5(DEMO_KEYS, f"left {visit.submission}"), arrived_at=visit.arrived_at,
            left_at=visit.leaves_at, persons=visit.persons, source=Departure.Source.KIOSK,
        )  # fmt: skip
