"""The system checks read back what the database does; each is shown the fault it looks for."""

import pytest
from django.contrib.auth import get_user_model
from django.db import connection

from checkin.models import Site
from kspvisits import checks
from kspvisits.demo import ADMINISTRATOR, PASSWORD

UNSAFE = {"sqlite": "PRAGMA synchronous=OFF", "postgresql": "SET synchronous_commit=off"}
GUARDS = {
    "sqlite": checks.sqlite_keeps_what_it_acknowledged,
    "postgresql": checks.postgresql_commits_to_disk,
}


@pytest.fixture
def in_production(settings):
    settings.PRODUCTION = True


@pytest.mark.django_db(transaction=True)
def test_the_database_keeps_what_it_acknowledged():
    assert GUARDS[connection.vendor](None, databases=["default"]) == []


@pytest.mark.django_db(transaction=True)
def test_a_database_that_may_forget_is_named():
    try:
        with connection.cursor() as cursor:
            cursor.execute(UNSAFE[connection.vendor])

        assert len(GUARDS[connection.vendor](None, databases=["default"])) == 1
    finally:
        connection.close()


@pytest.mark.django_db
def test_a_site_without_a_midnight_is_named(site):
    assert checks.every_site_has_a_midnight(None, databases=["default"]) == []

    Site.objects.update(timezone="Asia/Tanjungpinang")

    assert [error.id for error in checks.every_site_has_a_midnight(None, databases=["default"])] == ["kspvisits.E004"]


@pytest.mark.django_db
def test_a_production_with_the_demo_s_password_is_named(in_production):
    get_user_model().objects.create_superuser(ADMINISTRATOR, password=PASSWORD)

    errors = checks.nobody_keeps_the_demo_password(None, databases=["default"])

    assert [error.id for error in errors] == ["kspvisits.E003"]


@pytest.mark.django_db
def test_an_account_of_that_name_with_a_password_of_its_own_is_fine(in_production):
    get_user_model().objects.create_superuser(ADMINISTRATOR, password="lain sekali 2026")

    assert checks.nobody_keeps_the_demo_password(None, databases=["default"]) == []


@pytest.mark.django_db
def test_on_this_machine_the_demo_s_password_is_no_fault():
    get_user_model().objects.create_superuser(ADMINISTRATOR, password=PASSWORD)

    assert checks.nobody_keeps_the_demo_password(None, databases=["default"]) == []
