"""What the pages list: requests read in order and held against nobody."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from bot.storage import tables
from bot.storage.columns import literally
from bot.storage.requests import request_of
from handlers.incoming import PersonId
from handlers.requests.model import Request, RequestId, State

_TABLE, _QUEUES = tables.requests, tables.queues
_CLOSED = literally(State.CLOSED.value)
_OPEN = _TABLE.c.state != _CLOSED
_SIGN = sa.func.sum(_TABLE.c.version * (_TABLE.c.id + 1))  # each change of any of them moves it


class SqlReading:
    """Requests as lists, in the transaction of `connection`."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def queue(
        self, who: Sequence[str], states: Sequence[State], *, but_of: PersonId, limit: int, kept: bool = False
    ) -> list[Request]:
        """What is in the queue of any of `who` (persons, departments), by due time alone (P7).

        Nobody's own question (`but_of`); with `kept`, only what one of `who` keeps in person.
        """
        theirs = _in_queue(who, states, but_of, kept=kept)
        return self._list(sa.select(_TABLE).where(theirs).order_by(_TABLE.c.due_at, _TABLE.c.id).limit(limit))

    def queue_length(self, who: Sequence[str], states: Sequence[State], *, but_of: PersonId, kept: bool = False) -> int:
        """How many requests `queue` would give without a limit."""
        theirs = _in_queue(who, states, but_of, kept=kept)
        counted = sa.select(sa.func.count()).select_from(_TABLE).where(theirs)
        return self._connection.scalar(counted) or 0

    def waited_for_by(self, person: PersonId, *, limit: int) -> list[Request]:
        """What the person asked and is still open, by due time."""
        open_ones = sa.select(_TABLE).where(_OPEN & (_TABLE.c.requester == person))
        return self._list(open_ones.order_by(_TABLE.c.due_at, _TABLE.c.id).limit(limit))

    def closed_of(self, person: PersonId, *, before: RequestId | None, limit: int) -> list[Request]:
        """What the person asked and is closed, the newest first; only what is older than `before`."""
        closed = (_TABLE.c.requester == person) & (_TABLE.c.state == _CLOSED)
        older = closed & (_TABLE.c.id < before) if before else closed
        return self._list(sa.select(_TABLE).where(older).order_by(_TABLE.c.id.desc()).limit(limit))

    def going_on_from(self, request: Request, *, limit: int) -> list[Request]:
        """The requests that were opened to go on from this one."""
        goes_on = _TABLE.c.memory["linked"].as_string() == request.reference
        theirs = (_TABLE.c.requester == request.requester.person) & (_TABLE.c.id > request.id)
        return self._list(sa.select(_TABLE).where(theirs & goes_on).order_by(_TABLE.c.id).limit(limit))

    def under(self, request: Request, *, limit: int) -> list[Request]:
        """The requests that hang under this one ("me too")."""
        return self._list(sa.select(_TABLE).where(_TABLE.c.under == request.id).order_by(_TABLE.c.id).limit(limit))

    def slips_of(self, person: PersonId, colleagues: Sequence[PersonId], *, limit: int) -> list[Request]:
        """The call-back slips the person left and the open ones of their colleagues: open ones first, newest first."""
        theirs = (_TABLE.c.requester == person) | (_OPEN & _TABLE.c.requester.in_(colleagues))
        slips = sa.select(_TABLE).where(theirs & _TABLE.c.memory["slip"].as_boolean())
        return self._list(slips.order_by(_TABLE.c.state == _CLOSED, _TABLE.c.id.desc()).limit(limit))

    def count_open(self, *, topic: str = "", keeper: str = "", department: str = "") -> int:
        """How many requests are open: all of them, or those about a topic, of a keeper, of a department."""
        given = {_TABLE.c.topic: topic, _TABLE.c.keeper_person: keeper, _TABLE.c.keeper_department: department}
        wanted = sa.and_(_OPEN, *(column == value for column, value in given.items() if value))
        return self._connection.scalar(sa.select(sa.func.count()).select_from(_TABLE).where(wanted)) or 0

    def unmatched(self, *, among: int, limit: int) -> list[Request]:
        """The newest requests without a topic, looked for among the newest of all; newest first."""
        newest = sa.select(sa.func.max(_TABLE.c.id)).scalar_subquery()
        recent = (_TABLE.c.id > newest - among) & _TABLE.c.topic.is_(None)
        return self._list(sa.select(_TABLE).where(recent).order_by(_TABLE.c.id.desc()).limit(limit))

    def signs(self, *, askers: Sequence[str], queues: Sequence[str]) -> tuple[Mapping[str, int], Mapping[str, int]]:
        """How far the open requests of each asker are, and those in the queue of each: another number after a change.

        Those who have none open are left out.
        """
        asked = sa.select(_TABLE.c.requester, _SIGN).where(_OPEN & _TABLE.c.requester.in_(askers))
        queued = sa.select(_QUEUES.c.who, _SIGN).join_from(_QUEUES, _TABLE).where(_QUEUES.c.who.in_(queues) & _OPEN)
        return self._signs(asked.group_by(_TABLE.c.requester)), self._signs(queued.group_by(_QUEUES.c.who))

    def _signs(self, query: sa.Select[str, int]) -> Mapping[str, int]:
        return {who: int(sign) for who, sign in self._connection.execute(query)}

    def _list(self, query: sa.Select[tuple[object, ...]]) -> list[Request]:
        return [request_of(row) for row in self._connection.execute(query).mappings()]


def _in_queue(who: Sequence[str], states: Sequence[State], but_of: PersonId, *, kept: bool) -> sa.ColumnElement[bool]:
    queued = sa.select(_QUEUES.c.request_id).where(_QUEUES.c.who.in_(who))
    wanted = _OPEN & _TABLE.c.id.in_(queued) & _TABLE.c.state.in_(states) & (_TABLE.c.requester != but_of)
    return wanted & _TABLE.c.keeper_person.in_(who) if kept else wanted
