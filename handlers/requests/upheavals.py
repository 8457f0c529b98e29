"""What becomes of a request when its people change: the keeper is away, the requester has left, nobody keeps it."""

from dataclasses import replace

from handlers.incoming import PersonId, Standing
from handlers.outgoing import Line, Message
from handlers.requests.announce import hand_directly, hand_to, keeper_name, tell_keeper, tell_personally, tell_requester
from handlers.requests.duty import keeper_for_topic, keeper_in
from handlers.requests.events import Decision, Happening, NoOp, Ruling, World
from handlers.requests.model import ClosingReason, Keeper, Request, State, Turn
from handlers.requests.moves import actor_of, closed, hold_to, line_of
from handlers.requests.policy import plan_promised, plan_routed
from handlers.requests.routing import asking, desk_of, kept_by, owner_cards, terms_of, to_triage
from knowledge.models import DepartmentId


def keeper_away(request: Request, happening: Happening, world: World) -> Ruling:
    """Handed over at once to whoever is on duty; theirs once they have acted (P5)."""
    keeper = _on_duty(request, world)
    if keeper == request.keeper:
        return NoOp(line=Line(text="line.nothing_due"))
    before = keeper_name(world.roster.table, request.keeper)
    moved = kept_by(request, keeper)
    owes = request.state in {State.ROUTED, State.PROMISED, State.ACCEPTED}
    handed = _free(moved, world) if owes else moved
    messages: tuple[Message, ...] = ()
    if owes or request.state is State.WAITING:
        name = keeper_name(world.roster.table, keeper)
        told = tell_personally(handed, "notice.keeper_away", before=before, name=name)
        messages = (told, *hand_to(world.roster.table, handed))
    return Decision(request=handed, timeline=(line_of(happening, world),), messages=messages)


def requester_known(request: Request, happening: Happening, world: World) -> Ruling:
    """The platform says who asked: the request becomes theirs by name; nobody is left to keep their own question."""
    known = replace(request, requester=actor_of(happening))
    line = replace(line_of(happening, world), actor=None, actor_name="", internal=True)
    if not request.is_open:
        return Decision(request=known, timeline=(line,))
    if known.requester.standing is Standing.GUEST:
        guest = closed(known, ClosingReason.NOT_A_REQUEST, world)
        told = tell_requester(world.roster.table, guest, "notice.guest")
        return Decision(request=guest, timeline=(line,), messages=(told,))
    if request.keeper.person != known.requester.person:
        return Decision(request=known, timeline=(line,))
    kept = kept_by(known, _on_duty(known, world))
    return Decision(request=kept, timeline=(line,), messages=owner_cards(kept, world.roster))


def requester_gone(request: Request, happening: Happening, world: World) -> Ruling:
    """They have left and cannot be reached: closed, and whoever was at it is told."""
    is_owed = request.state is not State.ANSWERED
    told = tell_keeper(world.roster.table, request, "notice.requester_gone") if is_owed else ()
    done = closed(request, ClosingReason.REQUESTER_GONE, world)
    return Decision(request=done, timeline=(line_of(happening, world),), messages=told)


def channel_lost(request: Request, happening: Happening, world: World) -> Ruling:
    """The department's channel takes no card: its members get it directly, those who have not got it yet (P5)."""
    department = world.roster.table.departments.get(DepartmentId(happening.choice))
    present = (
        [PersonId(email) for email in department.members if world.roster.is_available(email)] if department else []
    )
    left = [person for person in present if person != request.keeper.person]
    line = replace(line_of(happening, world), internal=True)
    return Decision(request=asking(request, *left), timeline=(line,), messages=hand_directly(*left))


def adrift(request: Request, happening: Happening, world: World) -> Ruling:
    """Without a keeper that exists: triage has it now, and the requester is told (P2)."""
    kept = to_triage(request, world.roster)
    name = keeper_name(world.roster.table, kept.keeper)
    told = tell_personally(kept, "notice.to_triage", name=name, due=kept.promise.due)
    line = replace(line_of(happening, world), internal=True)
    return Decision(request=kept, timeline=(line,), messages=(told, *owner_cards(kept, world.roster)))


def _on_duty(request: Request, world: World) -> Keeper:
    roster = world.roster
    topic = roster.table.topics.get(request.topic) if request.topic else None
    desk = desk_of(request, roster)
    is_topics = topic is not None and topic.department == desk.id
    return keeper_for_topic(roster, topic) if topic and is_topics else keeper_in(roster, desk)


def _free(request: Request, world: World) -> Request:
    """To be taken again; the due time stays. An agreed call is for the new keeper to keep."""
    desk = desk_of(request, world.roster)
    terms = terms_of(request, world.roster)
    state, plan = (State.PROMISED, plan_promised) if desk.triage else (State.ROUTED, plan_routed)
    free = replace(request, state=state, turn=Turn.KEEPER, plan=plan(terms, request.promise))
    return hold_to(free.remembering(slot=None), request.promise, world)
