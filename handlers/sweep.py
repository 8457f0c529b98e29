"""What is out of order is put right, one request at a time: a keeper who is away, a requester who left, nobody at all.

However it came about: a new version of the table, an absence that begins today, a department that is gone.
"""

from handlers.incoming import PersonId
from handlers.move import move
from handlers.ports import UnitOfWork
from handlers.requests.events import Happening, Own
from handlers.requests.model import RequestId
from handlers.scene import Scene
from knowledge.models import Email

NOBODY = PersonId("")


def sweep_one(unit: UnitOfWork, scene: Scene) -> RequestId | None:
    """Put one request right; None when there is nothing to do."""
    return _adrift(unit, scene) or _kept_by_somebody_away(unit, scene) or _asked_by_somebody_gone(unit, scene)


def is_out_of_order(unit: UnitOfWork, scene: Scene) -> bool:
    """Whether there is anything to put right; only looks, so that looking holds nobody up."""
    if unit.requests.adrift(tuple(scene.table.departments)):
        return True
    roster = scene.roster(unit, NOBODY)
    is_somebody_away = any(not roster.is_present(Email(person)) for person in unit.requests.keepers())
    return is_somebody_away or any(_has_left(person, scene) for person in unit.requests.requesters())


def hand_over_from(person: PersonId, unit: UnitOfWork, scene: Scene) -> RequestId | None:
    """Hand over the most urgent request that `person`, who is away, keeps; None when nothing can be or has to be."""
    request = unit.requests.kept_by(person)
    if request is None:
        return None
    outcome = move(request, Happening(kind=Own.KEEPER_AWAY), unit, scene)
    return None if outcome.refused else request.id


def _adrift(unit: UnitOfWork, scene: Scene) -> RequestId | None:
    request = unit.requests.adrift(tuple(scene.table.departments))
    if request is None:
        return None
    move(request, Happening(kind=Own.ADRIFT), unit, scene)
    return request.id


def _kept_by_somebody_away(unit: UnitOfWork, scene: Scene) -> RequestId | None:
    roster = scene.roster(unit, NOBODY)
    away = (person for person in unit.requests.keepers() if not roster.is_present(Email(person)))
    handed = (hand_over_from(person, unit, scene) for person in away)
    return next((request for request in handed if request), None)


def _asked_by_somebody_gone(unit: UnitOfWork, scene: Scene) -> RequestId | None:
    for person in unit.requests.requesters():
        if _has_left(person, scene):
            request = unit.requests.open_of(person)[0]
            move(request, Happening(kind=Own.REQUESTER_GONE), unit, scene)
            return request.id
    return None


def _has_left(person: PersonId, scene: Scene) -> bool:
    known = scene.table.people.get(Email(person))
    return known is not None and not known.active
