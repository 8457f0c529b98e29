"""What most moves have in common: who moved, the timeline's line, taking, closing."""

from dataclasses import replace

from handlers.errors import HandlerError
from handlers.incoming import Actor
from handlers.requests.events import Draft, Happening, TimelineEvent, World
from handlers.requests.model import ClosingReason, Keeper, Promise, Request, Said, SaidKind, State, StepKind, Turn
from handlers.requests.policy import delay_step, in_order, plan_accepted
from handlers.requests.privacy import is_discreet
from handlers.requests.routing import department_of, kept_by, terms_of
from knowledge.models import DepartmentId


def actor_of(happening: Happening) -> Actor:
    """Whoever moved. Raises HandlerError for what happens without anybody's hand."""
    if happening.actor is None:
        raise HandlerError("nobody_acted", kind=happening.kind)
    return happening.actor


def name_of(happening: Happening) -> str:
    actor = actor_of(happening)
    return actor.name or actor.person


def line_of(happening: Happening, world: World, *, text: str = "", internal: bool = False) -> TimelineEvent:
    """The timeline's line for what happened."""
    actor = happening.actor
    return TimelineEvent(
        kind=happening.kind,
        at=world.now,
        actor=actor.person if actor else None,
        actor_name=actor.name if actor else "",
        text=text,
        internal=internal,
    )


def said(kind: SaidKind, happening: Happening) -> Said:
    """Their words as the request remembers them."""
    return Said(kind=kind, by_name=name_of(happening), text=happening.text.strip())


def taken(request: Request, happening: Happening, world: World) -> Request:
    """The request in the hands of whoever acted; the promise stays."""
    person = actor_of(happening).person
    keeper = Keeper(department=department_of(person, request, world.roster).id, person=person)
    held = kept_by(replace(request, state=State.ACCEPTED, turn=Turn.KEEPER, choices=()), keeper)
    return in_hand(held, world)


def in_hand(request: Request, world: World) -> Request:
    """Accepted, and the quiet working day begins now. A call that was agreed keeps its plan."""
    if request.memory.slot:
        return request
    return replace(request, plan=plan_accepted(terms_of(request, world.roster), request.promise))


def hold_to(request: Request, promise: Promise, world: World) -> Request:
    """The same plan with the promise as it was: the due time does not begin anew."""
    delay = delay_step(terms_of(request, world.roster), promise)
    others = (step for step in request.plan if step.kind is not StepKind.ANNOUNCE_DELAY)
    return replace(request, promise=promise, plan=in_order(*others, delay))


def closed(request: Request, reason: ClosingReason, world: World) -> Request:
    """The request, closed for a reason: nothing happens by itself any more."""
    return replace(
        request,
        state=State.CLOSED,
        turn=Turn.REQUESTER,
        plan=(),
        choices=(),
        closed_at=world.now,
        closing_reason=reason,
    ).remembering(slot=None)


def draft(request: Request, happening: Happening, world: World, department: DepartmentId | None = None) -> Draft:
    """What this move says about the routing table. A private question leaves no words in it (P8)."""
    is_private = is_discreet(world.roster.table, request)
    return Draft(
        kind=happening.kind,
        topic=request.topic,
        department=department,
        words="" if is_private else request.question,
        author=actor_of(happening).person,
        at=world.now,
    )
