from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.house import HouseUnderTest, make_house
from tests.bot.web.admins import Admin


@pytest.fixture
def house(tmp_path: Path) -> Iterator[HouseUnderTest]:
    house = make_house(tmp_path)
    yield house
    house.close()


@pytest.fixture
def admin(house: HouseUnderTest) -> Admin:
    return Admin(house)
