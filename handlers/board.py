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
    """`name` is what was found, `contact` who answers for it, `stand_in` who does else, `lines` what to say."""

    found: Found
    name: str
    contact: Contact
    reachable: bool
    stand_in: Contact | None
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
        stand_in=contact_of(call.stand_in, voice, roster.default_zone) if call.stand_in else None,
        lines=call_lines(replace(call, stand_in=None), voice, roster.default_zone),
    )


def _name(sought: Sought, voice: Voice) -> str:
    match sought:
        case Person():
            return sought.shown_name
        case Department():
            return voice.best(sought.name) or sought.id
        case Topic():
            return voice.best(sought.title) or sought.id
