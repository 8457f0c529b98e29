"""What can happen to a request, and what is decided then: pure values."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from handlers.incoming import Actor, PersonId
from handlers.outgoing import Line, Message
from handlers.requests.duty import Roster
from handlers.requests.model import Request
from handlers.verbs import Verb


class Own(StrEnum):
    """What happens without anybody's hand."""

    FELL_DUE = "fell_due"
    UNDELIVERED = "undelivered"  # the platform refused a card for good: nobody has it yet (P5)
    REQUESTER_KNOWN = "requester_known"  # the platform said who the account is: `actor` of the happening


EventKind = Verb | Own
EVERY_EVENT: tuple[EventKind, ...] = (*Verb, *Own)


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One event with what came along: who, what they wrote, what they picked."""

    kind: EventKind
    actor: Actor | None = None
    text: str = ""
    choice: str = ""
    when: datetime | None = None


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
class World:
    """What a decision may look at besides the request."""

    roster: Roster

    @property
    def now(self) -> datetime:
        return self.roster.now


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A transition: the new request, its new timeline lines, what to send, and what to say at once."""

    request: Request
    timeline: tuple[TimelineEvent, ...]
    messages: tuple[Message, ...] = ()
    line: Line | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoOp:
    """Nothing to change, said kindly."""

    line: Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """It cannot be done now, and why."""

    line: Line


Ruling = Decision | NoOp | Refusal
