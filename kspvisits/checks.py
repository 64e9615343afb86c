"""Configuration that could lose or leak a visit becomes a system check."""

from zoneinfo import available_timezones

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import Error, Tags, register
from django.db import connection

from checkin.models import Site
from kspvisits.demo import ACCOUNTS, ADMINISTRATOR, PASSWORD


@register(Tags.database)
def sqlite_keeps_what_it_acknowledged(app_configs, databases=None, **kwargs):
    """Read the pragmas back: a setting that the library ignored is worse than none."""
    if not databases or connection.vendor != "sqlite":
        return []
    wanted = {"journal_mode": ("wal", "memory"), "synchronous": (2,), "foreign_keys": (1,)}
    errors = []
    with connection.cursor() as cursor:
        for pragma, accepted in wanted.items():
            found = cursor.execute(f"PRAGMA {pragma}").fetchone()[0]
            if found not in accepted:
                errors.append(Error(f"SQLite runs with {pragma}={found}; expected {accepted[0]}.", id="kspvisits.E001"))
    return errors


@register(Tags.database)
def postgresql_commits_to_disk(app_configs, databases=None, **kwargs):
    """``synchronous_commit=off`` loses acknowledged visits in a crash."""
    if not databases or connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SHOW synchronous_commit")
        found = cursor.fetchone()[0]
    if found == "off":
        return [
            Error("PostgreSQL runs with synchronous_commit=off; acknowledged visits can be lost.", id="kspvisits.E002")
        ]
    return []


@register(Tags.database)
def every_site_has_a_midnight(app_configs, databases=None, **kwargs):
    """A time zone that is none, or that this machine's zone data no longer knows, would fail every page of the site."""
    if not databases or Site._meta.db_table not in connection.introspection.table_names():
        return []
    known = available_timezones()
    return [
        Error(f"The site {code} has the time zone {zone!a}, which is none.", id="kspvisits.E004")
        for code, zone in Site.objects.values_list("code", "timezone")
        if zone not in known
    ]


@register(Tags.database)
def nobody_keeps_the_demo_password(app_configs, databases=None, **kwargs):
    """A trial that was turned into the real thing must not keep accounts whose password is in the README."""
    people = get_user_model()
    if not databases or not settings.PRODUCTION or people._meta.db_table not in connection.introspection.table_names():
        return []
    return [
        Error(
            f"The account {person.get_username()} has the password of the demo.",
            hint=f"manage.py changepassword {person.get_username()}",
            id="kspvisits.E003",
        )
        for person in who_has_the_demo_password()
    ]


def who_has_the_demo_password() -> list:
    """The accounts that everybody who has read the README can use."""
    names = [ADMINISTRATOR, *(name for name, *roles in ACCOUNTS)]
    people = get_user_model().objects.filter(username__in=names, is_active=True).order_by("pk")
    return [person for person in people if person.check_password(PASSWORD)]
