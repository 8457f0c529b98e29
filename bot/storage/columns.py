"""What tables are made of: instants in UTC, ids that are never used again, names for constraints."""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.types import TypeDecorator

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    },
)


class Instant(TypeDecorator[datetime]):
    """An aware UTC datetime on both databases; SQLite keeps no zone, so it is put back on the way out."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        aware: datetime = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
        return aware


# SQLite only gives increasing, never reused ids to an INTEGER primary key with AUTOINCREMENT.
Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def literally(value: str) -> sa.ColumnElement[str]:
    """A word of the code's written into the statement: a planner uses a partial index only when it sees its words."""
    if not value.isidentifier():
        raise ValueError(value)
    return sa.literal_column(f"'{value}'", sa.Text())


def primary_key() -> sa.Column[int]:
    return sa.Column("id", Id, primary_key=True, autoincrement=True)


def insert_for(connection: sa.Connection) -> Any:
    """The dialect's INSERT, which knows ON CONFLICT on both databases."""
    return insert_in(connection.dialect.name)


def insert_in(dialect: str) -> Any:
    """The same by the dialect's name, for statements that are built once."""
    return (sqlite if dialect == "sqlite" else postgresql).insert


def inserted_id(result: sa.CursorResult[Any]) -> int:
    """The id the database gave to the one row just inserted."""
    key = result.inserted_primary_key
    if key is None:
        raise TypeError("the statement inserted no row with a key")
    return int(key[0])
