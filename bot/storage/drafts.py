"""Drafts of routing-table changes: what people's moves said, kept until somebody approves or drops them (P6)."""

from collections.abc import Sequence

import sqlalchemy as sa

from bot.storage import tables
from handlers.incoming import PersonId
from handlers.requests.events import Draft
from handlers.requests.model import RequestId
from handlers.verbs import Verb
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

    def chosen(self, *, limit: int) -> dict[RequestId, TopicId]:
        """Which topic the requester or triage chose, for the requests of the newest drafts; the last word counts."""
        newest = sa.select(_TABLE.c.id).order_by(_TABLE.c.id.desc()).limit(limit).subquery()
        chosen = (_TABLE.c.kind == Verb.CHOOSE.value) & _TABLE.c.topic.is_not(None)
        picked = sa.select(_TABLE.c.request_id, _TABLE.c.topic).join(newest, newest.c.id == _TABLE.c.id).where(chosen)
        rows = self._connection.execute(picked.order_by(_TABLE.c.id))
        return {RequestId(request): TopicId(topic) for request, topic in rows}


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
