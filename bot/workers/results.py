"""What came of attempts, recorded: what came back at the same moment in one transaction, since the disk is slow."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

import structlog

from bot.bridge import Bridge
from bot.channel import InDoubt, Meaning, Refused, SendResult, Sent, TryLater
from bot.storage.outbox import Shown
from bot.storage.unit_of_work import SqlUnitOfWork
from bot.workers.attempts import Attempt
from handlers.deliverable import what_follows
from handlers.delivery import Again, Done, GiveUp, NextStep, Verdict, next_step
from handlers.lost import lost
from handlers.outgoing import ToDepartment, lane_of

log = structlog.get_logger()

Tried = tuple[Attempt, SendResult | None]


class Results:
    """Writes down what came of attempts."""

    def __init__(self, bridge: Bridge) -> None:
        self._bridge = bridge
        self._core = bridge.core
        self._waiting: list[tuple[Tried, asyncio.Future[None]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def record(self, attempt: Attempt, result: SendResult | None) -> None:
        """Return once it is committed: alone, or with whatever else came back while the disk was busy."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(((attempt, result), done))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write())
        await done

    async def _write(self) -> None:
        while self._waiting:
            together, self._waiting = self._waiting, []
            sent = [(tried, done) for tried, done in together if _is_simple(*tried)]
            if len(sent) > 1:
                await self._write_together(sent)
                together = [one for one in together if one not in sent]
            for tried, done in together:
                await self._write_one(tried, done)

    async def _write_together(self, several: Sequence[tuple[Tried, asyncio.Future[None]]]) -> None:
        """Should it fail, each has its own chance: one must not keep the others from being recorded."""
        try:
            await self._bridge.write(self._record_sent, [tried for tried, _ in several])
        except Exception:
            log.exception("messages_not_recorded", size=len(several))
            for tried, done in several:
                await self._write_one(tried, done)
        except BaseException as error:  # noqa: BLE001 - raised again where it is awaited
            for _, done in several:
                _settle(done, error)
        else:
            for _, done in several:
                _settle(done, None)

    async def _write_one(self, tried: Tried, done: asyncio.Future[None]) -> None:
        try:
            await self._bridge.write(self._record, *tried)
        except BaseException as error:  # noqa: BLE001 - raised again where it is awaited
            _settle(done, error)
        else:
            _settle(done, None)

    def _record_sent(self, several: Sequence[Tried]) -> None:
        now = self._core.clock.now()
        with self._core.units.begin() as unit:
            shown = [(attempt.claimed, _shown(attempt, result)) for attempt, result in several]
            unit.outbox.all_sent(shown, now)
            unit.commit()
        for attempt, result in several:
            _log(attempt, Done(), result)

    def _record(self, attempt: Attempt, result: SendResult | None) -> None:
        now = self._core.clock.now()
        step = _next(attempt, result)
        with self._core.units.begin() as unit:
            match step:
                case Done():
                    if unit.outbox.sent(attempt.claimed, _shown(attempt, result), now):
                        _follow(attempt, unit, now)
                case Again(wait=wait, surface=surface, in_doubt=in_doubt):
                    unit.outbox.retry(attempt.claimed, now + wait, surface=surface, in_doubt=in_doubt)
                case GiveUp():
                    if unit.outbox.give_up(attempt.claimed, now):
                        self._follow_up(attempt, result, unit)
            unit.commit()
        _log(attempt, step, result)

    def _follow_up(self, attempt: Attempt, result: SendResult | None, unit: SqlUnitOfWork) -> None:
        """Nobody will read it. A department without a chat channel has lost nothing: whoever is on duty has it."""
        claimed, meaning = attempt.claimed, result.meaning if isinstance(result, Refused) else Meaning.NOWHERE
        if isinstance(claimed.message.to, ToDepartment) and meaning is Meaning.NOWHERE and claimed.surface == 0:
            return
        is_gone = meaning is Meaning.GONE
        lost(claimed.request_id, claimed.message, unit, self._core.scene(), is_gone=is_gone)


def _is_simple(attempt: Attempt, result: SendResult | None) -> bool:
    """The platform has it, and nothing follows from that."""
    content = attempt.post.content if attempt.post else None
    return isinstance(_next(attempt, result), Done) and what_follows(attempt.claimed.message, content) is None


def _settle(done: "asyncio.Future[None]", error: BaseException | None) -> None:
    if done.cancelled():
        return
    if error is None:
        done.set_result(None)
    else:
        done.set_exception(error)


def _follow(attempt: Attempt, unit: SqlUnitOfWork, now: datetime) -> None:
    """A neutral line before others is followed by the card itself, directly; also where it became one meanwhile."""
    claimed = attempt.claimed
    card = what_follows(claimed.message, attempt.post.content if attempt.post else None)
    if card and claimed.request_id and not unit.outbox.has_card(claimed.request_id, lane_of(card.to)):
        unit.outbox.add(claimed.request_id, [card], now)


def _next(attempt: Attempt, result: SendResult | None) -> NextStep:
    if attempt.wait:
        return Again(wait=attempt.wait, surface=attempt.claimed.surface)
    if result is None:
        return Done() if attempt.channel else GiveUp()
    return next_step(
        _verdict(result),
        attempts=attempt.claimed.attempts,
        surface=attempt.claimed.surface,
        surfaces=attempt.surfaces,
        asked=result.after if isinstance(result, TryLater) else None,
    )


def _verdict(result: SendResult) -> Verdict:
    match result:
        case Sent():
            return Verdict.SENT
        case TryLater():
            return Verdict.LATER
        case Refused():
            return Verdict.REFUSED
        case InDoubt():
            return Verdict.IN_DOUBT


def _shown(attempt: Attempt, result: SendResult | None) -> Shown:
    name = attempt.channel.name if attempt.channel else ""
    address = attempt.post.address if attempt.post else ""
    return Shown(channel=name, address=address, platform_id=result.platform_id if isinstance(result, Sent) else "")


def _log(attempt: Attempt, step: NextStep, result: SendResult | None) -> None:
    log.info(
        "message_tried",
        message=attempt.claimed.id,
        request=attempt.claimed.request_id,
        channel=attempt.channel.name if attempt.channel else None,
        step=type(step).__name__,
        reason=result.reason if isinstance(result, Refused) else None,
    )
