"""One transaction over the whole ledger. Leaving it without `commit` undoes everything."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import UUID

import sqlalchemy as sa

from bot.errors import BotError
from bot.storage.accounts import SqlAccounts
from bot.storage.database import Database
from bot.storage.deliveries import SqlDeliveries
from bot.storage.drafts import SqlDrafts
from bot.storage.outbox import SqlOutbox
from bot.storage.people import SqlPeople
from bot.storage.reading import SqlReading
from bot.storage.requests import SqlRequests
from bot.storage.routing import SqlRouting
from bot.storage.routing_history import SqlRoutingHistory
from bot.storage.sessions import SqlSessions
from bot.storage.timeline import SqlTimeline
from bot.storage.weblog import SqlWebLog

_SAVE, _UNDO, _RELEASE = "SAVEPOINT one", "ROLLBACK TO SAVEPOINT one", "RELEASE SAVEPOINT one"


class SqlUnitOfWork:
    """The repositories of one transaction."""

    def __init__(self, connection: sa.Connection, new_key: Callable[[], UUID]) -> None:
        self._connection = connection
        self.requests = SqlRequests(connection)
        self.reading = SqlReading(connection)
        self.timeline = SqlTimeline(connection)
        self.outbox = SqlOutbox(connection, new_key)
        self.deliveries = SqlDeliveries(connection)
        self.weblog = SqlWebLog(connection)
        self.accounts = SqlAccounts(connection)
        self.people = SqlPeople(connection)
        self.drafts = SqlDrafts(connection)
        self.sessions = SqlSessions(connection)

    def commit(self) -> None:
        self._connection.commit()


class _InnerUnitOfWork(SqlUnitOfWork):
    """A unit of work among others that are committed together: what it did is kept or undone on its own."""

    def __init__(self, connection: sa.Connection, new_key: Callable[[], UUID]) -> None:
        super().__init__(connection, new_key)
        self.is_committed = False

    def commit(self) -> None:
        """Kept, once all of them are."""
        self.is_committed = True


class SqlUnitsOfWork:
    """Where units of work begin. `new_key` makes the keys by which messages are recognised."""

    def __init__(self, database: Database, new_key: Callable[[], UUID]) -> None:
        self._database = database
        self._new_key = new_key
        self._outer = threading.local()

    @property
    def routing(self) -> SqlRouting:
        """The routing table, which is published in slices of its own: no part of any unit."""
        return SqlRouting(self._database)

    @property
    def routing_history(self) -> SqlRoutingHistory:
        """What the routing table was."""
        return SqlRoutingHistory(self._database)

    @contextmanager
    def begin(self) -> Iterator[SqlUnitOfWork]:
        """A transaction that may write."""
        outer: sa.Connection | None = getattr(self._outer, "connection", None)
        if outer is not None:
            with self._database.translated():
                yield from self._inside(outer)
            return
        with self._database.write() as connection:
            yield SqlUnitOfWork(connection, self._new_key)

    @contextmanager
    def together(self) -> Iterator[None]:
        """The units of work begun inside, on this thread, are committed as one: one wait for the disk for them all.

        Raises BotError `ledger_unavailable` when the database has undone them all by itself, as on a full disk.
        """
        with self._database.write() as connection:
            self._outer.connection, self._outer.is_lost = connection, False
            try:
                yield
                if self._outer.is_lost:
                    raise BotError("ledger_unavailable")
                connection.commit()
            finally:
                del self._outer.connection

    def _inside(self, outer: sa.Connection) -> Iterator[SqlUnitOfWork]:
        """Between savepoints, said plainly: SQLAlchemy's own way around one costs more than the statement."""
        if self._outer.is_lost:
            raise BotError("ledger_unavailable")
        outer.exec_driver_sql(_SAVE)
        unit = _InnerUnitOfWork(outer, self._new_key)
        try:
            yield unit
        finally:
            self._outer.is_lost = True  # unless both of these go through
            if not unit.is_committed:
                outer.exec_driver_sql(_UNDO)
            outer.exec_driver_sql(_RELEASE)
            self._outer.is_lost = False

    @contextmanager
    def look(self) -> Iterator[SqlUnitOfWork]:
        """A consistent view that holds nobody up; nothing in it may be committed.

        Inside `together` it shows what was done there.
        """
        outer: sa.Connection | None = getattr(self._outer, "connection", None)
        if outer is not None:
            yield SqlUnitOfWork(outer, self._new_key)
            return
        with self._database.read() as connection:
            yield SqlUnitOfWork(connection, self._new_key)
