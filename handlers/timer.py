"""Nobody moved: what is due happens by itself."""

from handlers.errors import HandlerError
from handlers.move import move
from handlers.ports import UnitOfWork
from handlers.requests.events import Happening, Own
from handlers.requests.model import RequestId
from handlers.scene import Scene


def fire_one(unit: UnitOfWork, scene: Scene) -> RequestId | None:
    """Take care of the one request that has been due the longest; None when nothing is due."""
    request = unit.requests.due(scene.now)
    if request is None:
        return None
    outcome = move(request, Happening(kind=Own.FELL_DUE), unit, scene)
    if outcome.refused:
        raise HandlerError("due_but_nothing_to_do", request=request.id, state=request.state)
    return request.id
