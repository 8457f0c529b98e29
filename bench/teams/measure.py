"""CPU a delivery, and the time from a question to its 200, ours and the echo's in turns."""

import asyncio
import json
import statistics
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from itertools import count

from bench.ledger import bench_house, question
from bench.rows import RUNS, Row, percentile
from bench.teams.echo import Echo
from bench.teams.house import TeamsHouse
from bench.teams.stand_in import APP_ID, TENANT, StandIn, stand_in
from bot.clock import SystemClock

PEOPLE = 200
EVENTS, EVENTS_QUICKLY = 120, 40
IN_FLIGHT = (1, 16, 64)

Take = Callable[[bytes, str], Awaitable[None]]
_numbers = count(1)


def measure(*, quick: bool = False) -> Iterator[Row]:
    """What a delivery costs in all, then how long it waits for its 200 at several in flight."""
    events, runs = (EVENTS_QUICKLY, 3) if quick else (EVENTS, RUNS)
    with stand_in() as cloud, bench_house() as bench, asyncio.Runner() as loop:
        echo, house = Echo(cloud), TeamsHouse(bench, cloud)
        loop.run(house.open())
        try:
            loop.run(_all(house.take, cloud, PEOPLE, 16))  # everybody was seen before, and is known by name
            loop.run(house.settle())
            yield _cpu(loop, cloud, echo, house, events, runs)
            for in_flight in IN_FLIGHT:
                yield from _latency(loop, cloud, echo, house, events, runs, in_flight)
        finally:
            loop.run(house.close())


# No goal: the echo keeps nothing and sends one line, ours matches, commits, and sends a reply and two cards.
def _cpu(loop: asyncio.Runner, cloud: StandIn, echo: Echo, house: TeamsHouse, events: int, runs: int) -> Row:
    async def ours() -> None:
        await _all(house.take, cloud, events, 16)
        await house.settle()

    async def bare() -> None:
        await _all(echo.take, cloud, events, 16)

    rounds = [(_spent(loop, ours) / events, _spent(loop, bare) / events) for _ in range(runs)]
    value, baseline = (1000 * statistics.median(values) for values in zip(*rounds, strict=True))
    return Row(
        name="Teams: CPU a question, committed, answered and delivered, beside a botbuilder echo",
        value=value,
        unit="ms",
        baseline=baseline,
        ratio=value / baseline,
        runs=runs,
    )


def _latency(
    loop: asyncio.Runner, cloud: StandIn, echo: Echo, house: TeamsHouse, events: int, runs: int, in_flight: int
) -> Iterator[Row]:
    """The echo acknowledges after it has sent, as the SDK does; ours before."""
    ours: list[float] = []
    bare: list[float] = []
    for _ in range(runs):
        ours += loop.run(_all(house.take, cloud, events, in_flight))
        loop.run(house.settle())
        bare += loop.run(_all(echo.take, cloud, events, in_flight))
    for share in (0.5, 0.99):
        value, baseline = 1000 * percentile(ours, share), 1000 * percentile(bare, share)
        yield Row(
            name=f"Teams: question to its 200, p{share * 100:.0f}, {in_flight} in flight, beside the echo's",
            value=value,
            unit="ms",
            baseline=baseline,
            ratio=value / baseline,
            runs=runs,
        )


def _spent(loop: asyncio.Runner, work: Callable[[], Awaitable[None]]) -> float:
    """The CPU seconds of this process."""

    async def main() -> None:
        await work()

    begun = time.process_time()
    loop.run(main())
    return time.process_time() - begun


async def _all(take: Take, cloud: StandIn, events: int, in_flight: int) -> Sequence[float]:
    """How long each delivery took, with never more than so many at once."""
    bodies = [_question(cloud, next(_numbers)) for _ in range(events)]
    gate, taken = asyncio.Semaphore(in_flight), []

    async def one(body: bytes) -> None:
        async with gate:
            begun = time.perf_counter()
            await take(body, cloud.header)
            taken.append(time.perf_counter() - begun)

    await asyncio.gather(*map(one, bodies))
    return taken


def _question(cloud: StandIn, number: int) -> bytes:
    """A question of one of two hundred people, for each department in turn, as Teams delivers it."""
    text = question(number, "", "", SystemClock().now()).text
    person = f"p{number % PEOPLE}"
    return json.dumps(
        {
            "type": "message",
            "id": str(number),
            "channelId": "msteams",
            "serviceUrl": cloud.service_url,
            "from": {"id": f"29:{person}", "aadObjectId": person, "name": person},
            "conversation": {"id": f"a:{person}", "conversationType": "personal", "tenantId": TENANT},
            "recipient": {"id": f"28:{APP_ID}", "name": "Guichet"},
            "channelData": {"tenant": {"id": TENANT}},
            "locale": "fr-CA",
            "text": text,
        }
    ).encode()
