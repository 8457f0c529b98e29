"""What a test of this room may ask for: a house with its clock and a visitor's browser, a command line.

A module whose house needs another company says so: `TABLE = company`.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.clock import Clock
from tests.bot.channels.web.browser import Browser
from tests.bot.command import CommandLine, sample_company
from tests.bot.house import HouseUnderTest, StoppedClock, make_house, small_table


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock()


@pytest.fixture
def house(tmp_path: Path, clock: Clock, request: pytest.FixtureRequest) -> Iterator[HouseUnderTest]:
    table = getattr(request.module, "TABLE", small_table)()
    house = make_house(tmp_path, clock, table)
    yield house
    house.close()


@pytest.fixture
def browser(house: HouseUnderTest) -> Browser:
    return Browser(house.app)


@pytest.fixture
def guichet(tmp_path: Path) -> CommandLine:
    """In an empty folder."""
    return CommandLine(tmp_path, {})


@pytest.fixture
def company(tmp_path: Path) -> CommandLine:
    """In a folder whose ledger holds the sample's table."""
    return sample_company(tmp_path)
