"""What a switch does: the channel's troubles at once, an absence through the same use case as in production."""

from datetime import timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from bot.bridge import Bridge
from bot.channels.web.parse import place_of
from bot.demo.switches import Switches
from bot.demo.troubles import Switch, Trouble
from bot.web.visit import actor_of
from handlers.incoming import AwayDeclared, PersonId
from knowledge.models import Person

ABSENCE = timedelta(days=1)  # today and tomorrow


class Upsets:
    """Carries out switches."""

    def __init__(self, bridge: Bridge, switches: Switches) -> None:
        self._bridge = bridge
        self._switches = switches

    async def carry_out(self, switch: Switch) -> None:
        """The trouble is on, or off, when this returns."""
        match switch.trouble, switch.person:
            case Trouble.DOWN, _:
                self._switches.down = switch.on
            case Trouble.SLOW, _:
                self._switches.slow = switch.on
            case Trouble.BLOCKED, Person(email=email):
                change = self._switches.blocked.add if switch.on else self._switches.blocked.discard
                change(PersonId(email))
            case Trouble.AWAY, Person() as person:
                await self._bridge.receive(self._absence(person, on=switch.on))
            case _:
                return
        self._bridge.bells.ring()

    def _absence(self, person: Person, *, on: bool) -> AwayDeclared:
        """What the person would say of themselves in the chat."""
        now, actor = self._bridge.core.clock.now(), actor_of(person)
        today = now.astimezone(ZoneInfo(person.timezone or self._bridge.core.house.timezone)).date()
        return AwayDeclared(
            keys=(f"demo:{uuid4()}",),
            actor=actor,
            place=place_of(actor),
            at=now,
            until=today + ABSENCE if on else None,
            lang=person.lang,
        )
