"""Something happens to a request: decided, applied, and heard by the requests that hang under it."""

from handlers.apply import apply
from handlers.incoming import Delivered
from handlers.outcome import Outcome
from handlers.outgoing import Line, Notice, ToPerson, ToPlace
from handlers.ports import UnitOfWork
from handlers.requests.events import Decision, Happening
from handlers.requests.joins import FOLLOWING, follow
from handlers.requests.machine import decide
from handlers.requests.model import Request
from handlers.scene import Scene


def move(request: Request, happening: Happening, unit: UnitOfWork, scene: Scene) -> Outcome:
    """What happens, with what to say at once; a sentence when nothing does."""
    ruling = decide(request, happening, scene.world(unit, request))
    if not isinstance(ruling, Decision):
        return Outcome(request=request.id, line=ruling.line, refused=True)
    stored = apply(ruling, unit, scene.now)
    tell_those_under(request, stored, unit, scene)
    return Outcome(request=request.id, line=ruling.line)


def tell_those_under(before: Request, after: Request, unit: UnitOfWork, scene: Scene) -> None:
    """The requests that hang under this one hear what became of it ("me too")."""
    for child in unit.requests.hanging(after.id):
        if child.state in FOLLOWING:
            decision = follow(child, before, after, scene.world(unit, child))
            if decision:
                apply(decision, unit, scene.now)


def spoken(outcome: Outcome, fact: Delivered, unit: UnitOfWork, scene: Scene) -> Outcome:
    """Typed words get their sentence as a message: there may be no response to show it in. Never before a channel."""
    if outcome.line:
        person = fact.actor.person
        to = ToPlace(place=fact.place, person=person) if fact.place.direct else ToPerson(person=person)
        unit.outbox.add(outcome.request, [_notice(outcome.line, to)], scene.now)
    return Outcome(request=outcome.request, refused=outcome.refused)


def _notice(line: Line, to: ToPlace | ToPerson) -> Notice:
    return Notice(to=to, text=line.text, params=line.params)
