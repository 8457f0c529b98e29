"""The pages' conversations, on a ledger."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.channels.web.send import WebChannel
from bot.web.conversations import LedgerConversations
from tests.bot.house import ANNA, MONDAY_MORNING, make_house
from tests.contracts.channels.subject import ChannelUnderTest


@contextmanager
def open_channel(folder: Path) -> Iterator[ChannelUnderTest]:
    house, address = make_house(folder), f"person:{ANNA}"
    with asyncio.Runner() as runner:
        yield ChannelUnderTest(
            channel=WebChannel(LedgerConversations(house.bridge)),
            address=address,
            shown=lambda: [posted.content.as_text for posted in house.shown(address)],
            gone="4711",
            since=MONDAY_MORNING,
            runner=runner,
        )
    house.close()
