"""Where the asynchronous world crosses into the synchronous core: writes on the writer's threads, reads on others.

On SQLite there is one writing thread, which is also what makes concurrent writers fair.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

import structlog

from bot.core import Core, needs_name
from handlers.incoming import Fact
from handlers.outcome import Outcome
from handlers.outgoing import Line
from handlers.scene import Scene

P = ParamSpec("P")
T = TypeVar("T")

THINKING_SECONDS = 1.5  # deciding may take this long before the fact is kept raw and acknowledged
READERS = 4

log = structlog.get_logger()


class Bridge:
    """Runs the core's blocking calls on threads, and wakes the workers after each commit."""

    def __init__(self, core: Core, *, writers: int, thinking_seconds: float = THINKING_SECONDS) -> None:
        self.core = core
        self.wake = asyncio.Event()
        self._thinking_seconds = thinking_seconds
        self._writers = ThreadPoolExecutor(writers, thread_name_prefix="guichet-write")
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="guichet-read")

    async def write(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a call that writes."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._writers, lambda: call(*args, **kwargs))

    async def read(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a call that only looks."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._readers, lambda: call(*args, **kwargs))

    async def receive(self, fact: Fact) -> Outcome:
        """Take care of a fact; when this returns it is committed (P4).

        If deciding raises or takes too long, the raw fact alone is committed and decided later by a worker; so is a
        button used by somebody whose platform has not said yet who they are.
        Raises only when not even that could be committed: then nothing may be acknowledged.
        """
        try:
            outcome = await self._decide(fact)
        except Exception:
            log.exception("fact_not_decided", fact=type(fact).__name__, channel=fact.place.channel)
            outcome = await self._keep(fact)
        self.wake.set()
        return outcome

    def close(self) -> None:
        """Finish what is running."""
        self._writers.shutdown()
        self._readers.shutdown()

    async def _decide(self, fact: Fact) -> Outcome:
        fact, scene = await asyncio.wait_for(self.read(self._considered, fact), self._thinking_seconds)
        if needs_name(fact):
            return await self._keep(fact)
        return await self.write(self.core.decide, fact, scene)

    def _considered(self, fact: Fact) -> tuple[Fact, Scene]:
        recognised = self.core.recognised(fact)
        return recognised, self.core.scene(recognised)

    async def _keep(self, fact: Fact) -> Outcome:
        if not await self.write(self.core.keep, fact):
            return Outcome(duplicate=True)
        return Outcome(line=Line(text="line.recorded"))
