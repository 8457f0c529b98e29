"""The routing table in versions: rows with the versions they live in, and one pointer to the published one.

A draft is written in slices that nobody sees; publishing moves the pointer. A row lives in version V when
`since <= V` and (`until` is empty or `until > V`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar

import sqlalchemy as sa

from bot.errors import BotError
from bot.storage import tables
from bot.storage.codec import dump, load
from bot.storage.database import Database
from knowledge.models import Department, GlossaryTerm, Person, RoutingTable, Topic

_ROWS, _VERSIONS, _PUBLISHED = tables.routing_rows, tables.routing_versions, tables.routing_published
_KINDS: Mapping[str, type] = {"person": Person, "department": Department, "topic": Topic, "term": GlossaryTerm}
SLICE = 500  # rows a transaction, so that no write lasts long

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    kind: str
    key: str
    position: int
    data: Any

    @property
    def name(self) -> tuple[str, str]:
        return self.kind, self.key


class SqlRouting:
    """Reads and publishes versions of the routing table."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def published_version(self) -> int:
        """The version in force; 0 before the first."""
        with self._database.read() as connection:
            return _published(connection)

    def published(self) -> RoutingTable:
        """The table in force; an empty one before the first version."""
        with self._database.read() as connection:
            version = _published(connection)
            return _table(version, [_row(found) for found in connection.execute(_live(version)).mappings()])

    def publish(self, table: RoutingTable, *, base: int, author: str, now: datetime) -> int:
        """Publish `table` as the version after `base`; the new version.

        Raises BotError `table_changed_meanwhile` when another version was published since `base`.
        """
        version = self._begin(base, author, now)
        before = self._rows_of(base)
        after = {row.name: row for row in _rows(table)}
        gone = [row.name for row in before.values() if after.get(row.name) != row]
        new = [row for row in after.values() if before.get(row.name) != row]
        for part in _slices(gone):
            self._end(part, base, version)
        for some in _slices(new):
            self._insert(some, version)
        self._flip(base, version, now)
        return version

    def _begin(self, base: int, author: str, now: datetime) -> int:
        """A fresh draft; what an import that never finished left behind is cleared away first."""
        with self._database.write() as connection:
            _check_base(connection, base)
            _clear_drafts(connection)
            version = (connection.scalar(sa.select(sa.func.max(_VERSIONS.c.version))) or 0) + 1
            draft = {"version": version, "base": base, "created_at": now, "author": author}
            connection.execute(sa.insert(_VERSIONS).values(**draft))
            connection.commit()
            return version

    def _rows_of(self, version: int) -> dict[tuple[str, str], _Row]:
        with self._database.read() as connection:
            rows = [_row(found) for found in connection.execute(_live(version)).mappings()]
        return {row.name: row for row in rows}

    def _end(self, names: list[tuple[str, str]], base: int, version: int) -> None:
        with self._database.write() as connection:
            for kind, key in names:
                row = (_ROWS.c.kind == kind) & (_ROWS.c.key == key) & _lives_in(base)
                connection.execute(sa.update(_ROWS).where(row).values(until=version))
            connection.commit()

    def _insert(self, rows: list[_Row], version: int) -> None:
        with self._database.write() as connection:
            connection.execute(
                sa.insert(_ROWS),
                [
                    {"kind": r.kind, "key": r.key, "position": r.position, "since": version, "data": r.data}
                    for r in rows
                ],
            )
            connection.commit()

    def _flip(self, base: int, version: int, now: datetime) -> None:
        with self._database.write() as connection:
            draft = (_VERSIONS.c.version == version) & _VERSIONS.c.published_at.is_(None)
            is_ours = connection.execute(sa.update(_VERSIONS).where(draft).values(published_at=now)).rowcount == 1
            here = _PUBLISHED.c.version == base
            if base and is_ours:
                is_ours = connection.execute(sa.update(_PUBLISHED).where(here).values(version=version)).rowcount == 1
            elif is_ours:
                connection.execute(sa.insert(_PUBLISHED).values(id=1, version=version))
            if not is_ours:
                raise BotError("table_changed_meanwhile", base=base)
            connection.commit()


def _published(connection: sa.Connection) -> int:
    return connection.scalar(sa.select(_PUBLISHED.c.version)) or 0


def _check_base(connection: sa.Connection, base: int) -> None:
    if _published(connection) != base:
        raise BotError("table_changed_meanwhile", base=base)


def _clear_drafts(connection: sa.Connection) -> None:
    """Drafts never published leave no trace: their rows go, the rows they ended live on."""
    drafts = list(connection.scalars(sa.select(_VERSIONS.c.version).where(_VERSIONS.c.published_at.is_(None))))
    connection.execute(sa.delete(_ROWS).where(_ROWS.c.since.in_(drafts)))
    connection.execute(sa.update(_ROWS).where(_ROWS.c.until.in_(drafts)).values(until=None))
    connection.execute(sa.delete(_VERSIONS).where(_VERSIONS.c.version.in_(drafts)))


def _lives_in(version: int) -> sa.ColumnElement[bool]:
    return (_ROWS.c.since <= version) & (_ROWS.c.until.is_(None) | (_ROWS.c.until > version))


def _live(version: int) -> sa.Select[Any]:
    return sa.select(_ROWS).where(_lives_in(version)).order_by(_ROWS.c.position, _ROWS.c.id)


def _row(found: sa.RowMapping) -> _Row:
    return _Row(kind=found["kind"], key=found["key"], position=found["position"], data=found["data"])


def _rows(table: RoutingTable) -> Iterator[_Row]:
    kinds: dict[str, dict[Any, Any]] = {
        "person": {person.email: person for person in table.people.values()},
        "department": {department.id: department for department in table.departments.values()},
        "topic": {topic.id: topic for topic in table.topics.values()},
        "term": {term.term: term for term in table.glossary},
    }
    for kind, values in kinds.items():
        for position, (key, value) in enumerate(values.items()):
            yield _Row(kind=kind, key=str(key), position=position, data=dump(value))


def _table(version: int, rows: list[_Row]) -> RoutingTable:
    loaded: dict[str, list[Any]] = {
        kind: [load(cls, row.data) for row in rows if row.kind == kind] for kind, cls in _KINDS.items()
    }
    return RoutingTable(
        version=version,
        people={person.email: person for person in loaded["person"]},
        departments={department.id: department for department in loaded["department"]},
        topics={topic.id: topic for topic in loaded["topic"]},
        glossary=tuple(loaded["term"]),
    )


def _slices(items: list[Item]) -> Iterator[list[Item]]:
    left = iter(items)
    while part := list(islice(left, SLICE)):
        yield part
