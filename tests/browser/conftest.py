"""The machine's own browser and a demo without a past, one of each for a module."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.fitted import with_fit
from tests.needs import needs_chromium
from tools.chromium import chromium_at
from tools.demo import Demo, running_demo


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium_at(needs_chromium()) as browser:
        yield browser


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    with running_demo(with_fit(tmp_path_factory.mktemp("demo")), "--empty") as demo:
        yield demo
