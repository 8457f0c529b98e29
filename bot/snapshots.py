"""The published routing table in memory, with its engine. A new version is fitted aside, then swapped in."""

from dataclasses import dataclass, replace
from typing import Protocol

from knowledge.lexical import fit
from knowledge.lexical.engine import LexicalEngine
from knowledge.likeness import Wording, alike
from knowledge.matcher import Engine
from knowledge.models import RoutingTable


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

    def is_near(self, one: str, other: str) -> bool:
        """Whether the two ask the same: nearly the same wording, or alike as far as this table can tell."""
        if alike((Wording(topic="one", column="", text=one), Wording(topic="other", column="", text=other))):
            return True
        if self.alike is None or not isinstance(self.engine, LexicalEngine):
            return False
        return self.engine.likeness(one, other) >= self.alike


class Snapshots:
    """Holds the newest snapshot. `refresh` may be slow and runs beside questions, never before them."""

    def __init__(self, tables: PublishedTables) -> None:
        self._tables = tables
        self._current = _fitted(tables.published())

    @property
    def current(self) -> Snapshot:
        return self._current

    def refresh(self) -> bool:
        """Fit and swap in the published version when it is another; whether it was."""
        if self._tables.published_version() == self._current.table.version:
            return False
        self._current = _fitted(self._tables.published())
        return True

    def measure(self) -> None:
        """Measure likeness on the table, once for each version: slow, and nothing but "me too" waits for it."""
        current = self._current
        if current.alike is None and isinstance(current.engine, LexicalEngine):
            measured = replace(current, alike=current.engine.alike)
            if self._current is current:
                self._current = measured


def _fitted(table: RoutingTable) -> Snapshot:
    return Snapshot(table, fit(table))
