"""From a fact to its use case, inside one unit of work, once."""

from handlers.act import act
from handlers.ask import ask
from handlers.away import declare_away
from handlers.edit import edit
from handlers.incoming import (
    AwayDeclared,
    ChannelOffered,
    Fact,
    Misdirected,
    QuestionAsked,
    QuestionEdited,
    Replied,
    SlipLeft,
    Standing,
    VerbUsed,
)
from handlers.link import link
from handlers.misdirected import route_misdirected
from handlers.outcome import Outcome
from handlers.people import greet_guest
from handlers.ports import UnitOfWork, UnitsOfWork
from handlers.reply import reply
from handlers.scene import Scene
from handlers.slips import leave_slip


def handle(fact: Fact, units: UnitsOfWork, scene: Scene) -> Outcome:
    """Take care of a fact in a transaction of its own; a fact seen before changes nothing."""
    with units.begin() as unit:
        if not unit.deliveries.record(fact):
            return Outcome(duplicate=True)
        outcome = dispatch(fact, unit, scene)
        unit.commit()
        return outcome


def dispatch(fact: Fact, unit: UnitOfWork, scene: Scene) -> Outcome:
    """The use case of each fact; a guest gets one polite line."""
    if fact.actor.standing is Standing.GUEST:
        return greet_guest(fact, unit, scene)
    if scene.is_other_door:
        unit.people.came_by(fact.actor.person, fact.place.channel, scene.now)
    return _decided(fact, unit, scene)


def _decided(fact: Fact, unit: UnitOfWork, scene: Scene) -> Outcome:
    match fact:
        case QuestionAsked():
            return ask(fact, unit, scene)
        case VerbUsed():
            return act(fact, unit, scene)
        case ChannelOffered():
            return link(fact, unit, scene)
        case QuestionEdited():
            return edit(fact, unit, scene)
        case Replied():
            return reply(fact, unit, scene)
        case Misdirected():
            return route_misdirected(fact, unit, scene)
        case AwayDeclared():
            return declare_away(fact, unit, scene)
        case SlipLeft():
            return leave_slip(fact, unit, scene)
