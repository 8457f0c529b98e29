"""Delivers questions to Guichet and to the bare app by turns, so that a busy moment of the machine falls on both."""

import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import aiohttp

from bench.rows import RUNS, Row, percentile
from bench.slack.wire import BOT_TOKEN, SECRET, question, running
from tools.answering import ROOT

AT_ONCE = (1, 16, 64)
EACH = 256  # deliveries a run, at each number in flight
SUSTAINED_AT_ONCE = 16
REST_SECONDS = 1.0
GOAL = 3.0  # DESIGN 8: p99 of a bare Bolt app
SUSTAINED_GOAL = 0.5  # DESIGN 8: calls of a bare Bolt echo
QUESTIONS = (
    "où sont les gants en nitrile ?",
    "which shelf are the nitrile gloves on?",
    "comment créer une demande d'achat dans SAP ?",
    "j'ai perdu ma carte d'accès",
)
# Somebody has to act: the reply, and a card each for whoever is on duty and for their department's channel.
HANDED_ON = (
    "mon badge ouvre plus la porte",
    "un deuxième moniteur",
    "une salopette à ma taille",
    "il manque une vis dans la BOM",
)


def measure(*, quick: bool = False) -> Iterator[Row]:
    """Milliseconds to the 200 at 1, 16 and 64 in flight; then calls made a second, with everything delivered."""
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
        echo = stack.enter_context(running(folder, "bench.slack.bare", f"{slack}/api/"))
        yield _sustained(*asyncio.run(_calls_by_turns(guichet, echo, slack, runs, each)))


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
    async with aiohttp.ClientSession() as session:
        for _ in range(runs + 1):
            theirs.append(await _run(bare, at_once, each))
            ours.append(await _run(guichet, at_once, each))
            await _drained(session, guichet)
    return ours[1:], theirs[1:]


async def _run(address: str, at_once: int, each: int, questions: Sequence[str] = QUESTIONS) -> list[float]:
    """Over connections of its own: one that was idle while others had their turn may just be closing."""
    deliveries = iter([question(questions[number % len(questions)]) for number in range(max(each, at_once * 4))])
    times: list[float] = []

    async def deliver(session: aiohttp.ClientSession) -> None:
        for raw, headers in deliveries:
            begun = time.perf_counter()
            async with session.post(f"{address}/slack/events", data=raw, headers=headers) as answer:
                await answer.read()
                assert answer.status == 200
            times.append((time.perf_counter() - begun) * 1000)

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        await asyncio.gather(*(deliver(session) for _ in range(at_once)))
    return times


async def _calls_by_turns(guichet: str, echo: str, slack: str, runs: int, each: int) -> tuple[list[float], list[float]]:
    """Calls a second of each, run by run; the first run of each only warms up."""
    ours, theirs = [], []
    async with aiohttp.ClientSession() as session:
        for _ in range(runs + 1):
            theirs.append(await _calls(session, echo, slack, each))
            ours.append(await _calls(session, guichet, slack, each))
            await _drained(session, guichet)
    return ours[1:], theirs[1:]


async def _calls(session: aiohttp.ClientSession, address: str, slack: str, each: int) -> float:
    """Calls a second, from the first delivery to the last call that follows from any of them."""
    (before, _), begun = await _made(session, slack), time.monotonic()
    await _run(address, SUSTAINED_AT_ONCE, each, HANDED_ON)
    calls, last = await _all_made(session, slack)
    return (calls - before) / (last - begun)


async def _all_made(session: aiohttp.ClientSession, slack: str) -> tuple[int, float]:
    """What was made once nothing is any more; those who deliver are not asked, which would slow them."""
    made = await _made(session, slack)
    while True:
        await asyncio.sleep(REST_SECONDS)
        earlier, made = made, await _made(session, slack)
        if made == earlier:
            return made


async def _made(session: aiohttp.ClientSession, slack: str) -> tuple[int, float]:
    """How many calls, and when the last of them came, by the machine's own clock."""
    async with session.get(f"{slack}/count") as answer:
        made = await answer.json()
        return made["calls"], made["last"]


async def _drained(session: aiohttp.ClientSession, guichet: str) -> None:
    """What one run left to deliver must not slow the next."""
    while True:
        async with session.get(f"{guichet}/readyz") as answer:
            if not (await answer.json())["messages_waiting"]:
                return
        await asyncio.sleep(0.05)


def _row(at_once: int, share: float, label: str, ours: list[list[float]], theirs: list[list[float]]) -> Row:
    mine = [percentile(run, share) for run in ours]
    base = [percentile(run, share) for run in theirs]
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


def _sustained(ours: list[float], theirs: list[float]) -> Row:
    ratio = statistics.median(one / other for one, other in zip(ours, theirs, strict=True))
    return Row(
        name="Slack: calls made, each question with reply and owner card (baseline: a bare Bolt echo)",
        value=statistics.median(ours),
        unit="/s",
        baseline=statistics.median(theirs),
        ratio=ratio,
        goal=SUSTAINED_GOAL,
        met=ratio >= SUSTAINED_GOAL,
        runs=len(ours),
    )
