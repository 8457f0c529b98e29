"""Somebody asks: a request with its first reply, or words for one that is open, or one kind line for a greeting."""

from dataclasses import replace

from handlers.apply import apply
from handlers.away import presence_of
from handlers.calls import answer_call
from handlers.errors import HandlerError
from handlers.free_text import About, Added, Again, Chosen, New, reading_of
from handlers.incoming import QuestionAsked
from handlers.languages import Spoken, language_for
from handlers.move import move, spoken
from handlers.near import offer_joining
from handlers.news import news_of
from handlers.outcome import Outcome
from handlers.outgoing import Notice, ToPlace
from handlers.picking import corrections, left_out, picked
from handlers.ports import UnitOfWork
from handlers.requests.events import Happening, World
from handlers.requests.model import Memory, Request
from handlers.requests.opening import Question, open_request
from handlers.scene import Scene
from handlers.verbs import Verb
from knowledge.matcher import Match, NoMatch, WhyNot
from knowledge.models import Lang
from knowledge.mood import sounds_angry

_KIND_LINES = {WhyNot.SMALL_TALK: "notice.small_talk", WhyNot.NOTHING_TO_READ: "notice.nothing_to_read"}


def ask(fact: QuestionAsked, unit: UnitOfWork, scene: Scene) -> Outcome:
    """Answer the question with an owner or a promise (P1), or give the words to the request they belong to."""
    language = language_for(fact.actor, fact.text, fact.lang, unit, scene)
    presence = presence_of(fact, language.lang, unit, scene)
    if presence:
        return presence
    mine = unit.requests.open_of(fact.actor.person)
    match New() if fact.pick else reading_of(fact, mine, scene.table):
        case About(request=request_id):
            return news_of(request_id, fact, language.lang, unit, scene)
        case Again(request=request):
            return news_of(request.id, fact, language.lang, unit, scene)
        case Chosen(request=request, verb=verb, choice=choice):
            return _moved(request, Happening(kind=verb, actor=fact.actor, choice=choice), fact, unit, scene)
        case Added(request=request, text=text):
            adding = Happening(kind=Verb.ADD, actor=fact.actor, text=text, match=scene.match)
            return _moved(request, adding, fact, unit, scene)
        case New(maybe_about=other):
            return open_new(fact, language, other, unit, scene)


def open_new(fact: QuestionAsked, language: Spoken, other: Request | None, unit: UnitOfWork, scene: Scene) -> Outcome:
    """A question of its own: one request, or one for each of two that were asked in one breath."""
    if scene.match is None:
        raise HandlerError("question_not_matched")
    said, scene = scene.match, picked(scene, fact.pick)
    called = answer_call(question_of(fact, language), unit, scene)
    if called:
        return called
    kind_line = kind_line_for(scene.match)
    if kind_line:
        return _say_kindly(kind_line, fact, language.lang, unit, scene)
    if scene.parts:
        return _several(fact, language, unit, scene)
    request = _one(fact, language, other, said, unit, scene)
    offer_joining(request, unit, scene)
    return Outcome(request=request.id)


def question_of(fact: QuestionAsked, language: Spoken) -> Question:
    memory = Memory(angry=sounds_angry(fact.text), guessed_lang=language.guessed, private=fact.private)
    return Question(
        text=fact.text, lang=language.lang, actor=fact.actor, place=fact.place, post=fact.post, memory=memory
    )


def kind_line_for(match: Match | None) -> str | None:
    """What is said to a greeting, to thanks, to nothing: such words make no request."""
    return _KIND_LINES.get(match.why) if isinstance(match, NoMatch) else None


def _one(
    fact: QuestionAsked, language: Spoken, other: Request | None, said: Match, unit: UnitOfWork, scene: Scene
) -> Request:
    """One request. `said` is what the words alone match, `scene.match` what was picked, if anything was."""
    question, roster = question_of(fact, language), scene.roster(unit, fact.actor.person)
    about = other.reference if other else None
    memory = replace(question.memory, maybe_about=about, excluded=left_out(scene, fact.pick))
    begun = open_request(replace(question, memory=memory), scene.match or said, roster)
    drafts = corrections(fact, begun.request, said, World(roster=roster))
    return apply(replace(begun, drafts=drafts), unit, scene.now)


def _several(fact: QuestionAsked, language: Spoken, unit: UnitOfWork, scene: Scene) -> Outcome:
    """Two topics, both sure: two requests, each naming the other, so that one reply bears both references."""
    first, second = scene.parts[:2]
    question = question_of(fact, language)
    one = _opened(replace(question, text=first.text), first.match, unit, scene)
    memory = replace(question.memory, beside=one.reference)
    other = _opened(replace(question, text=second.text, memory=memory), second.match, unit, scene)
    unit.requests.save(one.remembering(beside=other.reference))
    return Outcome(request=one.id)


def _opened(question: Question, match: Match, unit: UnitOfWork, scene: Scene) -> Request:
    return apply(open_request(question, match, scene.roster(unit, question.actor.person)), unit, scene.now)


def _moved(request: Request, happening: Happening, fact: QuestionAsked, unit: UnitOfWork, scene: Scene) -> Outcome:
    return spoken(move(request, happening, unit, scene), fact, unit, scene)


def _say_kindly(text: str, fact: QuestionAsked, lang: Lang, unit: UnitOfWork, scene: Scene) -> Outcome:
    to = ToPlace(place=fact.place, person=fact.actor.person, lang=lang)
    unit.outbox.add(None, [Notice(to=to, text=text)], scene.now)
    return Outcome()
