"""The whole loop against a Slack that nobody here wrote (tools/local_slack.py): over HTTP, signed, with its forms."""

import asyncio
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import aiohttp
import pytest

from tests.bot.command import sample_company
from tests.needs import needs_local_slack
from tools.answering import answering, free_port, wait_until
from tools.local_slack import BOT_TOKEN, SECRET, Channel, Json, LocalSlack, Member, running_local_slack

pytestmark = pytest.mark.slow

MINH = Member(id="U0MINH", name="Minh Nguyen", email="minh.nguyen@atelier-boreal.example")
NATHALIE = Member(id="U0NATHALIE", name="Nathalie Gélinas", email="nathalie.gelinas@atelier-boreal.example")
FRONT_DESK = Channel(id="C0ACCUEIL", name="accueil")


@pytest.fixture
def slack(tmp_path: Path) -> Iterator[LocalSlack]:
    needs_local_slack()
    port = free_port()
    deliver_to = f"http://127.0.0.1:{port}/slack/events"
    sample_company(tmp_path)
    with (
        running_local_slack(tmp_path, deliver_to, [MINH, NATHALIE], [FRONT_DESK]) as slack,
        serving(tmp_path, slack, port),
    ):
        yield slack


@contextmanager
def serving(folder: Path, slack: LocalSlack, port: int) -> Iterator[None]:
    settings = {
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": f"{slack.address}/api/",
    }
    command = [sys.executable, "-m", "bot", "serve", "--port", str(port)]
    with answering(command, f"http://127.0.0.1:{port}/readyz", folder, settings):
        yield


def within(holds: Callable[[], bool]) -> None:
    wait_until(holds, seconds=90)


def words(messages: list[Json]) -> str:
    return "\n".join(message["text"] for message in messages)


async def fills_in(slack: LocalSlack, who: str, verb: str, message: Json, text: str) -> None:
    """Use a button that opens a form, fill in its words, send it; until the requester has read them."""
    given = {"type": "plain_text_input", "value": text}
    async with aiohttp.ClientSession() as session, session.ws_connect(f"{slack.address}/ui") as page:
        await asyncio.to_thread(slack.clicks, who, verb, message)
        async with asyncio.timeout(60):
            async for frame in page:
                if json.loads(frame.data)["t"] == "view":
                    break
        await page.send_json({"t": "view_submit", "user": who, "values": {"text": {"text": given}}})
        await asyncio.to_thread(within, lambda: text.partition("<")[0] in words(slack.direct(MINH.id)))


def test_the_whole_loop(slack: LocalSlack) -> None:
    slack.says(MINH.id, "où est-ce que je stationne un hélicoptère ?")
    within(lambda: "G-1001" in words(slack.direct(MINH.id)))
    within(lambda: "hélicoptère" in words(slack.direct(NATHALIE.id)))
    assert "hélicoptère" not in words(slack.written(FRONT_DESK.id))

    card = slack.direct(NATHALIE.id)[0]
    slack.clicks(NATHALIE.id, "take", card)
    within(lambda: "Nathalie Gélinas s’occupe" in words(slack.direct(MINH.id)))

    card = slack.direct(NATHALIE.id)[0]
    asyncio.run(fills_in(slack, NATHALIE.id, "answer", card, "Sur le toit, à côté de l'usine <A>."))
    within(lambda: "Sur le toit" in words(slack.direct(MINH.id)))
    assert "&lt;A&gt;" in words(slack.direct(MINH.id))

    slack.clicks(MINH.id, "helped", slack.direct(MINH.id)[0])
    within(lambda: "helped" not in json.dumps(slack.direct(MINH.id)[0]["blocks"]))


def test_the_command_is_answered_directly(slack: LocalSlack) -> None:
    slack.commands(MINH.id, "où sont les gants en nitrile ?", FRONT_DESK.id)

    within(lambda: "B-12-3" in words(slack.direct(MINH.id)))
