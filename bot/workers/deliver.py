"""Deliver messages: claim their lanes, render each for its reader, send it, record what came of it.

The claim is committed before the send and the result after it, so a crash in between leaves a message in flight; its
lane falls due again when the lease ends, and the message is looked up before it is sent a second time. Several lanes
are under way at once; within a lane one message follows the other.
"""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.bridge import Bridge
from bot.channel import (
    CannotTell,
    Channel,
    Channels,
    FindResult,
    InDoubt,
    Meaning,
    Post,
    Refused,
    SendResult,
    Sent,
    TryLater,
)
from bot.core import Core
from bot.storage.outbox import Claimed, Shown
from bot.storage.unit_of_work import SqlUnitOfWork
from bot.workers.introduce import Introductions
from handlers.deliverable import content_of, what_follows
from handlers.delivery import Again, Done, GiveUp, NextStep, Verdict, is_nudge, next_step
from handlers.incoming import PersonId
from handlers.lost import lost
from handlers.outgoing import Card, Recipient, ToDepartment, ToPerson, ToPlace, lane_of
from handlers.readers import reader_of, readers_in
from handlers.requests.model import Request
from handlers.texts.voice import Reader
from knowledge.models import Email

LEASE = timedelta(seconds=30)  # longer than any channel may take to send
MOST_AT_ONCE = 32  # lanes under way
PATIENCE = timedelta(seconds=30)  # for a place whose channel lives in another process, such as `guichet ask`

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """A claimed message, ready to be sent; without a post there is nothing to show any more."""

    claimed: Claimed
    channel: Channel | None = None
    post: Post | None = None
    surfaces: int = 0
    wait: timedelta | None = None
    stranger: PersonId | None = None  # whoever asked, while their platform has not said yet who they are


class Courier:
    """Delivers what the outbox holds, over the channels of this process."""

    def __init__(self, bridge: Bridge, channels: Channels, introductions: Introductions) -> None:
        self._bridge = bridge
        self._introductions = introductions
        self._core: Core = bridge.core
        self._channels = channels
        self._under_way: set[asyncio.Task[None]] = set()

    async def deliver_one(self, lane: str | None = None) -> bool:
        """Try the first message of the lane that is due (or of `lane`); whether there was one."""
        claimed = await self._bridge.write(self._claim, lane)
        if claimed is None:
            return False
        await self._carry(claimed)
        return True

    async def deliver_some(self) -> bool:
        """Set out with the first messages of the lanes that are due; whether there were any, or some are under way."""
        bell = self._bridge.bells.deliver
        bell.clear()
        room = MOST_AT_ONCE - len(self._under_way)
        claimed = await self._bridge.write(self._claim_some, room) if room else []
        for one in claimed:
            task = asyncio.create_task(self._carry_safely(one))
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

    async def _carry(self, claimed: Claimed) -> None:
        attempt = await self._bridge.read(self._prepared, claimed)
        if attempt.stranger:
            await self._introductions.introduce(attempt.stranger)
            attempt = await self._bridge.read(self._prepared, claimed)
        result = await self._try(attempt)
        await self._bridge.write(self._record, attempt, result)

    async def _carry_safely(self, claimed: Claimed) -> None:
        """What fails on the way stays in flight: it is looked up when its lease has ended."""
        try:
            await self._carry(claimed)
        except Exception:
            log.exception("message_failed", message=claimed.id, request=claimed.request_id)

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

    def _prepared(self, claimed: Claimed) -> Attempt:
        table = self._core.snapshots.current.table
        if not self._channels or self._is_for_another_process(claimed):
            return Attempt(claimed=claimed, wait=PATIENCE)
        surfaces = self._channels.surfaces(claimed.message.to, table)
        if claimed.surface >= len(surfaces):
            return Attempt(claimed=claimed, surfaces=len(surfaces))
        channel, address = surfaces[claimed.surface]
        with self._core.units.look() as view:
            request = view.requests.peek(claimed.request_id) if claimed.request_id else None
            shown = view.outbox.shown(claimed.request_id, claimed.lane) if claimed.request_id else None
            reader = self._reader(claimed.message.to, request, channel, view)
        post = self._post(claimed, channel, address, request, shown, reader)
        stranger = request.requester.person if request and not request.requester.known else None
        return Attempt(claimed=claimed, channel=channel, post=post, surfaces=len(surfaces), stranger=stranger)

    def _post(
        self,
        claimed: Claimed,
        channel: Channel,
        address: str,
        request: Request | None,
        shown: Shown | None,
        reader: Reader,
    ) -> Post | None:
        content = content_of(claimed.message, request, self._core.voice(reader), self._core.house.timezone)
        if content is None:
            return None
        is_card = isinstance(claimed.message, Card)
        replaces = _replaced(shown, channel, address) if is_card and shown else None
        return Post(key=claimed.key, address=address, content=content, replaces=replaces)

    def _reader(self, to: Recipient, request: Request | None, channel: Channel, view: SqlUnitOfWork) -> Reader:
        """The requester in the language they asked in, others in their own."""
        house, table = self._core.house.reader, self._core.snapshots.current.table
        if isinstance(to, ToDepartment):
            return readers_in(table.departments.get(to.department), house)
        if request and (to.person == request.requester.person or _is_asked_in(to, request)):
            return reader_of(table.person(request.requester.email), request.requester, house, request.lang)
        account = view.accounts.of_person(channel.name, to.person)
        if request and account and account.person == request.requester.person:
            return reader_of(table.person(request.requester.email), request.requester, house, request.lang)
        said_in = to.lang if isinstance(to, ToPlace) else None
        return reader_of(table.person(Email(to.person)), account, house, said_in or view.people.lang(to.person))

    def _is_for_another_process(self, claimed: Claimed) -> bool:
        to = claimed.message.to
        if not isinstance(to, ToPlace) or self._channels.serves(to.place.channel):
            return False
        return self._core.clock.now() < claimed.created_at + PATIENCE

    async def _try(self, attempt: Attempt) -> SendResult | None:
        if attempt.channel is None or attempt.post is None:
            return None
        if attempt.claimed.in_doubt_since:
            found = await attempt.channel.find(attempt.post, attempt.claimed.in_doubt_since)
            known = _after_looking(found, attempt.claimed)
            if known is not None:
                return known
        return await attempt.channel.send(attempt.post)

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


def _is_asked_in(to: ToPlace | ToPerson, request: Request) -> bool:
    """Also for whoever had no name yet when it was queued."""
    return isinstance(to, ToPlace) and to.place == request.place


def _after_looking(found: FindResult, claimed: Claimed) -> SendResult | None:
    """What the look-up settles; None means send. Only a nudge that cannot be looked up is skipped."""
    if isinstance(found, Sent):
        return found
    if isinstance(found, CannotTell) and is_nudge(claimed.message):
        return Sent(platform_id="")
    return None


def _replaced(shown: Shown, channel: Channel, address: str) -> str | None:
    """The card to take the place of, if it is where this one goes."""
    is_same = (shown.channel, shown.address) == (channel.name, address)
    return shown.platform_id if is_same else None


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
