"""What the use cases ask of the world: small roles. Storage implements them; so do the fakes."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Protocol

from handlers.accounts import Account
from handlers.incoming import ChannelName, Delivered, PersonId
from handlers.outgoing import Message
from handlers.requests.duty import Absence, Absences
from handlers.requests.events import Draft, TimelineEvent
from handlers.requests.model import Request, RequestId, Waiting
from knowledge.models import DepartmentId, Lang, TopicId


class Requests(Protocol):
    """The ledger of requests."""

    def add(self, request: Request) -> Request:
        """Store a new request; the same one with its id and version."""
        ...

    def save(self, request: Request) -> Request:
        """Store a change. Raises ConflictError when the stored version is another."""
        ...

    def get(self, request_id: RequestId) -> Request | None:
        """The request, held against other writers until the unit of work ends."""
        ...

    def of_requester(self, person: PersonId) -> Sequence[Request]:
        """Everything the person ever asked, held against other writers; oldest first."""
        ...

    def open_of(self, person: PersonId) -> Sequence[Request]:
        """What the person asked and still waits for, held against other writers; oldest first."""
        ...

    def posted(self, person: PersonId, post: str) -> Sequence[Request]:
        """What the person asked in that post: one request, or several when they asked several things at once."""
        ...

    def hanging(self, request_id: RequestId) -> Sequence[Request]:
        """The open requests that hang under another, held against other writers."""
        ...

    def in_thread(self, channel: ChannelName, root: str) -> RequestId | None:
        """The newest request whose card or question is the root of that thread."""
        ...

    def waited_for(self, topic: TopicId | None, *, limit: int) -> Sequence[Waiting]:
        """The newest requests of one topic (or of none) that somebody waits for and that hang under no other."""
        ...

    def keepers(self) -> Sequence[PersonId]:
        """Everybody who keeps an open request."""
        ...

    def requesters(self) -> Sequence[PersonId]:
        """Everybody who waits for an open request."""
        ...

    def kept_by(self, person: PersonId) -> Request | None:
        """The open request that a person keeps and that has to be done first, held against other writers."""
        ...

    def adrift(self, departments: Sequence[DepartmentId]) -> Request | None:
        """An open request whose keeper's department does not exist (any more)."""
        ...

    def due(self, now: datetime) -> Request | None:
        """The open request whose next time has passed the longest, held against other writers."""
        ...

    def burdens(self, persons: Collection[PersonId]) -> Mapping[PersonId, int]:
        """How many open requests wait for the move of each of them."""
        ...


class Timeline(Protocol):
    """The append-only events of requests."""

    def append(self, request_id: RequestId, events: Sequence[TimelineEvent]) -> None: ...

    def of(self, request_id: RequestId) -> Sequence[TimelineEvent]: ...


class Outbox(Protocol):
    """Messages until a platform has accepted them."""

    def add(self, request_id: RequestId | None, messages: Sequence[Message], now: datetime) -> None:
        """Queue messages in their lanes. A card replaces an undelivered one of the same request in its lane."""
        ...

    def begin(self, request_id: RequestId, messages: Sequence[Message], now: datetime) -> None:
        """Queue the messages of a request that has just begun: it has none yet that they could replace."""
        ...

    def refresh_cards(self, request_id: RequestId, now: datetime) -> None:
        """Queue an update of every card that shows the request."""
        ...


class People(Protocol):
    """What people said of themselves."""

    def absences(self, day: date) -> Absences:
        """Everybody who said they would be away on `day` or later."""
        ...

    def set_away(self, person: PersonId, absence: Absence) -> None:
        """Remember an absence in place of an earlier one."""
        ...

    def set_back(self, person: PersonId) -> bool:
        """Forget an absence; whether there was one."""
        ...

    def lang(self, person: PersonId) -> Lang | None:
        """The language the person chose, if they ever did."""
        ...

    def set_lang(self, person: PersonId, lang: Lang) -> None: ...

    def came_by(self, person: PersonId, channel: ChannelName, now: datetime) -> None:
        """They wrote from that platform."""
        ...

    def rename(self, before: PersonId, person: PersonId) -> None:
        """Whoever had no name yet is this person: they wrote from where they wrote."""
        ...


class Drafts(Protocol):
    """What moves say about the routing table, until somebody approves it (P6)."""

    def add(self, request_id: RequestId, drafts: Sequence[Draft]) -> None: ...


class Deliveries(Protocol):
    """What came in, recognisable when it comes again."""

    def record(self, fact: Delivered) -> bool:
        """Remember the fact as decided; False when any of its keys was seen before."""
        ...

    def is_first(self, key: str, now: datetime) -> bool:
        """Whether what `key` names happens for the first time; once asked for, it has happened."""
        ...


class Accounts(Protocol):
    """The accounts of platforms whose persons are known."""

    def get(self, channel: ChannelName, account: str) -> Account | None: ...

    def save(self, account: Account) -> None:
        """Remember the account as it is now; an empty address leaves the one that was known."""
        ...

    def link(self, channel: ChannelName, department: DepartmentId, address: str) -> None:
        """The chat channel of a department on that platform, in place of an earlier one."""
        ...


class UnitOfWork(Protocol):
    """One transaction over all of these. Leaving without `commit` undoes everything."""

    @property
    def requests(self) -> Requests: ...

    @property
    def timeline(self) -> Timeline: ...

    @property
    def outbox(self) -> Outbox: ...

    @property
    def deliveries(self) -> Deliveries: ...

    @property
    def accounts(self) -> Accounts: ...

    @property
    def people(self) -> People: ...

    @property
    def drafts(self) -> Drafts: ...

    def commit(self) -> None: ...


class UnitsOfWork(Protocol):
    """Where units of work begin."""

    def begin(self) -> AbstractContextManager[UnitOfWork]: ...
