"""Who may see a request and who may do what to it: the requester's side and the keeper's side (P8, DESIGN 4)."""

from enum import StrEnum

from handlers.incoming import Actor, PersonId, Reference
from handlers.outgoing import Line
from handlers.requests.model import Request
from handlers.requests.privacy import is_discreet
from handlers.verbs import OWNER_VERBS, Verb
from knowledge.models import RoutingTable


class Permission(StrEnum):
    """Whether a verb may be used; UNKNOWN is answered exactly as a reference that does not exist."""

    GRANTED = "granted"
    OWN_QUESTION = "own_question"  # nobody answers their own question
    NOT_YOURS = "not_yours"  # they may see it, the move is the other side's
    UNKNOWN = "unknown"


_REFUSED = {
    Permission.OWN_QUESTION: "line.own_question",
    Permission.NOT_YOURS: "line.not_yours",
    Permission.UNKNOWN: "line.unknown_reference",
}


def refusal_for(
    actor: Actor, verb: Verb, reference: Reference, request: Request | None, table: RoutingTable, *, alone: bool
) -> Line | None:
    """Why `actor` may not use `verb` on the request behind `reference`; None when they may.

    Not `alone`: before a whole channel, where others see the card. They are told that its buttons are not theirs,
    whether or not there is such a request, so the sentence says no more than the channel does (P8).
    """
    permission = may(actor, verb, request, table) if request else Permission.UNKNOWN
    if permission is Permission.UNKNOWN and not alone:
        return Line(text="line.somebody_elses")
    text = _REFUSED.get(permission)
    return Line(text=text, params={"reference": reference}) if text else None


def may(actor: Actor, verb: Verb, request: Request, table: RoutingTable) -> Permission:
    """Whether `actor` may use `verb` on `request`."""
    if not sees(actor, request, table):
        return Permission.UNKNOWN
    if verb is Verb.CALL_BACK and request.memory.call and is_requester(actor, request):
        return Permission.GRANTED  # whoever holds the phone leaves a slip
    if verb in OWNER_VERBS:
        is_own = is_requester(actor, request) or not is_keeper_side(actor, request, table)
        return Permission.OWN_QUESTION if is_own else Permission.GRANTED
    return Permission.GRANTED if asks_for_the_desk(actor, request, table) else Permission.NOT_YOURS


def sees(actor: Actor, request: Request, table: RoutingTable) -> bool:
    """The requester, their desk if it is a slip, the keeper, those who were asked, the members of their departments."""
    return asks_for_the_desk(actor, request, table) or is_keeper_side(actor, request, table)


def may_read_words(actor: Actor, request: Request, table: RoutingTable) -> bool:
    """Whether its words may be shown to somebody who looks after the table, and perhaps not after this request (P8).

    What was asked directly and is unknown may be confidential, as nobody has said that it is not: it is for those
    who handle it. What was asked where others read, and is discreet in no way, is for everybody.
    """
    return sees(actor, request, table) or (not request.place.direct and not is_discreet(table, request))


def is_requester(actor: Actor, request: Request) -> bool:
    return actor.person == request.requester.person


def asks_for_the_desk(actor: Actor, request: Request, table: RoutingTable) -> bool:
    """The requester; of a call-back slip anybody at the reception desk where it was taken, unless it is discreet.

    The caller rings again, and whoever picks up has to know (docs/adr/0009).
    """
    if is_requester(actor, request):
        return True
    at_the_desk = {PersonId(member) for member in table.triage.members}
    is_theirs = at_the_desk >= {actor.person, request.requester.person}
    return request.memory.slip and is_theirs and not is_discreet(table, request)


def is_keeper_side(actor: Actor, request: Request, table: RoutingTable) -> bool:
    """A person who was asked, or a member of a department that was."""
    if actor.person in (request.keeper.person, *request.asked):
        return True
    departments = {department.id for department in table.departments_of(actor.email)}
    return not departments.isdisjoint((request.keeper.department, *request.asked))
