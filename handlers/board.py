"""One hit on the reception board, for a person with a phone in hand: whom to put a caller through to, what to say."""

from dataclasses import dataclass, replace

from handlers.calling import call_lines, reach_of_call
from handlers.contacts import contact_of
from handlers.content import Contact
from handlers.requests.calls import Sought, call_for
from handlers.requests.duty import Roster
from handlers.texts.voice import Voice
from knowledge.lookup import Found
from knowledge.models import Department, Person, Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """`name` is what was found, `contact` who answers for it, `lines` who stands in and what to say."""

    found: Found
    name: str
    contact: Contact
    reachable: bool
    lines: tuple[str, ...]


def hit(found: Found, sought: Sought, roster: Roster, voice: Voice) -> Hit:
    """What was found, as things stand now."""
    call = call_for(sought, roster)
    contact = contact_of(call.wanted, voice, roster.default_zone)
    return Hit(
        found=found,
        name=_name(sought, voice),
        contact=contact if call.is_wanted_there else replace(contact, reach=reach_of_call(call, voice)),
        reachable=call.reachable,
        lines=call_lines(call, voice, roster.default_zone),
    )


def _name(sought: Sought, voice: Voice) -> str:
    match sought:
        case Person():
            return sought.shown_name
        case Department():
            return voice.best(sought.name) or sought.id
        case Topic():
            return voice.best(sought.title) or sought.id
