"""The published routing table in memory, with its engine. A new version is fitted aside, then swapped in."""

from dataclasses import dataclass
from typing import Protocol

from knowledge.lexical import fit
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


def _fitted(table: RoutingTable) -> Snapshot:
    return Snapshot(table, fit(table))
