"""The engines: one that writes, one that reads, with the pragmas of each database (notes in docs/adr/0002).

SQLite: WAL, synchronous=FULL, and BEGIN IMMEDIATE for every write, because a deferred read-then-write loses
updates silently or fails with "database is locked". PostgreSQL: psycopg 3 and a pool.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection as SqliteConnection

import sqlalchemy as sa
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.errors import BotError

BUSY_MS = 10_000
POOL = 8
_NO_DATABASE = frozenset({"SQLITE_NOTADB", "SQLITE_CORRUPT"})


class Database:
    """Where the ledger is. `write` and `read` are transactions; everything else is repositories."""

    def __init__(self, url: str) -> None:
        self.url = _parsed(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._writer = _sqlite_engine(self.url, "BEGIN IMMEDIATE", 1) if self.is_sqlite else _pooled(self.url)
        self._reader = _sqlite_engine(self.url, "BEGIN", POOL) if self.is_sqlite else self._writer

    @property
    def path(self) -> Path | None:
        """The file, for SQLite."""
        return Path(self.url.database) if self.is_sqlite and self.url.database else None

    @property
    def shown(self) -> str:
        """The address without its password."""
        return self.url.render_as_string(hide_password=True)

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """A transaction that may write; committed only by `connection.commit()`.

        Raises BotError `ledger_unavailable` when the database cannot be reached, is full or is locked for too long.
        """
        with self.translated(), self._writer.connect() as connection:
            connection.begin()
            yield connection

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """A consistent view that holds nobody up."""
        with self.translated(), self._reader.connect() as connection:
            yield connection

    @contextmanager
    def migrating(self) -> Iterator[sa.Connection]:
        """A transaction for changing the schema: on SQLite with foreign keys off, which only works before it begins."""
        with self._writer.connect() as connection:
            if self.is_sqlite:
                _foreign_keys(connection, "OFF")
            try:
                with connection.begin():
                    yield connection
            finally:
                if self.is_sqlite:
                    _foreign_keys(connection, "ON")

    def close(self) -> None:
        self._writer.dispose()
        self._reader.dispose()

    @contextmanager
    def translated(self) -> Iterator[None]:
        """What the driver raises, as BotError where it is the ledger that is away and not we who are wrong."""
        try:
            yield
        except (OperationalError, PoolTimeout) as error:
            raise BotError("ledger_unavailable") from error
        except DatabaseError as error:
            if getattr(error.orig, "sqlite_errorname", "") in _NO_DATABASE:
                raise BotError("not_a_ledger", path=str(self.path)) from error
            raise


def _foreign_keys(connection: sa.Connection, switch: str) -> None:
    """Outside any transaction, where alone the pragma has an effect."""
    raw = connection.connection.dbapi_connection
    if raw is not None:
        raw.cursor().execute(f"PRAGMA foreign_keys={switch}")


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise BotError("database_url_unreadable") from error
    if parsed.get_backend_name() not in {"sqlite", "postgresql"}:
        raise BotError("database_url_unsupported", backend=parsed.get_backend_name())
    if parsed.get_backend_name() == "sqlite" and parsed.database in {None, "", ":memory:"}:
        raise BotError("database_in_memory")
    return parsed.set(drivername="postgresql+psycopg") if parsed.get_backend_name() == "postgresql" else parsed


def _sqlite_engine(url: URL, begin: str, pool: int) -> sa.Engine:
    engine = sa.create_engine(
        url,
        pool_size=pool,
        max_overflow=0,
        poolclass=sa.QueuePool,
        connect_args={"check_same_thread": False, "timeout": BUSY_MS / 1000},
    )

    @sa.event.listens_for(engine, "connect")
    def _prepare(connection: SqliteConnection, _: object) -> None:
        connection.isolation_level = None  # SQLAlchemy says when a transaction begins, not the driver
        for pragma in (f"busy_timeout={BUSY_MS}", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _pooled(url: URL) -> sa.Engine:
    try:
        return sa.create_engine(url, pool_size=POOL, max_overflow=POOL, pool_pre_ping=True)
    except ImportError as error:
        raise BotError("driver_missing") from error
