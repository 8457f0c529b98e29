"""Delivers questions to Guichet and to the bare app by turns, so that a busy moment of the machine falls on both."""

import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import aiohttp

from bench.rows import Row
from bench.slack.wire import BOT_TOKEN, ROOT, SECRET, question, running

AT_ONCE = (1, 16, 64)
RUNS = 7
EACH = 256  # deliveries a run, at each number in flight
GOAL = 3.0  # DESIGN 8: p99 of a bare Bolt app
QUESTIONS = (
    "où sont les gants en nitrile ?",
    "which shelf are the nitrile gloves on?",
    "comment créer une demande d'achat dans SAP ?",
    "j'ai perdu ma carte d'accès",
)


def measure(*, quick: bool = False) -> Iterator[Row]:
    """p50 and p99 in milliseconds at 1, 16 and 64 in flight."""
    runs, each = (3, 64) if quick else (RUNS, EACH)
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        bare = stack.enter_context(running(folder, "bench.slack.bare"))
        slack = stack.enter_context(running(folder, "bench.slack.stand_in"))
        guichet = stack.enter_context(running(folder, *_guichet(folder), settings=_settings(slack)))
        for at_once in AT_ONCE:
            ours, theirs = asyncio.run(_by_turns(guichet, bare, at_once, runs, each))
            for share, label in ((0.5, "p50"), (0.99, "p99")):
                yield _row(at_once, share, label, ours, theirs)


def _guichet(folder: Path) -> tuple[str, ...]:
    table = str(ROOT / "bot" / "sample" / "routing.yaml")
    command = [sys.executable, "-m", "bot", "kb", "import", table]
    subprocess.run(command, cwd=folder, env=_environment(), check=True, stdout=subprocess.DEVNULL)
    return ("bot", "serve", "--port")


def _environment() -> dict[str, str]:
    return {"PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"}


def _settings(slack: str) -> dict[str, str]:
    return {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_SIGNING_SECRET": SECRET, "SLACK_API_URL": f"{slack}/api/"}


async def _by_turns(
    guichet: str, bare: str, at_once: int, runs: int, each: int
) -> tuple[list[list[float]], list[list[float]]]:
    """The milliseconds of every delivery, run by run; the first run of each only warms up."""
    ours, theirs = [], []
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        for _ in range(runs + 1):
            theirs.append(await _run(session, bare, at_once, each))
            ours.append(await _run(session, guichet, at_once, each))
            await _drained(session, guichet)
    return ours[1:], theirs[1:]


async def _run(session: aiohttp.ClientSession, address: str, at_once: int, each: int) -> list[float]:
    deliveries = iter([question(QUESTIONS[number % len(QUESTIONS)]) for number in range(max(each, at_once * 4))])
    times: list[float] = []

    async def deliver() -> None:
        for raw, headers in deliveries:
            begun = time.perf_counter()
            async with session.post(f"{address}/slack/events", data=raw, headers=headers) as answer:
                await answer.read()
                assert answer.status == 200
            times.append((time.perf_counter() - begun) * 1000)

    await asyncio.gather(*(deliver() for _ in range(at_once)))
    return times


async def _drained(session: aiohttp.ClientSession, guichet: str) -> None:
    """What one run left to deliver must not slow the next."""
    while True:
        async with session.get(f"{guichet}/readyz") as answer:
            if not (await answer.json())["messages_waiting"]:
                return
        await asyncio.sleep(0.05)


def _row(at_once: int, share: float, label: str, ours: list[list[float]], theirs: list[list[float]]) -> Row:
    mine = [_quantile(run, share) for run in ours]
    base = [_quantile(run, share) for run in theirs]
    ratio = statistics.median(one / other for one, other in zip(mine, base, strict=True))
    goal = GOAL if label == "p99" and at_once == 16 else None
    return Row(
        name=f"Slack: question in to 200, committed, {at_once} in flight, {label}",
        value=statistics.median(mine),
        unit="ms",
        baseline=statistics.median(base),
        ratio=ratio,
        goal=goal,
        met=goal is None or ratio <= goal,
        runs=len(ours),
    )


def _quantile(times: list[float], share: float) -> float:
    ordered = sorted(times)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]
