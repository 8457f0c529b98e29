"""Whose a request becomes: a topic's owner, a department, a person, or triage. One function each, all pure."""

from dataclasses import replace

from handlers.incoming import PersonId
from handlers.outgoing import Message
from handlers.requests.announce import hand_to
from handlers.requests.calendar import working_calendar
from handlers.requests.duty import Roster, keeper_for_topic, keeper_in
from handlers.requests.model import Keeper, Policy, Promise, Request, State, Turn
from handlers.requests.policy import Terms, plan_answered, plan_promised, plan_routed, policy_of
from handlers.requests.privacy import is_confidential
from knowledge.models import Department, Email, HandOff, RoutingTable, Topic

OWED = frozenset({State.ROUTED, State.PROMISED, State.ACCEPTED, State.WAITING})


def on_topic(request: Request, topic: Topic, roster: Roster) -> Request:
    """The request once its topic is known: answered, or routed where a person has to act."""
    is_routed = topic.effective_handoff is HandOff.ALWAYS
    return routed(request, topic, roster) if is_routed else _answered(request, topic, roster)


def routed(request: Request, topic: Topic, roster: Roster) -> Request:
    """Handed to whoever is on duty for the topic, with a promise from now."""
    return _handed(_about(request, topic, roster), request, roster)


def to_department(request: Request, department: Department, roster: Roster) -> Request:
    """Handed to whoever is on duty in a department, because somebody said that it is theirs."""
    moved = without_topic(request, roster).remembering(desk=department.id)
    return _handed(kept_by(moved, keeper_in(roster, department)), request, roster)


def nearest_topics(request: Request, table: RoutingTable) -> tuple[Topic, ...]:
    """The topics that the question came nearest to and that nobody said it is not about, of others than its desk."""
    near = (table.topics.get(each) for each in request.memory.nearest if each not in request.memory.excluded)
    not_theirs = (request.memory.desk, *request.memory.refused)
    return tuple(topic for topic in near if topic and topic.active and topic.department not in not_theirs)


def to_person(request: Request, keeper: Keeper, roster: Roster) -> Request:
    """Handed to one person; theirs only once they have acted (P5)."""
    moved = request.remembering(desk=keeper.department)
    return _handed(kept_by(moved, keeper), request, roster)


def to_triage(request: Request, roster: Roster) -> Request:
    """Nobody owns it, or nobody took it: triage promises. The original due time stays."""
    triage = roster.table.triage
    moved = kept_by(request.remembering(desk=triage.id), keeper_in(roster, triage))
    terms = terms_of(moved, roster)
    promise = terms.postponed(request.promise)
    return replace(
        moved, state=State.PROMISED, turn=Turn.KEEPER, promise=promise, plan=plan_promised(terms, promise), choices=()
    )


def without_topic(request: Request, roster: Roster) -> Request:
    """The request once its topic turned out wrong; what was confidential stays so (P8)."""
    named = (*((request.topic,) if request.topic else ()), *request.choices)
    was_confidential = any(is_confidential(roster.table, topic) for topic in named)
    private = request.memory.private or was_confidential
    return replace(request, topic=None, choices=(), asked=()).remembering(private=private)


def kept_by(request: Request, keeper: Keeper) -> Request:
    """The request with another keeper, remembered among those who were asked."""
    return asking(replace(request, keeper=keeper), keeper.department, *((keeper.person,) if keeper.person else ()))


def asking(request: Request, *who: str) -> Request:
    """The request with others among those who were asked."""
    return replace(request, asked=tuple(dict.fromkeys((*request.asked, *who))))


def owner_cards(request: Request, roster: Roster) -> tuple[Message, ...]:
    """The cards for whoever has to act; nobody has to while the requester chooses or reads an answer."""
    if request.state not in {State.ROUTED, State.PROMISED}:
        return ()
    return hand_to(roster.table, request, desk_of(request, roster).id)


def desk_of(request: Request, roster: Roster) -> Department:
    """Whose ladder it is: the department the request was handed to, whoever stands in for it."""
    return roster.table.departments.get(request.memory.desk or request.keeper.department, roster.table.triage)


def department_of(person: PersonId, request: Request, roster: Roster) -> Department:
    """Which of a person's departments speaks here: one that was asked, else their first, else the keeper's."""
    own = roster.table.departments_of(Email(person))
    asked = (request.keeper.department, *request.asked)
    fitting = [department for department in own if department.id in asked]
    fallback = roster.table.departments.get(request.keeper.department, roster.table.triage)
    return next(iter((*fitting, *own)), fallback)


def terms_of(request: Request, roster: Roster) -> Terms:
    """The request's policy in its keeper's working time."""
    return terms_for(request.policy, request.keeper, roster)


def terms_for(policy: Policy, keeper: Keeper, roster: Roster) -> Terms:
    """A policy in the working time of a keeper's department."""
    department = roster.table.departments.get(keeper.department, roster.table.triage)
    calendar = working_calendar(roster.table, department, roster.default_zone, roster.now)
    return Terms(policy=policy, calendar=calendar, now=roster.now)


def _handed(request: Request, before: Request, roster: Roster) -> Request:
    """Routed, with a promise from now; one that was owed already keeps its original time."""
    terms = terms_of(request, roster)
    promise = _promise_from_now(terms, before)
    plan = plan_routed(terms, promise)
    return replace(request, state=State.ROUTED, turn=Turn.KEEPER, promise=promise, plan=plan)


def _promise_from_now(terms: Terms, before: Request) -> Promise:
    return terms.postponed(before.promise) if before.id and before.state in OWED else terms.promise()


def _answered(request: Request, topic: Topic, roster: Roster) -> Request:
    request = _about(request, topic, roster)
    terms = terms_of(request, roster)
    plan = plan_answered(terms)
    return replace(request, state=State.ANSWERED, turn=Turn.REQUESTER, promise=terms.promise(), plan=plan)


def _about(request: Request, topic: Topic, roster: Roster) -> Request:
    policy = policy_of(roster.table.departments[topic.department])
    known = replace(request, topic=topic.id, choices=(), policy=policy, asked=())
    return kept_by(known.remembering(desk=topic.department), keeper_for_topic(roster, topic))
