"""Me too: a newcomer's own request hangs under an older one, hears what becomes of it, and can go its own way again."""

from dataclasses import replace

from handlers.outgoing import Line, Message
from handlers.requests.announce import keeper_name, tell_keeper, tell_personally, tell_requester
from handlers.requests.events import Decision, Happening, NoOp, Ruling, TimelineEvent, World
from handlers.requests.model import ClosingReason, Promise, Request, State, Step, StepKind, Turn
from handlers.requests.moves import hold_to, line_of, name_of
from handlers.requests.policy import plan_answered, plan_promised, plan_routed
from handlers.requests.privacy import is_discreet
from handlers.requests.routing import desk_of, kept_by, terms_of
from handlers.verbs import Verb
from knowledge.models import RoutingTable

FOLLOWING = frozenset({State.ROUTED, State.PROMISED, State.ACCEPTED})


def can_hang(child: Request, parent: Request, table: RoutingTable) -> bool:
    """Both are waited for, neither is private, nobody is left to answer themselves, and chains stay short (P8)."""
    is_open_to_all = not is_discreet(table, child) and not is_discreet(table, parent)
    is_others = child.requester.person not in (parent.requester.person, parent.keeper.person)
    is_waited_for = child.state in {State.ROUTED, State.PROMISED} and parent.state in FOLLOWING
    return is_open_to_all and is_others and is_waited_for and parent.under is None and child.id != parent.id


def join(request: Request, happening: Happening, world: World) -> Ruling:
    """With one tap: the same keeper and the same time as the older one; never its words."""
    parent = happening.other
    if parent is None or request.under or not can_hang(request, parent, world.roster.table):
        return NoOp(line=Line(text="line.not_joined"))
    table = world.roster.table
    hung = replace(_as(request, parent), under=parent.id)
    name = keeper_name(table, parent.keeper)
    told = tell_requester(table, hung, "notice.joined", name=name, due=parent.promise.due)
    heard = tell_keeper(table, parent, "notice.joined_keeper", name=name_of(happening), reference=parent.reference)
    return Decision(request=hung, timeline=(line_of(happening, world),), messages=(told, *heard))


def follow(child: Request, before: Request, after: Request, world: World) -> Decision | None:
    """What the older request's move means for one that hangs under it; None when nothing its requester would see."""
    if after.state in FOLLOWING:
        return _keeps_following(child, before, after, world)
    if after.state is State.ANSWERED and after.answer:
        return _answered(child, after, world)
    if after.state is State.CLOSED and after.closing_reason is ClosingReason.SOLVED:
        return _told_of_close(child, world)
    return _on_its_own(child, world)


def loosen(request: Request, world: World) -> tuple[Request, tuple[Message, ...]]:
    """The older one gave no sign in time: the request goes its own way, to the same people."""
    free = _freed(request, world)
    name = keeper_name(world.roster.table, free.keeper)
    return free, (tell_personally(free, "notice.on_its_own", name=name, due=free.promise.due),)


def _keeps_following(child: Request, before: Request, after: Request, world: World) -> Decision | None:
    if (before.state, before.keeper, before.promise) == (after.state, after.keeper, after.promise):
        return None
    same = _as(child, after)
    name, due = keeper_name(world.roster.table, after.keeper), after.promise.due
    messages: tuple[Message, ...] = ()
    if after.promise.due != before.promise.due:
        told = tell_personally(same, "notice.delayed", name=name, before=before.promise.due, due=due)
        messages = (told,)
    elif after.state is State.ACCEPTED and before.state is not State.ACCEPTED:
        messages = (tell_requester(world.roster.table, same, "notice.taken", name=name, due=due),)
    return Decision(request=same, timeline=(_line("followed", world),), messages=messages)


def _answered(child: Request, after: Request, world: World) -> Decision | None:
    answer = after.answer
    if answer is None:
        return None
    plan = plan_answered(terms_of(child, world.roster))
    own = replace(child, state=State.ANSWERED, turn=Turn.REQUESTER, answer=answer, plan=plan, under=None)
    verbs = (Verb.HELPED, Verb.NOT_HELPED)
    told = tell_requester(world.roster.table, own, "notice.answered", *verbs, name=answer.by_name, answer=answer.text)
    return Decision(request=own, timeline=(_line("answered_together", world, answer.text),), messages=(told,))


def _told_of_close(child: Request, world: World) -> Decision:
    """Solved for the other: perhaps for them too, which they alone can say."""
    plan = plan_answered(terms_of(child, world.roster))
    own = replace(child, state=State.ANSWERED, turn=Turn.REQUESTER, plan=plan, under=None)
    told = tell_requester(world.roster.table, own, "notice.solved_for_other", Verb.HELPED, Verb.NOT_HELPED)
    return Decision(request=own, timeline=(_line("closed_together", world),), messages=(told,))


def _on_its_own(child: Request, world: World) -> Decision:
    free, messages = loosen(child, world)
    return Decision(request=free, timeline=(_line("loosened", world),), messages=messages)


def _as(child: Request, parent: Request) -> Request:
    """The same keeper, state and time; the original time of its own stays for the report."""
    promise = Promise(due=parent.promise.due, original=child.promise.original)
    moved = kept_by(child.remembering(desk=parent.memory.desk), parent.keeper)
    plan = (Step(at=promise.due, kind=StepKind.LOOSEN),)
    return replace(moved, state=parent.state, turn=Turn.KEEPER, promise=promise, plan=plan)


def _freed(request: Request, world: World) -> Request:
    desk = desk_of(request, world.roster)
    terms = terms_of(request, world.roster)
    state, plan = (State.PROMISED, plan_promised) if desk.triage else (State.ROUTED, plan_routed)
    promise = request.promise if request.promise.due > world.now else terms.postponed(request.promise)
    free = replace(request, state=state, turn=Turn.KEEPER, plan=plan(terms, promise), under=None)
    return hold_to(free, promise, world)


def _line(kind: str, world: World, text: str = "") -> TimelineEvent:
    return TimelineEvent(kind=kind, at=world.now, text=text)
