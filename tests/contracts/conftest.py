"""An empty ledger, on SQLite and on PostgreSQL: whatever asks for it runs on both."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from bot.storage.database import Database
from bot.storage.unit_of_work import SqlUnitsOfWork
from tests.contracts.databases import BACKENDS, empty_ledger_on


@pytest.fixture(params=BACKENDS)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    with empty_ledger_on(request.param, tmp_path) as database:
        yield database


@pytest.fixture
def units(database: Database) -> SqlUnitsOfWork:
    return SqlUnitsOfWork(database, uuid4)
