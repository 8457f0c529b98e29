"""A request being taken care of, as an immutable value. What may happen to it is `states` and `machine`."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NewType

from handlers.incoming import Actor, PersonId, Place, Reference
from knowledge.models import DepartmentId, Lang, TopicId

RequestId = NewType("RequestId", int)  # 0 until the store gives one
FIRST_NUMBER = 1000
LONGEST_NUMBER = 15  # digits
LONGEST_MEMORY = 6  # of what was said


class State(StrEnum):
    """Where a request stands (DESIGN 4)."""

    CLARIFYING = "clarifying"
    ROUTED = "routed"
    ACCEPTED = "accepted"
    PROMISED = "promised"
    WAITING = "waiting"
    ANSWERED = "answered"
    CLOSED = "closed"


class Turn(StrEnum):
    """Whose move it is; separate from the keeper, who owes the next step all along."""

    REQUESTER = "requester"
    KEEPER = "keeper"


class ClosingReason(StrEnum):
    """Why a request is closed."""

    SOLVED = "solved"
    WITHDRAWN = "withdrawn"
    DUPLICATE = "duplicate"
    NO_REPLY = "no_reply"
    NOT_A_REQUEST = "not_a_request"
    REQUESTER_GONE = "requester_gone"
    MOVED = "moved"


class StepKind(StrEnum):
    """What Guichet does by itself when nobody moves."""

    REMIND = "remind"
    ASK_MEMBERS = "ask_members"  # of triage, all of them
    ASK_BACKUP = "ask_backup"
    ASK_HEAD = "ask_head"
    TO_TRIAGE = "to_triage"
    ASK_ADMINS = "ask_admins"  # and again each working day: triage's ladder never stops
    ANNOUNCE_DELAY = "announce_delay"
    GIVE_UP_CLARIFYING = "give_up_clarifying"
    ASK_AGAIN = "ask_again"  # accepted and quiet for a working day
    BACK_TO_LADDER = "back_to_ladder"  # still quiet
    REMIND_REQUESTER = "remind_requester"
    LOOSEN = "loosen"  # of a request that hangs under another: nothing was heard of that one in time
    END_CALL = "end_call"  # a caller was put through, as far as anybody knows
    CALL_SOON = "call_soon"
    CALL_MISSED = "call_missed"
    CHECK = "check"
    CLOSE = "close"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that happens by itself at an instant unless somebody moves first."""

    at: datetime
    kind: StepKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeper:
    """Who owes the next step, on the company's side; never the requester."""

    department: DepartmentId
    person: PersonId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """By when, in the working time of the keeper's department. `original` never moves: the report counts by it."""

    due: datetime
    original: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The delays of a department, frozen onto the request when it opens. Minutes and hours are working time."""

    accept_minutes: int = 30
    promise_hours: int = 4
    clarify_minutes: int = 10
    check_days: int = 2
    close_days: int = 4
    waiting_days: tuple[int, ...] = (1, 3)  # reminders to a requester who owes a detail
    give_up_days: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was said by whom."""

    text: str
    by: PersonId
    by_name: str


class SaidKind(StrEnum):
    """What kind of words were added to a request."""

    DETAIL = "detail"  # by the requester
    QUESTION = "question"  # the keeper asks back
    REPLY = "reply"  # the keeper's side speaks to the requester
    NOTE = "note"  # among the keeper's side; the requester never sees it


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Words that belong to a request, for its cards; the timeline has them all."""

    kind: SaidKind
    by_name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A caller on the line, as things stood when it was asked: is the keeper there, and who stands in."""

    wanted: Keeper  # who the caller asked for
    is_wanted_there: bool  # at work today
    reachable: bool  # and within opening hours
    back_on: date | None = None  # the first day they are there again
    stand_in: Keeper | None = None
    number: str = ""  # the caller's, when it was said
    on_the_line: bool = True  # False: somebody is looked for, and there is no caller


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What a request remembers besides its state."""

    desk: DepartmentId | None = None  # whose ladder is climbed
    refused: tuple[DepartmentId, ...] = ()  # said "not ours": never asked again for this request
    excluded: tuple[TopicId, ...] = ()  # the requester said: not the right people
    nearest: tuple[TopicId, ...] = ()  # what the question came nearest to, for whoever has to find out
    said: tuple[Said, ...] = ()  # the newest LONGEST_MEMORY
    slot: datetime | None = None  # when a call was agreed
    private: bool = False  # kept out of every channel (P8)
    nudged: bool = False
    was_asked_if_answer: bool = False
    rating: int | None = None
    linked: Reference | None = None  # an older request that this one goes on from
    beside: Reference | None = None  # asked in the same breath
    maybe_about: Reference | None = None  # the open request that these words may belong to
    call: Call | None = None
    angry: bool = False
    guessed_lang: bool = False
    slip: bool = False  # a caller is to be called back


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request. Open, it always has a keeper and a plan whose first step is its next time (P2)."""

    id: RequestId = RequestId(0)
    version: int = 0
    state: State
    turn: Turn
    requester: Actor
    place: Place
    question: str
    lang: Lang
    topic: TopicId | None = None
    choices: tuple[TopicId, ...] = ()
    asked: tuple[str, ...] = ()  # department ids and persons that were asked to take it
    keeper: Keeper
    promise: Promise
    policy: Policy
    plan: tuple[Step, ...]
    answer: Answer | None = None
    memory: Memory = field(default_factory=Memory)
    post: str = ""  # what was posted, as its platform names it
    under: RequestId | None = None  # the older request that this one hangs under
    table_version: int
    opened_at: datetime
    closed_at: datetime | None = None
    closing_reason: ClosingReason | None = None

    @property
    def reference(self) -> Reference:
        """The short name people use, such as G-1042."""
        return reference_of(self.id)

    @property
    def next_at(self) -> datetime | None:
        """When something happens by itself; None only once closed."""
        return self.plan[0].at if self.plan else None

    @property
    def is_open(self) -> bool:
        return self.state is not State.CLOSED

    def remembering(self, **changes: Any) -> "Request":
        """The request with parts of its memory changed."""
        return replace(self, memory=replace(self.memory, **changes))

    def hearing(self, said: Said) -> "Request":
        """The request with these words among the newest."""
        return self.remembering(said=(*self.memory.said, said)[-LONGEST_MEMORY:])


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """An open request as far as it takes to see that somebody else asks the same."""

    id: RequestId
    requester: PersonId
    question: str


def reference_of(request_id: RequestId) -> Reference:
    return Reference(f"G-{FIRST_NUMBER + request_id}")


def id_of(reference: str) -> RequestId | None:
    """The id behind a reference in any case, with or without its dash; None for anything else."""
    digits = reference.strip().upper().removeprefix("G").removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= LONGEST_NUMBER):
        return None
    number = int(digits) - FIRST_NUMBER
    return RequestId(number) if number > 0 else None
