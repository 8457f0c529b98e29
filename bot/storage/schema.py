"""Bringing a database to this version's schema, and refusing one that is newer than the code.

SQLite is copied first when it holds data, and migrated with foreign keys off: a batch migration drops the old table,
which would silently delete the rows that point to it.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from bot.errors import BotError
from bot.storage.backup import backup
from bot.storage.database import Database

_SCRIPTS = Path(__file__).parent / "migrations"
_LOCK = 4_842_617  # any number: everybody who migrates takes the same advisory lock


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """Which revision the database is at (empty for none) and which one this version needs."""

    current: str
    wanted: str

    @property
    def is_current(self) -> bool:
        return self.current == self.wanted


def schema_of(database: Database) -> Schema:
    """Where the database stands.

    Raises BotError `database_newer` for a revision this version does not know, `not_a_ledger` for a file of SQLite's
    that holds something else.
    """
    with database.read() as connection:
        current = MigrationContext.configure(connection).get_current_revision() or ""
        if not current and database.is_sqlite and sa.inspect(connection).get_table_names():
            raise BotError("not_a_ledger", path=str(database.path))
    scripts = ScriptDirectory.from_config(_config())
    wanted = scripts.get_current_head() or ""
    known = {script.revision for script in scripts.walk_revisions()}
    if current and current not in known:
        raise BotError("database_newer", current=current, wanted=wanted)
    return Schema(current=current, wanted=wanted)


def upgrade(database: Database, now: datetime) -> Path | None:
    """Migrate to this version's schema; the copy made before it, if any. Does nothing when current."""
    schema = schema_of(database)
    if schema.is_current:
        return None
    copy = _copy_first(database, schema, now)
    migrate(database, "head")
    return copy


def migrate(database: Database, revision: str) -> None:
    """Bring the schema up to `revision`, whole or not at all."""
    with database.migrating() as connection:
        if not database.is_sqlite:
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        _check_foreign_keys(database, connection)


def revisions() -> list[str]:
    """Every revision there ever was, oldest first."""
    scripts = ScriptDirectory.from_config(_config())
    return [script.revision for script in reversed(list(scripts.walk_revisions()))]


def ensure_current(database: Database) -> None:
    """Raise BotError `database_outdated` unless the schema is this version's."""
    schema = schema_of(database)
    if not schema.is_current:
        raise BotError("database_outdated", current=schema.current or "-", wanted=schema.wanted)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    return config


def _copy_first(database: Database, schema: Schema, now: datetime) -> Path | None:
    if not (database.path and schema.current):
        return None
    target = database.path.with_name(f"{database.path.name}.before-{schema.wanted}-{now:%Y%m%dT%H%M%S}")
    backup(database, target)
    return target


def _check_foreign_keys(database: Database, connection: sa.Connection) -> None:
    if not database.is_sqlite:
        return
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise BotError("migration_broke_references", tables=sorted({row[0] for row in broken}))
