"""Tells open pages that one of their conversations has changed: one look a process, however many pages are open.

Whoever writes in this process rings; what other processes write is seen at the next slow look. Nobody listening,
nobody looks.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

import structlog

from bot.bridge import Bells, heard

log = structlog.get_logger()

Changes = Mapping[str, int]  # how often each conversation has changed


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Seconds."""

    look: float = 1.0  # what another process wrote is seen within
    rest: float = 0.05  # between two looks: a burst of messages is one piece of news
    heartbeat: float = 15.0  # so that nothing on the way takes the connection for dead
    longest: float = 300.0  # then the page connects again, as whoever it is by then


class News:
    """Follows conversations for as many pages as like to."""

    def __init__(
        self, changes: Callable[[Sequence[str]], Awaitable[Changes]], bells: Bells, pace: Pace | None = None
    ) -> None:
        self._read = changes
        self._bells = bells
        self._pace = pace or Pace()
        self._followed: Counter[str] = Counter()
        self._changes: Changes = {}
        self._turned = asyncio.Event()  # set when something changed, and replaced: whoever waited looks
        self._watching: asyncio.Task[None] | None = None

    @property
    def is_watching(self) -> bool:
        return self._watching is not None

    async def follow(self, conversations: Sequence[str]) -> AsyncGenerator[str, None]:
        """The mark of these conversations, then each new one; an empty one when nothing happened for a while.

        Ends when the process stops, and after a few minutes in any case.
        """
        loop = asyncio.get_running_loop()
        ends, said = loop.time() + self._pace.longest, None
        self._begin(conversations)
        try:
            await self._look()
            while not self._bells.stopping.is_set() and loop.time() < ends:
                turned, mark = self._turned, mark_of(self._changes, conversations)
                if mark != said:
                    said = mark
                    yield mark
                elif not await heard(turned, self._pace.heartbeat):
                    yield ""
        finally:
            self._end(conversations)

    def _begin(self, conversations: Sequence[str]) -> None:
        self._followed.update(conversations)
        if self._watching is None or self._watching.done():
            self._watching = asyncio.create_task(self._watch())

    def _end(self, conversations: Sequence[str]) -> None:
        self._followed -= Counter(conversations)
        if self._watching and not self._followed:
            self._watching.cancel()
            self._watching = None

    async def _watch(self) -> None:
        bell, stopping = self._bells.pages, self._bells.stopping
        while not stopping.is_set():
            await self._look_safely()
            await asyncio.sleep(self._pace.rest)
            await heard(bell, self._pace.look)
            bell.clear()
        self._tell()

    async def _look_safely(self) -> None:
        """A ledger that is away for a moment must not leave all pages without news for good."""
        try:
            await self._look()
        except Exception:
            log.exception("news_not_seen")

    async def _look(self) -> None:
        changes = await self._read(tuple(self._followed))
        if changes != self._changes:
            self._changes = changes
            self._tell()

    def _tell(self) -> None:
        turned, self._turned = self._turned, asyncio.Event()
        turned.set()


def mark_of(changes: Changes, conversations: Sequence[str]) -> str:
    """How far these conversations are, in one word: another one whenever any of them has changed."""
    return ".".join(str(changes.get(conversation, 0)) for conversation in conversations)
