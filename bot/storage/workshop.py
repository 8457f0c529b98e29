"""What engines need again and could make again: vectors by text hash, fitted engines, and what questions taught them.

A SQLite file beside the ledger.

Losing it costs time, never data. A file that is damaged, locked or cannot be written is done without.
"""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Literal, TypeVar

import structlog

_BUSY_SECONDS = 2.0
_MOST_FITS = 6  # two engines, the version in force and the ones around it
_SLICE = 500
_SCHEMA = """
    CREATE TABLE IF NOT EXISTS vectors (encoder TEXT, text BLOB, vector BLOB, PRIMARY KEY (encoder, text));
    CREATE TABLE IF NOT EXISTS fits (key BLOB PRIMARY KEY, digest BLOB NOT NULL, fit BLOB NOT NULL, made INTEGER);
    CREATE TABLE IF NOT EXISTS taught (key BLOB PRIMARY KEY, digest BLOB NOT NULL, fit BLOB NOT NULL, made INTEGER);
"""

Answer = TypeVar("Answer")
_Shelf = Literal["fits", "taught"]

log = structlog.get_logger()


class Workshop:
    """Keeps vectors and fits in `path`; in nothing at all without one."""

    def __init__(self, path: Path | None) -> None:
        self.path = path

    def vectors(self, encoder: str, texts: Sequence[bytes]) -> dict[bytes, bytes]:
        """The kept ones among the vectors of these text hashes."""
        found: dict[bytes, bytes] = {}
        for some in (texts[at : at + _SLICE] for at in range(0, len(texts), _SLICE)):
            marks = ",".join("?" * len(some))
            query = f"SELECT text, vector FROM vectors WHERE encoder = ? AND text IN ({marks})"  # noqa: S608 - marks only
            found.update(self._rows(query, (encoder, *some)))
        return found

    def keep_vectors(self, encoder: str, vectors: Mapping[bytes, bytes]) -> None:
        rows = [(encoder, text, vector) for text, vector in vectors.items()]
        self._tried(lambda db: db.executemany("INSERT OR IGNORE INTO vectors VALUES (?, ?, ?)", rows), None)

    def fit(self, key: bytes) -> bytes | None:
        """The kept fit, unless a byte of it is another than was written."""
        return self._kept("fits", key)

    def keep_fit(self, key: bytes, fit: bytes) -> None:
        """Keep it, and only the newest few beside it."""
        self._keep("fits", key, fit)

    def taught(self, key: bytes) -> bytes | None:
        """What questions taught the fit of that key, unless a byte of it is another than was written."""
        return self._kept("taught", key)

    def keep_taught(self, key: bytes, taught: bytes) -> None:
        """Keep it, and only the newest few beside it."""
        self._keep("taught", key, taught)

    def _kept(self, table: _Shelf, key: bytes) -> bytes | None:
        query = f"SELECT digest, fit FROM {table} WHERE key = ?"  # noqa: S608 - one of two names
        row = self._tried(lambda db: db.execute(query, (key,)).fetchone(), None)
        return bytes(row[1]) if row and sha256(row[1]).digest() == row[0] else None

    def _keep(self, table: _Shelf, key: bytes, content: bytes) -> None:
        def write(db: sqlite3.Connection) -> None:
            newest = db.execute(f"SELECT coalesce(max(made), 0) + 1 FROM {table}").fetchone()[0]  # noqa: S608 - as above
            row = (key, sha256(content).digest(), content, newest)
            db.execute(f"INSERT OR REPLACE INTO {table} VALUES (?, ?, ?, ?)", row)  # noqa: S608 - as above
            db.execute(f"DELETE FROM {table} WHERE made <= ?", (newest - _MOST_FITS,))  # noqa: S608 - as above

        self._tried(write, None)

    def _rows(self, query: str, values: tuple[str | bytes, ...]) -> list[tuple[bytes, bytes]]:
        return self._tried(lambda db: db.execute(query, values).fetchall(), [])

    def _tried(self, ask: Callable[[sqlite3.Connection], Answer], otherwise: Answer) -> Answer:
        if self.path is None:
            return otherwise
        try:
            with closing(sqlite3.connect(self.path, timeout=_BUSY_SECONDS)) as db, db:
                db.executescript(_SCHEMA)
                return ask(db)
        except sqlite3.OperationalError as error:  # locked, full, read-only: another time
            log.warning("workshop_closed", reason=str(error))
        except (sqlite3.DatabaseError, OverflowError) as error:
            log.warning("workshop_damaged", reason=str(error))
            self.path.unlink(missing_ok=True)
        return otherwise


def workshop_beside(ledger: Path | None) -> Workshop:
    """Beside a SQLite ledger; in the current folder when the ledger is elsewhere."""
    path = ledger or Path("guichet.db")
    return Workshop(path.with_name(f"{path.stem}-engine.db"))
