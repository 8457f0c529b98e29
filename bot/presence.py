"""Somebody is away, or back: what the command line and the pages do with it."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from bot.core import Core
from bot.errors import BotError
from handlers.away import set_away
from handlers.incoming import Actor, PersonId
from handlers.requests.duty import Absence

ONE_DAY = timedelta(days=1)  # their day may be another one than ours


def absence_of(core: Core, actor: Actor, begins: date | None, until: date | None) -> Absence:
    """Raises BotError `absence_without_end` or `absence_ends_before_it_begins`."""
    if until is None:
        raise BotError("absence_without_end")
    today = core.clock.now().astimezone(ZoneInfo(actor.timezone or core.house.timezone)).date()
    first = begins or today
    if until < first or until < today - ONE_DAY:
        raise BotError("absence_ends_before_it_begins", until=until)
    return Absence(begins=first, until=until)


def hand_over_some(core: Core, person: PersonId, absence: Absence) -> int:
    """Remember the absence and hand over a slice of what they keep, so that nobody waits long for the ledger."""
    scene = core.scene()
    with core.units.begin() as unit:
        handed = set_away(person, absence, unit, scene)
        unit.commit()
    return handed


def come_back(core: Core, person: PersonId) -> None:
    """Forget the absence."""
    with core.units.begin() as unit:
        unit.people.set_back(person)
        unit.commit()


def absence_known(core: Core, person: PersonId) -> Absence | None:
    """What they said themselves, or somebody said for them, unless it is over."""
    today = core.clock.now().date()
    with core.units.look() as view:
        return view.people.absences(today - ONE_DAY).get(person)
