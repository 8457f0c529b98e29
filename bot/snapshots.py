"""The published routing table in memory, with its engine. A new version is fitted aside, then swapped in.

The quick engine serves from the first moment; the thorough one takes its place once it has been made.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol, overload

import structlog

from bot.engines.apart import BrokenOffError
from bot.engines.fitting import Fitted, Fitting, parts
from knowledge.cascade import Cascade
from knowledge.feedback import Refinement
from knowledge.lexical.engine import LexicalEngine, carry, refit
from knowledge.lexical.head import MOST_DUAL
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
        pairs = list(zip(worded, others, strict=True))
        unsure = tuple(dict.fromkeys(other for near, other in pairs if not near))
        likenesses = self.engine.likenesses((text, *unsure))[0, 1:] if unsure else ()
        found = {other for other, likeness in zip(unsure, likenesses, strict=True) if likeness >= self.alike}
        return tuple(near or other in found for near, other in pairs)

    def same(self, texts: Sequence[str]) -> list[tuple[bool, ...]]:
        """For each text, which of those before it ask the same: as `near`, every one heard once."""
        worded = [alike_to(text, texts[:place]) for place, text in enumerate(texts)]
        if self.alike is None or not isinstance(self.engine, Fitted):
            return worded
        is_alike = self.engine.likenesses(texts) >= self.alike
        return [
            tuple(near or bool(is_alike[place, at]) for at, near in enumerate(row)) for place, row in enumerate(worded)
        ]


class Snapshots:
    """Holds the newest snapshot.

    `refresh`, `measure` and `deepen` may be slow and run beside questions, never before them.
    """

    def __init__(self, tables: PublishedTables, fitting: Fitting, *, patience: int = MOST_DUAL) -> None:
        """`patience`: a table of so many lines is fitted within a few seconds, worth waiting for."""
        self._tables = tables
        self._patience = patience
        self.fitting = fitting
        table = tables.published()
        self._learned: dict[str, Refinement] = {}  # by encoder: what questions taught, until it is learned anew
        self._settled = -1  # the version whose quick engine is as the next start finds it
        self._quick = self._as_learned(self._fitted(table) or carry(None, table))
        self._current = Snapshot(table, self._quick)
        self._deepened = -1  # the version whose engine is as good as it gets

    @property
    def current(self) -> Snapshot:
        return self._current

    @property
    def is_final(self) -> bool:
        """Whether the engine of the version in force is as good as it gets."""
        return self._deepened == self._current.table.version

    def take(self, table: RoutingTable, engine: Fitted) -> None:
        """The same engine with what it learned of questions, unless another version is in force by now."""
        if self._current.table is table:
            self._learned = {part.encoder.name: part.refinement for part in parts(engine)}
            self._quick = parts(engine)[0]
            self._current = replace(self._current, engine=engine)

    def is_behind(self) -> bool:
        """Whether there is something to `refresh` or to `measure`."""
        current = self._current
        unmeasured = current.alike is None and isinstance(current.engine, Fitted)
        return unmeasured or self._tables.published_version() != current.table.version

    def refresh(self) -> bool:
        """Swap in the published version when it is another; whether it was. A large new table is fitted later."""
        if self._tables.published_version() == self._current.table.version:
            return False
        table = self._tables.published()
        try:
            self._quick = refit(self._quick, table) or self._fitted(table) or carry(self._quick, table)
        except BrokenOffError:  # the house is closing
            return False
        self._quick = self._as_learned(self._quick)
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
        try:
            return self._deepen(self._current.table)
        except BrokenOffError:  # the house is closing
            return False

    def deepen_at_once(self) -> None:
        """Take the best engine if nothing slow stands before it: for a single question."""
        if self._settled != self._current.table.version:
            self._settle(self._current.table)
        if not self.fitting.lacking(self._current.table):
            self.deepen()

    @overload
    def _as_learned(self, engine: LexicalEngine) -> LexicalEngine: ...

    @overload
    def _as_learned(self, engine: Cascade) -> Cascade: ...

    def _as_learned(self, engine: Fitted) -> Fitted:
        """What questions taught holds for a new fit too, until that is tried on them."""
        if isinstance(engine, Cascade):
            return Cascade(self._as_learned(engine.quick), self._as_learned(engine.thorough))
        if engine.refinement.counted:
            self._learned[engine.encoder.name] = engine.refinement
        return engine.with_refinement(self._learned.get(engine.encoder.name, engine.refinement))

    def _fitted(self, table: RoutingTable) -> LexicalEngine | None:
        """The table's own quick engine, unless it takes long to make."""
        engine = self.fitting.quick(table) if _lines(table) <= self._patience else self.fitting.kept(table)
        if engine:
            self._settled = table.version
        return engine

    def _deepen(self, table: RoutingTable) -> bool:
        if self._deepened == table.version:
            return False
        if self._settled != table.version:
            self._settle(table)
            return True
        lacking = self.fitting.lacking(table)
        if lacking and self.fitting.prepare(lacking[:_PIECE], _no_news):
            log.info("vectors_made", left=max(len(lacking) - _PIECE, 0))
            return True
        self._deepened = table.version
        engine = None if lacking else self.fitting.thorough(table, self._quick, gently=True)
        if engine and self._current.table is table:
            self._current = Snapshot(table, self._as_learned(engine))
        return False

    def _settle(self, table: RoutingTable) -> None:
        """The quick engine as the next start finds it: an edit leaves the thresholds as they were."""
        quick = self._as_learned(self.fitting.quick(table, gently=True))
        if self._current.table is table:
            self._settled = table.version
            self._quick, self._current = quick, Snapshot(table, quick)


def _lines(table: RoutingTable) -> int:
    return sum(1 + len(topic.phrasings) for topic in table.active_topics)


def _no_news(done: int, of: int) -> None: ...
