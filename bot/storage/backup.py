"""A consistent copy of a SQLite ledger while it is in use, and putting one back. PostgreSQL has its own tools."""

import sqlite3
from contextlib import closing
from pathlib import Path

from bot.errors import BotError
from bot.storage.database import Database


def backup(database: Database, target: Path) -> Path:
    """Copy the ledger to `target`, whole and checked. Raises BotError for an existing target or PostgreSQL."""
    source = _file_of(database)
    if target.exists():
        raise BotError("backup_exists", path=str(target))
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    with closing(sqlite3.connect(source)) as connection:
        connection.execute("VACUUM INTO ?", (str(part),))
    check(part)
    part.replace(target)
    return target


def restore(database: Database, copy: Path, aside: Path) -> Path | None:
    """Put `copy` in the ledger's place; the former ledger is kept as `aside`. Nobody may be using it."""
    check(copy)
    target = _file_of(database, must_exist=False)
    database.close()
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("VACUUM INTO ?", (str(part),))
    kept = _set_aside(target, aside)
    part.replace(target)
    return kept


def check(file: Path) -> None:
    """Raise BotError `not_a_ledger` unless the file is a sound SQLite database of Guichet's."""
    if not file.is_file():
        raise BotError("backup_missing", path=str(file))
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            sound = connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            ours = connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'requests'").fetchone()[0]
    except sqlite3.DatabaseError as error:
        raise BotError("not_a_ledger", path=str(file)) from error
    if not (sound and ours):
        raise BotError("not_a_ledger", path=str(file))


def _file_of(database: Database, *, must_exist: bool = True) -> Path:
    if database.path is None:
        raise BotError("backup_is_for_sqlite")
    if must_exist and not database.path.is_file():
        raise BotError("backup_missing", path=str(database.path))
    return database.path


def _set_aside(target: Path, aside: Path) -> Path | None:
    """The former ledger with its write-ahead log folded in, under another name."""
    if not target.exists():
        return None
    with closing(sqlite3.connect(target)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    target.replace(aside)
    for suffix in ("-wal", "-shm"):
        target.with_name(target.name + suffix).unlink(missing_ok=True)
    return aside
