"""A database, a house and a tablet of a test's own; which database is said by ``DATABASE_URL``, as everywhere."""

import os
from datetime import datetime, timezone
from random import Random

import pytest

from tests.chaos.database import Database, PostgreSQL, SQLite
from tests.chaos.drill import furnished
from tests.chaos.proxy import Proxy
from tests.chaos.server import Server
from tests.chaos.tablets import Tablet, over_http
from tests.chaos.zones import zone_of_day


class Patient(Random):
    """Never gives up before its time."""

    def random(self):
        return 1.0


@pytest.fixture
def database(tmp_path, testrun_uid, worker_id) -> Database:
    url = os.environ.get("DATABASE_URL", "")
    made = PostgreSQL(f"{url}_{testrun_uid[:8]}_{worker_id}") if url.startswith("postgres") else SQLite(tmp_path)
    made.make()
    yield made
    made.drop()


@pytest.fixture
def server(tmp_path, database):
    """A real server with one tablet, whose token is ``server.token``."""
    server = Server(folder=tmp_path, database_url=database.url)
    (server.token,) = furnished(server, tablets=1, zone=zone_of_day(datetime.now(timezone.utc)))
    with server:
        yield server


@pytest.fixture
def proxy(server):
    with Proxy(upstream=server.port) as proxy:
        yield proxy


@pytest.fixture
def tablet(tmp_path, server, proxy):
    """A tablet in this process that hands in through the proxy."""

    def tablet(**said) -> Tablet:
        post = over_http(proxy.port, server.token, Patient())
        return Tablet(folder=tmp_path / "tablet", post=post, random=Random(1), **said)

    return tablet
