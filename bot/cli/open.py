"""What most commands begin with: the settings and an open ledger whose schema is this version's."""

from collections.abc import Iterator
from contextlib import contextmanager

from bot.app import Ledger, open_ledger
from bot.clock import SystemClock
from bot.errors import BotError
from bot.settings import Settings, read_settings
from bot.storage.schema import ensure_current, schema_of, upgrade


@contextmanager
def ledger_at_hand(settings: Settings | None = None) -> Iterator[tuple[Settings, Ledger]]:
    """The ledger, its schema created on an empty database. An older schema is for `guichet db upgrade`."""
    settings = settings or read_settings()
    with open_ledger(settings) as ledger:
        if schema_of(ledger.database).current:
            ensure_current(ledger.database)
        else:
            upgrade(ledger.database, SystemClock().now())
        yield settings, ledger


def need_sound_table(ledger: Ledger) -> None:
    """Raise BotError `no_table` unless a routing table is published."""
    if not ledger.routing.published_version():
        raise BotError("no_table")
