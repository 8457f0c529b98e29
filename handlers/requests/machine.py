"""decide: a request, what happened, and the world it happened in -> what is to be done. Pure; one place applies it."""

from dataclasses import replace

from handlers.outgoing import Line
from handlers.requests.announce import keeper_name
from handlers.requests.events import Happening, NoOp, Refusal, Ruling, World
from handlers.requests.model import Request
from handlers.requests.states import TABLE


def decide(request: Request, happening: Happening, world: World) -> Ruling:
    """What `happening` does to `request`: always an answer, for every state and every event."""
    cell = TABLE[request.state, happening.kind]
    match cell:
        case NoOp() | Refusal():
            return replace(cell, line=_told(cell.line, request, world))
        case transition:
            return transition(request, happening, world)


def _told(line: Line, request: Request, world: World) -> Line:
    """A sentence about somebody names them."""
    name = keeper_name(world.roster.table, request.keeper)
    return replace(line, params={"reference": request.reference, "name": name})
