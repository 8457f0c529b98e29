"""What people's moves do to a request: one function a transition, named by the table in `states`.

Each takes the request as it is and returns the decision; whether the move is allowed at all is `permissions`.
"""

from dataclasses import replace

from handlers.errors import HandlerError
from handlers.incoming import Actor, Standing
from handlers.outgoing import Line
from handlers.requests.announce import keeper_name, tell_keeper, tell_requester
from handlers.requests.duty import keeper_for_topic, keeper_in
from handlers.requests.events import Decision, Happening, Refusal, Ruling, TimelineEvent, World
from handlers.requests.model import (
    Answer,
    ClosingReason,
    Keeper,
    Request,
    State,
    Step,
    StepKind,
    Turn,
)
from handlers.requests.opening import kept_by, on_topic, owner_cards, routed, terms_of, to_triage
from handlers.requests.policy import plan_accepted, plan_answered
from handlers.verbs import Verb
from knowledge.models import DepartmentId, TopicId


def choose(request: Request, happening: Happening, world: World) -> Ruling:
    """The requester says which topic they meant."""
    topic = world.roster.table.topics.get(TopicId(happening.choice))
    if not topic or topic.id not in request.choices:
        return Refusal(line=Line(text="line.choice_gone"))
    chosen = on_topic(request, topic, world.roster)
    return Decision(
        request=chosen,
        timeline=(line_of(happening, world, text=topic.id),),
        messages=owner_cards(chosen, world.roster),
    )


def none_of_these(request: Request, happening: Happening, world: World) -> Ruling:
    """None of the choices: triage promises."""
    return _promise(request, happening, world)


def take(request: Request, happening: Happening, world: World) -> Ruling:
    """Somebody of the keeper's side makes it theirs."""
    taken = _taken(request, happening, world)
    told = tell_requester(taken, "notice.taken", name=_name(happening), due=taken.promise.due)
    return Decision(request=taken, timeline=(line_of(happening, world),), messages=(told,))


def answer(request: Request, happening: Happening, world: World) -> Ruling:
    """An answer from a person; it takes the request along."""
    if not happening.text.strip():
        return Refusal(line=Line(text="line.answer_empty"))
    taken = _taken(request, happening, world)
    answered = replace(
        taken,
        state=State.ANSWERED,
        turn=Turn.REQUESTER,
        answer=Answer(text=happening.text, by=_actor(happening).person, by_name=_name(happening)),
        plan=plan_answered(terms_of(taken, world.roster)),
    )
    told = tell_requester(
        answered,
        "notice.answered",
        Verb.HELPED,
        Verb.NOT_HELPED,
        name=_name(happening),
        answer=happening.text,
    )
    return Decision(request=answered, timeline=(line_of(happening, world, text=happening.text),), messages=(told,))


def helped(request: Request, happening: Happening, world: World) -> Ruling:
    """The requester has what they needed."""
    done = closed(request, ClosingReason.SOLVED, world)
    thanked = tell_keeper(world.roster.table, request, "notice.helped", name=_name(happening))
    was_asked = request.answer is not None or request.state is not State.ANSWERED
    return Decision(
        request=done,
        timeline=(line_of(happening, world),),
        messages=thanked if was_asked else (),
        line=Line(text="line.closed_solved"),
    )


def pass_on(request: Request, happening: Happening, world: World) -> Ruling:
    """It did not help, or a person is wanted: the owner gets it, or triage when nobody owns it."""
    topic = world.roster.table.topics.get(request.topic) if request.topic else None
    if not topic:
        return _promise(request, happening, world)
    handed = routed(request, topic, world.roster)
    told = tell_requester(
        handed,
        "notice.routed",
        name=keeper_name(world.roster.table, handed.keeper),
        due=handed.promise.due,
    )
    return Decision(
        request=handed,
        timeline=(line_of(happening, world),),
        messages=(told, *owner_cards(handed, world.roster)),
    )


def withdraw(request: Request, happening: Happening, world: World) -> Ruling:
    """The requester no longer needs it; whoever was asked is told."""
    done = closed(request, ClosingReason.WITHDRAWN, world)
    was_asked = request.state in {State.ROUTED, State.ACCEPTED, State.PROMISED, State.WAITING}
    told = tell_keeper(world.roster.table, request, "notice.withdrawn", name=_name(happening)) if was_asked else ()
    line = Line(text="line.closed_withdrawn")
    return Decision(request=done, timeline=(line_of(happening, world),), messages=told, line=line)


def requester_known(request: Request, happening: Happening, world: World) -> Ruling:
    """The platform says who asked: the request becomes theirs by name; nobody is left to keep their own question."""
    known = replace(request, requester=_actor(happening))
    line = TimelineEvent(kind=happening.kind, at=world.now, internal=True)
    if not request.is_open:
        return Decision(request=known, timeline=(line,))
    if known.requester.standing is Standing.GUEST:
        guest = closed(known, ClosingReason.NOT_A_REQUEST, world)
        return Decision(request=guest, timeline=(line,), messages=(tell_requester(guest, "notice.guest"),))
    if request.keeper.person != known.requester.person:
        return Decision(request=known, timeline=(line,))
    topic = world.roster.table.topics.get(request.topic) if request.topic else None
    keeper = keeper_for_topic(world.roster, topic) if topic else keeper_in(world.roster, world.roster.table.triage)
    kept = kept_by(known, keeper)
    return Decision(request=kept, timeline=(line,), messages=owner_cards(kept, world.roster))


def closed(request: Request, reason: ClosingReason, world: World) -> Request:
    """The request, closed for a reason: nothing happens by itself any more."""
    return replace(
        request,
        state=State.CLOSED,
        turn=Turn.REQUESTER,
        plan=(),
        closed_at=world.now,
        closing_reason=reason,
    )


def line_of(happening: Happening, world: World, *, text: str = "") -> TimelineEvent:
    """The timeline's line for what happened."""
    actor = happening.actor
    return TimelineEvent(
        kind=happening.kind,
        at=world.now,
        actor=actor.person if actor else None,
        actor_name=actor.name if actor else "",
        text=text,
    )


def _promise(request: Request, happening: Happening, world: World) -> Decision:
    promised = to_triage(replace(request, topic=None, choices=()), world.roster)
    told = tell_requester(
        promised,
        "notice.promised",
        name=keeper_name(world.roster.table, promised.keeper),
        due=promised.promise.due,
    )
    messages = (told, *owner_cards(promised, world.roster))
    return Decision(request=promised, timeline=(line_of(happening, world),), messages=messages)


def _taken(request: Request, happening: Happening, world: World) -> Request:
    actor = _actor(happening)
    keeper = Keeper(department=_department_of(request, happening, world), person=actor.person)
    taken = kept_by(replace(request, state=State.ACCEPTED, turn=Turn.KEEPER), keeper)
    return replace(taken, plan=_plan_taken(taken, request.plan, world))


def _plan_taken(taken: Request, before: tuple[Step, ...], world: World) -> tuple[Step, ...]:
    """The delay stays where it was promised to be announced; the quiet day begins now."""
    fresh = plan_accepted(terms_of(taken, world.roster))
    announced = [step for step in before if step.kind is StepKind.ANNOUNCE_DELAY]
    others = [step for step in fresh if not announced or step.kind is not StepKind.ANNOUNCE_DELAY]
    return tuple(sorted((*announced, *others), key=lambda step: step.at))


def _department_of(request: Request, happening: Happening, world: World) -> DepartmentId:
    """The taker's own department where it was asked, else the keeper's."""
    own = [department.id for department in world.roster.table.departments_of(_actor(happening).email)]
    asked = (request.keeper.department, *request.asked)
    return next((department for department in own if department in asked), request.keeper.department)


def _actor(happening: Happening) -> Actor:
    if happening.actor is None:
        raise HandlerError("nobody_acted", kind=happening.kind)
    return happening.actor


def _name(happening: Happening) -> str:
    actor = _actor(happening)
    return actor.name or actor.person
