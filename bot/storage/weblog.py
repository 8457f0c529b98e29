"""The conversations of the web pages: what Guichet said and what people typed there, in order.

A post is recognised by its key, so sending it again changes nothing: on this channel nothing is ever shown twice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.storage import tables
from bot.storage.codec import dump, load
from bot.storage.columns import insert_for
from handlers.content import Content

_TABLE = tables.web_messages
_CHANGES = tables.web_conversations


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """One message in a conversation; `revision` grows each time it is shown anew."""

    id: int
    key: str
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
        added = insert(_TABLE).values(revision=1, **values).on_conflict_do_nothing().returning(_TABLE.c.id)
        number: int | None = self._connection.scalar(added)
        if number is None:
            there: int = self._connection.scalars(sa.select(_TABLE.c.id).where(_TABLE.c.key == key)).one()
            return there
        self._count(conversation)
        return number

    def edit(self, number: int, content: Content) -> bool:
        """Show the message anew; False when there is no such message."""
        changed = {"content": dump(content), "revision": _TABLE.c.revision + 1}
        edited = sa.update(_TABLE).where(_TABLE.c.id == number).values(**changed).returning(_TABLE.c.conversation)
        conversation = self._connection.scalar(edited)
        if conversation is None:
            return False
        self._count(conversation)
        return True

    def find(self, key: str) -> int | None:
        """The number of the message with that key, if it was posted."""
        return self._connection.scalar(sa.select(_TABLE.c.id).where(_TABLE.c.key == key))

    def of(self, conversation: str, *, limit: int, before: int | None = None) -> list[Posted]:
        """The last messages of a conversation (those before a number), oldest first."""
        theirs = _TABLE.c.conversation == conversation
        wanted = theirs if before is None else theirs & (_TABLE.c.id < before)
        last = sa.select(_TABLE).where(wanted).order_by(_TABLE.c.id.desc()).limit(limit)
        return [_posted(row) for row in reversed(self._connection.execute(last).mappings().all())]

    def changes(self, conversations: Sequence[str]) -> Mapping[str, int]:
        """How often each of these has changed; those where nothing was ever said are left out."""
        counted = sa.select(_CHANGES).where(_CHANGES.c.conversation.in_(conversations))
        return {row.conversation: row.revision for row in self._connection.execute(counted)}

    def _count(self, conversation: str) -> None:
        """One more change, in a row of its own held until the commit: a reader misses none, whoever commits first."""
        counted = insert_for(self._connection)(_CHANGES).values(conversation=conversation, revision=1)
        more = {"revision": _CHANGES.c.revision + 1}
        self._connection.execute(counted.on_conflict_do_update(index_elements=["conversation"], set_=more))


def _posted(row: sa.RowMapping) -> Posted:
    return Posted(
        id=row["id"],
        key=row["key"],
        conversation=row["conversation"],
        content=load(Content, row["content"]),
        at=row["at"],
        revision=row["revision"],
        mine=row["mine"],
    )
