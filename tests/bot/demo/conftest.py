"""The demo's clock can be moved."""

import pytest

from bot.clock import MovableClock
from tests.bot.house import StoppedClock


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(StoppedClock())
