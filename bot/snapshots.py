"""The published routing table in memory, with its engine. A new version is fitted aside, then swapped in.

The quick engine serves from the first moment; the thorough one takes its place once it has been made.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import structlog

from bot.engines.fitting import Fitted, Fitting
from knowledge.lexical.engine import refit
from knowledge.likeness import alike_to
from knowledge.matcher import Engine
from knowledge.models import RoutingTable

_PIECE = 128  # vectors: two or three seconds

log = structlog.get_logger()


class PublishedTables(Protocol):
    """Where versions come from."""

    def published_version(self) -> int: ...

    def published(self) -> RoutingTable: ...


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One version and its engine: questions are matched on it outside any transaction."""

    table: RoutingTable
    engine: Engine
    alike: float | None = None  # how alike two questions must be to be one; None until it was measured

    def near(self, text: str, others: Sequence[str]) -> tuple[bool, ...]:
        """Which of the others ask the same: nearly the same wording, or alike as far as this table can tell."""
        worded = alike_to(text, others)
        if self.alike is None or not isinstance(self.engine, Fitted):
            return worded
        pairs = zip(worded, others, strict=True)
        return tuple(near or self.engine.likeness(text, other) >= self.alike for near, other in pairs)


class Snapshots:
    """Holds the newest snapshot.

    `refresh`, `measure` and `deepen` may be slow and run beside questions, never before them.
    """

    def __init__(self, tables: PublishedTables, fitting: Fitting) -> None:
        self._tables = tables
        self._fitting = fitting
        table = tables.published()
        self._quick = fitting.quick(table)
        self._current = Snapshot(table, self._quick)
        self._deepened = -1  # the version whose engine is as good as it gets

    @property
    def current(self) -> Snapshot:
        return self._current

    def refresh(self) -> bool:
        """Fit and swap in the published version when it is another; whether it was."""
        if self._tables.published_version() == self._current.table.version:
            return False
        table = self._tables.published()
        self._quick = refit(self._quick, table)
        self._current = Snapshot(table, self._quick)
        return True

    def measure(self) -> None:
        """Measure likeness on the table, once for each engine: slow, and nothing but "me too" waits for it."""
        current = self._current
        if current.alike is None and isinstance(current.engine, Fitted):
            measured = replace(current, alike=current.engine.alike)
            if self._current is current:
                self._current = measured

    def deepen(self) -> bool:
        """One piece of work towards the best engine of the version in force; whether there is more to do."""
        table = self._current.table
        if self._deepened == table.version:
            return False
        lacking = self._fitting.lacking(table)
        if lacking and self._fitting.prepare(lacking[:_PIECE], _no_news):
            log.info("vectors_made", left=max(len(lacking) - _PIECE, 0))
            return True
        self._deepened = table.version
        quick = self._fitting.quick(table)  # as the next start finds it: an edit leaves the thresholds as they were
        engine = quick if lacking else self._fitting.thorough(table, quick) or quick
        if self._current.table is table:
            self._quick, self._current = quick, Snapshot(table, engine)
        return False

    def deepen_at_once(self) -> None:
        """Take the best engine if nothing slow stands before it: for a single question."""
        if not self._fitting.lacking(self._current.table):
            self.deepen()


def _no_news(done: int, of: int) -> None: ...
