"""Windows of the people in the house."""

import pytest

from tests.bot.house import HouseUnderTest
from tests.bot.web.admins import Admin
from tests.bot.web.windows import Window, window


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
