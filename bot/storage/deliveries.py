"""What came in: recognised by any of its keys when it comes again, kept raw when it could not be decided (P4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import NewType

import sqlalchemy as sa

from bot.storage import tables
from bot.storage.codec import dump_fact, load_fact
from bot.storage.columns import Id, insert_in, inserted_id, literally
from handlers.delivery import LONGEST_ASKED
from handlers.incoming import Delivered, Fact

DeliveryId = NewType("DeliveryId", int)
_TABLE = tables.deliveries
_KEYS = tables.delivery_keys
_RECEIVED = _TABLE.c.status == literally("received")
_ADD = sa.insert(_TABLE)


@cache
def _add_keys(dialect: str, keys: int) -> sa.Executable:
    """Store so many keys unless they are there: one statement, since a driver may not count the rows of several."""
    delivery = sa.bindparam("delivery", type_=Id)
    rows = [sa.select(sa.bindparam(_nth(each), type_=sa.Text()), delivery) for each in range(keys)]
    insert = insert_in(dialect)(_KEYS).from_select(["key", "delivery_id"], sa.union_all(*rows))
    added: sa.Executable = insert.on_conflict_do_nothing().execution_options(preserve_rowcount=True)
    return added


def _nth(key: int) -> str:
    return f"key_{key}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A delivery that waits to be decided."""

    id: DeliveryId
    fact: Fact
    attempts: int


class SqlDeliveries:
    """Deliveries in the transaction of `connection`."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def record(self, fact: Delivered) -> bool:
        """Remember the fact as decided; False when any of its keys was seen before."""
        return self._insert(fact, {"status": "decided"})

    def is_first(self, key: str, now: datetime) -> bool:
        """Whether what `key` names happens for the first time; once asked for, it has happened."""
        row = {"received_at": now, "attempts": 0, "status": "decided"}
        return self._are_new((key,), inserted_id(self._connection.execute(_ADD, row)))

    def keep(self, fact: Fact, now: datetime) -> bool:
        """Keep the fact raw, to be decided later; False when any of its keys was seen before."""
        return self._insert(fact, {"status": "received", "fact": dump_fact(fact), "next_at": now})

    def waiting(self, now: datetime) -> Kept | None:
        """The delivery that has waited the longest, held against nobody; or one from before the clock was set back."""
        is_due = _RECEIVED & ((_TABLE.c.next_at <= now) | (_TABLE.c.next_at > now + LONGEST_ASKED))
        row = self._connection.execute(sa.select(_TABLE).where(is_due).order_by(_TABLE.c.next_at, _TABLE.c.id).limit(1))
        found = row.mappings().first()
        if not found:
            return None
        return Kept(id=DeliveryId(found["id"]), fact=load_fact(found["fact"]), attempts=found["attempts"])

    def settle(self, delivery_id: DeliveryId) -> bool:
        """Mark it decided and forget the raw fact; False when somebody else already did."""
        mine = (_TABLE.c.id == delivery_id) & _RECEIVED
        settled = sa.update(_TABLE).where(mine).values(status="decided", fact=sa.null(), next_at=None)
        return self._connection.execute(settled).rowcount == 1

    def postpone(self, delivery_id: DeliveryId, until: datetime) -> None:
        """It failed once more: try again at `until`."""
        mine = (_TABLE.c.id == delivery_id) & _RECEIVED
        self._connection.execute(sa.update(_TABLE).where(mine).values(next_at=until, attempts=_TABLE.c.attempts + 1))

    def next_due(self) -> datetime | None:
        earliest: datetime | None = self._connection.scalar(sa.select(sa.func.min(_TABLE.c.next_at)).where(_RECEIVED))
        return earliest

    def undecided(self) -> int:
        """How many deliveries wait to be decided."""
        return self._connection.scalar(sa.select(sa.func.count()).select_from(_TABLE).where(_RECEIVED)) or 0

    def _insert(self, fact: Delivered, values: dict[str, object]) -> bool:
        row = {"received_at": fact.at, "attempts": 0, **values}
        return self._are_new(tuple(dict.fromkeys(fact.keys)), inserted_id(self._connection.execute(_ADD, row)))

    def _are_new(self, keys: Sequence[str], delivery_id: int) -> bool:
        if not keys:
            return True
        named = {_nth(number): key for number, key in enumerate(keys)}
        added = _add_keys(self._connection.dialect.name, len(keys))
        return self._connection.execute(added, {**named, "delivery": delivery_id}).rowcount == len(keys)
