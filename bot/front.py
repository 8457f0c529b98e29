"""The house as the channels see it: `bot.reception` on top of the bridge."""

from collections.abc import Mapping
from datetime import datetime

from bot.bridge import Bridge
from handlers.accounts import Account
from handlers.content import Content, Form
from handlers.incoming import Actor, ChannelName, Fact, PersonId, Place, Reference
from handlers.outcome import Outcome
from handlers.outgoing import Line, View
from handlers.verbs import Verb
from knowledge.models import DepartmentId, RoutingTable


class Front:
    """Everything that a listener may ask for, each call crossing the bridge once."""

    def __init__(self, bridge: Bridge) -> None:
        self._bridge = bridge
        self._core = bridge.core

    @property
    def timezone(self) -> str:
        return self._core.house.timezone

    @property
    def table(self) -> RoutingTable:
        return self._core.snapshots.current.table

    def now(self) -> datetime:
        return self._core.clock.now()

    async def receive(self, fact: Fact) -> Outcome:
        return await self._bridge.receive(fact)

    async def form(self, actor: Actor, verb: Verb, reference: Reference, *, alone: bool) -> Form | Line:
        return await self._bridge.read(self._core.form, actor, verb, reference, alone=alone)

    async def card(self, actor: Actor, view: View, reference: Reference, *, alone: bool) -> Content | None:
        return await self._bridge.read(self._core.card, actor, view, reference, alone=alone)

    async def say(self, line: Line, actor: Actor) -> str:
        reader = await self._bridge.read(self._core.reader, actor)
        return self._core.voice(reader).line(line)

    async def tell(self, line: Line, actor: Actor, place: Place) -> None:
        await self._bridge.write(self._core.tell, line, actor, place)
        self._bridge.bells.ring()

    async def identified(self, actor: Actor) -> Actor:
        return await self._bridge.read(self._core.identified, actor)

    async def learn(self, account: Account) -> None:
        await self._bridge.write(self._core.learn, account)
        self._bridge.bells.ring()

    async def account_of(self, channel: ChannelName, person: PersonId) -> Account | None:
        return await self._bridge.read(self._account_of, channel, person)

    async def bind(self, channel: ChannelName, tenant: str) -> str:
        return await self._bridge.write(self._bind, channel, tenant)

    async def links(self, channel: ChannelName) -> Mapping[DepartmentId, str]:
        return await self._bridge.read(self._links, channel)

    def _account_of(self, channel: ChannelName, person: PersonId) -> Account | None:
        with self._core.units.look() as view:
            return view.accounts.of_person(channel, person)

    def _bind(self, channel: ChannelName, tenant: str) -> str:
        with self._core.units.begin() as unit:
            bound = unit.accounts.bind(channel, tenant)
            unit.commit()
            return bound

    def _links(self, channel: ChannelName) -> Mapping[DepartmentId, str]:
        with self._core.units.look() as view:
            return view.accounts.links(channel)
