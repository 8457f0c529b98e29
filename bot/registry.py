"""The channels of this process, in order of preference; the web comes last because it always works."""

from collections.abc import Iterable, Mapping

from bot.channel import Channel
from handlers.incoming import ChannelName
from handlers.outgoing import Recipient, ToPerson, ToPlace
from knowledge.models import RoutingTable

LAST_RESORT = ChannelName("web")


class Channels:
    """Finds the surfaces on which a recipient can be reached."""

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
