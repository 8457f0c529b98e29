"""Somebody used a button or a form: check what they may do, decide, apply."""

from handlers.apply import apply
from handlers.incoming import VerbUsed
from handlers.outcome import Outcome
from handlers.permissions import refusal_for
from handlers.ports import UnitOfWork
from handlers.requests.events import Decision, Happening
from handlers.requests.machine import decide
from handlers.requests.model import id_of
from handlers.scene import Scene


def act(fact: VerbUsed, unit: UnitOfWork, scene: Scene) -> Outcome:
    """What `verb` does to the request; a sentence when it does nothing."""
    request_id = id_of(fact.reference)
    request = unit.requests.get(request_id) if request_id else None
    refused = refusal_for(fact.actor, fact.verb, fact.reference, request, scene.table)
    if request is None or refused:
        return Outcome(line=refused, refused=True)
    happening = Happening(
        kind=fact.verb, actor=fact.actor, text=fact.text, choice=fact.choice, when=fact.when, match=scene.match
    )
    ruling = decide(request, happening, scene.world(unit, request))
    if not isinstance(ruling, Decision):
        return Outcome(request=request.id, line=ruling.line, refused=True)
    apply(ruling, unit, scene.now)
    return Outcome(request=request.id, line=ruling.line)
