"""Many visits of years gone by, written by the database itself: what a house has stored when it is asked."""

from datetime import datetime

from django.db import connection

from checkin.models import Origin, Purpose, Site, VisitorCategory

DAYS = 3_650
SERIES = {
    "postgresql": "SELECT generate_series(1, %s) AS n",
    "sqlite": "WITH RECURSIVE counter(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counter WHERE n < %s) "
    "SELECT n FROM counter",
}
UUID = {"postgresql": "gen_random_uuid()", "sqlite": "lower(hex(randomblob(16)))"}
MOMENT = {
    "postgresql": f"%s::timestamptz - (1 + n %% {DAYS}) * interval '1 day'",
    "sqlite": f"datetime(%s, '-' || (1 + n %% {DAYS}) || ' days')",
}
DAY = {
    "postgresql": f"(%s::timestamptz - (1 + n %% {DAYS}) * interval '1 day')::date",
    "sqlite": f"date(%s, '-' || (1 + n %% {DAYS}) || ' days')",
}


def store_visits(*, site: Site, visits: int, until: datetime) -> None:
    """Insert so many visits of one person, each of whom has left, spread over ten years."""
    kind, until = connection.vendor, until.strftime("%Y-%m-%d %H:%M:%S")
    words = [
        VisitorCategory.objects.order_by("pk").first().pk,
        Origin.objects.order_by("pk").first().pk,
        Purpose.objects.order_by("pk").first().pk,
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO checkin_visit (submission, site_id, category_id, origin_id, purpose_id, persons,
                counted_persons, persons_inside, arrived_at, day, source, recorded_at, clock_flag, organisation,
                void_reason)
            SELECT {UUID[kind]}, %s, %s, %s, %s, 1, 1, 0, {MOMENT[kind]}, {DAY[kind]}, 'kiosk', {MOMENT[kind]},
                '', '', '' FROM ({SERIES[kind]}) AS series
            """,
            [site.pk, *words, until, until, until, visits],
        )
        if kind == "postgresql":
            cursor.execute("VACUUM ANALYZE checkin_visit")  # as its autovacuum does by itself, later
