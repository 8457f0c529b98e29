"""A terminal, which can show and neither edit nor look back."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.channels.cli.send import CliChannel
from handlers.content import Content
from tests.bot.house import MONDAY_MORNING
from tests.contracts.channels.subject import ChannelUnderTest


@contextmanager
def open_channel(folder: Path) -> Iterator[ChannelUnderTest]:
    screen: list[Content] = []
    with asyncio.Runner() as runner:
        yield ChannelUnderTest(
            channel=CliChannel("me", screen.append),
            address="me",
            shown=lambda: [content.as_text for content in screen],
            gone="k0",
            since=MONDAY_MORNING,
            edits=False,
            runner=runner,
        )
