"""Somebody used a button or a form: check what they may do, decide, apply."""

from handlers.incoming import VerbUsed
from handlers.move import move
from handlers.outcome import Outcome
from handlers.outgoing import Line
from handlers.permissions import is_requester, refusal_for
from handlers.ports import UnitOfWork
from handlers.requests.events import Happening
from handlers.requests.model import Request, id_of
from handlers.scene import Scene
from handlers.verbs import Verb


def act(fact: VerbUsed, unit: UnitOfWork, scene: Scene) -> Outcome:
    """What `verb` does to the request; a sentence when it does nothing."""
    request = _named(fact.reference, unit)
    refused = refusal_for(fact.actor, fact.verb, fact.reference, request, scene.table, alone=fact.place.direct)
    if request is None or refused:
        return Outcome(line=refused, refused=True)
    other = _named(fact.choice, unit) if fact.verb in {Verb.JOIN, Verb.ADD} else None
    if fact.verb is Verb.ADD and other and not fact.text:
        return _moved_to(other, request, fact, unit, scene)
    outcome = move(request, _happening(fact, scene, other), unit, scene)
    if fact.verb is Verb.LANG and not outcome.refused:
        _remember_language(request, fact, unit)
    return outcome


def _happening(fact: VerbUsed, scene: Scene, other: Request | None) -> Happening:
    return Happening(
        kind=fact.verb,
        actor=fact.actor,
        text=fact.text,
        choice=fact.choice,
        when=fact.when,
        match=scene.match,
        other=other,
    )


def _moved_to(other: Request, request: Request, fact: VerbUsed, unit: UnitOfWork, scene: Scene) -> Outcome:
    """These words were about an older request: they go there, and this one is closed."""
    if not is_requester(fact.actor, other) or other.id == request.id:
        return Outcome(line=Line(text="line.unknown_reference", params={"reference": fact.choice}), refused=True)
    closing = Happening(kind=fact.verb, actor=fact.actor, choice=other.reference, other=other)
    closed = move(request, closing, unit, scene)
    if closed.refused:
        return closed
    adding = Happening(kind=Verb.ADD, actor=fact.actor, text=request.question)
    added = move(other, adding, unit, scene)
    return Outcome(request=other.id, line=added.line or closed.line)


def _remember_language(request: Request, fact: VerbUsed, unit: UnitOfWork) -> None:
    switched = unit.requests.get(request.id)
    if switched and is_requester(fact.actor, switched):
        unit.people.set_lang(fact.actor.person, switched.lang)


def _named(reference: str, unit: UnitOfWork) -> Request | None:
    request_id = id_of(reference)
    return unit.requests.get(request_id) if request_id else None
