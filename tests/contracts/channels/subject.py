"""What the contract of channels needs of each."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from bot.channel import Channel

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelUnderTest:
    """A channel that can be sent to at `address`, and what is shown there, oldest first.

    `gone` is the platform's id of a card that is no longer there; `edits` says whether cards are replaced in place.
    Everything asynchronous runs on `runner`, where the channel lives.
    """

    channel: Channel
    address: str
    shown: Callable[[], list[str]]
    gone: str
    since: datetime
    edits: bool = True
    runner: asyncio.Runner = field(repr=False)

    def run(self, awaitable: Awaitable[T]) -> T:
        async def main() -> T:
            return await awaitable

        return self.runner.run(main())
