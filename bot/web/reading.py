"""What the pages read of the ledger, each in one look that holds nobody up."""

from dataclasses import dataclass
from hashlib import sha256

from bot.core import Core
from bot.storage.unit_of_work import SqlUnitOfWork
from bot.web.visit import Visit
from bot.web.walls import desk_mates
from handlers.cards import card, owner_details
from handlers.content import Content
from handlers.incoming import PersonId, Reference
from handlers.outgoing import View
from handlers.permissions import sees
from handlers.requests.model import Request, RequestId, State, id_of
from handlers.story import Side, Story, Summary, Tie, story, summary
from handlers.texts.voice import Voice

MOST_OPEN = 100
MOST_TASKS = 25  # of a queue at first sight: each comes with all its forms
MORE_TASKS = 200
MOST_TIED = 20
MOST_SLIPS = 12
PAGE = 20
OWED = (State.ROUTED, State.PROMISED, State.ACCEPTED)
WITH_REQUESTER = (State.WAITING, State.CLARIFYING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One request with the card of whoever looks, which has their powers."""

    story: Story
    card: Content
    mark: str  # another one as soon as the page would be another


@dataclass(frozen=True, slots=True, kw_only=True)
class Mine:
    """What somebody is owed, and a page of what was; `older` is where the next page begins."""

    open: list[Summary]
    closed: list[Summary]
    older: Reference | None
    mark: str  # another one as soon as the page would be another


@dataclass(frozen=True, slots=True, kw_only=True)
class Slips:
    """The latest messages for callers of somebody and their reception desk."""

    shown: list[Summary]
    mark: str  # another one as soon as they would be shown in another way


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A request in somebody's queue, with its owner's card; `details` is what that says besides question and state."""

    summary: Summary
    details: tuple[str, ...]
    card: Content
    revision: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """What somebody owes, by due time; apart from it what waits for its requester. `count` is how much is owed."""

    owed: list[Task]
    waiting: list[Task]
    count: int

    @property
    def mark(self) -> str:
        """Another one as soon as anything in it would be shown in another way."""
        shown = "\n".join(each.revision for each in (*self.owed, *self.waiting))
        return _mark(str(self.count), shown)


def read_case(core: Core, visit: Visit, reference: str) -> Case | None:
    """The request behind a reference; None where there is none for this person (P8)."""
    request_id = id_of(reference)
    if request_id is None:
        return None
    with core.units.look() as view:
        request = view.requests.peek(request_id)
        if request is None:
            return None
        told = story(request, view.timeline.of(request.id), _tied(view, request), visit.actor, visit.voice)
    if told is None:
        return None
    mark = _mark(_revision(told.summary, visit.voice), f"{len(told.timeline)} {len(told.tied)}")
    return Case(story=told, card=_card(request, told.summary.side, visit.voice, core), mark=mark)


def read_mine(core: Core, visit: Visit, before: RequestId | None) -> Mine:
    """The person's own requests."""
    person, voice = visit.actor.person, visit.voice
    with core.units.look() as view:
        waited = view.reading.waited_for_by(person, limit=MOST_OPEN)
        closed = view.reading.closed_of(person, before=before, limit=PAGE + 1)
    open_ones = [summary(each, Side.REQUESTER, voice) for each in waited]
    over = [summary(each, Side.REQUESTER, voice) for each in closed[:PAGE]]
    return Mine(
        open=open_ones,
        closed=over,
        mark=_mark(*(_revision(each, voice) for each in (*open_ones, *over))),
        older=closed[PAGE - 1].reference if len(closed) > PAGE else None,
    )


def read_slips(core: Core, visit: Visit) -> Slips:
    """The person's own, and the open ones of their reception desk."""
    colleagues = [PersonId(email) for email in desk_mates(visit.person.email, visit.voice.table)]
    with core.units.look() as view:
        slips = view.reading.slips_of(visit.actor.person, colleagues, limit=MOST_SLIPS)
    theirs = [
        summary(each, Side.REQUESTER, visit.voice) for each in slips if sees(visit.actor, each, visit.voice.table)
    ]
    return Slips(shown=theirs, mark=_mark(*(_revision(each, visit.voice) for each in theirs)))


def read_queue(core: Core, visit: Visit, who: tuple[str, ...], *, kept: bool, limit: int) -> Queue:
    """What is in the queue of `who`: persons and departments; the soonest due up to `limit`."""
    person = visit.actor.person
    with core.units.look() as view:
        owed = view.reading.queue(who, OWED, but_of=person, limit=limit, kept=kept)
        waiting = view.reading.queue(who, WITH_REQUESTER, but_of=person, limit=limit, kept=kept)
        is_all = len(owed) < limit
        count = len(owed) if is_all else view.reading.queue_length(who, OWED, but_of=person, kept=kept)
    return Queue(
        owed=[_task(each, visit.voice, core) for each in owed],
        waiting=[_task(each, visit.voice, core) for each in waiting],
        count=count,
    )


def _tied(view: SqlUnitOfWork, request: Request) -> list[tuple[Tie, Request]]:
    before = _named(view, request.memory.linked)
    beside = _named(view, request.memory.beside)
    over = view.requests.peek(RequestId(request.under)) if request.under else None
    one_each = ((Tie.BEFORE, before), (Tie.BESIDE, beside), (Tie.OVER, over))
    return [
        *((tie, other) for tie, other in one_each if other),
        *((Tie.AFTER, other) for other in view.reading.going_on_from(request, limit=MOST_TIED)),
        *((Tie.UNDER, other) for other in view.reading.under(request, limit=MOST_TIED)),
    ]


def _named(view: SqlUnitOfWork, reference: Reference | None) -> Request | None:
    number = id_of(reference) if reference else None
    return view.requests.peek(number) if number else None


def _task(request: Request, voice: Voice, core: Core) -> Task:
    told = summary(request, Side.KEEPER, voice)
    return Task(
        summary=told,
        details=owner_details(request, voice),
        card=_card(request, Side.KEEPER, voice, core),
        revision=_revision(told, voice),
    )


def _revision(told: Summary, voice: Voice) -> str:
    """Another one as soon as the request would be shown in another way."""
    request = told.request
    return f"{request.reference}-{request.version}-{told.is_late}-{voice.when(request.promise.due)}"


def _mark(*shown: str) -> str:
    return sha256("\n".join(shown).encode()).hexdigest()[:16]


def _card(request: Request, side: Side, voice: Voice, core: Core) -> Content:
    view = View.REQUESTER if side is Side.REQUESTER else View.OWNER
    return card(request, view, voice, core.house.timezone)
