"""What the outbox asks of the database. Each statement is built once: building one costs more than running it."""

from functools import cache

import sqlalchemy as sa

from bot.storage import tables
from bot.storage.columns import Instant, insert_in, literally

LANES, MESSAGES, CARDS = tables.lanes, tables.messages, tables.cards
WAITING = MESSAGES.c.status.in_((literally("pending"), literally("sending")))

LANE = sa.bindparam("the_lane", type_=sa.Text())
MESSAGE = sa.bindparam("the_message", type_=sa.BigInteger())
REQUEST = sa.bindparam("the_request", type_=sa.BigInteger())
LANES_OF_CARDS = sa.bindparam("the_lanes", type_=sa.Text(), expanding=True)
IN_LANE = (MESSAGES.c.request_id == REQUEST) & (MESSAGES.c.lane == LANE) & MESSAGES.c.is_card
UNDELIVERED = (MESSAGES.c.request_id == REQUEST) & MESSAGES.c.is_card & (MESSAGES.c.status == "pending")
THE_CARD = (CARDS.c.request_id == REQUEST) & (CARDS.c.lane == LANE)
ADD = sa.insert(MESSAGES)
CHANGE = sa.update(MESSAGES).where(MESSAGES.c.id == MESSAGE)
BEGIN = CHANGE.values(status="sending", attempts=MESSAGES.c.attempts + 1)
REPLACE = (
    sa.update(MESSAGES)
    .where(UNDELIVERED & MESSAGES.c.lane.in_(LANES_OF_CARDS))
    .values(status="replaced")
    .returning(MESSAGES.c.lane, MESSAGES.c.first)
)
IS_THERE = sa.select(sa.literal(1)).where(IN_LANE & MESSAGES.c.status.in_(("pending", "sending", "sent"))).limit(1)
SHOWN = sa.select(CARDS).where(THE_CARD)
SHOWN_OF = sa.select(CARDS).where(CARDS.c.request_id.in_(sa.bindparam("the_requests", expanding=True)))
ALL_SHOWN = sa.select(CARDS.c.message).where(CARDS.c.request_id == REQUEST).order_by(CARDS.c.lane)
OF_LANE = LANES.c.lane == LANE
GIVE = sa.update(LANES).where(OF_LANE)
THOSE_LANES = LANES.c.lane.in_(sa.bindparam("the_lanes", type_=sa.Text(), expanding=True))
HOLDERS = sa.select(LANES.c.lane, LANES.c.attempt).where(THOSE_LANES).order_by(LANES.c.lane).with_for_update()
# What is due, and what waits longer than anything ever does: the clock was set back since.
DUE = (
    sa.select(LANES.c.lane)
    .where((LANES.c.next_at <= sa.bindparam("now")) | (LANES.c.next_at > sa.bindparam("far")))
    .order_by(LANES.c.next_at, LANES.c.lane)
    .limit(sa.bindparam("most"))
    .with_for_update(skip_locked=True)
)
# A lane's first message: one in flight, else a first reply, else the oldest.
HEAD = (
    sa.select(MESSAGES.c.id)
    .where(MESSAGES.c.lane == LANES.c.lane, WAITING)
    .order_by(sa.case((MESSAGES.c.status == "sending", 0), else_=1), MESSAGES.c.first.desc(), MESSAGES.c.id)
    .limit(1)
    .correlate(LANES)
    .scalar_subquery()
)
HEADS = sa.select(MESSAGES).select_from(LANES.join(MESSAGES, MESSAGES.c.id == HEAD)).where(THOSE_LANES)
# Given back: due at some time while anything waits in the lane, else at rest.
LEFT = sa.exists().where(MESSAGES.c.lane == LANE, WAITING)
SETTLED = sa.case((LEFT, sa.bindparam("at", type_=Instant())))
SETTLE = sa.update(LANES).where(OF_LANE).values(attempt=None, next_at=SETTLED)


@cache
def open_lane(dialect: str) -> sa.Executable:
    """A lane that has something to send is due; one that waits for a retry keeps its time."""
    insert = insert_in(dialect)(LANES)
    earlier = sa.func.coalesce(LANES.c.next_at, insert.excluded.next_at)
    opened: sa.Executable = insert.on_conflict_do_update(index_elements=["lane"], set_={"next_at": earlier})
    return opened


@cache
def anchor(dialect: str) -> sa.Executable:
    """Where a card is shown now."""
    insert = insert_in(dialect)(CARDS)
    anew = {name: insert.excluded[name] for name in ("message", "channel", "address", "platform_id")}
    anchored: sa.Executable = insert.on_conflict_do_update(index_elements=["request_id", "lane"], set_=anew)
    return anchored
