"""Who is told what: the messages that go with a transition."""

from handlers.incoming import PersonId
from handlers.outgoing import (
    Card,
    DepartmentName,
    Message,
    Notice,
    Param,
    Recipient,
    ToDepartment,
    ToPerson,
    ToPlace,
    View,
)
from handlers.requests.model import Keeper, Request
from handlers.requests.privacy import is_discreet
from handlers.verbs import Verb
from knowledge.models import DepartmentId, Email, RoutingTable


def first_reply(table: RoutingTable, request: Request) -> tuple[Card, ...]:
    """The one first reply, where the question was asked; what is not for everybody's eyes follows directly."""
    directly = Card(to=ToPerson(person=request.requester.person), view=View.REQUESTER, first=True)
    if request.place.is_nowhere:
        return (directly,)
    here = Card(to=_place(request), view=View.REQUESTER, first=True)
    return (here, directly) if not request.place.direct and is_discreet(table, request) else (here,)


def tell_requester(table: RoutingTable, request: Request, text: str, *verbs: Verb, **params: Param) -> Notice:
    """One sentence to the requester, where they asked; directly when others read there and it is not for them."""
    is_public = not request.place.direct and not request.place.is_nowhere
    to = _directly(request) if is_public and is_discreet(table, request) else _place_or_person(request)
    return Notice(to=to, text=text, params=params, verbs=verbs)


def tell_personally(request: Request, text: str, *verbs: Verb, **params: Param) -> Notice:
    """What concerns the requester alone, such as a reminder or a delay: never in a channel."""
    return Notice(to=_directly(request), text=text, params=params, verbs=verbs)


def tell_keeper(table: RoutingTable, request: Request, text: str, **params: Param) -> tuple[Notice, ...]:
    """One sentence to the keeper directly; to each member when nobody in particular keeps it."""
    persons = _persons(table, request)
    return tuple(Notice(to=ToPerson(person=person), text=text, params=params) for person in persons)


def tell_person(person: PersonId, text: str, **params: Param) -> Notice:
    """One sentence to somebody directly."""
    return Notice(to=ToPerson(person=person), text=text, params=params)


def hand_to(table: RoutingTable, request: Request, *departments: DepartmentId) -> tuple[Message, ...]:
    """The owner's card: in the channel of the keeper's department (and of `departments`), and to the person directly.

    What the channel may read of it is decided when it is drawn (P8).
    """
    channels = dict.fromkeys((request.keeper.department, *departments))
    in_channels = tuple(Card(to=ToDepartment(department=department), view=View.OWNER) for department in channels)
    return in_channels + hand_directly(*_persons(table, request))


def hand_directly(*persons: PersonId) -> tuple[Card, ...]:
    """The owner's card to each of these."""
    return tuple(Card(to=ToPerson(person=person), view=View.OWNER) for person in persons)


def keeper_name(table: RoutingTable, keeper: Keeper) -> Param:
    """The person's name, or the department's in the reader's language."""
    return table.person(Email(keeper.person)).shown_name if keeper.person else DepartmentName(keeper.department)


def _directly(request: Request) -> Recipient:
    """Their direct conversation: the one they asked in, when it is one."""
    return _place_or_person(request) if request.place.direct else ToPerson(person=request.requester.person)


def _place_or_person(request: Request) -> Recipient:
    return ToPerson(person=request.requester.person) if request.place.is_nowhere else _place(request)


def _place(request: Request) -> ToPlace:
    return ToPlace(place=request.place, person=request.requester.person)


def _persons(table: RoutingTable, request: Request) -> tuple[PersonId, ...]:
    """The keeper; every member of their department when it is nobody in particular, but never the requester."""
    if request.keeper.person:
        return (request.keeper.person,)
    department = table.departments.get(request.keeper.department, table.triage)
    return tuple(PersonId(member) for member in department.members if PersonId(member) != request.requester.person)
