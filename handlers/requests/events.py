"""What can happen to a request, and what is decided then: pure values."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from handlers.incoming import Actor, PersonId
from handlers.outgoing import Line, Message
from handlers.requests.duty import Roster
from handlers.requests.model import Request
from handlers.verbs import Verb
from knowledge.matcher import Match
from knowledge.models import DepartmentId, TopicId


class Own(StrEnum):
    """What happens besides the buttons: by itself, in a thread, or to the people concerned."""

    FELL_DUE = "fell_due"
    UNDELIVERED = "undelivered"  # the platform refused a card for good: nobody has it yet (P5)
    CHANNEL_LOST = "channel_lost"  # the chat channel of a department (`choice`) takes no cards any more
    REQUESTER_KNOWN = "requester_known"  # the platform said who the account is: `actor` of the happening
    REPLIED = "replied"  # somebody of the keeper's side wrote in the thread
    EDITED = "edited"  # the requester changed the words of the question
    KEEPER_AWAY = "keeper_away"  # absent, or no longer with the company
    REQUESTER_GONE = "requester_gone"
    ADRIFT = "adrift"  # the sweeper found it without a keeper: must never happen (P2)


EventKind = Verb | Own
EVERY_EVENT: tuple[EventKind, ...] = (*Verb, *Own)


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One event with what came along: who, what they wrote and what that matches, what they picked, for when."""

    kind: EventKind
    actor: Actor | None = None
    text: str = ""
    choice: str = ""
    when: datetime | None = None
    match: Match | None = None
    other: Request | None = None  # the request that `choice` names


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEvent:
    """One line of a request's timeline: append-only, visible to the requester unless internal."""

    kind: str
    at: datetime
    actor: PersonId | None = None
    actor_name: str = ""
    text: str = ""
    internal: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What somebody's move says about the routing table; nothing changes until it is approved (P6)."""

    kind: str  # the verb it came from
    topic: TopicId | None
    department: DepartmentId | None  # who it should go to, when they said so
    words: str  # the question as it was put; empty when it is private
    author: PersonId
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What a decision may look at besides the request."""

    roster: Roster

    @property
    def now(self) -> datetime:
        return self.roster.now


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A transition: the new request, its new timeline lines, what to send, and what to say at once.

    `opens` is a new request that goes on from this one.
    """

    request: Request
    timeline: tuple[TimelineEvent, ...]
    messages: tuple[Message, ...] = ()
    line: Line | None = None
    drafts: tuple[Draft, ...] = ()
    opens: "Decision | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoOp:
    """Nothing to change, said kindly."""

    line: Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """It cannot be done now, and why."""

    line: Line


Ruling = Decision | NoOp | Refusal


def refuse(text: str, **params: str) -> Refusal:
    """A refusal with a sentence; the machine adds the reference and the keeper's name."""
    return Refusal(line=Line(text=text, params=params))
