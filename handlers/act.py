"""Somebody used a button or a form: check what they may do, decide, apply."""

from handlers.apply import apply
from handlers.incoming import VerbUsed
from handlers.outcome import Outcome
from handlers.outgoing import Line
from handlers.permissions import Permission, may
from handlers.ports import UnitOfWork
from handlers.requests.events import Decision, Happening
from handlers.requests.machine import decide
from handlers.requests.model import id_of
from handlers.scene import Scene

_REFUSED = {
    Permission.OWN_QUESTION: "line.own_question",
    Permission.NOT_YOURS: "line.not_yours",
    Permission.UNKNOWN: "line.unknown_reference",
}


def act(fact: VerbUsed, unit: UnitOfWork, scene: Scene) -> Outcome:
    """What `verb` does to the request; a sentence when it does nothing."""
    request_id = id_of(fact.reference)
    request = unit.requests.get(request_id) if request_id else None
    permission = may(fact.actor, fact.verb, request, scene.table) if request else Permission.UNKNOWN
    if request is None or permission is not Permission.GRANTED:
        return Outcome(line=Line(text=_REFUSED[permission], params={"reference": fact.reference}))
    happening = Happening(kind=fact.verb, actor=fact.actor, text=fact.text, choice=fact.choice)
    ruling = decide(request, happening, scene.world(unit, request.requester.person))
    if isinstance(ruling, Decision):
        apply(ruling, unit, scene.now)
    return Outcome(request=request.id, line=ruling.line)
