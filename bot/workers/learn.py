"""Lets the engine in force learn from what became of questions: a piece at a time, while nobody waits for it."""

from collections.abc import Generator
from datetime import datetime, timedelta

import structlog

from bot.core import Core
from bot.engines.fitting import Fitted
from bot.engines.learning import Learning
from knowledge.lexical.sense import EncoderFailedError
from knowledge.models import RoutingTable

LOOK = timedelta(minutes=1)  # between two looks for something new
REST = timedelta(hours=1)  # after a failure

log = structlog.get_logger()


class Learner:
    """One piece of learning a call."""

    def __init__(self, core: Core, learning: Learning | None = None) -> None:
        self._core = core
        self._learning = learning or Learning(core.units, core.snapshots.fitting)
        self._under_way: tuple[RoutingTable, Generator[tuple[int, int], None, Fitted]] | None = None
        self._next_look: datetime | None = None

    def learn_some(self) -> bool:
        """Whether there was something to learn. Begins anew when another version of the table is in force."""
        table, engine = self._core.snapshots.current.table, self._core.snapshots.current.engine
        if not self._core.snapshots.is_final or not isinstance(engine, Fitted):
            return False
        if self._under_way is None or self._under_way[0] is not table:
            if not self._is_due(table, engine):
                return False
            self._under_way = table, self._learning.pieces(table, engine, self._core.clock.now())
        try:
            next(self._under_way[1])
        except StopIteration as end:
            self._under_way = None
            self._core.snapshots.take(table, end.value)
        except EncoderFailedError as error:
            self._under_way, self._next_look = None, self._core.clock.now() + REST
            log.warning("encoder_failed", encoder=error.data, reason=str(error.__cause__))
        return True

    def _is_due(self, table: RoutingTable, engine: Fitted) -> bool:
        now = self._core.clock.now()
        if self._next_look and now < self._next_look <= now + REST:
            return False
        self._next_look = now + LOOK
        return self._learning.is_due(table, engine, now)
