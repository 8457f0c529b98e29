"""Where a question would go if it were sent now: the same matching, duty and promise as asking, and nothing stored."""

from dataclasses import dataclass

from handlers.ask import kind_line_for, question_of
from handlers.away import speaks_of_presence
from handlers.calls import called
from handlers.free_text import About, Added, Again, Chosen, New, reading_of
from handlers.incoming import Pick, QuestionAsked
from handlers.languages import language_for
from handlers.outgoing import Line
from handlers.ports import UnitOfWork
from handlers.requests.duty import Roster
from handlers.requests.model import Request, RequestId, reference_of
from handlers.requests.opening import Question, blank, matched
from handlers.scene import Scene
from knowledge.matcher import MOST_CHOICES, Candidate, Match, Matched, NoMatch, WhyNot


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way it could go: the request as it would begin, and the pick that makes it so; None when none is needed."""

    request: Request
    pick: Pick | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """The ways to pick from, the likeliest first; with `together` it goes all of them.

    Without ways no new request would begin, and `line` says what would happen instead.
    """

    ways: tuple[Way, ...] = ()
    together: bool = False
    is_sure: bool = False  # the first way is what sending it plainly does
    line: Line | None = None


def preview(fact: QuestionAsked, unit: UnitOfWork, scene: Scene) -> Preview:
    """What `ask` would do with the words, in the order in which it looks."""
    if speaks_of_presence(fact, scene):
        return Preview(line=Line(text="chat.preview.presence"))
    match reading_of(fact, unit.requests.open_of(fact.actor.person), scene.table):
        case About(request=request_id):
            return _told("chat.preview.news", request_id)
        case Again(request=request):
            return _told("chat.preview.news", request.id)
        case Chosen(request=request) | Added(request=request):
            return _told("chat.preview.goes_on", request.id)
        case New():
            return _new(fact, unit, scene)


def _told(text: str, request_id: RequestId) -> Preview:
    return Preview(line=Line(text=text, params={"reference": reference_of(request_id)}))


def _new(fact: QuestionAsked, unit: UnitOfWork, scene: Scene) -> Preview:
    language = language_for(fact.actor, fact.text, fact.lang, unit, scene)
    question, roster = question_of(fact, language), scene.roster(unit, fact.actor.person)
    call, line = called(question, scene, roster), kind_line_for(scene.match)
    if call:
        return Preview(ways=(Way(request=call),), is_sure=True)
    if line:
        return Preview(line=Line(text=line))
    if scene.parts:
        ways = tuple(Way(request=_begun(question, part.match, roster)) for part in scene.parts[:2])
        return Preview(ways=ways, together=True, is_sure=True)
    return _choice(question, scene.match, roster)


def _choice(question: Question, match: Match | None, roster: Roster) -> Preview:
    """A way each for the best candidates, and triage's promise: last where something matches, else first."""
    named = tuple(_way(question, candidate, roster) for candidate in _offered(match))
    nobody = Way(request=blank(question, roster), pick=Pick(topic=None))
    if isinstance(match, Matched):
        return Preview(ways=(*named, nobody), is_sure=True)
    return (
        Preview(ways=(nobody, *named), is_sure=True) if isinstance(match, NoMatch) else Preview(ways=(*named, nobody))
    )


def _offered(match: Match | None) -> tuple[Candidate, ...]:
    """An unknown code is never led to its neighbours."""
    is_code = isinstance(match, NoMatch) and match.why is WhyNot.UNKNOWN_CODE
    return () if match is None or is_code else match.candidates[:MOST_CHOICES]


def _way(question: Question, candidate: Candidate, roster: Roster) -> Way:
    begun = _begun(question, Matched(candidates=(candidate,)), roster)
    return Way(request=begun, pick=Pick(topic=candidate.topic))


def _begun(question: Question, match: Match, roster: Roster) -> Request:
    return matched(blank(question, roster), match, roster)
