"""How a request begins: the match and the topic's hand-off rule decide the first state (DESIGN 4, first reply).

Every request begins as triage's promise; what the match knows is laid over it. So there is no way to begin without
a keeper, a due time and a next time (P1, P2).
"""

from dataclasses import dataclass, field, replace

from handlers.incoming import Actor, Place
from handlers.requests.announce import first_reply
from handlers.requests.duty import Roster, keeper_in
from handlers.requests.events import Decision, TimelineEvent
from handlers.requests.model import Memory, Request, State, Turn
from handlers.requests.policy import plan_clarifying, plan_promised, policy_of
from handlers.requests.routing import kept_by, on_topic, owner_cards, terms_for, terms_of
from knowledge.matcher import MOST_CHOICES, NEAR, Ambiguous, Match, Matched, NoMatch
from knowledge.models import Lang, TopicId


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What was typed, as typed, by whom and where; and what is known of it besides."""

    text: str
    lang: Lang
    actor: Actor
    place: Place
    post: str = ""
    memory: Memory = field(default_factory=Memory)


def open_request(question: Question, match: Match, roster: Roster) -> Decision:
    """The request as it begins, its first reply and, where somebody has to act, the owner's cards."""
    return opened(matched(blank(question, roster), match, roster), roster)


def matched(request: Request, match: Match, roster: Roster) -> Request:
    """A promised request with what the match knows laid over it; topics the requester excluded stay out."""
    request = request.remembering(nearest=tuple(one.topic for one in match.candidates if one.confidence >= NEAR))
    match match:
        case Matched(candidates=candidates):
            best = candidates[0].topic
            return request if best in request.memory.excluded else on_topic(request, roster.table.topics[best], roster)
        case Ambiguous(candidates=candidates):
            left = [candidate.topic for candidate in candidates if candidate.topic not in request.memory.excluded]
            return _clarifying(request, tuple(left[:MOST_CHOICES]), roster) if left else request
        case NoMatch():
            return request


def opened(request: Request, roster: Roster) -> Decision:
    """The beginning of a request as a decision."""
    asked = TimelineEvent(
        kind="asked",
        at=request.opened_at,
        actor=request.requester.person,
        actor_name=request.requester.name,
        text=request.question,
    )
    became = TimelineEvent(kind=f"became_{request.state}", at=request.opened_at)
    messages = (*first_reply(roster.table, request), *owner_cards(request, roster))
    return Decision(request=request, timeline=(asked, became), messages=messages)


def blank(question: Question, roster: Roster) -> Request:
    """The request of which nothing is known yet: triage's promise."""
    triage = roster.table.triage
    keeper = keeper_in(roster, triage)
    terms = terms_for(policy_of(triage), keeper, roster)
    promise = terms.promise()
    request = Request(
        state=State.PROMISED,
        turn=Turn.KEEPER,
        requester=question.actor,
        place=question.place,
        question=question.text,
        lang=question.lang,
        keeper=keeper,
        promise=promise,
        policy=terms.policy,
        plan=plan_promised(terms, promise),
        post=question.post,
        memory=replace(question.memory, desk=triage.id),
        table_version=roster.table.version,
        opened_at=roster.now,
    )
    return kept_by(request, keeper)


def _clarifying(request: Request, choices: tuple[TopicId, ...], roster: Roster) -> Request:
    plan = plan_clarifying(terms_of(request, roster))
    return replace(request, state=State.CLARIFYING, turn=Turn.REQUESTER, choices=choices, plan=plan)
