"""The contract of a channel: where it reaches people, how it shows a message, what can come of a send.

A channel is a folder under `bot/channels/`; nothing outside that folder knows its platform. docs/recipes/channel.md
says how to add one, tests/contracts holds the suite that every channel passes. What the house offers a channel in
return is `bot.reception`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from starlette.routing import BaseRoute

from handlers.accounts import Account
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


class Meaning(StrEnum):
    """What a refusal tells about the address."""

    NO = "no"  # the place is there, and takes no such message
    NOWHERE = "nowhere"  # there is no such place on this platform, and was not meant to be: nothing is lost
    GONE = "gone"  # the person has left


@dataclass(frozen=True, slots=True)
class Refused:
    """The platform will never take it at this address."""

    reason: str
    meaning: Meaning = Meaning.NO


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
ProfileResult = Account | TryLater | Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What `guichet doctor` found: a text key of the catalog and its values."""

    is_well: bool
    text: str
    values: Mapping[str, str] = field(default_factory=dict)


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

    async def profile(self, account: str) -> ProfileResult:
        """Who is behind an account. Refused: the platform will not say; they stay who the event said they were."""
        ...


class Platform(Protocol):
    """A channel with a life of its own: what it listens on, what it needs before the first message and after the last.

    The folder of a platform has `open_platform(serving, reception) -> Platform | None` in its `__init__`: None when it
    is not configured, BotError (naming the setting) when a setting is wrong. The SDK is imported there, not above.
    """

    @property
    def channel(self) -> Channel: ...

    def routes(self) -> Sequence[BaseRoute]:
        """Where the platform delivers."""
        ...

    async def start(self) -> None:
        """Called once before deliveries are accepted. Raises BotError when the platform must not be served at all."""
        ...

    async def stop(self) -> None:
        """Called once after the last delivery and the last send."""
        ...

    async def check(self) -> Sequence[Finding]:
        """Everything `guichet doctor` can tell without sending a message to anybody."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Serving:
    """How this process is reached: the address it listens on, and the address people and platforms use, if set."""

    host: str
    port: int
    base_url: str = ""


class Channels:
    """The channels of one process, in order of preference; the web comes last because it always works."""

    def __init__(self, channels: Iterable[Channel]) -> None:
        ordered = sorted(channels, key=lambda channel: channel.name == LAST_RESORT)
        self._channels: Mapping[ChannelName, Channel] = {channel.name: channel for channel in ordered}

    def __bool__(self) -> bool:
        """Whether this process speaks for any channel at all."""
        return bool(self._channels)

    def named(self, name: ChannelName) -> Channel | None:
        """The channel of that name, when this process speaks for it."""
        return self._channels.get(name)

    def serves(self, name: ChannelName) -> bool:
        """Whether this process speaks for that channel."""
        return name in self._channels

    def surfaces(self, recipient: Recipient, table: RoutingTable) -> list[tuple[Channel, str]]:
        """Where to try, in order: the place itself, then wherever the person is reached directly."""
        found = self._surfaces_of(recipient, table)
        if isinstance(recipient, ToPlace):
            found += [pair for pair in self._surfaces_of(ToPerson(person=recipient.person), table) if pair not in found]
        return found

    @staticmethod
    def are_several(surfaces: Sequence[tuple[Channel, str]]) -> bool:
        """Whether there is more than one platform to choose from, besides the web."""
        return len({channel.name for channel, _ in surfaces} - {LAST_RESORT}) > 1

    def _surfaces_of(self, recipient: Recipient, table: RoutingTable) -> list[tuple[Channel, str]]:
        addresses = ((channel, channel.address_of(recipient, table)) for channel in self._channels.values())
        return [(channel, address) for channel, address in addresses if address is not None]
