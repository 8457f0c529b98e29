"""One `serve` a SQLite file: held by the operating system, so that a killed process holds nothing."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.errors import BotError


@contextmanager
def only_one(ledger: Path | None) -> Iterator[None]:
    """Hold the ledger's lock. Raises BotError `already_served` when another process has it."""
    if ledger is None:
        yield
        return
    with ledger.with_name(ledger.name + ".lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise BotError("already_served", path=str(ledger)) from error
        yield
