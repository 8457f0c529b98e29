"""One request whole, in words, as whoever looks may read it: behind its page and `guichet requests show`.

Who may look at all is `permissions`; what colleagues said among themselves is for the keeper's side alone (P8).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from handlers.incoming import Actor, Reference
from handlers.permissions import is_keeper_side, is_requester, sees
from handlers.requests.announce import keeper_name
from handlers.requests.events import TimelineEvent
from handlers.requests.model import Keeper, Request, State
from handlers.requests.wording import wording_of
from handlers.texts.voice import Voice
from handlers.verbs import Verb
from knowledge.models import RoutingTable, TopicId


class Side(StrEnum):
    """Whose eyes: each side has its own words for the same state."""

    REQUESTER = "requester"
    KEEPER = "keeper"


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """One line of the timeline: a sentence and, apart from it, somebody's own words."""

    at: datetime
    sentence: str
    words: str = ""
    internal: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Next:
    """What happens by itself unless somebody moves first."""

    at: datetime
    sentence: str


class Tie(StrEnum):
    """How another request belongs to this one."""

    AFTER = "after"  # it goes on from this one
    BEFORE = "before"  # this one goes on from it
    BESIDE = "beside"  # asked in the same breath
    UNDER = "under"  # it hangs under this one
    OVER = "over"  # this one hangs under it


@dataclass(frozen=True, slots=True, kw_only=True)
class Tied:
    """Another request, as far as the reader may know of it: without a reference where it is not theirs to see."""

    tie: Tie
    reference: Reference | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A request in a list: where it stands, who keeps it, what comes next."""

    request: Request
    side: Side
    state: str
    keeper: str
    topic: str
    is_late: bool
    next: Next | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Everything there is to read about a request."""

    summary: Summary
    why_moved: str
    timeline: tuple[Happened, ...]
    tied: tuple[Tied, ...]


def story(
    request: Request,
    events: Sequence[TimelineEvent],
    others: Sequence[tuple[Tie, Request]],
    actor: Actor,
    voice: Voice,
) -> Story | None:
    """The request as `actor` may read it; None for those for whom it does not exist."""
    if not sees(actor, request, voice.table):
        return None
    side = side_of(actor, request, voice.table)
    return Story(
        summary=summary(request, side, voice),
        why_moved=_why_moved(request, events, voice),
        timeline=told(events, voice, side),
        tied=tuple(_tied(tie, other, actor, voice) for tie, other in others),
    )


def summary(request: Request, side: Side, voice: Voice) -> Summary:
    """The request in a few words."""
    return Summary(
        request=request,
        side=side,
        state=state_of(request, side, voice),
        keeper=keeper_of(request.keeper, voice),
        topic=_title(request.topic, voice),
        is_late=is_late(request, voice.now),
        next=next_of(request, voice),
    )


def side_of(actor: Actor, request: Request, table: RoutingTable) -> Side:
    """Whoever asked is the requester, also where their own department keeps the request; so is their desk of a slip."""
    is_keepers = is_keeper_side(actor, request, table) and not is_requester(actor, request)
    return Side.KEEPER if is_keepers else Side.REQUESTER


def state_of(request: Request, side: Side, voice: Voice) -> str:
    """Where it stands, in a few words; once closed, why."""
    if request.state is State.CLOSED:
        return voice.say(f"card.closed.{request.closing_reason}")
    wording, values = wording_of(request, voice.table)
    return voice.say(f"case.state.{side}.{wording}", **values)


def is_late(request: Request, now: datetime) -> bool:
    """Whether the time that was first promised has passed and the promise is not kept."""
    is_owed = request.state in {State.CLARIFYING, State.ROUTED, State.PROMISED, State.ACCEPTED}
    return is_owed and now > request.promise.original


def next_of(request: Request, voice: Voice) -> Next | None:
    """The next step of its plan; None once closed."""
    if not request.plan:
        return None
    step = request.plan[0]
    name = keeper_name(voice.table, request.keeper)
    return Next(at=step.at, sentence=voice.say(f"case.next.{step.kind}", name=name))


def told(events: Sequence[TimelineEvent], voice: Voice, side: Side) -> tuple[Happened, ...]:
    """The timeline in sentences, oldest first."""
    return tuple(_happened(event, voice) for event in events if side is Side.KEEPER or not event.internal)


def _happened(event: TimelineEvent, voice: Voice) -> Happened:
    name = event.actor_name or event.actor or voice.say("case.somebody")
    sentence = voice.say(f"case.event.{event.kind}", name=name)
    return Happened(at=event.at, sentence=sentence, words=_words(event, voice), internal=event.internal)


def _words(event: TimelineEvent, voice: Voice) -> str:
    """What was written, or what was picked in the reader's words."""
    match event.kind:
        case Verb.CHOOSE:
            return _title(TopicId(event.text), voice)
        case Verb.RATE:
            return voice.say("rate.of_five", rating=event.text)
        case Verb.LANG:
            return ""
        case _:
            return event.text


def _title(topic_id: TopicId | None, voice: Voice) -> str:
    topic = voice.table.topics.get(topic_id) if topic_id else None
    return (voice.best(topic.title) or topic.id) if topic else ""


def _why_moved(request: Request, events: Sequence[TimelineEvent], voice: Voice) -> str:
    """Why the due time is another than the first: the latest thing that moved it."""
    if request.promise.due == request.promise.original:
        return ""
    moved = [event.kind for event in events if voice.catalog.has(f"case.moved.{event.kind}")]
    return voice.say(f"case.moved.{moved[-1]}") if moved else ""


def _tied(tie: Tie, other: Request, actor: Actor, voice: Voice) -> Tied:
    return Tied(tie=tie, reference=other.reference if sees(actor, other, voice.table) else None)


def keeper_of(keeper: Keeper, voice: Voice) -> str:
    """Department and person, as far as somebody in particular keeps it."""
    department = voice.table.departments.get(keeper.department)
    name = voice.best(department.name) if department else keeper.department
    person = voice.written(keeper_name(voice.table, keeper)) if keeper.person else ""
    return ", ".join(part for part in (person, name) if part)
