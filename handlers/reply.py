"""Words in a thread belong to the request it hangs on: the requester's, the keeper's side's, or nobody's business."""

from handlers.ask import ask
from handlers.free_text import choice_in
from handlers.incoming import QuestionAsked, Replied
from handlers.move import move, spoken
from handlers.outcome import Outcome
from handlers.permissions import is_keeper_side, is_requester
from handlers.ports import UnitOfWork
from handlers.requests.events import Happening, Own
from handlers.requests.model import Request, State
from handlers.scene import Scene
from handlers.verbs import Verb
from knowledge.mood import is_thanks

NOTE = "//"  # begins a line that is for colleagues alone


def reply(fact: Replied, unit: UnitOfWork, scene: Scene) -> Outcome:
    """Taken to the request; words of others count only when they call Guichet by name: then they ask something new."""
    request_id = unit.requests.in_thread(fact.place.channel, fact.root)
    request = unit.requests.get(request_id) if request_id else None
    if request and is_requester(fact.actor, request):
        return _by_requester(fact, request, unit, scene)
    if request and is_keeper_side(fact.actor, request, scene.table):
        return _by_keeper_side(fact, request, unit, scene)
    return ask(_as_question(fact), unit, scene) if fact.to_bot or fact.place.direct else Outcome()


def _by_requester(fact: Replied, request: Request, unit: UnitOfWork, scene: Scene) -> Outcome:
    if is_thanks(fact.text):
        owes_thanks = request.state in {State.ANSWERED, State.CLOSED, State.ACCEPTED}
        thanked = Happening(kind=Verb.THANKS, actor=fact.actor)
        return spoken(move(request, thanked, unit, scene), fact, unit, scene) if owes_thanks else Outcome()
    picked = choice_in(fact.text, request, scene.table) if request.state is State.CLARIFYING else None
    if picked:
        choosing = Happening(kind=picked.verb, actor=fact.actor, choice=picked.choice)
        return spoken(move(request, choosing, unit, scene), fact, unit, scene)
    adding = Happening(kind=Verb.ADD, actor=fact.actor, text=fact.text, match=scene.match)
    return spoken(move(request, adding, unit, scene), fact, unit, scene)


def _by_keeper_side(fact: Replied, request: Request, unit: UnitOfWork, scene: Scene) -> Outcome:
    words = fact.text.strip()
    if words.startswith(NOTE):
        noting = Happening(kind=Verb.NOTE, actor=fact.actor, text=words.removeprefix(NOTE).strip())
        return spoken(move(request, noting, unit, scene), fact, unit, scene)
    return spoken(
        move(request, Happening(kind=Own.REPLIED, actor=fact.actor, text=words), unit, scene), fact, unit, scene
    )


def _as_question(fact: Replied) -> QuestionAsked:
    return QuestionAsked(keys=fact.keys, actor=fact.actor, place=fact.place, at=fact.at, text=fact.text, post=fact.post)
