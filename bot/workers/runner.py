"""The embedded runner: one loop a kind of work in this process, woken by its bell, with a poll as the net."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

import structlog

from bot.bridge import heard

POLL_SECONDS = 0.8
REST_SECONDS = 5.0  # after a failure

log = structlog.get_logger()

Step = Callable[[], Awaitable[bool]]


async def _nothing_to_finish() -> None:
    return


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One kind of work: `step` does one piece and says whether there was one; `finish` ends what is under way."""

    name: str
    step: Step
    bell: asyncio.Event = field(default_factory=asyncio.Event)
    poll_seconds: float = POLL_SECONDS
    finish: Callable[[], Awaitable[None]] = _nothing_to_finish


class EmbeddedRunner:
    """Runs jobs until it is stopped; a piece of work under way is finished first."""

    def __init__(self, jobs: Sequence[Job]) -> None:
        self._jobs = jobs
        self._stopping = asyncio.Event()

    async def run(self) -> None:
        """Work until `stop`."""
        async with asyncio.TaskGroup() as group:
            for job in self._jobs:
                group.create_task(self._loop(job))

    def stop(self) -> None:
        """Finish what is under way and return from `run`."""
        self._stopping.set()
        for job in self._jobs:
            job.bell.set()

    async def _loop(self, job: Job) -> None:
        while not self._stopping.is_set():
            job.bell.clear()
            if not await self._once(job):
                await heard(job.bell, job.poll_seconds)
        await job.finish()

    async def _once(self, job: Job) -> bool:
        try:
            return await job.step()
        except Exception:
            log.exception("job_failed", job=job.name)
            await heard(self._stopping, REST_SECONDS)
            return False
