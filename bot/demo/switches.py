"""What can be made to go wrong, in a channel around the real one: the rest of the house cannot tell it is a demo."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.channel import Channel, FindResult, Post, ProfileResult, Refused, SendResult, TryLater
from handlers.incoming import ChannelName, PersonId
from handlers.outgoing import Recipient
from knowledge.models import RoutingTable

RETRY = timedelta(seconds=2)  # what the platform asks for while it is down
SLOWNESS = timedelta(seconds=4)
BLOCKED = "blocked"


@dataclass(slots=True)
class Switches:
    """Which troubles are on. They are forgotten when the demo stops."""

    blocked: set[PersonId] = field(default_factory=set)  # their chat refuses every message
    down: bool = False  # the platform takes nothing for now
    slow: bool = False


class TroubledChannel:
    """The channel, as far as the switches let messages through."""

    def __init__(self, channel: Channel, switches: Switches, slowness: timedelta = SLOWNESS) -> None:
        self._channel = channel
        self._switches = switches
        self._slowness = slowness

    @property
    def name(self) -> ChannelName:
        return self._channel.name

    def address_of(self, recipient: Recipient, table: RoutingTable) -> str | None:
        return self._channel.address_of(recipient, table)

    async def send(self, post: Post) -> SendResult:
        """Refused for good, for now, or late; else as the channel has it."""
        if self._switches.slow:
            await asyncio.sleep(self._slowness.total_seconds())
        if self._switches.down:
            return TryLater(RETRY)
        if any(post.address == f"person:{person}" for person in self._switches.blocked):
            return Refused(BLOCKED)
        return await self._channel.send(post)

    async def find(self, post: Post, since: datetime) -> FindResult:
        return await self._channel.find(post, since)

    async def profile(self, account: str) -> ProfileResult:
        return await self._channel.profile(account)
