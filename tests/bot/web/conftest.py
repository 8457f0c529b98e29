"""One house for the tests of pages, and windows of the people in it.

A module that needs another company says so: `TABLE = company`.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.house import HouseUnderTest, StoppedClock, make_house, small_table
from tests.bot.web.admins import Admin
from tests.bot.web.windows import Window, window


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock()


@pytest.fixture
def house(tmp_path: Path, clock: StoppedClock, request: pytest.FixtureRequest) -> Iterator[HouseUnderTest]:
    table = getattr(request.module, "TABLE", small_table)()
    house = make_house(tmp_path, clock, table)
    yield house
    house.close()


@pytest.fixture
def admin(house: HouseUnderTest) -> Admin:
    return Admin(house)


@pytest.fixture
def anna(house: HouseUnderTest) -> Window:
    return window(house, "anna.roy")


@pytest.fixture
def paul(house: HouseUnderTest) -> Window:
    return window(house, "paul.cote")


@pytest.fixture
def rose(house: HouseUnderTest) -> Window:
    return window(house, "rose.lam")
