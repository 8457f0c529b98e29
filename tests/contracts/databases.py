"""Databases for tests: a file of one's own on SQLite, a database of one's own on the PostgreSQL server."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import sqlalchemy as sa

from bot.storage.database import Database
from bot.storage.schema import upgrade
from tests.bot.house import MONDAY_MORNING, empty_ledger
from tests.needs import needs_postgres

BACKENDS = ("sqlite", "postgresql")


@contextmanager
def empty_database(backend: str, folder: Path) -> Iterator[Database]:
    """A database without any table; gone at the end."""
    if backend == "sqlite":
        yield from _opened(f"sqlite:///{folder / 'ledger.db'}")
        return
    base, name = needs_postgres(), f"guichet_{uuid4().hex}"
    server = sa.create_engine(base + "postgres", isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
        # As in tests/conftest.py: no test ends the server, and a commit is seen by everybody at once.
        connection.exec_driver_sql(f"ALTER DATABASE {name} SET synchronous_commit = off")
    try:
        yield from _opened(base + name)
    finally:
        with server.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
        server.dispose()


@contextmanager
def empty_ledger_on(backend: str, folder: Path) -> Iterator[Database]:
    """A database with this version's schema and nothing in it; gone at the end."""
    if backend == "sqlite":
        shutil.copyfile(empty_ledger(), folder / "ledger.db")
    with empty_database(backend, folder) as database:
        upgrade(database, MONDAY_MORNING)  # a copy has nothing left to be upgraded
        yield database


def _opened(url: str) -> Iterator[Database]:
    database = Database(url)
    try:
        yield database
    finally:
        database.close()
