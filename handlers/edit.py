"""A question was edited: its request goes on with the new words; what was no question before may be one now."""

from handlers.ask import ask
from handlers.incoming import QuestionAsked, QuestionEdited
from handlers.move import move
from handlers.outcome import Outcome
from handlers.ports import UnitOfWork
from handlers.requests.events import Happening, Own
from handlers.scene import Scene


def edit(fact: QuestionEdited, unit: UnitOfWork, scene: Scene) -> Outcome:
    """The same request with other words, matched again while nobody has accepted it."""
    posted = unit.requests.posted(fact.actor.person, fact.post) if fact.post else ()
    if not posted:
        return ask(_as_question(fact), unit, scene)
    edited = Happening(kind=Own.EDITED, actor=fact.actor, text=fact.text, match=scene.match)
    return Outcome(request=move(posted[0], edited, unit, scene).request)


def _as_question(fact: QuestionEdited) -> QuestionAsked:
    return QuestionAsked(keys=fact.keys, actor=fact.actor, place=fact.place, at=fact.at, text=fact.text, post=fact.post)
