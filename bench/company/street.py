"""A chat where everybody can be reached at once, and which tells the simulation what was shown to whom."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.channel import CannotTell, FindResult, Post, ProfileResult, Refused, SendResult, Sent
from bot.channels.web.send import conversation_for
from handlers.content import Content
from handlers.incoming import ChannelName
from handlers.outgoing import Recipient
from knowledge.models import RoutingTable

NAME = ChannelName("street")


@dataclass(frozen=True, slots=True)
class Street:
    """Shows everything it is given; an address is `person:EMAIL`, `department:ID` or a conversation's name."""

    shown: Callable[[str, Content], None]
    name: ChannelName = NAME

    def address_of(self, recipient: Recipient, table: RoutingTable) -> str | None:
        return conversation_for(recipient, self.name)

    async def send(self, post: Post) -> SendResult:
        self.shown(post.address, post.content)
        return Sent(platform_id=post.replaces or post.key)

    async def find(self, post: Post, since: datetime) -> FindResult:
        return CannotTell()

    async def profile(self, account: str) -> ProfileResult:
        return Refused("no_profiles")
