"""Shows messages on the terminal of the `guichet ask` that is waiting for them."""

from collections.abc import Callable
from datetime import datetime

from bot.channel import CannotTell, FindResult, Post, ProfileResult, Refused, SendResult, Sent
from handlers.content import Content
from handlers.incoming import ChannelName
from handlers.outgoing import Recipient, ToPlace
from knowledge.models import RoutingTable

NAME = ChannelName("cli")


class CliChannel:
    """One conversation, the one of this process; `show` puts a message before its reader."""

    name = NAME

    def __init__(self, conversation: str, show: Callable[[Content], None]) -> None:
        self._conversation = conversation
        self._show = show

    def address_of(self, recipient: Recipient, table: RoutingTable) -> str | None:
        """Only what was asked here is answered here."""
        match recipient:
            case ToPlace(place=place) if (place.channel, place.conversation) == (NAME, self._conversation):
                return self._conversation
            case _:
                return None

    async def send(self, post: Post) -> SendResult:
        self._show(post.content)
        return Sent(platform_id=post.key)

    async def find(self, post: Post, since: datetime) -> FindResult:
        """A terminal cannot be asked what it has shown."""
        return CannotTell()

    async def profile(self, account: str) -> ProfileResult:
        """A terminal knows no accounts."""
        return Refused("no_profiles")
