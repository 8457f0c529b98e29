"""decide: a request, what happened, and the world it happened in -> what is to be done. Pure; one place applies it."""

from dataclasses import replace

from handlers.outgoing import Card, Line, ToPerson, View
from handlers.requests.announce import keeper_name
from handlers.requests.events import Decision, EventKind, Happening, NoOp, Refusal, Ruling, World
from handlers.requests.model import Request
from handlers.requests.privacy import is_discreet
from handlers.requests.states import TABLE
from knowledge.models import RoutingTable


def decide(request: Request, happening: Happening, world: World) -> Ruling:
    """What `happening` does to `request`: always an answer, for every state and every event."""
    cell = TABLE[request.state, happening.kind]
    match cell:
        case NoOp() | Refusal():
            return replace(cell, line=_told(cell.line, request, world.roster.table))
        case transition:
            return _finished(request, transition(request, happening, world), world.roster.table)


def hindrance(request: Request, kind: EventKind, table: RoutingTable) -> Line | None:
    """What would be said in place of doing `kind`, when the state alone forbids it."""
    cell = TABLE[request.state, kind]
    return _told(cell.line, request, table) if isinstance(cell, NoOp | Refusal) else None


def _finished(before: Request, ruling: Ruling, table: RoutingTable) -> Ruling:
    """Sentences name the request; what has just become private follows its requester out of the channel (P8)."""
    if not isinstance(ruling, Decision):
        return replace(ruling, line=_told(ruling.line, before, table))
    after = ruling.request
    if before.under == after.under and before.plan != after.plan:
        after = replace(after, under=None)  # whoever moves it takes it out from under the other
    line = _told(ruling.line, after, table) if ruling.line else None
    messages = ruling.messages + _directly_too(before, after, table)
    return replace(ruling, request=after, line=line, messages=messages)


def _directly_too(before: Request, after: Request, table: RoutingTable) -> tuple[Card, ...]:
    became_private = is_discreet(table, after) and not is_discreet(table, before)
    if after.place.direct or not became_private:
        return ()
    return (Card(to=ToPerson(person=after.requester.person), view=View.REQUESTER, first=True),)


def _told(line: Line, request: Request, table: RoutingTable) -> Line:
    """A sentence about somebody names them."""
    name = keeper_name(table, request.keeper)
    return replace(line, params={"reference": request.reference, "name": name, **line.params})
