"""Drafts of routing-table changes: what people's moves said, kept until somebody approves or drops them (P6)."""

from collections.abc import Sequence

import sqlalchemy as sa

from bot.storage import tables
from handlers.incoming import PersonId
from handlers.requests.events import Draft
from handlers.requests.model import RequestId
from knowledge.models import DepartmentId, TopicId

_TABLE = tables.drafts


class SqlDrafts:
    """Drafts in the transaction of `connection`."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, request_id: RequestId, drafts: Sequence[Draft]) -> None:
        if drafts:
            self._connection.execute(sa.insert(_TABLE), [{"request_id": request_id, **_row(one)} for one in drafts])

    def of(self, request_id: RequestId) -> list[Draft]:
        """What was drawn from one request, oldest first."""
        rows = sa.select(_TABLE).where(_TABLE.c.request_id == request_id).order_by(_TABLE.c.id)
        return [_draft(row) for row in self._connection.execute(rows).mappings()]


def _row(draft: Draft) -> dict[str, object]:
    return {
        "kind": draft.kind,
        "topic": draft.topic,
        "department": draft.department,
        "words": draft.words,
        "author": draft.author,
        "at": draft.at,
    }


def _draft(row: sa.RowMapping) -> Draft:
    return Draft(
        kind=row["kind"],
        topic=TopicId(row["topic"]) if row["topic"] else None,
        department=DepartmentId(row["department"]) if row["department"] else None,
        words=row["words"],
        author=PersonId(row["author"]),
        at=row["at"],
    )
