"""Which words say where a request stands: its state's, or others once somebody was asked in vain."""

from collections.abc import Mapping

from handlers.incoming import PersonId
from handlers.outgoing import Param
from handlers.requests.announce import keeper_name
from handlers.requests.model import Keeper, Request, State
from knowledge.models import DepartmentId, RoutingTable

UNHEARD = "unheard"  # an owner is known, has not answered, and triage has it now


def wording_of(request: Request, table: RoutingTable) -> tuple[str, Mapping[str, Param]]:
    """The last part of the text's key, with all that its sentence may name."""
    asked = asked_in_vain(request, table)
    values: dict[str, Param] = {"name": keeper_name(table, request.keeper), "due": request.promise.due}
    if asked:
        return UNHEARD, {**values, "asked": keeper_name(table, asked)}
    is_owned = request.state is State.PROMISED and request.topic is not None
    return (State.ROUTED if is_owned else request.state), values


def asked_in_vain(request: Request, table: RoutingTable) -> Keeper | None:
    """Who had the request before triage promised; None while nobody else is known who could help."""
    if request.state is not State.PROMISED:
        return None
    asked = next(iter(_owners(request, table)), None)
    return None if asked and asked.person == request.keeper.person else asked


def _owners(request: Request, table: RoutingTable) -> list[Keeper]:
    """The departments that were asked, each with the person asked in it; triage owns what has a topic of its own."""
    aside = set() if request.topic else {table.triage.id, request.keeper.department}
    following = (*request.asked[1:], "")
    return [
        Keeper(department=DepartmentId(one), person=None if after in table.departments else PersonId(after) or None)
        for one, after in zip(request.asked, following, strict=True)
        if one in table.departments and one not in aside
    ]
