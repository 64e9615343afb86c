"""A database of the run's own, on SQLite or PostgreSQL, and the books read from it without the product's code."""

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

import psycopg2

from tests.chaos.checker import Books, DepartureRow, HeldRow, VisitRow

VISITS = """SELECT submission, persons, counted_persons, persons_inside, number, site_id, day, voided_at IS NOT NULL
FROM checkin_visit"""
DEPARTURES = """SELECT departure.submission, visit.submission, departure.persons
FROM checkin_departure departure JOIN checkin_visit visit ON visit.id = departure.visit_id"""
HELD = "SELECT submission, about FROM checkin_heldsubmission WHERE settled_at IS NULL"
DAYS = "SELECT site_id, day, visits FROM checkin_siteday"


class SQLite:
    name = "SQLite"

    def __init__(self, folder: Path):
        self.path = folder / "chaos.sqlite3"
        self.url = f"sqlite:///{self.path}"

    def make(self) -> None:
        """Django makes the file."""

    def drop(self) -> None:
        """It goes with its folder."""

    def rows(self, question: str) -> list[tuple]:
        with closing(sqlite3.connect(self.path, timeout=20)) as connection:
            return connection.execute(question).fetchall()


class PostgreSQL:
    """``url`` names the database to make on a server that lets us."""

    name = "PostgreSQL"

    def __init__(self, url: str):
        self.url = url
        self._name = urlsplit(url).path.lstrip("/")

    def make(self) -> None:
        self.drop()
        self._say(f'CREATE DATABASE "{self._name}"')

    def drop(self) -> None:
        self._say(f'DROP DATABASE IF EXISTS "{self._name}" WITH (FORCE)')

    def rows(self, question: str) -> list[tuple]:
        with closing(psycopg2.connect(self.url)) as connection, connection.cursor() as cursor:
            cursor.execute(question)
            return cursor.fetchall()

    def _say(self, command: str) -> None:
        server = urlsplit(self.url)._replace(path="/postgres").geturl()
        with closing(psycopg2.connect(server)) as connection:
            connection.autocommit = True
            connection.cursor().execute(command)


Database = SQLite | PostgreSQL


def books(database: Database) -> Books:
    """Everything the checker asks for, in one form for both databases."""
    visits = [
        VisitRow(_id(submission), persons, counted, inside, number, site, _day(day), bool(is_voided))
        for submission, persons, counted, inside, number, site, day, is_voided in database.rows(VISITS)
    ]
    departures = [DepartureRow(_id(own), _id(visit), persons) for own, visit, persons in database.rows(DEPARTURES)]
    held = [HeldRow(submission, about and _id(about)) for submission, about in database.rows(HELD)]
    days = {(site, _day(day)): visits for site, day, visits in database.rows(DAYS)}
    return Books(visits=visits, departures=departures, held=held, days=days)


def _id(value) -> str:
    """SQLite keeps a UUID as 32 letters without hyphens; Django, where it runs, teaches the driver to make objects."""
    return str(UUID(str(value)))


def _day(value: str | date) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value
