"""The conversations of the web pages: what Guichet said and what people typed there, in order.

A post is recognised by its key, so sending it again changes nothing: on this channel nothing is ever shown twice.
"""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.storage import tables
from bot.storage.codec import dump, load
from bot.storage.columns import insert_for
from handlers.content import Content

_TABLE = tables.web_messages


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """One message in a conversation; `revision` grows each time it is shown anew."""

    id: int
    conversation: str
    content: Content
    at: datetime
    revision: int
    mine: bool


class SqlWebLog:
    """The conversations in the transaction of `connection`."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def post(self, conversation: str, key: str, content: Content, at: datetime, *, mine: bool = False) -> int:
        """Add a message, once for each key; its number."""
        insert = insert_for(self._connection)
        values = {"conversation": conversation, "key": key, "content": dump(content), "at": at, "mine": mine}
        self._connection.execute(insert(_TABLE).values(revision=1, **values).on_conflict_do_nothing())
        number: int = self._connection.scalars(sa.select(_TABLE.c.id).where(_TABLE.c.key == key)).one()
        return number

    def edit(self, number: int, content: Content) -> bool:
        """Show the message anew; False when there is no such message."""
        changed = {"content": dump(content), "revision": _TABLE.c.revision + 1}
        return self._connection.execute(sa.update(_TABLE).where(_TABLE.c.id == number).values(**changed)).rowcount == 1

    def find(self, key: str) -> int | None:
        """The number of the message with that key, if it was posted."""
        return self._connection.scalar(sa.select(_TABLE.c.id).where(_TABLE.c.key == key))

    def of(self, conversation: str, *, limit: int) -> list[Posted]:
        """The last messages of a conversation, oldest first."""
        last = sa.select(_TABLE).where(_TABLE.c.conversation == conversation).order_by(_TABLE.c.id.desc()).limit(limit)
        return [_posted(row) for row in reversed(self._connection.execute(last).mappings().all())]


def _posted(row: sa.RowMapping) -> Posted:
    return Posted(
        id=row["id"],
        conversation=row["conversation"],
        content=load(Content, row["content"]),
        at=row["at"],
        revision=row["revision"],
        mine=row["mine"],
    )
