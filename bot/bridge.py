"""Where the asynchronous world crosses into the synchronous core: writes on the writer's threads, reads on others.

On SQLite there is one writing thread, which is also what makes concurrent writers fair; what has queued up before it
is committed together, since waiting for the disk is what costs.
"""

import asyncio
import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from typing import Any, ParamSpec, TypeVar

import structlog

from bot.core import Core, needs_name
from handlers.incoming import Fact
from handlers.outcome import Outcome
from handlers.outgoing import Line
from handlers.scene import Scene

P = ParamSpec("P")
T = TypeVar("T")
Settle = Callable[[], None]

THINKING_SECONDS = 1.5  # deciding may take this long before the fact is kept raw and acknowledged
READERS = 4
MOST_TOGETHER = 8  # writes in one transaction: at a few milliseconds each it stays under 50 ms (DESIGN 5)

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Bells:
    """What wakes each kind of worker."""

    deliver: asyncio.Event = field(default_factory=asyncio.Event)
    decide: asyncio.Event = field(default_factory=asyncio.Event)
    timers: asyncio.Event = field(default_factory=asyncio.Event)
    table: asyncio.Event = field(default_factory=asyncio.Event)
    pages: asyncio.Event = field(default_factory=asyncio.Event)  # a conversation of the pages has changed
    stopping: asyncio.Event = field(default_factory=asyncio.Event)  # the process was told to stop: end what never ends

    def ring(self) -> None:
        """Something happened that may concern anybody."""
        for bell in (self.deliver, self.decide, self.timers):
            bell.set()

    def stop(self) -> None:
        """The process is going to stop."""
        self.stopping.set()
        self.pages.set()


async def heard(bell: asyncio.Event, seconds: float) -> bool:
    """Wait for the bell, at most so long; whether it rang."""
    try:
        await asyncio.wait_for(bell.wait(), seconds)
    except TimeoutError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class _Write:
    """A call that waits for the writing thread, and what comes of it."""

    call: Callable[[], Any]
    done: Future[Any] = field(default_factory=Future)


class Bridge:
    """Runs the core's blocking calls on threads, and wakes the workers after each commit."""

    def __init__(self, core: Core, *, writers: int, thinking_seconds: float = THINKING_SECONDS) -> None:
        self.core = core
        self.bells = Bells()
        self._thinking_seconds = thinking_seconds
        self._groups = writers == 1
        self._facts: deque[_Write] = deque()  # somebody waits for their acknowledgement
        self._waiting: deque[_Write] = deque()
        self._lock = threading.Lock()
        self._is_draining = False
        self._writers = ThreadPoolExecutor(writers, thread_name_prefix="guichet-write")
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="guichet-read")

    async def write(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a call that writes; when this returns it is committed, maybe together with others."""
        if not self._groups:
            return await self.write_alone(call, *args, **kwargs)
        return await self._written(self._waiting, partial(call, *args, **kwargs))

    async def write_alone(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a call whose transactions have to be committed one by one."""
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
        self.bells.deliver.set()
        return outcome

    def close(self) -> None:
        """Finish what is running."""
        self._writers.shutdown()
        self._readers.shutdown()

    async def _written(self, queue: deque[_Write], call: Callable[[], T]) -> T:
        """The result of a call that is committed with others."""
        write = _Write(call)
        with self._lock:
            queue.append(write)
            if not self._is_draining:
                self._is_draining = True
                self._writers.submit(self._drain)
        done: T = await asyncio.wrap_future(write.done)
        return done

    async def _decide(self, fact: Fact) -> Outcome:
        fact, scene = await asyncio.wait_for(self.read(self._considered, fact), self._thinking_seconds)
        if needs_name(fact):
            return await self._keep(fact)
        if not self._groups:
            return await self.write_alone(self.core.decide, fact, scene)
        return await self._written(self._facts, partial(self.core.decide, fact, scene))

    def _considered(self, fact: Fact) -> tuple[Fact, Scene]:
        recognised = self.core.recognised(fact)
        return recognised, self.core.scene(recognised)

    async def _keep(self, fact: Fact) -> Outcome:
        if not await self.write(self.core.keep, fact):
            return Outcome(duplicate=True)
        self.bells.decide.set()
        return Outcome(line=Line(text="line.recorded"))

    def _drain(self) -> None:
        """On the writing thread: one group, then the next in its turn, so that `write_alone` is not starved."""
        group: list[_Write] = []
        try:
            settled = self._committed(group)
        except BaseException as error:  # this call ends the thread's work: whoever waits must not wait for ever
            settled = [partial(write.done.set_exception, error) for write in group]
            raise
        finally:
            for settle in settled:
                settle()
            with self._lock:
                self._is_draining = bool(self._facts or self._waiting)
                if self._is_draining:
                    self._writers.submit(self._drain)

    def _committed(self, group: list[_Write]) -> list[Settle]:
        """What to tell whom, once it is committed; a group that cannot be committed has failed as a whole.

        `group` is filled with whom it concerns, as far as it comes.
        """
        coming = self._coming()
        group.extend(islice(coming, 1))
        try:
            with self.core.units.together():
                settled = [_done(write) for write in group]
                for write in coming:
                    group.append(write)
                    settled.append(_done(write))
        except Exception as error:
            group.extend(coming)
            log.exception("group_not_committed", size=len(group))
            return [partial(write.done.set_exception, error) for write in group]
        return settled

    def _coming(self) -> Iterator[_Write]:
        """What is committed together: what has queued up, and what does so while the first ones are carried out.

        Facts first, but never only facts while others wait: what was decided has to be delivered too.
        """
        facts = 0
        for _ in range(MOST_TOGETHER):
            with self._lock:
                is_for_others = self._waiting and (not self._facts or facts == MOST_TOGETHER - 1)
                queue = self._waiting if is_for_others else self._facts
                if not queue:
                    return
                write = queue.popleft()
            facts += queue is self._facts
            if write.done.set_running_or_notify_cancel():
                yield write


def _done(write: _Write) -> Settle:
    """Make the call; its result or its error is for whoever waits, and not for the others of its group."""
    try:
        result = write.call()
    except Exception as error:  # noqa: BLE001 - raised again where the call is awaited
        return partial(write.done.set_exception, error)
    return partial(write.done.set_result, result)
