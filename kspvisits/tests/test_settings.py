"""What is missing or wrong stops the start, all of it in one message."""

import os
import secrets
import subprocess
import sys

import pytest
from django.conf import settings
from environs import ValidationError

from kspvisits.settings import database

PRODUCTION = {
    "KSP_ENV": "production",
    "SECRET_KEY": secrets.token_urlsafe(64),
    "ALLOWED_HOSTS": "kunjungan.example.go.id",
    "CSRF_TRUSTED_ORIGINS": "https://kunjungan.example.go.id",
    "DATABASE_URL": "postgres://ksp@127.0.0.1:5432/ksp",
}
NEEDED = ["ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "DATABASE_URL", "SECRET_KEY"]
READ = [*PRODUCTION, "BEHIND_PROXY", "SSL_REDIRECT", "DJANGO_SETTINGS_MODULE", "DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def manage(tmp_path):
    """Run manage.py with nothing set but what is given here."""

    def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess:
        kept = {name: value for name, value in os.environ.items() if name not in READ}
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=settings.BASE_DIR,
            env={**kept, "VAR_DIR": str(tmp_path), **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    return manage


def test_a_fresh_clone_needs_no_settings(manage):
    assert manage("check").returncode == 0


def test_production_without_settings_names_every_one_of_them_at_once(manage):
    stopped = manage("check", KSP_ENV="production")

    first, *lines = stopped.stderr.strip().splitlines()
    assert stopped.returncode == 1
    assert first == "These settings are missing or wrong:"
    assert [line.split(":")[0].strip() for line in lines] == NEEDED


@pytest.mark.parametrize("name", NEEDED)
def test_production_starts_with_none_of_its_settings_missing(manage, name):
    stopped = manage("check", **{key: value for key, value in PRODUCTION.items() if key != name})

    assert stopped.returncode == 1
    assert stopped.stderr.count("\n") == 2
    assert name in stopped.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KSP_ENV", "prod"),
        ("KSP_ENV", ""),
        ("SECRET_KEY", "short"),
        ("ALLOWED_HOSTS", ""),
        ("ALLOWED_HOSTS", "kunjungan.example.go.id,*"),
        ("CSRF_TRUSTED_ORIGINS", ""),
        ("DATABASE_URL", ""),
        ("DATABASE_URL", "mysql://ksp@127.0.0.1/ksp"),
        ("DATABASE_URL", "postgres://ksp@127.0.0.1:port/ksp"),
        ("BEHIND_PROXY", "perhaps"),
        ("SSL_REDIRECT", "perhaps"),
    ],
)
def test_a_wrong_value_is_named(manage, name, value):
    stopped = manage("check", **{**PRODUCTION, name: value})

    assert stopped.returncode == 1
    assert f"  {name}: " in stopped.stderr
    assert "Traceback" not in stopped.stderr


def test_production_passes_the_deployment_check_in_silence(manage):
    checked = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)

    assert checked.returncode == 0, checked.stderr
    assert "no issues (0 silenced)" in checked.stdout


def test_the_deployment_check_speaks_of_an_unsafe_start(manage):
    assert manage("check", "--deploy", "--fail-level", "WARNING").returncode == 1


def test_one_space_after_a_comma_does_not_lose_a_host(manage):
    said = manage(
        "shell",
        "-v0",
        "-c",
        "from django.conf import settings; print(settings.ALLOWED_HOSTS)",
        ALLOWED_HOSTS="a.id, b.id",
    )

    assert said.stdout.strip() == "['a.id', 'b.id']"


@pytest.mark.parametrize(
    ("url", "engine", "name"),
    [
        ("sqlite:////srv/ksp/ksp.sqlite3", "sqlite3", "/srv/ksp/ksp.sqlite3"),
        ("postgres://ksp:rahasia@basis.example.go.id:5433/ksp", "postgresql", "ksp"),
        ("postgresql://ksp@/ksp", "postgresql", "ksp"),
    ],
)
def test_a_database_is_given_by_its_address(url, engine, name):
    read = database(url)

    assert read["ENGINE"] == f"django.db.backends.{engine}"
    assert read["NAME"] == name
    assert read["CONN_MAX_AGE"] is None
    assert read["CONN_HEALTH_CHECKS"]


def test_a_password_may_hold_any_character_that_is_escaped():
    assert database("postgres://ksp:p%40ss%2F%23%3A@127.0.0.1/ksp")["PASSWORD"] == "p@ss/#:"


def test_every_sqlite_file_is_opened_the_safe_way():
    options = database("sqlite:////srv/ksp/ksp.sqlite3")["OPTIONS"]

    assert options["transaction_mode"] == "IMMEDIATE"
    assert options["timeout"] >= 20


@pytest.mark.parametrize(
    "url", ["mysql://ksp@127.0.0.1/ksp", "sqlite://", "ksp.sqlite3", "postgres://ksp@host:port/ksp"]
)
def test_another_database_is_refused(url):
    with pytest.raises(ValidationError):
        database(url)


def test_the_demo_is_refused_in_production(manage):
    for command in (["serve", "--demo", "--port", "0"], ["seed_demo"]):
        refused = manage(*command, **PRODUCTION)

        assert refused.returncode == 1
        assert "refused in production" in refused.stderr
