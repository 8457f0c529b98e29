"""Messages until a platform has accepted them, in the order of their lanes (P4).

A lane is claimed, not a message: only its first message is ever in flight. A claim is a lease; when it runs out the
lane is due again and its message is found in flight, so its sender must look before sending again.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any, NewType
from uuid import UUID

import sqlalchemy as sa

from bot.storage import tables
from bot.storage.codec import dump_message, load_message
from bot.storage.columns import insert_in, literally
from handlers.outgoing import Card, Message, lane_of
from handlers.requests.model import RequestId

MessageId = NewType("MessageId", int)
_LANES, _MESSAGES, _CARDS = tables.lanes, tables.messages, tables.cards
_WAITING = _MESSAGES.c.status.in_((literally("pending"), literally("sending")))

# Statements that every message needs are built once: building one costs more than running it.
_LANE = sa.bindparam("the_lane", type_=sa.Text())
_MESSAGE = sa.bindparam("the_message", type_=sa.BigInteger())
_REQUEST = sa.bindparam("the_request", type_=sa.BigInteger())
_IN_LANE = (_MESSAGES.c.request_id == _REQUEST) & (_MESSAGES.c.lane == _LANE) & _MESSAGES.c.is_card
_UNDELIVERED = _IN_LANE & (_MESSAGES.c.status == "pending")
_THE_CARD = (_CARDS.c.request_id == _REQUEST) & (_CARDS.c.lane == _LANE)
_ADD = sa.insert(_MESSAGES)
_CHANGE = sa.update(_MESSAGES).where(_MESSAGES.c.id == _MESSAGE)
_BEGIN = _CHANGE.values(status="sending", attempts=_MESSAGES.c.attempts + 1)
_REPLACE = sa.update(_MESSAGES).where(_UNDELIVERED).values(status="replaced").returning(_MESSAGES.c.first)
_IS_THERE = sa.select(sa.literal(1)).where(_IN_LANE & _MESSAGES.c.status.in_(("pending", "sending", "sent"))).limit(1)
_SHOWN = sa.select(_CARDS).where(_THE_CARD)
_ALL_SHOWN = sa.select(_CARDS.c.message).where(_CARDS.c.request_id == _REQUEST).order_by(_CARDS.c.lane)
_SHOW = sa.insert(_CARDS)
_SHOW_ANEW = sa.update(_CARDS).where(_THE_CARD)
_GIVE = sa.update(_LANES).where(_LANES.c.lane == _LANE)
_HOLDER = sa.select(_LANES.c.attempt).where(_LANES.c.lane == _LANE).with_for_update()
_DUE = (
    sa.select(_LANES.c.lane)
    .where(_LANES.c.next_at <= sa.bindparam("now"))
    .order_by(_LANES.c.next_at, _LANES.c.lane)
    .limit(sa.bindparam("most"))
    .with_for_update(skip_locked=True)
)
# A lane's first message: one in flight, else a first reply, else the oldest.
_HEAD = (
    sa.select(_MESSAGES)
    .where(_MESSAGES.c.lane == _LANE, _WAITING)
    .order_by(sa.case((_MESSAGES.c.status == "sending", 0), else_=1), _MESSAGES.c.first.desc(), _MESSAGES.c.id)
    .limit(1)
)


@cache
def _open(dialect: str) -> sa.Executable:
    """A lane that has something to send is due; one that waits for a retry keeps its time."""
    insert = insert_in(dialect)(_LANES)
    earlier = sa.func.coalesce(_LANES.c.next_at, insert.excluded.next_at)
    opened: sa.Executable = insert.on_conflict_do_update(index_elements=["lane"], set_={"next_at": earlier})
    return opened


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
        for message in messages:
            lane = lane_of(message.to)
            self._connection.execute(_open(self._connection.dialect.name), {"lane": lane, "next_at": now})
            if isinstance(message, Card):
                message = self._replacing(request_id, lane, message)  # noqa: PLW2901 - the same card, first if it was
            self._connection.execute(_ADD, self._row(request_id, lane, message, now))

    def refresh_cards(self, request_id: RequestId, now: datetime) -> None:
        """Queue an update of every card that shows the request."""
        stored = [load_message(data) for data in self._connection.scalars(_ALL_SHOWN, {"the_request": request_id})]
        self.add(request_id, [replace(card, first=False) for card in stored if isinstance(card, Card)], now)

    def claim(self, now: datetime, lease: timedelta) -> Claimed | None:
        """The first message of the lane that has been due the longest; None when none is."""
        return next(iter(self.claim_some(now, lease, 1)), None)

    def claim_some(self, now: datetime, lease: timedelta, most: int) -> list[Claimed]:
        """The first messages of the lanes that have been due the longest, one of each."""
        lanes = self._connection.scalars(_DUE, {"now": now, "most": most}).all()
        claimed = (self.claim_lane(lane, now, lease) for lane in lanes)
        return [one for one in claimed if one]

    def claim_lane(self, lane: str, now: datetime, lease: timedelta) -> Claimed | None:
        """The first message of this lane, whatever its time; None when it has none."""
        head = self._head(lane)
        if head is None:
            self._settle_lane(lane, None)
            return None
        attempt = str(self._new_key())
        self._connection.execute(_GIVE, {"the_lane": lane, "next_at": now + lease, "attempt": attempt})
        self._connection.execute(_BEGIN, {"the_message": head["id"], "started_at": now})
        return _claimed(head, attempt)

    def sent(self, claimed: Claimed, shown: Shown, now: datetime) -> bool:
        """The platform has accepted it; False when the lease was lost meanwhile."""
        if not self._holds(claimed):
            return False
        self._change(claimed, status="sent", sent_at=now)
        if isinstance(claimed.message, Card) and claimed.request_id:
            self._anchor(claimed, shown)
        self._settle_lane(claimed.lane, now)
        return True

    def retry(self, claimed: Claimed, at: datetime, *, surface: int, in_doubt: bool) -> bool:
        """Try again at `at`, on the recipient's surface number `surface`; False when the lease was lost."""
        if not self._holds(claimed):
            return False
        status = "sending" if in_doubt else "pending"
        self._change(claimed, status=status, surface=surface)
        self._settle_lane(claimed.lane, at)
        return True

    def give_up(self, claimed: Claimed, now: datetime) -> bool:
        """No surface is left: the message is dead; False when the lease was lost."""
        if not self._holds(claimed):
            return False
        self._change(claimed, status="dead")
        self._settle_lane(claimed.lane, now)
        return True

    def shown(self, request_id: RequestId, lane: str) -> Shown | None:
        """Where the request's card is in this lane, if it is."""
        row = self._connection.execute(_SHOWN, _card(request_id, lane)).mappings().first()
        return Shown(channel=row["channel"], address=row["address"], platform_id=row["platform_id"]) if row else None

    def has_card(self, request_id: RequestId, lane: str) -> bool:
        """Whether a card of the request is in this lane: shown, under way or waiting."""
        return self._connection.scalar(_IS_THERE, _card(request_id, lane)) is not None

    def next_due(self) -> datetime | None:
        busy = _LANES.c.next_at.is_not(None)
        earliest: datetime | None = self._connection.scalar(sa.select(sa.func.min(_LANES.c.next_at)).where(busy))
        return earliest

    def depth(self) -> int:
        """How many messages wait."""
        return self._connection.scalar(sa.select(sa.func.count()).select_from(_MESSAGES).where(_WAITING)) or 0

    def _head(self, lane: str) -> sa.RowMapping | None:
        return self._connection.execute(_HEAD, {"the_lane": lane}).mappings().first()

    def _change(self, claimed: Claimed, **values: object) -> None:
        self._connection.execute(_CHANGE, {"the_message": claimed.id, **values})

    def _replacing(self, request_id: RequestId | None, lane: str, card: Card) -> Card:
        """The card, after taking the place of an undelivered one; a first reply that was not shown yet stays first."""
        if request_id is None:
            return card
        were_first = self._connection.scalars(_REPLACE, _card(request_id, lane)).all()
        return replace(card, first=card.first or any(were_first))

    def _row(self, request_id: RequestId | None, lane: str, message: Message, now: datetime) -> dict[str, Any]:
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

    def _anchor(self, claimed: Claimed, shown: Shown) -> None:
        place = {"channel": shown.channel, "address": shown.address, "platform_id": shown.platform_id}
        values = {"message": dump_message(claimed.message), **place}
        anew = {"the_request": claimed.request_id, "the_lane": claimed.lane, **values}
        if self._connection.execute(_SHOW_ANEW, anew).rowcount == 0:
            self._connection.execute(_SHOW, {"request_id": claimed.request_id, "lane": claimed.lane, **values})

    def _holds(self, claimed: Claimed) -> bool:
        return self._connection.scalar(_HOLDER, {"the_lane": claimed.lane}) == claimed.attempt

    def _settle_lane(self, lane: str, at: datetime | None) -> None:
        """Give the lane back: due at `at` while anything waits in it, else at rest."""
        left = self._head(lane) is not None
        given = {"the_lane": lane, "next_at": at if left else None, "attempt": None}
        self._connection.execute(_GIVE, given)


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
