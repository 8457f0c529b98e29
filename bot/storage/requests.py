"""The ledger of requests."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa

from bot.storage import tables
from bot.storage.codec import dump, load
from bot.storage.columns import insert_in, inserted_id, literally
from handlers.errors import ConflictError
from handlers.incoming import Actor, ChannelName, PersonId, Place
from handlers.requests.model import (
    Answer,
    ClosingReason,
    Keeper,
    Memory,
    Policy,
    Promise,
    Request,
    RequestId,
    State,
    Step,
    Turn,
    Waiting,
)
from knowledge.models import DepartmentId, Lang, TopicId

_TABLE, _QUEUES = tables.requests, tables.queues
_OPEN = _TABLE.c.state != literally(State.CLOSED.value)
_BY_ID = sa.select(_TABLE).where(_TABLE.c.id == sa.bindparam("request"))
_BY_IDS = sa.select(_TABLE).where(_TABLE.c.id.in_(sa.bindparam("requests", expanding=True)))
_HELD_BY_ID = _BY_ID.with_for_update()
_ADD = sa.insert(_TABLE)
_UNQUEUE = sa.delete(_QUEUES).where(
    (_QUEUES.c.request_id == sa.bindparam("request")) & _QUEUES.c.who.not_in(sa.bindparam("concerned", expanding=True))
)
_PERSON = sa.bindparam("person", type_=sa.Text())
_THEIRS = _TABLE.c.requester == _PERSON
_SAVE = sa.update(_TABLE).where(
    (_TABLE.c.id == sa.bindparam("the_request")) & (_TABLE.c.version == sa.bindparam("the_version"))
)


def _held(condition: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """Those requests, held against other writers until the transaction ends; oldest first."""
    return sa.select(_TABLE).where(condition).order_by(_TABLE.c.id).with_for_update()


_OF_REQUESTER, _OPEN_OF = _held(_THEIRS), _held(_OPEN & _THEIRS)
_POSTED = _held((_TABLE.c.post == sa.bindparam("post")) & _THEIRS)
_HANGING = _held(_OPEN & (_TABLE.c.under == sa.bindparam("parent")))


def _waited_for(same: sa.ColumnElement[bool]) -> sa.Select[Any]:
    waiting = _OPEN & same & (_TABLE.c.turn == Turn.KEEPER.value) & _TABLE.c.under.is_(None)
    asked = sa.select(_TABLE.c.id, _TABLE.c.requester, _TABLE.c.question).where(waiting)
    return asked.order_by(_TABLE.c.id.desc()).limit(sa.bindparam("most"))


_WAITED_FOR = _waited_for(_TABLE.c.topic == sa.bindparam("topic"))
_WAITED_FOR_UNKNOWN = _waited_for(_TABLE.c.topic.is_(None))


@cache
def _enqueue(dialect: str) -> sa.Executable:
    enqueued: sa.Executable = insert_in(dialect)(_QUEUES).on_conflict_do_nothing()
    return enqueued


@cache
def _burdens(persons: int) -> sa.Select[Any]:
    """For so many persons: a list of any length would be written into the statement anew each time."""
    theirs = _TABLE.c.keeper_person.in_([sa.bindparam(_nth(each), type_=sa.Text()) for each in range(persons)])
    burdening = _OPEN & (_TABLE.c.turn == Turn.KEEPER.value) & theirs
    return sa.select(_TABLE.c.keeper_person, sa.func.count()).where(burdening).group_by(_TABLE.c.keeper_person)


def _nth(number: int) -> str:
    return f"person_{number}"


class SqlRequests:
    """Requests in the transaction of `connection`."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._queued: dict[RequestId, set[str]] = {}  # whose queue each is in, as far as this transaction has seen

    def add(self, request: Request) -> Request:
        """Store a new request; the same one with its id and version."""
        added = self._connection.execute(_ADD, {**_row(request), "version": 1})
        stored = replace(request, id=RequestId(inserted_id(added)), version=1)
        self._queue(stored)
        return stored

    def save(self, request: Request) -> Request:
        """Store a change. Raises ConflictError when the stored version is another."""
        same = {"the_request": request.id, "the_version": request.version}
        changed = {**_row(request), "version": request.version + 1, **same}
        if self._connection.execute(_SAVE, changed).rowcount != 1:
            raise ConflictError("request_changed", request=request.id, version=request.version)
        if self._queued.get(request.id) != _concerned(request):
            self._connection.execute(_UNQUEUE, {"request": request.id, "concerned": sorted(_concerned(request))})
            self._queue(request)
        return replace(request, version=request.version + 1)

    def get(self, request_id: RequestId) -> Request | None:
        """The request, held against other writers until the transaction ends."""
        return self._one(_HELD_BY_ID, request=request_id)

    def peek(self, request_id: RequestId) -> Request | None:
        """The request as it is, held against nobody."""
        return self._one(_BY_ID, request=request_id)

    def peek_all(self, requests: Collection[RequestId]) -> dict[RequestId, Request]:
        """These requests as they are, held against nobody."""
        rows = self._connection.execute(_BY_IDS, {"requests": list(requests)}).mappings()
        return {request.id: request for request in map(request_of, rows)}

    def of_requester(self, person: PersonId) -> list[Request]:
        """Everything the person ever asked, held against other writers; oldest first."""
        return self._several(_OF_REQUESTER, person=person)

    def open_of(self, person: PersonId) -> list[Request]:
        """What the person asked and still waits for, held against other writers; oldest first."""
        return self._several(_OPEN_OF, person=person)

    def posted(self, person: PersonId, post: str) -> list[Request]:
        """What the person asked in that post: one request, or several when they asked several things at once."""
        return self._several(_POSTED, person=person, post=post)

    def hanging(self, request_id: RequestId) -> list[Request]:
        """The open requests that hang under another, held against other writers."""
        return self._several(_HANGING, parent=request_id)

    def in_thread(self, channel: ChannelName, root: str) -> RequestId | None:
        """The newest request whose card or question is the root of that thread."""
        shown = sa.select(tables.cards.c.request_id).where(
            tables.cards.c.channel == channel, tables.cards.c.platform_id == root
        )
        asked = sa.select(_TABLE.c.id).where(_TABLE.c.post == root)
        found = self._connection.scalar(sa.union_all(shown, asked).order_by(sa.desc("request_id")).limit(1))
        return RequestId(found) if found else None

    def waited_for(self, topic: TopicId | None, *, limit: int) -> list[Waiting]:
        """The newest requests of one topic (or of none) that somebody waits for and that hang under no other."""
        values = {"topic": topic, "most": limit} if topic else {"most": limit}
        rows = self._connection.execute(_WAITED_FOR if topic else _WAITED_FOR_UNKNOWN, values)
        return [Waiting(id=RequestId(row.id), requester=PersonId(row.requester), question=row.question) for row in rows]

    def keepers(self) -> list[PersonId]:
        """Everybody who keeps an open request."""
        kept = sa.select(_TABLE.c.keeper_person).where(_OPEN & _TABLE.c.keeper_person.is_not(None)).distinct()
        return [PersonId(person) for person in self._connection.scalars(kept)]

    def requesters(self) -> list[PersonId]:
        """Everybody who waits for an open request."""
        waiting = sa.select(_TABLE.c.requester).where(_OPEN).distinct()
        return [PersonId(person) for person in self._connection.scalars(waiting)]

    def kept_by(self, person: PersonId) -> Request | None:
        """The open request that a person keeps and that has to be done first, held against other writers."""
        kept = sa.select(_TABLE).where(_OPEN & (_TABLE.c.keeper_person == person))
        return self._one(kept.order_by(_TABLE.c.due_at, _TABLE.c.id).limit(1).with_for_update(skip_locked=True))

    def adrift(self, departments: Sequence[DepartmentId]) -> Request | None:
        """An open request whose keeper's department does not exist (any more)."""
        lost = sa.select(_TABLE).where(_OPEN & _TABLE.c.keeper_department.not_in(departments))
        return self._one(lost.order_by(_TABLE.c.next_at, _TABLE.c.id).limit(1).with_for_update(skip_locked=True))

    def due(self, now: datetime) -> Request | None:
        """The open request whose next time has passed the longest; those that others hold are skipped."""
        is_due = _OPEN & (_TABLE.c.next_at <= now)
        longest = sa.select(_TABLE).where(is_due).order_by(_TABLE.c.next_at, _TABLE.c.id).limit(1)
        return self._one(longest.with_for_update(skip_locked=True))

    def next_due(self) -> datetime | None:
        """When something will happen by itself."""
        earliest: datetime | None = self._connection.scalar(sa.select(sa.func.min(_TABLE.c.next_at)).where(_OPEN))
        return earliest

    def burdens(self, persons: Collection[PersonId]) -> dict[PersonId, int]:
        """How many open requests wait for the move of each; one that waits for its requester burdens nobody."""
        named = {_nth(number): person for number, person in enumerate(persons)}
        counted = self._connection.execute(_burdens(len(named)), named)
        return dict.fromkeys(persons, 0) | {PersonId(person): number for person, number in counted}

    def without_keeper(self, departments: Sequence[DepartmentId]) -> int:
        """How many open requests lack a keeper that exists, or a next time: must read 0 (P2)."""
        lacking = _OPEN & (_TABLE.c.keeper_department.not_in(departments) | _TABLE.c.next_at.is_(None))
        return self._connection.scalar(sa.select(sa.func.count()).select_from(_TABLE).where(lacking)) or 0

    def overdue(self, now: datetime, *, limit: int) -> list[Request]:
        """The open requests whose promised time has passed: none, once what is due has happened (P3)."""
        late = sa.select(_TABLE).where(_OPEN & (_TABLE.c.due_at < now)).order_by(_TABLE.c.due_at, _TABLE.c.id)
        return [request_of(row) for row in self._connection.execute(late.limit(limit)).mappings()]

    def newest(self, *, limit: int, only_open: bool = False) -> list[Request]:
        """The newest requests first; the open ones alone by due time, as the queue is ordered (P7)."""
        everything = sa.select(_TABLE).order_by(_TABLE.c.id.desc())
        queue = sa.select(_TABLE).where(_OPEN).order_by(_TABLE.c.due_at, _TABLE.c.id)
        rows = self._connection.execute((queue if only_open else everything).limit(limit))
        return [request_of(row) for row in rows.mappings()]

    def _queue(self, request: Request) -> None:
        rows = [{"request_id": request.id, "who": who} for who in sorted(_concerned(request))]
        if rows:
            self._connection.execute(_enqueue(self._connection.dialect.name), rows)
        self._queued[request.id] = _concerned(request)

    def _several(self, query: sa.Select[Any], **values: object) -> list[Request]:
        return [self._seen(row) for row in self._connection.execute(query, values).mappings()]

    def _one(self, query: sa.Select[Any], **values: object) -> Request | None:
        row = self._connection.execute(query, values).mappings().first()
        return self._seen(row) if row else None

    def _seen(self, row: sa.RowMapping) -> Request:
        request = request_of(row)
        self._queued[request.id] = _concerned(request)
        return request


def _concerned(request: Request) -> set[str]:
    """Whose queue it is in; nobody's once closed."""
    if not request.is_open:
        return set()
    return {who for who in (request.keeper.department, request.keeper.person, *request.asked) if who}


def _row(request: Request) -> dict[str, Any]:
    return {
        "state": request.state.value,
        "turn": request.turn.value,
        "requester": request.requester.person,
        "profile": dump(request.requester),
        "place": dump(request.place),
        "question": request.question,
        "lang": request.lang.value,
        "topic": request.topic,
        "choices": list(request.choices),
        "asked": list(request.asked),
        "keeper_department": request.keeper.department,
        "keeper_person": request.keeper.person,
        "due_at": request.promise.due,
        "original_due_at": request.promise.original,
        "policy": dump(request.policy),
        "plan": [dump(step) for step in request.plan],
        "next_at": request.next_at,
        "answer": dump(request.answer) if request.answer else None,
        "memory": dump(request.memory),
        "post": request.post,
        "under": request.under,
        "table_version": request.table_version,
        "opened_at": request.opened_at,
        "closed_at": request.closed_at,
        "closing_reason": request.closing_reason.value if request.closing_reason else None,
    }


def request_of(row: sa.RowMapping) -> Request:
    """The request of a whole row."""
    return Request(
        id=RequestId(row["id"]),
        version=row["version"],
        state=State(row["state"]),
        turn=Turn(row["turn"]),
        requester=load(Actor, row["profile"]),
        place=load(Place, row["place"]),
        question=row["question"],
        lang=Lang(row["lang"]),
        topic=TopicId(row["topic"]) if row["topic"] else None,
        choices=tuple(TopicId(choice) for choice in row["choices"]),
        asked=tuple(row["asked"]),
        keeper=Keeper(
            department=DepartmentId(row["keeper_department"]),
            person=PersonId(row["keeper_person"]) if row["keeper_person"] else None,
        ),
        promise=Promise(due=row["due_at"], original=row["original_due_at"]),
        policy=load(Policy, row["policy"]),
        plan=tuple(load(Step, step) for step in row["plan"]),
        answer=load(Answer, row["answer"]) if row["answer"] else None,
        memory=load(Memory, row["memory"]),
        post=row["post"],
        under=RequestId(row["under"]) if row["under"] else None,
        table_version=row["table_version"],
        opened_at=row["opened_at"],
        closed_at=row["closed_at"],
        closing_reason=ClosingReason(row["closing_reason"]) if row["closing_reason"] else None,
    )
