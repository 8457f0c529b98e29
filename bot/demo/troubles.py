"""The form that makes something go wrong, or right again: read at the edge, pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.demo.persona import persona_of
from knowledge.models import Person, RoutingTable


class Trouble(StrEnum):
    """What can go wrong."""

    DOWN = "down"  # the platform takes no message
    SLOW = "slow"  # every message takes its time
    BLOCKED = "blocked"  # somebody's chat refuses Guichet's messages
    AWAY = "away"  # somebody is not there


OF_SOMEBODY = frozenset({Trouble.BLOCKED, Trouble.AWAY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch:
    """One trouble to switch on or off; `person` is whom it concerns."""

    trouble: Trouble
    on: bool
    person: Person | None = None


def switch_of(form: Mapping[str, str], table: RoutingTable) -> Switch | None:
    """What the form asks for; None for a form that no page of ours sends."""
    if form.get("trouble") not in set(Trouble):
        return None
    trouble = Trouble(form["trouble"])
    person = persona_of(form.get("who", ""), table)
    if trouble in OF_SOMEBODY and person is None:
        return None
    return Switch(trouble=trouble, on=form.get("on") == "1", person=person)
