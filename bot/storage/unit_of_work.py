"""One transaction over the whole ledger. Leaving it without `commit` undoes everything."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import UUID

import sqlalchemy as sa

from bot.storage.accounts import SqlAccounts
from bot.storage.database import Database
from bot.storage.deliveries import SqlDeliveries
from bot.storage.drafts import SqlDrafts
from bot.storage.outbox import SqlOutbox
from bot.storage.people import SqlPeople
from bot.storage.requests import SqlRequests
from bot.storage.timeline import SqlTimeline
from bot.storage.weblog import SqlWebLog


class SqlUnitOfWork:
    """The repositories of one transaction."""

    def __init__(self, connection: sa.Connection, new_key: Callable[[], UUID]) -> None:
        self._connection = connection
        self.requests = SqlRequests(connection)
        self.timeline = SqlTimeline(connection)
        self.outbox = SqlOutbox(connection, new_key)
        self.deliveries = SqlDeliveries(connection)
        self.weblog = SqlWebLog(connection)
        self.accounts = SqlAccounts(connection)
        self.people = SqlPeople(connection)
        self.drafts = SqlDrafts(connection)

    def commit(self) -> None:
        self._connection.commit()


class SqlUnitsOfWork:
    """Where units of work begin. `new_key` makes the keys by which messages are recognised."""

    def __init__(self, database: Database, new_key: Callable[[], UUID]) -> None:
        self._database = database
        self._new_key = new_key

    @contextmanager
    def begin(self) -> Iterator[SqlUnitOfWork]:
        """A transaction that may write."""
        with self._database.write() as connection:
            yield SqlUnitOfWork(connection, self._new_key)

    @contextmanager
    def look(self) -> Iterator[SqlUnitOfWork]:
        """A consistent view that holds nobody up; nothing in it may be committed."""
        with self._database.read() as connection:
            yield SqlUnitOfWork(connection, self._new_key)
