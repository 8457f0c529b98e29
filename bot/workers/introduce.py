"""Asks a platform who is behind an account: before the first message to them and before a button of theirs counts."""

from bot.bridge import Bridge
from bot.channel import Channels, Refused, TryLater
from handlers.accounts import Account, account_in
from handlers.incoming import PersonId


class Introductions:
    """Makes persons known by name, over the channels of this process."""

    def __init__(self, bridge: Bridge, channels: Channels) -> None:
        self._bridge = bridge
        self._channels = channels

    async def introduce(self, person: PersonId) -> None:
        """Ask once. If the platform will not tell, they stay who the event said; one that is away is asked again."""
        found = account_in(person)
        channel = self._channels.named(found[0]) if found else None
        if found is None or channel is None:
            return
        match await channel.profile(found[1]):
            case Account() as account:
                await self._bridge.write(self._bridge.core.learn, account)
            case Refused():
                await self._bridge.write(self._bridge.core.leave_nameless, *found)
            case TryLater():
                return
