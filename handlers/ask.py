"""Somebody asks: a request with its first reply, news of an older one, or one kind line for a greeting alone."""

import re

from handlers.apply import apply
from handlers.errors import HandlerError
from handlers.incoming import QuestionAsked
from handlers.news import news_of
from handlers.outcome import Outcome
from handlers.outgoing import Notice, ToPlace
from handlers.ports import UnitOfWork
from handlers.requests.model import RequestId, id_of
from handlers.requests.opening import Question, open_request
from handlers.scene import Scene
from knowledge.language import guess
from knowledge.matcher import NoMatch, WhyNot
from knowledge.models import Lang

_REFERENCE = re.compile(r"\bG-\d{4,15}\b", re.IGNORECASE)
_KIND_LINES = {WhyNot.SMALL_TALK: "notice.small_talk", WhyNot.NOTHING_TO_READ: "notice.nothing_to_read"}


def ask(fact: QuestionAsked, unit: UnitOfWork, scene: Scene) -> Outcome:
    """Answer the question with an owner or a promise (P1)."""
    if scene.match is None:
        raise HandlerError("question_not_matched")
    reference = _reference_in(fact.text)
    if reference:
        return news_of(reference, fact, language_of(fact, scene.default_lang), unit, scene)
    if isinstance(scene.match, NoMatch) and scene.match.why in _KIND_LINES:
        return _kind_line(_KIND_LINES[scene.match.why], fact, unit, scene)
    question = Question(text=fact.text, lang=language_of(fact, scene.default_lang), actor=fact.actor, place=fact.place)
    decision = open_request(question, scene.match, scene.roster(unit, fact.actor.person))
    return Outcome(request=apply(decision, unit, scene.now).id)


def language_of(fact: QuestionAsked, default: Lang) -> Lang:
    """Their choice, else what the words say, else their profile's, else the house's."""
    return fact.lang or guess(fact.text) or fact.actor.lang or default


def _reference_in(text: str) -> RequestId | None:
    found = _REFERENCE.search(text)
    return id_of(found.group()) if found else None


def _kind_line(text: str, fact: QuestionAsked, unit: UnitOfWork, scene: Scene) -> Outcome:
    to = ToPlace(place=fact.place, person=fact.actor.person, lang=language_of(fact, scene.default_lang))
    unit.outbox.add(None, [Notice(to=to, text=text)], scene.now)
    return Outcome()
