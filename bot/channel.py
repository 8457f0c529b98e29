"""The contract of a channel: where it reaches people, how it shows a message, what can come of a send.

A channel is a folder under `bot/channels/`; nothing outside that folder knows its platform. docs/recipes/channel.md
says how to add one, tests/contracts holds the suite that every channel passes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from handlers.content import Content
from handlers.incoming import ChannelName
from handlers.outgoing import Recipient, ToPerson, ToPlace
from knowledge.models import RoutingTable

LAST_RESORT = ChannelName("web")


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One message for one address. `replaces` is the platform's id of the card it takes the place of."""

    key: str  # the same each time this message is tried: what a look-up recognises it by
    address: str
    content: Content
    replaces: str | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """The platform has it, under this id."""

    platform_id: str


@dataclass(frozen=True, slots=True)
class TryLater:
    """The platform is busy or away and certainly did not take it; `after` is what it asked for, if anything."""

    after: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """The platform will never take it at this address."""

    reason: str


@dataclass(frozen=True, slots=True)
class InDoubt:
    """A timeout, a 5xx, a cut connection: nobody knows whether it arrived."""


SendResult = Sent | TryLater | Refused | InDoubt


@dataclass(frozen=True, slots=True)
class NotThere:
    """The look-up was made and the message is not there."""


@dataclass(frozen=True, slots=True)
class CannotTell:
    """The platform has no look-up, or it failed."""


FindResult = Sent | NotThere | CannotTell


class Channel(Protocol):
    """One platform, as the rest of the house sees it."""

    @property
    def name(self) -> ChannelName: ...

    def address_of(self, recipient: Recipient, table: RoutingTable) -> str | None:
        """Where on this platform the recipient is reached; None when it is not."""
        ...

    async def send(self, post: Post) -> SendResult:
        """Show the message. Never raises for what the platform says or fails to say."""
        ...

    async def find(self, post: Post, since: datetime) -> FindResult:
        """Whether an earlier, doubtful attempt at this message arrived."""
        ...


class Channels:
    """The channels of one process, in order of preference; the web comes last because it always works."""

    def __init__(self, channels: Iterable[Channel]) -> None:
        ordered = sorted(channels, key=lambda channel: channel.name == LAST_RESORT)
        self._channels: Mapping[ChannelName, Channel] = {channel.name: channel for channel in ordered}

    def serves(self, name: ChannelName) -> bool:
        """Whether this process speaks for that channel."""
        return name in self._channels

    def surfaces(self, recipient: Recipient, table: RoutingTable) -> list[tuple[Channel, str]]:
        """Where to try, in order: the place itself, then wherever the person is reached directly."""
        found = self._surfaces_of(recipient, table)
        if isinstance(recipient, ToPlace):
            found += [pair for pair in self._surfaces_of(ToPerson(person=recipient.person), table) if pair not in found]
        return found

    def _surfaces_of(self, recipient: Recipient, table: RoutingTable) -> list[tuple[Channel, str]]:
        addresses = ((channel, channel.address_of(recipient, table)) for channel in self._channels.values())
        return [(channel, address) for channel, address in addresses if address is not None]
