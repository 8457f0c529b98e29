"""Slack, over the strict workspace of our own."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bot.channels.slack.stage import GENERAL, slack_stage
from tests.contracts.channels.subject import ChannelUnderTest
from tests.fakes.slack import words_of


@contextmanager
def open_channel(folder: Path) -> Iterator[ChannelUnderTest]:
    opened = slack_stage(folder)
    with asyncio.Runner() as runner:
        stage = runner.run(opened.__aenter__())
        yield ChannelUnderTest(
            channel=stage.platform.channel,
            address=GENERAL,
            shown=lambda: ["\n".join(words_of(one)) or one["text"] for one in stage.slack.posted(GENERAL)],
            gone=f"{GENERAL}:17.000001",
            since=stage.clock.now(),
            runner=runner,
        )
        runner.run(opened.__aexit__(None, None, None))
