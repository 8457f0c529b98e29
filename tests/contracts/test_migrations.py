"""Every way up: a database with a row in each table, at each revision there ever was, keeps them all up to now."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.storage.database import Database
from bot.storage.schema import migrate, revisions, schema_of, upgrade
from tests.bot.house import MONDAY_MORNING
from tests.contracts.databases import BACKENDS, empty_database

Rows = list[Mapping[str, Any]]
EARLIER = revisions()[:-1]


@pytest.fixture(params=BACKENDS)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    with empty_database(request.param, tmp_path) as database:
        yield database


@pytest.mark.parametrize("revision", EARLIER)
def test_an_upgrade_keeps_every_row_of_every_table(database: Database, revision: str) -> None:
    migrate(database, revision)
    fill(database)
    before = contents(database)

    copy = upgrade(database, MONDAY_MORNING)

    assert all(before.values())
    assert schema_of(database).is_current
    assert restricted(contents(database), before) == before
    assert (copy is not None) is database.is_sqlite


@pytest.mark.parametrize("revision", EARLIER)
def test_after_an_upgrade_timelines_are_still_append_only(database: Database, revision: str) -> None:
    migrate(database, revision)
    fill(database)
    upgrade(database, MONDAY_MORNING)

    for change in ("DELETE FROM events", "UPDATE events SET kind = 'other'"):
        with database.write() as connection, pytest.raises(sa.exc.DBAPIError, match="append-only"):
            connection.exec_driver_sql(change)


def test_the_copy_made_before_an_upgrade_is_the_ledger_as_it_was(tmp_path: Path) -> None:
    with empty_database("sqlite", tmp_path) as database:
        migrate(database, EARLIER[0])
        fill(database)
        before = contents(database)
        copy = upgrade(database, MONDAY_MORNING)

    old = Database(f"sqlite:///{copy}")
    assert (schema_of(old).current, contents(old)) == (EARLIER[0], before)
    old.close()


def fill(database: Database) -> None:
    """One row in each table, every column with a value of its own."""
    tables = reflected(database)
    with database.write() as connection:
        for table in tables.sorted_tables:
            connection.execute(sa.insert(table).values({column.name: sample(column) for column in table.columns}))
        connection.commit()


def sample(column: sa.Column[Any]) -> Any:
    """A value told by the column's type; a column that points elsewhere has what it points to."""
    for key in column.foreign_keys:
        return sample(key.column)
    match column.type:
        case sa.Boolean():
            return True
        case sa.Integer():
            return 1
        case sa.JSON():
            return {"column": column.name}
        case sa.DateTime():
            return MONDAY_MORNING if column.type.timezone else MONDAY_MORNING.replace(tzinfo=None)
        case sa.Date():
            return MONDAY_MORNING.date()
        case sa.Float():
            return 0.5
        case _:
            return f"{column.table.name}.{column.name}"


def contents(database: Database) -> dict[str, Rows]:
    """Every table but Alembic's own."""
    tables = reflected(database)
    with database.read() as connection:
        return {table.name: [dict(row) for row in rows_of(connection, table)] for table in tables.sorted_tables}


def rows_of(connection: sa.Connection, table: sa.Table) -> Iterator[Mapping[str, Any]]:
    for row in connection.execute(sa.select(table)).mappings():
        yield {name: comparable(value) for name, value in row.items()}


def comparable(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def restricted(after: Mapping[str, Rows], before: Mapping[str, Rows]) -> dict[str, Rows]:
    """What there was before: those tables and, in their rows, those columns."""
    return {
        table: [{name: new.get(name) for name in old} for new, old in zip(after[table], rows, strict=True)]
        for table, rows in before.items()
    }


def reflected(database: Database) -> sa.MetaData:
    metadata = sa.MetaData()
    with database.read() as connection:
        metadata.reflect(connection, only=lambda name, _: name != "alembic_version")
    return metadata
