"""The whole loop on Slack, over the fake workspace."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from handlers.requests.model import ClosingReason, State
from tests.bot.channels.slack.stage import STORE, SlackStage, slack_stage
from tests.fakes.slack import Json, words_of
from tests.fakes.slack_people import buttons_of

GLOVES = "où sont les gants en nitrile ?"
BADGE = "j'ai perdu ma carte d'accès"
UNKNOWN = "où est-ce que je stationne un hélicoptère ?"

Story = Callable[[SlackStage], Awaitable[None]]


def verbs_of(message: Json) -> set[str]:
    return {one["action_id"] for one in buttons_of(message)}


def play(folder: Path, story: Story) -> None:
    async def main() -> None:
        async with slack_stage(folder) as stage:
            await story(stage)

    asyncio.run(main())


def test_a_known_question_is_answered_directly_with_the_owner_and_buttons(tmp_path: Path) -> None:
    async def story(stage: SlackStage) -> None:
        await stage.anna.says(GLOVES)
        await stage.settle()

        (reply,) = stage.anna.reads()
        assert "B-12-3" in reply["text"]
        assert any("<tel:8195550125|819-555-0125 #212>" in words for words in words_of(reply))
        assert {"helped", "pass_on"} <= verbs_of(reply)

    play(tmp_path, story)


def test_the_whole_loop_from_the_question_to_it_helped(tmp_path: Path) -> None:
    async def story(stage: SlackStage) -> None:
        await stage.anna.says(GLOVES)
        await stage.settle()
        await stage.anna.clicks("pass_on", stage.anna.reads()[0], stage.slack.direct("U0ANNA").id)
        await stage.settle()
        (in_channel,) = stage.slack.posted(STORE)
        await stage.paul.clicks("take", in_channel, STORE)
        await stage.settle()
        assert stage.request().state is State.ACCEPTED

        await stage.paul.clicks("answer", in_channel, STORE)
        await stage.settle()
        await stage.paul.submits(stage.slack.views[0], text="Je vous en apporte <2> boîtes & plus.")
        await stage.settle()
        assert stage.request().state is State.ANSWERED
        assert any("&lt;2&gt; boîtes &amp; plus" in one["text"] for one in stage.anna.reads())

        await stage.anna.clicks("helped", stage.anna.reads()[0], stage.slack.direct("U0ANNA").id)
        await stage.settle()
        assert stage.request().closing_reason is ClosingReason.SOLVED
        assert "helped" not in verbs_of(stage.anna.reads()[0])
        assert "take" not in verbs_of(stage.slack.posted(STORE)[0])

    play(tmp_path, story)
