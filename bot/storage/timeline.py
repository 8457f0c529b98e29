"""The append-only events of requests."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.storage import tables
from handlers.incoming import PersonId
from handlers.requests.events import TimelineEvent
from handlers.requests.model import RequestId

_ADD = sa.insert(tables.events)


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """An event with its number in the ledger, which only grows, and its request."""

    number: int
    request: RequestId
    event: TimelineEvent


class SqlTimeline:
    """The events of requests: appended and read, nothing else."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def append(self, request_id: RequestId, events: Sequence[TimelineEvent]) -> None:
        if events:
            rows = [{"request_id": request_id, **_event_row(event)} for event in events]
            self._connection.execute(_ADD, rows)

    def latest(self) -> datetime | None:
        """When the newest event happened."""
        newest = sa.select(tables.events.c.at).order_by(tables.events.c.id.desc()).limit(1)
        found: datetime | None = self._connection.scalar(newest)
        return found

    def newest(self) -> int:
        """The number of the newest event of all; 0 when there is none."""
        return self._connection.scalar(sa.select(sa.func.max(tables.events.c.id))) or 0

    def count_since(self, number: int, kinds: Collection[str]) -> int:
        """How many events of these kinds came after the one of that number."""
        newer = (tables.events.c.id > number) & tables.events.c.kind.in_(kinds)
        return self._connection.scalar(sa.select(sa.func.count()).select_from(tables.events).where(newer)) or 0

    def having(self, kind: str, *, oldest: RequestId) -> set[RequestId]:
        """The requests, from `oldest` on, that have an event of that kind."""
        events = tables.events
        found = sa.select(events.c.request_id).where((events.c.request_id >= oldest) & (events.c.kind == kind))
        return {RequestId(request) for request in self._connection.scalars(found)}

    def since(self, number: int, *, limit: int) -> list[Noted]:
        """The first events after the one of that number, of all requests, oldest first."""
        events = tables.events
        rows = sa.select(events).where(events.c.id > number).order_by(events.c.id).limit(limit)
        return [
            Noted(number=row["id"], request=RequestId(row["request_id"]), event=_event(row))
            for row in self._connection.execute(rows).mappings()
        ]

    def of(self, request_id: RequestId) -> list[TimelineEvent]:
        """The request's timeline, oldest first."""
        events = tables.events
        rows = sa.select(events).where(events.c.request_id == request_id).order_by(events.c.id)
        return [_event(row) for row in self._connection.execute(rows).mappings()]


def _event_row(event: TimelineEvent) -> dict[str, Any]:
    return {
        "kind": event.kind,
        "at": event.at,
        "actor": event.actor,
        "actor_name": event.actor_name,
        "text": event.text,
        "internal": event.internal,
    }


def _event(row: sa.RowMapping) -> TimelineEvent:
    return TimelineEvent(
        kind=row["kind"],
        at=row["at"],
        actor=PersonId(row["actor"]) if row["actor"] else None,
        actor_name=row["actor_name"],
        text=row["text"],
        internal=row["internal"],
    )
