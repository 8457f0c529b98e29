"""What Guichet does by itself when nobody moves: one function a step."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

from handlers.incoming import PersonId
from handlers.outgoing import Line, Message
from handlers.requests.announce import (
    hand_directly,
    hand_to,
    keeper_name,
    tell_keeper,
    tell_person,
    tell_personally,
    tell_requester,
)
from handlers.requests.calendar import after_working_days
from handlers.requests.duty import backup_of
from handlers.requests.events import Decision, Happening, NoOp, Ruling, TimelineEvent, World
from handlers.requests.joins import loosen
from handlers.requests.model import ClosingReason, Keeper, Promise, Request, State, Step, StepKind, Turn
from handlers.requests.moves import closed
from handlers.requests.policy import (
    LADDER,
    TRIAGE_LADDER,
    admins_again,
    delay_step,
    due_steps,
    in_order,
    plan_accepted,
    plan_back,
)
from handlers.requests.privacy import is_discreet
from handlers.requests.routing import asking, desk_of, kept_by, owner_cards, terms_of, to_triage, without_topic
from handlers.requests.wording import UNHEARD, wording_of
from handlers.verbs import Verb

RUNGS = tuple(dict.fromkeys(kind for kind, _ in (*LADDER[:-1], *TRIAGE_LADDER, LADDER[-1])))
Climbed = tuple[Request, tuple[Message, ...]]


def fall_due(request: Request, happening: Happening, world: World) -> Ruling:
    """Everything whose time has come. Of several rungs of the ladder only the highest is climbed."""
    due = due_steps(request.plan, world.now)
    if not due:
        return NoOp(line=Line(text="line.nothing_due"))
    rest = replace(request, plan=request.plan[len(due) :])
    return _climb(rest, _worth_doing(due), world)


def undelivered(request: Request, happening: Happening, world: World) -> Ruling:
    """Nobody has it: the next rung that asks somebody else is due at once; reminding nobody is no use (P5)."""
    rung = next((step for step in request.plan if step.kind in RUNGS and step.kind is not StepKind.REMIND), None)
    if not rung:
        return NoOp(line=Line(text="line.nothing_due"))
    others = tuple(step for step in request.plan if step is not rung and step.kind is not StepKind.REMIND)
    line = TimelineEvent(kind=happening.kind, at=world.now, internal=True)
    hurried = replace(request, plan=(replace(rung, at=world.now), *others))
    return Decision(request=hurried, timeline=(line,))


def hurry(request: Request, world: World) -> Climbed:
    """The next rung before its time: somebody else is asked now. The last ones keep their time."""
    rung = _next_rung(request)
    if request.state is State.ACCEPTED:
        return _also_head(request, world)
    if rung is None or rung.kind in {StepKind.REMIND, StepKind.TO_TRIAGE}:
        return request, ()
    return STEPS[rung.kind](replace(request, plan=tuple(step for step in request.plan if step is not rung)), world)


def _next_rung(request: Request) -> Step | None:
    return next((step for step in request.plan if step.kind in RUNGS), None)


def _climb(request: Request, steps: list[Step], world: World) -> Decision:
    timeline: tuple[TimelineEvent, ...] = ()
    messages: tuple[Message, ...] = ()
    for step in steps:
        request, sent = STEPS[step.kind](request, world)
        timeline += (TimelineEvent(kind=step.kind, at=world.now),)
        messages += sent
    return Decision(request=request, timeline=timeline, messages=messages)


def _worth_doing(due: tuple[Step, ...]) -> list[Step]:
    """After an outage too: somebody is asked before anything is closed, and only the highest rung is climbed."""
    for asked_first in (StepKind.CHECK, StepKind.REMIND_REQUESTER):
        if any(step.kind is asked_first for step in due):
            return [step for step in due if step.kind is asked_first][-1:]
    if any(step.kind in {StepKind.TO_TRIAGE, StepKind.BACK_TO_LADDER, StepKind.CALL_MISSED} for step in due):
        whole = {StepKind.TO_TRIAGE, StepKind.BACK_TO_LADDER, StepKind.CALL_MISSED}
        return [step for step in due if step.kind in whole][-1:]
    highest = max((RUNGS.index(step.kind) for step in due if step.kind in RUNGS), default=-1)
    return [step for step in due if step.kind not in RUNGS or RUNGS.index(step.kind) == highest]


def _remind(request: Request, world: World) -> Climbed:
    return request, tell_keeper(world.roster.table, request, "notice.remind", due=request.promise.due)


def _ask_members(request: Request, world: World) -> Climbed:
    """Everybody at the front desk, not only whoever was on duty."""
    members = [PersonId(email) for email in desk_of(request, world.roster).members if world.roster.is_available(email)]
    if not members:
        return _remind(request, world)
    return asking(request, *members), hand_directly(*members) + _remind(request, world)[1]


def _ask_backup(request: Request, world: World) -> Climbed:
    return _also_ask(request, backup_of(world.roster, desk_of(request, world.roster)), world)


def _ask_head(request: Request, world: World) -> Climbed:
    department = desk_of(request, world.roster)
    if not department.head or not world.roster.is_available(department.head):
        return _remind(request, world)
    return _also_ask(request, Keeper(department=department.id, person=PersonId(department.head)), world)


def _also_ask(request: Request, keeper: Keeper, world: World) -> Climbed:
    if keeper == request.keeper:
        return _remind(request, world)
    table = world.roster.table
    asked = kept_by(request, keeper)
    told = tell_requester(table, asked, "notice.also_asked", name=keeper_name(table, keeper), due=asked.promise.due)
    return asked, (told, *hand_to(table, asked))


def _also_head(request: Request, world: World) -> Climbed:
    """The head is asked too; whoever took it keeps it."""
    head = desk_of(request, world.roster).head
    if not head or not world.roster.is_available(head) or PersonId(head) == request.keeper.person:
        return request, ()
    return asking(request, head), hand_directly(PersonId(head))


def _ask_admins(request: Request, world: World) -> Climbed:
    """Every admin, and again once a working day: this never stops. What is private they read about, not of (P8)."""
    roster = world.roster
    again = replace(request, plan=in_order(*request.plan, admins_again(terms_of(request, roster))))
    admins = [PersonId(email) for email in roster.admins if PersonId(email) != request.requester.person]
    if not admins:
        return _ask_members(again, world)
    name = keeper_name(roster.table, request.keeper)
    alarm = [tell_person(admin, "notice.admins", name=name, due=request.promise.due) for admin in admins]
    if is_discreet(roster.table, request):
        return again, tuple(alarm)
    return asking(again, *admins), (*hand_directly(*admins), *alarm)


def _to_triage(request: Request, world: World) -> Climbed:
    kept = to_triage(request, world.roster)
    table = world.roster.table
    wording, values = wording_of(kept, table)
    text = "notice.unheard" if wording == UNHEARD else "notice.to_triage"
    told = tell_requester(table, kept, text, **values)
    return kept, (told, *owner_cards(kept, world.roster))


def _give_up_clarifying(request: Request, world: World) -> Climbed:
    kept = to_triage(without_topic(request, world.roster), world.roster)
    table = world.roster.table
    told = tell_requester(table, kept, "notice.promised", name=keeper_name(table, kept.keeper), due=kept.promise.due)
    return kept, (told, *owner_cards(kept, world.roster))


def _announce_delay(request: Request, world: World) -> Climbed:
    """The delay is said, a new time is set, whoever keeps the request is reminded, the next rung is asked (P3)."""
    is_first = request.promise.due == request.promise.original
    climbed, asked = hurry(request, world) if is_first and request.state is not State.ACCEPTED else (request, ())
    promise = _later_promise(climbed, world)
    terms = terms_of(climbed, world.roster)
    delayed = replace(climbed, promise=promise, plan=in_order(*climbed.plan, delay_step(terms, promise)))
    table = world.roster.table
    told = tell_personally(
        delayed,
        "notice.delayed",
        name=keeper_name(table, delayed.keeper),
        before=request.promise.due,
        due=promise.due,
    )
    return delayed, (*asked, told, *tell_keeper(table, delayed, "notice.remind", due=promise.due))


def _later_promise(request: Request, world: World) -> Promise:
    """The usual time again; once that has passed too, a working day at a time, so that news stays news."""
    terms = terms_of(request, world.roster)
    later = terms.postponed(request.promise)
    if request.promise.due == request.promise.original:
        return later
    return replace(later, due=max(later.due, after_working_days(terms.calendar, world.now, 1)))


def _ask_again(request: Request, world: World) -> Climbed:
    return request, tell_keeper(world.roster.table, request, "notice.ask_again", due=request.promise.due)


def _back_to_ladder(request: Request, world: World) -> Climbed:
    """Taken, reminded, and still quiet: the next rung is asked, and the requester is told."""
    roster = world.roster
    is_triages = desk_of(request, roster).triage
    state, ladder = (State.PROMISED, TRIAGE_LADDER) if is_triages else (State.ROUTED, LADDER)
    before = keeper_name(roster.table, request.keeper)
    terms = terms_of(request, roster)
    plan = plan_back(terms, request.promise, ladder)
    free = replace(request, state=state, turn=Turn.KEEPER, plan=plan)
    told = tell_personally(free, "notice.back_to_ladder", name=before)
    return free, (told, *tell_keeper(roster.table, free, "notice.back_to_ladder_keeper"))


def _remind_requester(request: Request, world: World) -> Climbed:
    """What is missing, once more; never closed in the same breath."""
    left = request.plan or (Step(at=world.now + timedelta(days=2), kind=StepKind.CLOSE),)
    name = keeper_name(world.roster.table, request.keeper)
    return replace(request, plan=left), (tell_personally(request, "notice.waiting", Verb.ADD, name=name),)


def _call_soon(request: Request, world: World) -> Climbed:
    table, slot = world.roster.table, request.memory.slot or world.now
    told = tell_personally(request, "notice.call_soon", name=keeper_name(table, request.keeper), slot=slot)
    requester = request.requester.name or request.requester.person
    return request, (told, *tell_keeper(table, request, "notice.call_soon_keeper", name=requester, slot=slot))


def _call_missed(request: Request, world: World) -> Climbed:
    """The call was not marked as done: said before the time passes, and a new time is set."""
    free = request.remembering(slot=None)
    terms = terms_of(free, world.roster)
    promise = terms.postponed(request.promise)
    late = replace(free, promise=promise, plan=plan_accepted(terms, promise))
    table, slot = world.roster.table, request.memory.slot or world.now
    name = keeper_name(table, late.keeper)
    told = tell_personally(late, "notice.call_missed", name=name, slot=slot, due=promise.due)
    return late, (told, *tell_keeper(table, late, "notice.call_missed_keeper", slot=slot, due=promise.due))


def _end_call(request: Request, world: World) -> Climbed:
    """Nobody is asked about each call that was put through."""
    return closed(request, ClosingReason.SOLVED, world), ()


def _check(request: Request, world: World) -> Climbed:
    left = timedelta(days=request.policy.close_days - request.policy.check_days)
    checked = replace(request, plan=(Step(at=world.now + left, kind=StepKind.CLOSE),))
    return checked, (tell_personally(request, "notice.check", Verb.HELPED, Verb.NOT_HELPED),)


def _close(request: Request, world: World) -> Climbed:
    done = closed(request, ClosingReason.NO_REPLY, world)
    waited = request.state is State.WAITING
    told = tell_keeper(world.roster.table, request, "notice.closed_waiting") if waited else ()
    return done, (tell_personally(request, "notice.closed_no_reply", Verb.REOPEN), *told)


STEPS: Mapping[StepKind, Callable[[Request, World], Climbed]] = {
    StepKind.REMIND: _remind,
    StepKind.ASK_MEMBERS: _ask_members,
    StepKind.ASK_BACKUP: _ask_backup,
    StepKind.ASK_HEAD: _ask_head,
    StepKind.TO_TRIAGE: _to_triage,
    StepKind.ASK_ADMINS: _ask_admins,
    StepKind.GIVE_UP_CLARIFYING: _give_up_clarifying,
    StepKind.ANNOUNCE_DELAY: _announce_delay,
    StepKind.ASK_AGAIN: _ask_again,
    StepKind.BACK_TO_LADDER: _back_to_ladder,
    StepKind.REMIND_REQUESTER: _remind_requester,
    StepKind.LOOSEN: loosen,
    StepKind.END_CALL: _end_call,
    StepKind.CALL_SOON: _call_soon,
    StepKind.CALL_MISSED: _call_missed,
    StepKind.CHECK: _check,
    StepKind.CLOSE: _close,
}
