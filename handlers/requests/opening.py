"""How a request begins: the match and the topic's hand-off rule decide the first state (DESIGN 4, first reply).

Every request begins as triage's promise; what the match knows is laid over it. So there is no way to begin without
a keeper, a due time and a next time (P1, P2).
"""

from dataclasses import dataclass, replace

from handlers.incoming import Actor, Place
from handlers.outgoing import Message
from handlers.requests.announce import first_reply, hand_to
from handlers.requests.calendar import working_calendar
from handlers.requests.duty import Roster, keeper_for_topic, keeper_in
from handlers.requests.events import Decision, TimelineEvent
from handlers.requests.model import Keeper, Policy, Request, State, Turn
from handlers.requests.policy import Terms, plan_answered, plan_clarifying, plan_promised, plan_routed, policy_of
from knowledge.matcher import MOST_CHOICES, Ambiguous, Match, Matched, NoMatch
from knowledge.models import HandOff, Lang, Topic, TopicId


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What was typed, as typed, by whom and where."""

    text: str
    lang: Lang
    actor: Actor
    place: Place


def open_request(question: Question, match: Match, roster: Roster) -> Decision:
    """The request as it begins, its first reply and, where somebody has to act, the owner's cards."""
    promised = _promised(question, roster)
    match match:
        case Matched(candidates=candidates):
            request = on_topic(promised, roster.table.topics[candidates[0].topic], roster)
        case Ambiguous(candidates=candidates):
            request = _clarifying(promised, tuple(candidate.topic for candidate in candidates[:MOST_CHOICES]), roster)
        case NoMatch():
            request = promised
    return _opened(request, roster)


def on_topic(request: Request, topic: Topic, roster: Roster) -> Request:
    """The request once its topic is known: answered, or routed where a person has to act."""
    is_routed = topic.effective_handoff is HandOff.ALWAYS
    return routed(request, topic, roster) if is_routed else _answered(request, topic, roster)


def routed(request: Request, topic: Topic, roster: Roster) -> Request:
    """Handed to whoever is on duty for the topic, with a promise from now."""
    request = _about(request, topic, roster)
    terms = terms_of(request, roster)
    return replace(request, state=State.ROUTED, turn=Turn.KEEPER, promise=terms.promise(), plan=plan_routed(terms))


def to_triage(request: Request, roster: Roster) -> Request:
    """Nobody owns it, or nobody took it: triage promises. The original due time stays."""
    request = kept_by(request, keeper_in(roster, roster.table.triage))
    terms = terms_of(request, roster)
    promise = terms.postponed(request.promise)
    return replace(request, state=State.PROMISED, turn=Turn.KEEPER, promise=promise, plan=plan_promised(terms))


def kept_by(request: Request, keeper: Keeper) -> Request:
    """The request with another keeper, remembered among those who were asked."""
    asked = dict.fromkeys((*request.asked, keeper.department, *((keeper.person,) if keeper.person else ())))
    return replace(request, keeper=keeper, asked=tuple(asked))


def owner_cards(request: Request, roster: Roster) -> tuple[Message, ...]:
    """The cards for whoever has to act; nobody has to while the requester chooses or reads an answer."""
    if request.state not in {State.ROUTED, State.PROMISED}:
        return ()
    topic = roster.table.topics.get(request.topic) if request.topic else None
    return hand_to(roster.table, request, *((topic.department,) if topic else ()))


def terms_of(request: Request, roster: Roster) -> Terms:
    """The request's policy in its keeper's working time."""
    return _terms(request.policy, request.keeper, roster)


def _promised(question: Question, roster: Roster) -> Request:
    keeper = keeper_in(roster, roster.table.triage)
    terms = _terms(policy_of(roster.table.triage), keeper, roster)
    blank = Request(
        state=State.PROMISED,
        turn=Turn.KEEPER,
        requester=question.actor,
        place=question.place,
        question=question.text,
        lang=question.lang,
        keeper=keeper,
        promise=terms.promise(),
        policy=terms.policy,
        plan=plan_promised(terms),
        table_version=roster.table.version,
        opened_at=roster.now,
    )
    return kept_by(blank, keeper)


def _clarifying(request: Request, choices: tuple[TopicId, ...], roster: Roster) -> Request:
    plan = plan_clarifying(terms_of(request, roster))
    return replace(request, state=State.CLARIFYING, turn=Turn.REQUESTER, choices=choices, plan=plan)


def _answered(request: Request, topic: Topic, roster: Roster) -> Request:
    request = _about(request, topic, roster)
    terms = terms_of(request, roster)
    plan = plan_answered(terms)
    return replace(request, state=State.ANSWERED, turn=Turn.REQUESTER, promise=terms.promise(), plan=plan)


def _about(request: Request, topic: Topic, roster: Roster) -> Request:
    policy = policy_of(roster.table.departments[topic.department])
    known = replace(request, topic=topic.id, choices=(), policy=policy, asked=())
    return kept_by(known, keeper_for_topic(roster, topic))


def _terms(policy: Policy, keeper: Keeper, roster: Roster) -> Terms:
    department = roster.table.departments.get(keeper.department, roster.table.triage)
    calendar = working_calendar(roster.table, department, roster.default_zone, roster.now)
    return Terms(policy=policy, calendar=calendar, now=roster.now)


def _opened(request: Request, roster: Roster) -> Decision:
    asked = TimelineEvent(
        kind="asked",
        at=request.opened_at,
        actor=request.requester.person,
        actor_name=request.requester.name,
        text=request.question,
    )
    became = TimelineEvent(kind=f"became_{request.state}", at=request.opened_at)
    messages = (first_reply(request), *owner_cards(request, roster))
    return Decision(request=request, timeline=(asked, became), messages=messages)
