"""Delivery over a channel that takes its time: lanes side by side, messages of a lane one after the other."""

import asyncio
from datetime import datetime
from typing import Any

from bot.channel import CannotTell, Channels, FindResult, Post, ProfileResult, Refused, SendResult, Sent
from bot.workers.deliver import Courier
from bot.workers.introduce import Introductions
from handlers.incoming import Actor, ChannelName, PersonId, Place, QuestionAsked
from handlers.outgoing import Card, Notice, Recipient, ToPerson, View
from knowledge.models import RoutingTable
from tests.bot.house import HouseUnderTest


class Slow:
    """Takes each message at once and lets go of it only when told."""

    name = ChannelName("slow")

    def __init__(self) -> None:
        self.taken: list[str] = []
        self.may_go = asyncio.Event()

    def address_of(self, recipient: Recipient, table: RoutingTable) -> str | None:
        return recipient.person if isinstance(recipient, ToPerson) else None

    async def send(self, post: Post) -> SendResult:
        self.taken.append(post.address)
        await self.may_go.wait()
        return Sent(platform_id=post.key)

    async def find(self, post: Post, since: datetime) -> FindResult:
        return CannotTell()

    async def profile(self, account: str) -> ProfileResult:
        return Refused("no_profiles")


def queue(house: HouseUnderTest, *people: str) -> None:
    """One message for each, in this order."""
    with house.core.units.begin() as unit:
        for person in people:
            unit.outbox.add(
                None, [Notice(to=ToPerson(person=PersonId(person)), text="notice.guest")], house.core.clock.now()
            )
        unit.commit()


def test_lanes_go_side_by_side_and_within_a_lane_one_follows_the_other(house: HouseUnderTest) -> None:
    async def deliver() -> tuple[list[str], list[str]]:
        slow = Slow()
        channels = Channels([slow])
        courier = Courier(house.bridge, channels, Introductions(house.bridge, channels))
        assert await courier.deliver_some()
        while len(slow.taken) < 2:
            await asyncio.to_thread(house.bridge.core.clock.now)
        before = list(slow.taken)
        slow.may_go.set()
        while await courier.deliver_some():
            pass
        return before, slow.taken

    queue(house, "anna", "anna", "paul", "anna")

    before, after = asyncio.run(deliver())

    assert sorted(before) == ["anna", "paul"]
    assert sorted(after) == ["anna", "anna", "anna", "paul"]


def test_stopping_waits_for_what_is_under_way(house: HouseUnderTest) -> None:
    async def stop_in_between() -> None:
        slow = Slow()
        channels = Channels([slow])
        courier = Courier(house.bridge, channels, Introductions(house.bridge, channels))
        await courier.deliver_some()
        asyncio.get_running_loop().call_soon(slow.may_go.set)
        await courier.finish()

    queue(house, "anna")

    asyncio.run(stop_in_between())

    with house.core.units.look() as view:
        assert view.outbox.depth() == 0


class Partial(Slow):
    """Draws nothing for "bad", and gives a number for a card of "odd" that no ledger can keep."""

    def address_of(self, recipient: Recipient, table: RoutingTable) -> str | None:
        if recipient == ToPerson(person=PersonId("bad")):
            raise RuntimeError
        return super().address_of(recipient, table)

    async def send(self, post: Post) -> SendResult:
        self.taken.append(post.address)
        odd: Any = object()
        return Sent(platform_id=odd if post.address == "odd" else post.key)


def test_what_cannot_be_drawn_or_recorded_holds_up_nobody_else(house: HouseUnderTest) -> None:
    async def deliver() -> list[str]:
        partial = Partial()
        channels = Channels([partial])
        courier = Courier(house.bridge, channels, Introductions(house.bridge, channels))
        while await courier.deliver_some():
            pass
        return partial.taken

    asked = QuestionAsked(
        keys=("1",),
        actor=Actor(person=PersonId("somebody")),
        place=Place(channel=ChannelName("slow"), conversation="here"),
        at=house.core.clock.now(),
        text="lost badge",
    )
    house.core.decide(asked, house.core.scene(asked))
    cards = [Card(to=ToPerson(person=PersonId(person)), view=View.OWNER) for person in ("odd", "anna", "bad", "paul")]
    with house.core.units.begin() as unit:
        unit.outbox.add(house.requests()[0].id, cards, house.core.clock.now())
        unit.commit()

    taken = asyncio.run(deliver())

    with house.core.units.look() as view:
        shown = view.outbox.all_shown([house.requests()[0].id])
        waiting = view.outbox.depth()
    assert {"odd", "anna", "paul"} <= set(taken)
    assert {lane for _, lane in shown} >= {"person:anna", "person:paul"}
    assert waiting == 2
