"""kill -9 at every point between a question's arrival and its reply: then exactly one request and one reply."""

import asyncio
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from bot.clock import MovableClock, SystemClock
from tests.bot.command import ROOT
from tests.bot.dying import POINTS, question
from tests.bot.house import ANNA, HouseUnderTest, make_house, reopen_house

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("point", [*POINTS, "never"])
def test_after_a_kill_there_is_one_request_and_one_reply(tmp_path: Path, point: str) -> None:
    make_house(tmp_path, SystemClock()).close()

    died = run_and_die(tmp_path / "guichet.db", point)

    assert (died == -9) is (point != "never")
    house = reopened(tmp_path)
    assert restarted(house) == 1
    assert len(house.requests()) == 1
    assert len(house.shown(f"person:{ANNA}")) == 1
    house.close()


def run_and_die(ledger: Path, point: str) -> int:
    command = [sys.executable, "-m", "tests.bot.dying", str(ledger), point]
    return subprocess.run(command, cwd=ROOT, env=os.environ, timeout=60, check=False).returncode


def reopened(folder: Path) -> HouseUnderTest:
    """The same ledger, an hour later: every lease has ended."""
    return reopen_house(folder, MovableClock(SystemClock(), ahead=timedelta(hours=1)))


def restarted(house: HouseUnderTest) -> int:
    """The platform sends the delivery again, the workers work; how many requests there are."""

    async def go() -> None:
        await house.bridge.receive(question(house.core))
        await house.deliver_all()

    asyncio.run(go())
    return len(house.requests())
