"""What the routing table was: its versions, who published them, what each one touched, rows that are gone."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.storage import tables
from bot.storage.codec import load
from bot.storage.database import Database
from bot.storage.routing import KINDS, lives_in, table_of_rows
from knowledge.changes import Values, values_by_key
from knowledge.exchange.draft import SheetName
from knowledge.models import TopicId
from knowledge.undo import Place, Step

_ROWS, _VERSIONS = tables.routing_rows, tables.routing_versions
_SHEETS = {
    "person": SheetName.PEOPLE,
    "department": SheetName.DEPARTMENTS,
    "topic": SheetName.TOPICS,
    "term": SheetName.GLOSSARY,
}
_KINDS = {sheet: kind for kind, sheet in _SHEETS.items()}
_IS_TERM = _ROWS.c.kind == "term"


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One published version and the one it was made from."""

    number: int
    base: int
    author: str
    published_at: datetime


class SqlRoutingHistory:
    """Reads what was; nothing is ever rewritten."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def versions(self, *, limit: int, below: int | None = None) -> list[Version]:
        """The newest versions first, those below a number only if one is given."""
        older = sa.true() if below is None else _VERSIONS.c.version < below
        published = sa.select(_VERSIONS).where(_VERSIONS.c.published_at.is_not(None) & older)
        with self._database.read() as connection:
            rows = connection.execute(published.order_by(_VERSIONS.c.version.desc()).limit(limit)).mappings()
            return [_version(row) for row in rows]

    def version(self, number: int) -> Version | None:
        """One version; None when it was never published."""
        return next(iter(self.versions(limit=1, below=number + 1)), None) if number > 0 else None

    def step(self, version: Version) -> Step:
        """The rows that a version touched, as they were and as they became; of the glossary, all there is."""
        number, base = version.number, version.base
        ended = (_ROWS.c.until == number) | (_IS_TERM & lives_in(base))
        begun = (_ROWS.c.since == number) | (_IS_TERM & lives_in(number))
        with self._database.read() as connection:
            return Step(
                before=table_of_rows(connection, base, ended),
                after=table_of_rows(connection, number, begun),
                places=_places(connection, _ROWS.c.until == number),
            )

    def row(self, sheet: SheetName, key: str, version: int) -> Values:
        """What `key` stood for in a version; nothing when it was not there."""
        row = (_ROWS.c.kind == _KINDS[sheet]) & lives_in(version)
        if sheet is not SheetName.GLOSSARY:
            row &= _ROWS.c.key == key
        with self._database.read() as connection:
            return values_by_key(table_of_rows(connection, version, row), sheet).get(key, ())

    def first_versions(self) -> dict[TopicId, int]:
        """The version in which each topic stood first."""
        topics = _ROWS.c.kind == _KINDS[SheetName.TOPICS]
        first = sa.select(_ROWS.c.key, sa.func.min(_ROWS.c.since)).where(topics).group_by(_ROWS.c.key)
        with self._database.read() as connection:
            return {TopicId(key): version for key, version in connection.execute(first)}

    def gone(self, sheet: SheetName) -> dict[str, Values]:
        """The rows that were taken out and did not come back, as they were last; the newest first."""
        kind = _ROWS.c.kind == _KINDS[sheet]
        here = sa.select(_ROWS.c.key).where(kind & _ROWS.c.until.is_(None))
        away = kind & _ROWS.c.until.is_not(None) & _ROWS.c.key.not_in(here)
        last = sa.select(_ROWS.c.key, _ROWS.c.until, _ROWS.c.data).where(away)
        with self._database.read() as connection:
            kept = {_id_of(key) for key in connection.scalars(here)}
            rows = connection.execute(last.order_by(_ROWS.c.until.desc(), _ROWS.c.id)).all()
        found: dict[str, tuple[int, Values]] = {}
        for key, until, data in rows:
            left, values = found.setdefault(_id_of(key), (until, ()))
            if left == until and _id_of(key) not in kept:
                found[_id_of(key)] = until, (*values, _value(sheet, data))
        return {key: values for key, (_, values) in found.items() if values}


def _id_of(key: str) -> str:
    """A further meaning of a term has the term before it."""
    return key.partition("\n")[0]


def _value(sheet: SheetName, data: object) -> Any:
    return load(KINDS[_KINDS[sheet]], data)


def _places(connection: sa.Connection, some: sa.ColumnElement[bool]) -> dict[Place, int]:
    rows = connection.execute(sa.select(_ROWS.c.kind, _ROWS.c.key, _ROWS.c.position).where(some))
    return {(_SHEETS[kind], _id_of(key)): position for kind, key, position in rows}


def _version(row: sa.RowMapping) -> Version:
    return Version(number=row["version"], base=row["base"], author=row["author"], published_at=row["published_at"])
