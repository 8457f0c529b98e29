"""What Guichet does by itself when nobody moves: one function for the ladder, one for delays, one for endings."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from handlers.incoming import PersonId
from handlers.outgoing import Line, Message
from handlers.requests.announce import hand_to, keeper_name, tell_keeper, tell_requester
from handlers.requests.duty import backup_of
from handlers.requests.events import Decision, Happening, NoOp, Ruling, TimelineEvent, World
from handlers.requests.model import ClosingReason, Keeper, Request, Step, StepKind
from handlers.requests.opening import kept_by, owner_cards, terms_of, to_triage
from handlers.requests.policy import due_steps, plan_accepted, plan_delayed
from handlers.requests.transitions import closed
from handlers.verbs import Verb
from knowledge.models import Department

LADDER = (StepKind.REMIND, StepKind.ASK_BACKUP, StepKind.ASK_HEAD, StepKind.TO_TRIAGE)


def fall_due(request: Request, happening: Happening, world: World) -> Ruling:
    """Everything whose time has come. Of several rungs of the ladder only the highest is climbed."""
    due = due_steps(request.plan, world.now)
    if not due:
        return NoOp(line=Line(text="line.nothing_due"))
    rest = replace(request, plan=request.plan[len(due) :])
    return _climb(rest, _worth_doing(due), world)


def undelivered(request: Request, happening: Happening, world: World) -> Ruling:
    """Nobody has it: the next rung of the ladder is due at once (P5)."""
    rung = next((step for step in request.plan if step.kind in LADDER), None)
    if not rung:
        return NoOp(line=Line(text="line.nothing_due"))
    others = tuple(step for step in request.plan if step is not rung)
    line = TimelineEvent(kind=happening.kind, at=world.now, internal=True)
    hurried = replace(request, plan=(replace(rung, at=world.now), *others))
    return Decision(request=hurried, timeline=(line,))


def _climb(request: Request, steps: Iterable[Step], world: World) -> Decision:
    timeline: tuple[TimelineEvent, ...] = ()
    messages: tuple[Message, ...] = ()
    for step in steps:
        request, sent = _STEPS[step.kind](request, world)
        timeline += (TimelineEvent(kind=step.kind, at=world.now),)
        messages += sent
    return Decision(request=request, timeline=timeline, messages=messages)


def _worth_doing(due: tuple[Step, ...]) -> list[Step]:
    if any(step.kind is StepKind.CHECK for step in due):
        return [step for step in due if step.kind is StepKind.CHECK]  # after an outage too, asked before closed
    highest = max((LADDER.index(step.kind) for step in due if step.kind in LADDER), default=-1)
    if highest == LADDER.index(StepKind.TO_TRIAGE):
        return [step for step in due if step.kind is StepKind.TO_TRIAGE]
    return [step for step in due if step.kind not in LADDER or LADDER.index(step.kind) == highest]


Climbed = tuple[Request, tuple[Message, ...]]


def _remind(request: Request, world: World) -> Climbed:
    return request, tell_keeper(world.roster.table, request, "notice.remind", due=request.promise.due)


def _ask_backup(request: Request, world: World) -> Climbed:
    return _also_ask(request, backup_of(world.roster, _department(request, world)), world)


def _ask_head(request: Request, world: World) -> Climbed:
    department = _department(request, world)
    if not department.head or not world.roster.is_available(department.head):
        return _remind(request, world)
    return _also_ask(request, Keeper(department=department.id, person=PersonId(department.head)), world)


def _also_ask(request: Request, keeper: Keeper, world: World) -> Climbed:
    if keeper == request.keeper:
        return _remind(request, world)
    table = world.roster.table
    asked = kept_by(request, keeper)
    told = tell_requester(asked, "notice.also_asked", name=keeper_name(table, keeper), due=asked.promise.due)
    return asked, (told, *hand_to(table, asked))


def _to_triage(request: Request, world: World) -> Climbed:
    kept = to_triage(request, world.roster)
    name = keeper_name(world.roster.table, kept.keeper)
    told = tell_requester(kept, "notice.to_triage", name=name, due=kept.promise.due)
    return kept, (told, *owner_cards(kept, world.roster))


def _give_up_clarifying(request: Request, world: World) -> Climbed:
    kept = to_triage(replace(request, choices=()), world.roster)
    name = keeper_name(world.roster.table, kept.keeper)
    told = tell_requester(kept, "notice.promised", name=name, due=kept.promise.due)
    return kept, (told, *owner_cards(kept, world.roster))


def _announce_delay(request: Request, world: World) -> Climbed:
    """The delay is said, a new time is set, and whoever keeps the request is reminded (P3)."""
    terms = terms_of(request, world.roster)
    delayed = replace(request, promise=terms.postponed(request.promise), plan=_with(request, *plan_delayed(terms)))
    told = tell_requester(
        delayed,
        "notice.delayed",
        name=keeper_name(world.roster.table, delayed.keeper),
        before=request.promise.due,
        due=delayed.promise.due,
    )
    return delayed, (told, *tell_keeper(world.roster.table, delayed, "notice.remind", due=delayed.promise.due))


def _ask_again(request: Request, world: World) -> Climbed:
    quiet = [step for step in plan_accepted(terms_of(request, world.roster)) if step.kind is StepKind.ASK_AGAIN]
    asked = replace(request, plan=_with(request, *quiet))
    return asked, tell_keeper(world.roster.table, asked, "notice.ask_again", due=asked.promise.due)


def _check(request: Request, world: World) -> Climbed:
    left = timedelta(days=request.policy.close_days - request.policy.check_days)
    checked = replace(request, plan=(Step(at=world.now + left, kind=StepKind.CLOSE),))
    return checked, (tell_requester(request, "notice.check", Verb.HELPED, Verb.NOT_HELPED),)


def _close(request: Request, world: World) -> Climbed:
    return closed(request, ClosingReason.NO_REPLY, world), (tell_requester(request, "notice.closed_no_reply"),)


def _with(request: Request, *steps: Step) -> tuple[Step, ...]:
    return tuple(sorted((*request.plan, *steps), key=lambda step: step.at))


def _department(request: Request, world: World) -> Department:
    """Whose ladder it is: the topic's department, else the keeper's."""
    table = world.roster.table
    topic = table.topics.get(request.topic) if request.topic else None
    return table.departments.get(topic.department if topic else request.keeper.department, table.triage)


_STEPS = {
    StepKind.REMIND: _remind,
    StepKind.ASK_BACKUP: _ask_backup,
    StepKind.ASK_HEAD: _ask_head,
    StepKind.TO_TRIAGE: _to_triage,
    StepKind.GIVE_UP_CLARIFYING: _give_up_clarifying,
    StepKind.ANNOUNCE_DELAY: _announce_delay,
    StepKind.ASK_AGAIN: _ask_again,
    StepKind.CHECK: _check,
    StepKind.CLOSE: _close,
}
