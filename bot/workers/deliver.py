"""Deliver messages: claim their lanes, render each for its reader, send it, record what came of it.

The claim is committed before the send and the result after it, so a crash in between leaves a message in flight; its
lane falls due again when the lease ends, and the message is looked up before it is sent a second time. Several lanes
are under way at once; within a lane one message follows the other.
"""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import structlog

from bot.bridge import Bridge
from bot.channel import (
    CannotTell,
    Channels,
    FindResult,
    SendResult,
    Sent,
)
from bot.core import Core
from bot.storage.outbox import Claimed
from bot.workers.attempts import Attempt, Preparation
from bot.workers.introduce import Introductions
from bot.workers.results import Results
from handlers.delivery import is_nudge

LEASE = timedelta(seconds=30)  # longer than any channel may take to send
MOST_AT_ONCE = 32  # lanes under way

log = structlog.get_logger()


class Courier:
    """Delivers what the outbox holds, over the channels of this process."""

    def __init__(self, bridge: Bridge, channels: Channels, introductions: Introductions) -> None:
        self._bridge = bridge
        self._introductions = introductions
        self._core: Core = bridge.core
        self._preparation = Preparation(bridge.core, channels)
        self._results = Results(bridge)
        self._under_way: set[asyncio.Task[None]] = set()

    async def deliver_one(self, lane: str | None = None) -> bool:
        """Try the first message of the lane that is due (or of `lane`); whether there was one."""
        claimed = await self._bridge.write(self._claim, lane)
        if claimed is None:
            return False
        await self._carry(await self._prepared(claimed))
        return True

    async def deliver_some(self) -> bool:
        """Set out with the first messages of the lanes that are due; whether there were any, or some are under way."""
        bell = self._bridge.bells.deliver
        bell.clear()
        room = MOST_AT_ONCE - len(self._under_way)
        claimed = await self._bridge.write(self._claim_some, room) if room else []
        prepared = await self._all_prepared(claimed) if claimed else []
        for one, attempt in zip(claimed, prepared, strict=True):
            task = asyncio.create_task(self._carry_safely(one, attempt))
            self._under_way.add(task)
            task.add_done_callback(self._came_back)
        if claimed or not self._under_way:
            return bool(claimed)
        await bell.wait()
        return True

    async def finish(self) -> None:
        """Wait for those that are under way."""
        if self._under_way:
            await asyncio.wait(self._under_way)

    async def _carry(self, attempt: Attempt) -> None:
        if attempt.stranger:
            await self._introductions.introduce(attempt.stranger)
            attempt = await self._prepared(attempt.claimed)
        await self._results.record(attempt, await self._try(attempt))

    async def _carry_safely(self, claimed: Claimed, attempt: Attempt | None) -> None:
        """What fails on the way stays in flight: it is looked up when its lease has ended."""
        try:
            await self._carry(attempt or await self._prepared(claimed))
        except Exception:
            log.exception("message_failed", message=claimed.id, request=claimed.request_id)

    async def _all_prepared(self, claimed: list[Claimed]) -> Sequence[Attempt | None]:
        """Should one of them fail, each is prepared on its own: it must not hold up the others."""
        try:
            return await self._bridge.read(self._preparation.attempts, claimed)
        except Exception:
            log.exception("messages_not_prepared", size=len(claimed))
            return [None] * len(claimed)

    async def _prepared(self, claimed: Claimed) -> Attempt:
        [attempt] = await self._bridge.read(self._preparation.attempts, [claimed])
        return attempt

    def _came_back(self, task: asyncio.Task[None]) -> None:
        """The next message of its lane may be due now."""
        self._under_way.discard(task)
        self._bridge.bells.deliver.set()

    def _claim(self, lane: str | None) -> Claimed | None:
        now = self._core.clock.now()
        with self._core.units.begin() as unit:
            claimed = unit.outbox.claim_lane(lane, now, LEASE) if lane else unit.outbox.claim(now, LEASE)
            unit.commit()
        return claimed

    def _claim_some(self, most: int) -> list[Claimed]:
        now = self._core.clock.now()
        with self._core.units.begin() as unit:
            claimed = unit.outbox.claim_some(now, LEASE, most)
            unit.commit()
        return claimed

    async def _try(self, attempt: Attempt) -> SendResult | None:
        if attempt.channel is None or attempt.post is None:
            return None
        if attempt.claimed.in_doubt_since:
            found = await attempt.channel.find(attempt.post, attempt.claimed.in_doubt_since)
            known = _after_looking(found, attempt.claimed)
            if known is not None:
                return known
        return await attempt.channel.send(attempt.post)


def _after_looking(found: FindResult, claimed: Claimed) -> SendResult | None:
    """What the look-up settles; None means send. Only a nudge that cannot be looked up is skipped."""
    if isinstance(found, Sent):
        return found
    if isinstance(found, CannotTell) and is_nudge(claimed.message):
        return Sent(platform_id="")
    return None
