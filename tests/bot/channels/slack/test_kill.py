"""`guichet serve` on Slack, killed with its first reply on the way: started again, there is exactly one."""

import asyncio
import os
import sys
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from bot.clock import SystemClock
from tests.bot.channels.slack.stage import open_stage, people_and_channels, slack_table
from tests.bot.command import ROOT
from tests.bot.house import StoppedClock, make_house, reopen_house
from tests.fakes.slack import BOT_TOKEN, SECRET, FakeSlack, Silent
from tests.fakes.slack_people import Line, Somebody
from tools.answering import PAUSE, free_port

pytestmark = pytest.mark.slow

GLOVES = "où sont les gants en nitrile ?"


async def serve(folder: Path, slack: FakeSlack, port: int) -> asyncio.subprocess.Process:
    settings = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_SIGNING_SECRET": SECRET, "SLACK_API_URL": slack.api_url}
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "serve", "--port", str(port)),
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), **settings},
        stderr=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
    )


async def ready(client: httpx.AsyncClient) -> None:
    """Return once deliveries are accepted."""
    async with asyncio.timeout(120):
        while True:
            try:
                if (await client.get("/readyz")).status_code == 200:
                    return
            except httpx.TransportError:
                pass
            await asyncio.sleep(PAUSE)


@pytest.mark.parametrize("acts", [True, False])
def test_killed_on_its_way_a_reply_is_shown_exactly_once(tmp_path: Path, acts: bool) -> None:
    make_house(tmp_path, SystemClock(), slack_table()).close()

    async def main() -> None:
        async with FakeSlack(SystemClock().now) as slack:
            people_and_channels(slack)
            port = free_port()
            process = await serve(tmp_path, slack, port)
            on_its_way = asyncio.Event()
            slack.next("chat.postMessage", Silent(on_its_way, acts=acts))
            async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
                await ready(client)
                anna = Somebody(Line(slack, client), "U0ANNA")
                await anna.says(GLOVES)
                await asyncio.wait_for(on_its_way.wait(), 60)
            process.kill()
            await process.wait()
            await restarted(tmp_path, slack)

            assert len(anna.reads()) == 1

    asyncio.run(main())


async def restarted(folder: Path, slack: FakeSlack) -> None:
    """The same ledger, some minutes later: the lease of what was on its way has ended."""
    clock = StoppedClock(SystemClock().now() + timedelta(minutes=2))
    house = reopen_house(folder, clock)
    async with open_stage(house, clock, slack) as stage:
        await stage.settle()
    house.close()
