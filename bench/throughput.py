"""Questions in and messages out by one process, over a channel that takes no time; beside bare commits on this disk.

The rows of Slack and Teams, through their edges and beside a bare Bolt app, belong in modules of their own.
"""

import asyncio
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.ledger import CHANNEL, Bench, bench_house, question
from bench.rows import RUNS, Row, in_turns, percentile
from bot.channel import CannotTell, Channels, FindResult, Post, ProfileResult, Refused, SendResult, Sent
from bot.workers.jobs import jobs_of
from bot.workers.runner import EmbeddedRunner
from handlers.incoming import QuestionAsked
from handlers.outgoing import Recipient, ToPlace
from knowledge.models import RoutingTable

CONVERSATIONS = 200
QUESTIONS, QUESTIONS_QUICKLY = 400, 100
IN_FLIGHT = (1, 16, 64)
COMMITS = 100

_numbers = count(1)


class Instant:
    """Takes every message at once and counts them."""

    name = CHANNEL

    def __init__(self) -> None:
        self.taken = 0

    def address_of(self, recipient: Recipient, table: RoutingTable) -> str | None:
        return recipient.place.conversation if isinstance(recipient, ToPlace) else str(recipient)

    async def send(self, post: Post) -> SendResult:
        self.taken += 1
        return Sent(platform_id=post.key)

    async def find(self, post: Post, since: datetime) -> FindResult:
        return CannotTell()

    async def profile(self, account: str) -> ProfileResult:
        return Refused(reason="nobody")


def measure(*, quick: bool = False) -> Iterator[Row]:
    """Questions committed and their latency at several in flight; then questions with all their messages delivered."""
    asked = QUESTIONS_QUICKLY if quick else QUESTIONS
    with bench_house() as house, TemporaryDirectory() as folder, asyncio.Runner() as loop:
        plain = Path(folder) / "plain.db"
        for in_flight in IN_FLIGHT:
            yield from _questions(house, plain, loop, asked, in_flight)
        yield _deliveries(house, plain, loop, asked)


def _questions(house: Bench, plain: Path, loop: asyncio.Runner, asked: int, in_flight: int) -> Iterator[Row]:
    latencies: list[float] = []
    rate, baseline = in_turns(
        RUNS,
        lambda: loop.run(_ask(house, asked, in_flight, latencies)),
        lambda: _commits(plain),
    )
    name = f"questions decided and committed, {in_flight} in flight"
    yield Row(name=f"{name} (baseline: bare commits)", value=rate, unit="/s", baseline=baseline, ratio=rate / baseline)
    yield Row(name=f"{name}, p99", value=percentile(latencies, 0.99) * 1000, unit="ms")


def _deliveries(house: Bench, plain: Path, loop: asyncio.Runner, asked: int) -> Row:
    rate, baseline = in_turns(RUNS, lambda: loop.run(_deliver(house, asked)), lambda: _commits(plain))
    name = "messages delivered, each question with reply and owner card (baseline: bare commits)"
    return Row(name=name, value=rate, unit="/s", baseline=baseline, ratio=rate / baseline)


async def _ask(house: Bench, asked: int, in_flight: int, latencies: list[float]) -> float:
    """Questions a second."""
    left = iter(range(asked))

    async def somebody() -> None:
        for _ in left:
            begin = time.perf_counter()
            await house.bridge.receive(_question(house))
            latencies.append(time.perf_counter() - begin)

    begin = time.perf_counter()
    await asyncio.gather(*(somebody() for _ in range(in_flight)))
    return asked / (time.perf_counter() - begin)


async def _deliver(house: Bench, asked: int) -> float:
    """Messages a second, from the first question until nothing waits: as `serve` does it."""
    channel = Instant()
    runner = EmbeddedRunner(jobs_of(house.bridge, Channels([channel])))
    working = asyncio.create_task(runner.run())
    await _until_quiet(house)  # what earlier measures left
    before, begin = channel.taken, time.perf_counter()
    await _ask(house, asked, 16, [])
    await _until_quiet(house)
    rate = (channel.taken - before) / (time.perf_counter() - begin)
    runner.stop()
    await working
    return rate


async def _until_quiet(house: Bench) -> None:
    waiting = 1
    while waiting:
        waiting = await house.bridge.read(_waiting, house)
        await asyncio.sleep(0.02)


def _waiting(house: Bench) -> int:
    with house.units.look() as view:
        return view.outbox.depth()


def _question(house: Bench) -> QuestionAsked:
    """From somebody new each time, since the same person asking the same is told the state of the first."""
    number = next(_numbers)
    conversation = f"conversation {number % CONVERSATIONS}"
    return question(number, f"person{number}@atelier.example", conversation, house.core.clock.now())


def _commits(file: Path) -> float:
    """Rows a second, one FULL commit each: what this disk allows without any grouping."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        for statement in ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "CREATE TABLE IF NOT EXISTS t (x)"):
            connection.execute(statement)
        begin = time.perf_counter()
        for _ in range(COMMITS):
            connection.execute("INSERT INTO t VALUES ('a row of forty letters, give or take one')")
        return COMMITS / (time.perf_counter() - begin)
