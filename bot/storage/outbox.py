"""Messages until a platform has accepted them, in the order of their lanes (P4).

A lane is claimed, not a message: only its first message is ever in flight. A claim is a lease; when it runs out the
lane is due again and its message is found in flight, so its sender must look before sending again.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, NewType
from uuid import UUID

import sqlalchemy as sa

from bot.storage import outbox_sql as sql
from bot.storage.codec import dump_message, load_message
from handlers.delivery import LONGEST_ASKED
from handlers.outgoing import Card, Message, lane_of
from handlers.requests.model import RequestId

MessageId = NewType("MessageId", int)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """The first message of a lane that is now ours until the lease ends."""

    id: MessageId
    key: str
    lane: str
    attempt: str
    request_id: RequestId | None
    message: Message
    attempts: int  # how often it was tried before
    surface: int
    created_at: datetime
    in_doubt_since: datetime | None  # an earlier attempt began then and nobody knows how it ended


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Where a card of a request is shown."""

    channel: str
    address: str
    platform_id: str


class SqlOutbox:
    """The outbox in the transaction of `connection`."""

    def __init__(self, connection: sa.Connection, new_key: Callable[[], UUID]) -> None:
        self._connection = connection
        self._new_key = new_key

    def add(self, request_id: RequestId | None, messages: Sequence[Message], now: datetime) -> None:
        """Queue messages in their lanes. A card replaces an undelivered one of the same request in its lane."""
        queued = _newest_cards(messages)
        were_first = self._replaced(request_id, queued) if request_id else frozenset()
        self._queue([self._row(request_id, message, were_first, now) for message in queued], now)

    def begin(self, request_id: RequestId, messages: Sequence[Message], now: datetime) -> None:
        """Queue the messages of a request that has just begun: it has none yet that they could replace."""
        queued = _newest_cards(messages)
        self._queue([self._row(request_id, message, frozenset(), now) for message in queued], now)

    def refresh_cards(self, request_id: RequestId, now: datetime) -> None:
        """Queue an update of every card that shows the request."""
        stored = [load_message(data) for data in self._connection.scalars(sql.ALL_SHOWN, {"the_request": request_id})]
        self.add(request_id, [replace(card, first=False) for card in stored if isinstance(card, Card)], now)

    def claim(self, now: datetime, lease: timedelta) -> Claimed | None:
        """The first message of the lane that has been due the longest; None when none is."""
        return next(iter(self.claim_some(now, lease, 1)), None)

    def claim_some(self, now: datetime, lease: timedelta, most: int) -> list[Claimed]:
        """The first messages of the lanes that have been due the longest, one of each."""
        due = {"now": now, "far": now + LONGEST_ASKED, "most": most}
        return self._claimed(self._connection.scalars(sql.DUE, due).all(), now, lease)

    def claim_lane(self, lane: str, now: datetime, lease: timedelta) -> Claimed | None:
        """The first message of this lane, whatever its time; None when it has none."""
        return next(iter(self._claimed([lane], now, lease)), None)

    def sent(self, claimed: Claimed, shown: Shown, now: datetime) -> bool:
        """The platform has accepted it; False when the lease was lost meanwhile."""
        return self.all_sent([(claimed, shown)], now) == [claimed]

    def all_sent(self, accepted: Sequence[tuple[Claimed, Shown]], now: datetime) -> list[Claimed]:
        """The platforms have accepted these; those whose lease was not lost meanwhile."""
        held = self._held([claimed for claimed, _ in accepted])
        if held:
            sent = [{"the_message": one.id, "status": "sent", "sent_at": now} for one in held]
            self._connection.execute(sql.CHANGE, sent)
            ours = {one.attempt for one in held}
            cards = [_card_row(one, at) for one, at in accepted if one.attempt in ours and _is_card_of_request(one)]
            if cards:
                self._connection.execute(sql.anchor(self._connection.dialect.name), cards)
            self._settle([one.lane for one in held], now)
        return held

    def retry(self, claimed: Claimed, at: datetime, *, surface: int, in_doubt: bool) -> bool:
        """Try again at `at`, on the recipient's surface number `surface`; False when the lease was lost."""
        return self._changed(claimed, at, status="sending" if in_doubt else "pending", surface=surface)

    def give_up(self, claimed: Claimed, now: datetime) -> bool:
        """No surface is left: the message is dead; False when the lease was lost."""
        return self._changed(claimed, now, status="dead")

    def shown(self, request_id: RequestId, lane: str) -> Shown | None:
        """Where the request's card is in this lane, if it is."""
        row = self._connection.execute(sql.SHOWN, _card(request_id, lane)).first()
        return _shown(row) if row else None

    def all_shown(self, requests: Collection[RequestId]) -> dict[tuple[RequestId, str], Shown]:
        """Where cards of these requests are, by request and lane."""
        rows = self._connection.execute(sql.SHOWN_OF, {"the_requests": list(requests)})
        return {(RequestId(row.request_id), row.lane): _shown(row) for row in rows}

    def has_card(self, request_id: RequestId, lane: str) -> bool:
        """Whether a card of the request is in this lane: shown, under way or waiting."""
        return self._connection.scalar(sql.IS_THERE, _card(request_id, lane)) is not None

    def next_due(self) -> datetime | None:
        busy = sql.LANES.c.next_at.is_not(None)
        earliest: datetime | None = self._connection.scalar(sa.select(sa.func.min(sql.LANES.c.next_at)).where(busy))
        return earliest

    def depth(self) -> int:
        """How many messages wait."""
        return self._connection.scalar(sa.select(sa.func.count()).select_from(sql.MESSAGES).where(sql.WAITING)) or 0

    def _queue(self, rows: Sequence[Mapping[str, Any]], now: datetime) -> None:
        if rows:
            opened = [{"lane": lane, "next_at": now} for lane in sorted({row["lane"] for row in rows})]
            self._connection.execute(sql.open_lane(self._connection.dialect.name), opened)
            self._connection.execute(sql.ADD, rows)

    def _claimed(self, lanes: Sequence[str], now: datetime, lease: timedelta) -> list[Claimed]:
        """The first message of each of these lanes, in their order; lanes without any come to rest."""
        if not lanes:
            return []
        rows = self._connection.execute(sql.HEADS, {"the_lanes": lanes}).mappings()
        heads = {row["lane"]: row for row in rows}
        claimed = [_claimed(heads[lane], str(self._new_key())) for lane in lanes if lane in heads]
        if claimed:
            given = [{"the_lane": one.lane, "next_at": now + lease, "attempt": one.attempt} for one in claimed]
            self._connection.execute(sql.GIVE, given)
            self._connection.execute(sql.BEGIN, [{"the_message": one.id, "started_at": now} for one in claimed])
        self._settle([lane for lane in lanes if lane not in heads], now)
        return claimed

    def _held(self, claimed: Sequence[Claimed]) -> list[Claimed]:
        """Those that are still ours; their lanes are held against others until the transaction ends."""
        holders = self._connection.execute(sql.HOLDERS, {"the_lanes": [one.lane for one in claimed]})
        attempts = {row.lane: row.attempt for row in holders}
        return [one for one in claimed if attempts.get(one.lane) == one.attempt]

    def _changed(self, claimed: Claimed, due: datetime, **values: object) -> bool:
        if not self._held([claimed]):
            return False
        self._connection.execute(sql.CHANGE, {"the_message": claimed.id, **values})
        self._settle([claimed.lane], due)
        return True

    def _settle(self, lanes: Sequence[str], at: datetime) -> None:
        if lanes:
            self._connection.execute(sql.SETTLE, [{"the_lane": lane, "at": at} for lane in lanes])

    def _replaced(self, request_id: RequestId, messages: Sequence[Message]) -> frozenset[str]:
        """Cards take the place of undelivered ones; the lanes in which a first reply was not shown yet."""
        lanes = sorted({lane_of(message.to) for message in messages if isinstance(message, Card)})
        if not lanes:
            return frozenset()
        replaced = self._connection.execute(sql.REPLACE, {"the_request": request_id, "the_lanes": lanes})
        return frozenset(lane for lane, was_first in replaced if was_first)

    def _row(
        self, request_id: RequestId | None, message: Message, were_first: frozenset[str], now: datetime
    ) -> dict[str, Any]:
        """A first reply that was not shown yet stays first."""
        lane = lane_of(message.to)
        if isinstance(message, Card) and lane in were_first:
            message = replace(message, first=True)
        return {
            "key": str(self._new_key()),
            "lane": lane,
            "request_id": request_id,
            "is_card": isinstance(message, Card),
            "first": isinstance(message, Card) and message.first,
            "message": dump_message(message),
            "status": "pending",
            "attempts": 0,
            "surface": 0,
            "created_at": now,
        }


def _newest_cards(messages: Sequence[Message]) -> list[Message]:
    """The messages; of several cards in one lane only the newest, which is first if any of them was."""
    queued: list[Message] = []
    for message in messages:
        earlier = [one for one in queued if isinstance(one, Card) and lane_of(one.to) == lane_of(message.to)]
        if isinstance(message, Card) and earlier:
            queued.remove(earlier[0])
            message = replace(message, first=message.first or earlier[0].first)  # noqa: PLW2901 - the same card
        queued.append(message)
    return queued


def _is_card_of_request(claimed: Claimed) -> bool:
    return isinstance(claimed.message, Card) and claimed.request_id is not None


def _card_row(claimed: Claimed, shown: Shown) -> dict[str, object]:
    place = {"channel": shown.channel, "address": shown.address, "platform_id": shown.platform_id}
    return {"request_id": claimed.request_id, "lane": claimed.lane, "message": dump_message(claimed.message), **place}


def _shown(row: sa.Row[Any]) -> Shown:
    return Shown(channel=row.channel, address=row.address, platform_id=row.platform_id)


def _card(request_id: RequestId, lane: str) -> dict[str, object]:
    return {"the_request": request_id, "the_lane": lane}


def _claimed(head: sa.RowMapping, attempt: str) -> Claimed:
    return Claimed(
        id=MessageId(head["id"]),
        key=head["key"],
        lane=head["lane"],
        attempt=attempt,
        request_id=RequestId(head["request_id"]) if head["request_id"] else None,
        message=load_message(head["message"]),
        attempts=head["attempts"],
        surface=head["surface"],
        created_at=head["created_at"],
        in_doubt_since=head["started_at"] if head["status"] == "sending" else None,
    )
