"""A house put to the proof: any fact, any fate of a message, a clock that jumps, an end at any moment, a new start.

The platforms and the ledger outlive the process, as they do.
"""

import asyncio
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any, TypeVar

import sqlalchemy as sa

from bot.bridge import Bridge
from bot.channel import LAST_RESORT, Channels
from bot.core import Core, House
from bot.snapshots import Snapshot, Snapshots
from bot.storage import tables
from bot.storage.codec import load_message
from bot.storage.database import Database
from bot.texts import load_catalog
from bot.workers.deliver import Courier
from bot.workers.introduce import Introductions
from handlers.incoming import ChannelName, Fact
from handlers.outcome import Outcome
from handlers.outgoing import Message
from handlers.requests.duty import Absences
from handlers.requests.events import Draft, TimelineEvent
from handlers.requests.model import Request, RequestId
from handlers.texts.voice import Reader, Voice
from knowledge.matcher import Engine, Match
from knowledge.models import Lang, RoutingTable
from tests.bot.house import StoppedClock
from tests.fakes.channel import FakeChannel, Fate, Killed
from tests.fakes.engine import PlainEngine
from tests.fakes.units import MortalUnits

T = TypeVar("T")
CHAT = ChannelName("chat")
ENOUGH = 400  # steps at one moment; more is a step that brings itself about
HABITS = House(lang=Lang.FR, territory="CA", timezone="America/Toronto")


@dataclass(frozen=True, slots=True)
class Poisoned:
    """An engine that fails at every question."""

    def match(self, text: str) -> Match:
        raise RuntimeError(text)


class PlainSnapshots(Snapshots):
    """The table as the trial has it, under a plain engine."""

    def __init__(self, table: RoutingTable, engine: Engine | None = None) -> None:
        self._current = Snapshot(table, engine or PlainEngine(table))


@dataclass(frozen=True, slots=True, kw_only=True)
class Queued:
    """One row of the outbox."""

    id: int
    request: RequestId | None
    message: Message
    status: str
    is_first: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """The whole ledger at one moment."""

    now: datetime
    requests: tuple[Request, ...]  # oldest first
    timelines: dict[RequestId, tuple[TimelineEvent, ...]]
    outbox: tuple[Queued, ...]
    without_keeper: int
    undecided: int


class Trial:
    """One organisation on a ledger that is there and empty."""

    def __init__(self, url: str, table: RoutingTable, *, blind: bool) -> None:
        self._url = url
        self._known: dict[int, Queued] = {}
        self.table = table
        self.clock = StoppedClock()
        order = count()
        self.chat = FakeChannel(CHAT, self.clock.now, self._die, order=order, blind=blind)
        self.web = FakeChannel(LAST_RESORT, self.clock.now, self._die, order=order, trusty=True)
        self._open()

    def close(self) -> None:
        self._shut()

    def restart(self) -> None:
        """The process ends and another begins."""
        self._shut()
        self._open()

    def edit(self, table: RoutingTable) -> None:
        """Another version of the table is in force."""
        self.table = replace(table, version=self.table.version + 1)
        self._core.snapshots = PlainSnapshots(self.table)

    def receive(self, fact: Fact, *, poisoned: bool = False) -> Outcome | None:
        """A platform delivers; None when the process ended before it could acknowledge."""
        self._core.snapshots = PlainSnapshots(self.table, Poisoned() if poisoned else None)
        try:
            return self._run(self._bridge.receive(fact))
        except Killed:
            self.restart()
            return None
        finally:
            self._core.snapshots = PlainSnapshots(self.table)

    def doom(self, *, before: int | None = None, after: int | None = None) -> None:
        """The process will end around a commit."""
        self._units.doom(before=before, after=after)

    def decide_kept(self) -> None:
        while self._core.decide_kept():
            pass

    def fire(self) -> None:
        """Everything that is due happens; and it comes to an end."""
        for _ in range(ENOUGH):
            if not self._core.fire_one():
                return
        with self._units.look() as view:
            raise AssertionError(view.requests.newest(limit=10, only_open=True))

    def sweep(self) -> None:
        """Everything that is out of order is put right."""
        while self._core.sweep_one():
            pass

    def drafts(self) -> dict[RequestId, list[Draft]]:
        """What each request says about the routing table."""
        with self._units.look() as view:
            return {request.id: view.drafts.of(request.id) for request in view.requests.newest(limit=10_000)}

    def absences(self) -> Absences:
        """Who said they are away."""
        with self._units.look() as view:
            return view.people.absences(self.clock.now().date() - timedelta(days=1))

    def voice(self) -> Voice:
        return self._core.voice(Reader(lang=Lang.FR, timezone=HABITS.timezone))

    def next_due(self) -> datetime | None:
        with self._units.look() as view:
            return view.requests.next_due()

    def deliver(self, fates: Sequence[Fate] = (), web_fates: Sequence[Fate] = ()) -> bool:
        """Send what is due; whether the process lived."""
        self.chat.foresee(fates)
        self.web.foresee(web_fates)
        try:
            self._run(self._delivered())
        except Killed:
            self.restart()
            return False
        return True

    async def _delivered(self) -> None:
        while await self._courier.deliver_some():
            if self._is_dead:
                raise Killed

    def settle(self) -> None:
        """Everything works from now on: what was kept is decided, what is due happens, what waits arrives."""
        self.doom()
        self.clock.forward(timedelta(days=1))  # a clock that went back has caught up
        for _ in range(20):
            self.clock.forward(timedelta(minutes=6))  # longer than any backing off
            self.decide_kept()
            self.fire()
            self.deliver()

    def sight(self) -> Sight:
        """Everything there is."""
        with self._units.look() as view:
            requests = tuple(reversed(view.requests.newest(limit=10_000)))
            timelines = {request.id: tuple(view.timeline.of(request.id)) for request in requests}
            lacking, undecided = (
                view.requests.without_keeper(tuple(self.table.departments)),
                view.deliveries.undecided(),
            )
        return Sight(
            now=self.clock.now(),
            requests=requests,
            timelines=timelines,
            outbox=self._outbox(),
            without_keeper=lacking,
            undecided=undecided,
        )

    def _outbox(self) -> tuple[Queued, ...]:
        with self._database.read() as connection:
            rows = connection.execute(sa.select(tables.messages).order_by(tables.messages.c.id)).mappings().all()
        return tuple(self._queued(row) for row in rows)

    def _queued(self, row: sa.RowMapping) -> Queued:
        """Read anew only when its status is another."""
        known = self._known.get(row["id"])
        if known is None or known.status != row["status"]:
            known = self._known[row["id"]] = Queued(
                id=row["id"],
                request=RequestId(row["request_id"]) if row["request_id"] else None,
                message=load_message(row["message"]),
                status=row["status"],
                is_first=row["first"],
            )
        return known

    def _open(self) -> None:
        self._is_dead = False
        self._runner = asyncio.Runner()
        self._database = Database(self._url)
        self._units = MortalUnits(self._database, self._die)
        self._core = Core(self._units, PlainSnapshots(self.table), self.clock, load_catalog(), HABITS)
        self._bridge = Bridge(self._core, writers=1, thinking_seconds=30)
        channels = Channels([self.chat, self.web])
        self._courier = Courier(self._bridge, channels, Introductions(self._bridge, channels))

    def _shut(self) -> None:
        self._runner.close()  # what was under way ends with its process
        self._bridge.close()
        self._database.close()

    def _die(self) -> None:
        self._is_dead = True
        raise Killed

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        return self._runner.run(work)
