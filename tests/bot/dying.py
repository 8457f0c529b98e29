"""A process that takes one question and delivers its reply, and is killed at a named point: for test_kill."""

import asyncio
import os
import signal
import sys
from pathlib import Path

from bot.bridge import Bridge
from bot.channel import Channels, Post, SendResult
from bot.channels.web.send import WebChannel
from bot.clock import SystemClock
from bot.core import Core, House
from bot.snapshots import Snapshots
from bot.storage.database import Database
from bot.storage.routing import SqlRouting
from bot.texts import load_catalog
from bot.web.conversations import LedgerConversations
from bot.workers.deliver import Courier
from bot.workers.introduce import Introductions
from handlers.incoming import Actor, ChannelName, PersonId, Place, QuestionAsked
from knowledge.models import Lang
from tests.bot.house import ANNA, LEXICAL
from tests.fakes.units import MortalUnits

POINTS = (
    "before the question is decided",
    "before its commit",
    "after its commit",
    "before the claim's commit",
    "after the claim's commit",
    "before the send",
    "after the send",
    "before the result's commit",
    "after the result's commit",
)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class DyingChannel(WebChannel):
    """Dies before or after it sent."""

    when = ""

    async def send(self, post: Post) -> SendResult:
        if self.when == "before the send":
            die()
        sent = await super().send(post)
        if self.when == "after the send":
            die()
        return sent


async def main(ledger: Path, point: str) -> None:
    # Commits in order: the question, the claim, the post itself (the web's platform is the ledger), the result.
    before = {"before its commit": 1, "before the claim's commit": 2, "before the result's commit": 4}.get(point)
    after = {"after its commit": 1, "after the claim's commit": 2, "after the result's commit": 4}.get(point)
    if point == "before the question is decided":
        die()
    database = Database(f"sqlite:///{ledger}")
    units = MortalUnits(database, die)
    units.doom(before=before, after=after)
    habits = House(lang=Lang.FR, territory="CA", timezone="America/Toronto")
    core = Core(units, Snapshots(SqlRouting(database), LEXICAL), SystemClock(), load_catalog(), habits)
    bridge = Bridge(core, writers=1, thinking_seconds=30)
    channel = DyingChannel(LedgerConversations(bridge))
    channel.when = point
    await bridge.receive(question(core))
    channels = Channels([channel])
    courier = Courier(bridge, channels, Introductions(bridge, channels))
    while await courier.deliver_some():
        pass
    bridge.close()


def question(core: Core) -> QuestionAsked:
    """The same delivery each time, as a platform would send it again."""
    return QuestionAsked(
        keys=("the-one-delivery",),
        actor=Actor(person=PersonId(ANNA), name="Anna Roy"),
        place=Place(channel=ChannelName("web"), conversation=f"person:{ANNA}"),
        at=core.clock.now(),
        text="où sont les gants en nitrile ?",
    )


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2]))
