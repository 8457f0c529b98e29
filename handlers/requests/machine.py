"""decide: a request, what happened, and the world it happened in -> what is to be done. Pure; one place applies it."""

from dataclasses import replace

from handlers.outgoing import Line
from handlers.requests.announce import keeper_name
from handlers.requests.events import EventKind, Happening, NoOp, Refusal, Ruling, World
from handlers.requests.model import Request
from handlers.requests.states import TABLE
from knowledge.models import RoutingTable


def decide(request: Request, happening: Happening, world: World) -> Ruling:
    """What `happening` does to `request`: always an answer, for every state and every event."""
    cell = TABLE[request.state, happening.kind]
    match cell:
        case NoOp() | Refusal():
            return replace(cell, line=_told(cell.line, request, world.roster.table))
        case transition:
            return transition(request, happening, world)


def hindrance(request: Request, kind: EventKind, table: RoutingTable) -> Line | None:
    """What would be said in place of doing `kind`, when the state alone forbids it."""
    cell = TABLE[request.state, kind]
    return _told(cell.line, request, table) if isinstance(cell, NoOp | Refusal) else None


def _told(line: Line, request: Request, table: RoutingTable) -> Line:
    """A sentence about somebody names them."""
    name = keeper_name(table, request.keeper)
    return replace(line, params={"reference": request.reference, "name": name})
