"""Me too: an older request that asks nearly the same is offered to the newcomer, in one tap and without its words."""

from handlers.outgoing import Notice
from handlers.ports import UnitOfWork
from handlers.requests.announce import keeper_name, tell_requester
from handlers.requests.joins import can_hang
from handlers.requests.model import Request
from handlers.scene import Scene
from handlers.verbs import Verb


def offer_joining(request: Request, unit: UnitOfWork, scene: Scene) -> None:
    """One notice after the first reply, when something close is waited for already (P8: never for what is private)."""
    for older_id in scene.near:
        older = unit.requests.get(older_id)
        if older and can_hang(request, older, scene.table):
            unit.outbox.add(request.id, [_offer(request, older, scene)], scene.now)
            return


def _offer(request: Request, older: Request, scene: Scene) -> Notice:
    name = keeper_name(scene.table, older.keeper)
    offer = tell_requester(scene.table, request, "notice.me_too", Verb.JOIN, name=name, due=older.promise.due)
    return Notice(to=offer.to, text=offer.text, params=offer.params, verbs=offer.verbs, choice=older.reference)
