"""Who is told what: the messages that go with a transition."""

from handlers.incoming import PersonId
from handlers.outgoing import Card, DepartmentName, Message, Notice, Param, ToDepartment, ToPerson, ToPlace, View
from handlers.requests.model import Keeper, Request
from handlers.verbs import Verb
from knowledge.models import DepartmentId, Email, RoutingTable


def first_reply(request: Request) -> Card:
    """The one first reply, where the question was asked."""
    return Card(to=_to_requester(request), view=View.REQUESTER, first=True)


def tell_requester(request: Request, text: str, *verbs: Verb, **params: Param) -> Notice:
    """One sentence to the requester, where they asked."""
    return Notice(to=_to_requester(request), text=text, params=params, verbs=verbs)


def tell_keeper(table: RoutingTable, request: Request, text: str, **params: Param) -> tuple[Notice, ...]:
    """One sentence to the keeper directly; to each member when nobody in particular keeps it."""
    persons = _persons(table, request.keeper)
    return tuple(Notice(to=ToPerson(person=person), text=text, params=params) for person in persons)


def hand_to(table: RoutingTable, request: Request, *departments: DepartmentId) -> tuple[Message, ...]:
    """The owner's card: in the channel of the keeper's department (and of `departments`), and to the person directly.

    A channel shows the words only when they were public already or their topic is known and not confidential (P8).
    """
    channels = dict.fromkeys((request.keeper.department, *departments))
    view = View.OWNER if _is_fit_for_channel(table, request) else View.OWNER_DISCREET
    in_channels = tuple(Card(to=ToDepartment(department=department), view=view) for department in channels)
    directly = tuple(Card(to=ToPerson(person=person), view=View.OWNER) for person in _persons(table, request.keeper))
    return in_channels + directly


def keeper_name(table: RoutingTable, keeper: Keeper) -> Param:
    """The person's name, or the department's in the reader's language."""
    return table.person(Email(keeper.person)).shown_name if keeper.person else DepartmentName(keeper.department)


def _to_requester(request: Request) -> ToPlace:
    return ToPlace(place=request.place, person=request.requester.person)


def _persons(table: RoutingTable, keeper: Keeper) -> tuple[PersonId, ...]:
    if keeper.person:
        return (keeper.person,)
    department = table.departments.get(keeper.department, table.triage)
    return tuple(PersonId(member) for member in department.members)


def _is_fit_for_channel(table: RoutingTable, request: Request) -> bool:
    topic = table.topics.get(request.topic) if request.topic else None
    if topic and topic.confidential:
        return False
    return topic is not None or not request.place.direct
