"""Puts messages into the conversations that the pages show."""

from datetime import datetime
from typing import Protocol

from bot.channel import LAST_RESORT, FindResult, NotThere, Post, ProfileResult, Refused, SendResult, Sent
from handlers.content import Content
from handlers.incoming import ChannelName
from handlers.outgoing import Recipient, ToDepartment, ToPerson, ToPlace
from knowledge.models import RoutingTable


class Conversations(Protocol):
    """What the pages show, in order; a message is posted once for each key."""

    async def post(self, conversation: str, key: str, content: Content) -> int: ...

    async def edit(self, number: int, content: Content) -> bool: ...

    async def find(self, key: str) -> int | None: ...


def conversation_for(recipient: Recipient, channel: ChannelName) -> str | None:
    """Where a channel that reaches everybody shows it: a person's conversation, a department's, or the place's own."""
    match recipient:
        case ToPerson(person=person):
            return f"person:{person}"
        case ToDepartment(department=department):
            return f"department:{department}"
        case ToPlace(place=place):
            return place.conversation if place.channel == channel else None


class WebChannel:
    """Everybody has a conversation here, and so has each department."""

    name = LAST_RESORT

    def __init__(self, conversations: Conversations) -> None:
        self._conversations = conversations

    def address_of(self, recipient: Recipient, table: RoutingTable) -> str | None:
        """The conversation's name; places of other channels are not here."""
        return conversation_for(recipient, self.name)

    async def send(self, post: Post) -> SendResult:
        """Show the message; a card takes the place of the one it replaces."""
        if post.replaces and await self._conversations.edit(int(post.replaces), post.content):
            return Sent(platform_id=post.replaces)
        return Sent(platform_id=str(await self._conversations.post(post.address, post.key, post.content)))

    async def find(self, post: Post, since: datetime) -> FindResult:
        """Whether the message is in its conversation; showing a card anew leaves no key and may be done again."""
        number = await self._conversations.find(post.key)
        return NotThere() if number is None else Sent(platform_id=str(number))

    async def profile(self, account: str) -> ProfileResult:
        """These pages know everybody by e-mail."""
        return Refused("no_profiles")
