"""A house behind sign-in, on this machine without TLS; the same behind an address with TLS."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.app import open_pages
from tests.bot.house import StoppedClock, make_house
from tests.bot.web.signin.stage import HTTPS, Stage, accounts, settings_of
from tests.browser.served import served
from tests.fakes.openid import OpenIdProvider

HERE = "http://127.0.0.1:8080"


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    with staged(tmp_path, HERE) as stage:
        yield stage


@pytest.fixture
def public_stage(tmp_path: Path) -> Iterator[Stage]:
    with staged(tmp_path, HTTPS) as stage:
        yield stage


@contextmanager
def staged(folder: Path, address: str) -> Iterator[Stage]:
    clock = StoppedClock()
    provider = OpenIdProvider(clock, redirect=f"{address}/sign-in/callback", accounts=accounts())
    with served(provider.app) as issuer:
        provider.issuer = issuer
        house = make_house(folder, clock, open_web=open_pages(settings_of(issuer, address)))
        yield Stage(house, provider, clock, address)
        house.close()
