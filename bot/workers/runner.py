"""The embedded runner: one loop a kind of work in this process, woken after each commit, with a poll as the net."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import structlog

POLL_SECONDS = 0.5  # other processes write too; what they leave is found within a second
REST_SECONDS = 5.0  # after a failure

log = structlog.get_logger()

Step = Callable[[], Awaitable[bool]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One kind of work: `step` does one piece and says whether there was one."""

    name: str
    step: Step
    poll_seconds: float = POLL_SECONDS


class EmbeddedRunner:
    """Runs jobs until it is stopped; a piece of work under way is finished first."""

    def __init__(self, jobs: Sequence[Job], wake: asyncio.Event) -> None:
        self._jobs = jobs
        self._wake = wake
        self._bells = {job.name: asyncio.Event() for job in jobs}
        self._stopping = asyncio.Event()

    async def run(self) -> None:
        """Work until `stop`."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._pass_on())
            for job in self._jobs:
                group.create_task(self._loop(job))

    def stop(self) -> None:
        """Finish what is under way and return from `run`."""
        self._stopping.set()
        self._wake.set()
        for bell in self._bells.values():
            bell.set()

    async def _loop(self, job: Job) -> None:
        bell = self._bells[job.name]
        while not self._stopping.is_set():
            bell.clear()
            if not await self._once(job):
                await _heard(bell, job.poll_seconds)

    async def _once(self, job: Job) -> bool:
        try:
            return await job.step()
        except Exception:
            log.exception("job_failed", job=job.name)
            await _heard(self._stopping, REST_SECONDS)
            return False

    async def _pass_on(self) -> None:
        """One ring for all the bells, so that no loop takes it from another."""
        while not self._stopping.is_set():
            await self._wake.wait()
            self._wake.clear()
            for bell in self._bells.values():
                bell.set()


async def _heard(bell: asyncio.Event, seconds: float) -> bool:
    try:
        await asyncio.wait_for(bell.wait(), seconds)
    except TimeoutError:
        return False
    return True
