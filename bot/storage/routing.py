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
KINDS: Mapping[str, type] = {"person": Person, "department": Department, "topic": Topic, "term": GlossaryTerm}
SLICE = 500  # rows a transaction, so that no write lasts long

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    kind: str
    key: str
    position: int
    value: Any


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
            return table_at(connection, _published(connection))

    def publish(
        self, table: RoutingTable, *, base: int, author: str, now: datetime, before: RoutingTable | None = None
    ) -> int:
        """Publish `table` as the version after `base`; the new version. `before` is version `base`, if it is at hand.

        Raises BotError `table_changed_meanwhile` when another version was published since `base`.
        """
        version = self._begin(base, author, now)
        old = _rows(self._at(base) if before is None else before)
        after = _rows(table)
        gone = [name for name, row in old.items() if after.get(name) != row]
        new = [row for name, row in after.items() if old.get(name) != row]
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

    def _at(self, version: int) -> RoutingTable:
        with self._database.read() as connection:
            return table_at(connection, version)

    def _end(self, names: list[tuple[str, str]], base: int, version: int) -> None:
        with self._database.write() as connection:
            for kind, key in names:
                row = (_ROWS.c.kind == kind) & (_ROWS.c.key == key) & lives_in(base)
                connection.execute(sa.update(_ROWS).where(row).values(until=version))
            connection.commit()

    def _insert(self, rows: list[_Row], version: int) -> None:
        with self._database.write() as connection:
            connection.execute(
                sa.insert(_ROWS),
                [
                    {"kind": r.kind, "key": r.key, "position": r.position, "since": version, "data": dump(r.value)}
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


def lives_in(version: int) -> sa.ColumnElement[bool]:
    """Whether a row belongs to a version."""
    return (_ROWS.c.since <= version) & (_ROWS.c.until.is_(None) | (_ROWS.c.until > version))


def table_at(connection: sa.Connection, version: int) -> RoutingTable:
    """A version, whole."""
    return table_of_rows(connection, version, lives_in(version))


def table_of_rows(connection: sa.Connection, version: int, some: sa.ColumnElement[bool]) -> RoutingTable:
    """The table that some of the rows make, in their order."""
    columns = sa.select(_ROWS.c.kind, _ROWS.c.data).where(some).order_by(_ROWS.c.position, _ROWS.c.id)
    loaded: dict[str, list[Any]] = {kind: [] for kind in KINDS}
    for kind, data in connection.execute(columns):
        loaded[kind].append(load(KINDS[kind], data))
    return RoutingTable(
        version=version,
        people={person.email: person for person in loaded["person"]},
        departments={department.id: department for department in loaded["department"]},
        topics={topic.id: topic for topic in loaded["topic"]},
        glossary=tuple(loaded["term"]),
    )


def _rows(table: RoutingTable) -> dict[tuple[str, str], _Row]:
    kinds: dict[str, dict[str, Any]] = {
        "person": {person.email: person for person in table.people.values()},
        "department": {department.id: department for department in table.departments.values()},
        "topic": {topic.id: topic for topic in table.topics.values()},
        "term": _terms(table.glossary),
    }
    return {
        (kind, key): _Row(kind=kind, key=key, position=position, value=value)
        for kind, values in kinds.items()
        for position, (key, value) in enumerate(values.items())
    }


def _terms(glossary: tuple[GlossaryTerm, ...]) -> dict[str, GlossaryTerm]:
    """Each meaning by a key of its own: a term's first by the term alone."""
    found: dict[str, GlossaryTerm] = {}
    for term in glossary:
        found[f"{term.term}\n{term.means}" if term.term in found else term.term] = term
    return found


def _slices(items: list[Item]) -> Iterator[list[Item]]:
    left = iter(items)
    while part := list(islice(left, SLICE)):
        yield part
