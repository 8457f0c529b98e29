"""A message that no platform takes: somebody else is asked at once, and the admins hear of a lost channel (P5)."""

from handlers.incoming import PersonId
from handlers.move import move
from handlers.outgoing import Card, DepartmentName, Message, Notice, ToDepartment, ToPerson, View
from handlers.ports import UnitOfWork
from handlers.requests.events import Happening, Own
from handlers.requests.model import Request, RequestId
from handlers.scene import Scene
from knowledge.models import DepartmentId

REQUESTERS = frozenset({View.REQUESTER, View.REQUESTER_DISCREET})


def lost(request_id: RequestId | None, message: Message, unit: UnitOfWork, scene: Scene, *, is_gone: bool) -> None:
    """What follows from a message that was given up; `is_gone`: whoever it was for has left the company."""
    request = unit.requests.get(request_id) if request_id else None
    if request is None:
        return
    match message:
        case Card(to=ToDepartment(department=department), view=view) if view not in REQUESTERS:
            _channel_lost(request, department, unit, scene)
        case Card(to=ToPerson(person=person), view=view) if view not in REQUESTERS:
            _person_lost(request, person, unit, scene)
        case _ if is_gone and request.is_open and _is_for_requester(message, request):
            move(request, Happening(kind=Own.REQUESTER_GONE), unit, scene)


def _channel_lost(request: Request, department: DepartmentId, unit: UnitOfWork, scene: Scene) -> None:
    """Its members hear of the request directly; the admins of the channel, once."""
    move(request, Happening(kind=Own.CHANNEL_LOST, choice=department), unit, scene)
    known = scene.table.departments.get(department)
    if unit.deliveries.is_first(f"alert:channel_lost:{department}:{known.slack_channel if known else ''}", scene.now):
        params = {"department": DepartmentName(department)}
        told = [ToPerson(person=PersonId(admin)) for admin in scene.admins]
        unit.outbox.add(None, [Notice(to=to, text="notice.channel_lost", params=params) for to in told], scene.now)


def _person_lost(request: Request, person: PersonId, unit: UnitOfWork, scene: Scene) -> None:
    """The next rung at once, unless somebody else keeps it anyway."""
    if request.keeper.person in {None, person}:
        move(request, Happening(kind=Own.UNDELIVERED), unit, scene)


def _is_for_requester(message: Message, request: Request) -> bool:
    to = message.to
    return not isinstance(to, ToDepartment) and to.person == request.requester.person
